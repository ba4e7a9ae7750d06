/**
 * An application that serves several portals: one client a portal, each with its tokens in a file of its own. Both
 * portals let their access tokens expire, so each pair is renewed once, and the new pair is in the file.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImbot, fileTokenStore, oauth } from 'imbot-compat';
import { createPortal } from 'imbot-compat/testing';

const APP = { clientId: 'local.courier', clientSecret: 'app-secret' };
const folder = await mkdtemp(join(tmpdir(), 'imbot-example-'));
const clients = new Map();

/** What an application does with the auth object of ONAPPINSTALL; later starts find the newer pair in the file. */
function clientFor(name, tokens, tokenUrl) {
  const store = fileTokenStore(join(folder, `${name}.json`));
  const client = clients.get(name) ?? createImbot({ auth: oauth({ ...APP, tokens, store, tokenUrl }) });
  clients.set(name, client);
  return client;
}

const portals = await Promise.all(
  ['berlin', 'lisbon'].map(async (name) => {
    let now = Date.now();
    const portal = createPortal({ now: () => now });
    const server = await portal.listen();
    const application = portal.application(APP);
    const bot = portal.addBot({ code: 'courier', application, name: 'Courier' });
    const tokens = application.tokens();
    // Two hours later the access token is dead; the portal says so, and the client renews it.
    now += 7_200_000;
    return { name, portal, server, bot, tokens };
  }),
);

for (const { name, portal, server, bot, tokens } of portals) {
  // The authorization server is on loopback here. On live portals leave tokenUrl out.
  const imbot = clientFor(name, tokens, server.tokenUrl);
  await Promise.all(
    [1, 2, 3].map((user) =>
      imbot.call('imbot.message.add', { BOT_ID: bot.id, DIALOG_ID: String(user), MESSAGE: `Hello from ${name}` }),
    ),
  );
  const stored = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
  const isNew = stored.refresh_token !== tokens.refresh_token;
  const { messages } = portal.snapshot();
  console.log(
    `${name}: ${messages.length} messages, renewed ${portal.oauth.refreshes} time, new pair in the file: ${isNew}`,
  );
}

for (const imbot of clients.values()) await imbot.close();
for (const { server } of portals) await server.close();
await rm(folder, { recursive: true });
