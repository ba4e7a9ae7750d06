/**
 * A bot without a public address: it reads its queue with pollEvents and keeps its place in a file, so that a restart
 * loses nothing. Its handlers are the ones it had for v1.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImbot, fileOffsetStore, webhook } from 'imbot-compat';
import { pollEvents } from 'imbot-compat/events';
import { createPortal } from 'imbot-compat/testing';

const portal = createPortal();
const server = await portal.listen();
const bot = portal.addBot({ code: 'echo', clientId: 'echo-key', generation: 'v2', eventMode: 'fetch', name: 'Echo' });
const auth = webhook(server.webhookUrl(portal.webhook()), { clientId: 'echo-key' });
const imbot = createImbot({ auth, events: 'v2' });
const folder = await mkdtemp(join(tmpdir(), 'imbot-example-'));
const offsetStore = fileOffsetStore(join(folder, 'offset.json'));

const on = {
  ONIMBOTMESSAGEADD: async ({ data }) => {
    const [botId] = Object.keys(data.BOT);
    const { DIALOG_ID, MESSAGE } = data.PARAMS;
    await imbot.call('imbot.message.add', { BOT_ID: botId, DIALOG_ID, MESSAGE: `${data.USER.NAME}: ${MESSAGE}` });
  },
};

/** A bot runs until it is told to stop; here one round is enough. */
async function round() {
  const stop = new AbortController();
  const sleep = async () => stop.abort();
  const { handled } = await pollEvents(imbot, { botId: bot.id, on, offsetStore, signal: stop.signal, sleep });
  return handled;
}

portal.say({ userId: 2, dialogId: bot.id, text: 'Is anybody there?' });
portal.say({ userId: 3, dialogId: bot.id, text: 'Me too.' });
console.log('handled:', await round());
portal.say({ userId: 2, dialogId: bot.id, text: 'Said while the bot was down.' });
console.log('handled after a restart:', await round());
for (const { authorId, text } of portal.snapshot().messages)
  console.log(`  ${authorId === bot.id ? 'bot' : 'user'}: ${text}`);

await imbot.close();
await server.close();
await rm(folder, { recursive: true });
