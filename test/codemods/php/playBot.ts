import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPortal } from '../../../portal/index';
import { createGateway } from '../../../src/gateway/index';
import { listening } from '../../gateway/twins';

export interface PlayedBot {
  readonly code: number | string;
  readonly printed: string;
  readonly messages: string;
  /** What came to the portals without the gateway. */
  readonly straight: readonly string[];
  readonly elsewhere: readonly string[];
}

export interface BotToPlay {
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly request: string;
}

const BEFORE = `<?php if (getenv('REQUESTED')) { $_REQUEST = $_POST = json_decode(getenv('REQUESTED'), true); }`;
const TIMES =
  /"(start|finish|duration|processing|operating|date_start|date_finish|operating_reset_at)":("[^"]*"|[\d.e-]+)/g;
const PRINTED_TIMES =
  /\[(start|finish|duration|processing|operating|date_start|date_finish|operating_reset_at)\] => .*/g;

/**
 * Runs a bot of PHP against two portals, a gateway to the first and a server of another vendor, each under the name that the bot
 * knows it by: `acme.bitrix24.com`, `beta.bitrix24.com`, `gateway.example`, `shop.example`. Bot 40 of the webhook is in chat 5.
 */
export async function playBot(cwd: string, { entry, env, request: asked }: BotToPlay): Promise<PlayedBot> {
  const ends: (() => unknown)[] = [];
  const straight: string[] = [];
  const elsewhere: string[] = [];
  const acme = await portalOf();
  const beta = await portalOf();
  const gateway = createGateway({ portal: acme.server.url, warnings: false });
  const folder = mkdtempSync(join(tmpdir(), 'imbot-php-'));
  try {
    const shop = createServer((incoming, outgoing) => {
      elsewhere.push(`${incoming.method} ${incoming.url}`);
      outgoing.end('{"result":"shop"}');
    });
    const names: readonly (readonly [string, string])[] = [
      ['acme.bitrix24.com', await listening(front(acme.server.url, straight))],
      ['beta.bitrix24.com', await listening(front(beta.server.url, straight))],
      ['gateway.example', await listening(createServer(gateway.listener))],
      ['shop.example', await listening(shop)],
    ].map(([name = '', url = '']) => [name, url.replace('http://', '')]);
    const placed = (text: string) =>
      names
        .reduce((all, [name, at]) => all.replaceAll(name, at), text.replaceAll('https://', 'http://'))
        .replaceAll('AUTH_TOKEN', acme.token);
    cpSync(cwd, folder, { recursive: true });
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      if (/\.\w+$/.test(name)) {
        const path = join(folder, name);
        // Byte for byte: some are not in UTF-8.
        writeFileSync(path, Buffer.from(placed(readFileSync(path, 'latin1')), 'latin1'));
      }
    const first = join(folder, 'before-all.php');
    writeFileSync(first, BEFORE);
    const settings = ['short_open_tag=1', 'variables_order=EGPCS', 'display_errors=1', `auto_prepend_file=${first}`];
    const { code, out } = await run(
      [...settings.flatMap((one) => ['-d', one]), join(folder, entry)],
      {
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, placed(value)])),
        REQUESTED: placed(asked),
      },
      folder,
    );
    const printed = names
      .reduce((all, [name, at]) => all.replaceAll(at, name === 'gateway.example' ? 'acme.bitrix24.com' : name), out)
      .replaceAll(folder, '')
      .replace(TIMES, '')
      .replace(PRINTED_TIMES, '');
    const messages = JSON.stringify(
      [acme, beta].map(({ portal }) =>
        portal.snapshot().messages.map(({ text, chatId, authorId }) => ({ text, chatId, authorId })),
      ),
    );
    return { code, printed, messages, straight, elsewhere };
  } finally {
    for (const end of ends) await end();
    await gateway.close();
    await acme.server.close();
    await beta.server.close();
    rmSync(folder, { recursive: true });
  }

  /** Tells what came this way. */
  function front(to: string, told: string[]) {
    const server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        told.push(`${incoming.url} ${Buffer.concat(chunks).toString()}`);
        const onward = request(
          to + (incoming.url ?? ''),
          { method: incoming.method, headers: incoming.headers },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(outgoing);
          },
        );
        onward.end(Buffer.concat(chunks));
      });
    });
    ends.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return server;
  }
}

async function portalOf() {
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const bot = portal.addBot({ code: 'only', application, id: 39 });
  const own = portal.addBot({ code: 'own', clientId: 'my_bot', generation: 'v1', id: 40 });
  portal.addChat({ id: 5, owner: 1, users: [bot.id, own.id] });
  portal.webhook({ userId: 1, secret: 's3cr3t' });
  return { portal, server: await portal.listen(), token: application.tokens().access_token };
}

function run(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string) {
  return new Promise<{ code: number | string; out: string }>((resolve) => {
    const all = { PATH: process.env['PATH'] ?? '', ...env };
    execFile('php', args, { env: all, cwd, timeout: 30_000 }, (error, out) => resolve({ code: error?.code ?? 0, out }));
  });
}
