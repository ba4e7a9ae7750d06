import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortal } from '../../portal/index';

const full = process.env['IMBOT_FULL'] !== undefined;
/** Without IMBOT_FULL a fifth of them, killed at the same places: first, in the middle, twice in a row, and last but one. */
const EVENTS = full ? 1000 : 200;
const TOKEN = 'bot_token';
const JSON_BODY = { 'content-type': 'application/json' };
/** The bot is killed while it handles these, before the portal has answered it. */
const KILLED_AT = full ? [1, 137, 400, 401, 999] : [1, 27, 80, 81, 199];

describe(`kill -9 in the middle of a batch of ${EVENTS} events`, () => {
  it('loses none: each is handled at least once, and only what was in hand twice', async () => {
    const handled = new Map<number, number>();
    const kills = [...KILLED_AT];
    let bot: ChildProcess | undefined;

    const portal = createPortal();
    const { path } = portal.webhook();
    const { id: botId } = portal.addBot({ code: 'helper', clientId: TOKEN, generation: 'v2', eventMode: 'fetch' });
    for (let index = 1; index <= EVENTS; index += 1) portal.say({ userId: 2, dialogId: botId, text: String(index) });

    const server = http.createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const answer = await portal.handle(
        new Request(`http://127.0.0.1${request.url}`, { method: 'POST', headers: JSON_BODY, body }),
      );
      const id = Number(/"MESSAGE":"(\d+)"/.exec(body)?.[1] ?? 0);
      if (id > 0) handled.set(id, (handled.get(id) ?? 0) + 1);
      if (kills[0] === id) {
        kills.shift();
        bot?.kill('SIGKILL');
        return;
      }
      response.end(await answer.text());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}${path}`;
    const folder = await mkdtemp(join(tmpdir(), 'kill-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const offsets = join(folder, 'offsets.json');
    // Bundled once: six processes that each compile the sources take seconds.
    const program = join(folder, 'bot.mjs');
    buildSync({
      entryPoints: [script],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });

    const ends: unknown[] = [];
    do {
      bot = spawn(process.execPath, [program, url, offsets, String(botId), TOKEN, String(EVENTS)], {
        stdio: 'inherit',
      });
      const [code, signal] = await once(bot, 'exit');
      ends.push(signal ?? code);
    } while (ends.at(-1) === 'SIGKILL');
    server.closeAllConnections();
    server.close();

    const twice = [...handled].filter(([, times]) => times > 1);
    console.log(
      `${EVENTS} events, ${KILLED_AT.length} kills, duplicates: ${twice.length} (${twice.map(([id]) => id)})`,
    );
    expect(ends).toEqual([...KILLED_AT.map(() => 'SIGKILL'), 0]);
    expect([...handled.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
    expect(twice).toEqual(KILLED_AT.map((id) => [id, 2]));
    // One call brought them all: each kill was in the middle of that batch.
    const reads = portal.requests.filter(({ method }) => method === 'imbot.v2.Event.get');
    expect(reads).toHaveLength(KILLED_AT.length + 1);
  });
});

const script = fileURLToPath(new URL('./pollingBot.ts', import.meta.url));
