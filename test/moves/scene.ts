import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { createPortal, type Portal } from '../../portal/index';
import { bundled } from '../bundled';

const TOKEN = 'lunch-bot-key';

/** Numbers that look like chance and come again with the same seed. */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface Scene {
  readonly portal: Portal;
  readonly botId: number;
  /** Texts that the bot replied to, one entry a reply. */
  replies(): string[];
  /** Kills the bot without a word, and starts it anew. */
  killBot(): Promise<void>;
  /** Runs cutover; killed at its nth call of the portal, before the portal sees it or after it answered. */
  cutover(argv: string[], kill?: { at: number; ran: boolean }): Promise<{ code: number | null; out: string }>;
}

/** A portal, a v1 bot of one's own shape in a process, and what stands between them: it delivers until the bot takes it. */
export async function scene(shape: string): Promise<Scene> {
  const portal = createPortal({ now: () => Date.now() });
  const folder = mkdtempSync(join(tmpdir(), 'moves-'));
  const isOauth = shape === 'tokens' || shape === 'example';

  let bot: ChildProcess | undefined;
  let botPort = 0;
  const front = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    for (;;) {
      try {
        const answer = await fetch(`http://127.0.0.1:${botPort}/bot`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body,
        });
        if (answer.ok) break;
      } catch {}
      await new Promise((done) => setTimeout(done, 20));
    }
    response.end('ok');
  });
  const frontUrl = `${await listen(front)}/bot`;

  let kill: { at: number; ran: boolean; victim: ChildProcess } | undefined;
  /** The portal behind two doors: the cutover’s calls are counted. */
  const door = (isCutover: boolean) =>
    http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const mine = isCutover ? kill : undefined;
      if (mine !== undefined) mine.at -= 1;
      const isLast = mine?.at === 0;
      if (isLast && !mine.ran) return void mine.victim.kill('SIGKILL');
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
      const url = `${portal.address}${request.url}`;
      const given = new Request(url, { method: 'POST', headers, body: Buffer.concat(chunks) });
      const answer = await portal.handle(given);
      const text = await answer.text();
      if (isLast) return void mine.victim.kill('SIGKILL');
      response.statusCode = answer.status;
      response.end(text);
    });
  const botDoor = await listen(door(false));
  const cutDoor = await listen(door(true));
  portal.state.address = botDoor;
  const hook = portal.webhook();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const mine = isOauth ? { application } : { clientId: TOKEN };
  const { id: botId } = portal.addBot({ code: 'lunch', handler: frontUrl, ...mine });
  const tokens = application.tokens();
  const file = join(folder, 'tokens.json');
  writeFileSync(file, JSON.stringify({ ...tokens, client_endpoint: `${cutDoor}/rest/` }));
  writeFileSync(join(folder, 'imbot-portal.json'), '{"version":1,"facts":{"in-place":true}}');

  async function startBot(): Promise<void> {
    const env = {
      ...process.env,
      BOT_ID: String(botId),
      OFFSETS: join(folder, 'offsets.json'),
      PORTAL: `${botDoor}${hook.path}`,
      CLIENT_ID: TOKEN,
      TOKENS: isOauth ? JSON.stringify(tokens) : '',
      BITRIX_PROTOCOL: 'http',
      IMBOT_COMPAT_WARNINGS: 'off',
    };
    const started = spawn(process.execPath, [bundled('test/moves/bot.ts'), shape], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    bot = started;
    const [line] = await once(createInterface({ input: started.stdout }), 'line');
    botPort = Number(line);
  }
  await startBot();
  onTestFinished(() => {
    bot?.kill('SIGKILL');
  });

  return {
    portal,
    botId,
    replies: () =>
      [...portal.state.messages.values()].flatMap(({ authorId, text }) => {
        const [, said] = /(?:re: |I do not know ")(text \d+)/.exec(text) ?? [];
        return authorId === botId && said !== undefined ? [said] : [];
      }),
    async killBot() {
      const old = bot;
      if (old === undefined) return;
      old.kill('SIGKILL');
      await once(old, 'exit');
      await startBot();
    },
    async cutover(argv, wish) {
      const way = isOauth ? ['--tokens', file] : [];
      const env = {
        ...process.env,
        C_REST_WEB_HOOK_URL: isOauth ? '' : `${cutDoor}${hook.path}`,
        IMBOT_CLIENT_ID: isOauth ? '' : TOKEN,
        C_REST_CLIENT_ID: 'app.1',
        C_REST_CLIENT_SECRET: 's',
      };
      const child = spawn(
        process.execPath,
        [bundled('cli/main.ts'), 'cutover', '--bot', String(botId), ...way, ...argv],
        {
          cwd: folder,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      if (wish !== undefined) kill = { ...wish, victim: child };
      let out = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          out += String(chunk);
        });
      }
      const [code] = await once(child, 'close');
      kill = undefined;
      return { code, out };
    },
  };
}

async function listen(server: http.Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
