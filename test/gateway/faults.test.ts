import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundled } from '../bundled';
import { runGateway } from './runCommand';
import { type GatewayProcess, startProcess } from './startProcess';
import { listening, send } from './twins';
import { until } from './until';

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-faults-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A handler that says 500 until it is mended, and nothing at all to what came while the disk was full. */
async function handler() {
  const state = { isUp: false, received: [] as { path: string; body: string }[] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (state.isUp) state.received.push({ path: request.url ?? '', body });
      else if (textOf(body).startsWith('full')) return;
      response.writeHead(state.isUp ? 200 : 500).end();
    });
  });
  const url = await listening(server);
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { state, url };
}

async function start(...options: string[]): Promise<GatewayProcess> {
  const started = await startProcess(...options);
  ends.push(() => started.child.kill('SIGKILL'));
  return started;
}

const textOf = (body: string): string => new URLSearchParams(body).get('data[PARAMS][MESSAGE]') ?? '';
const post = (url: string, path: string, body: string) => send(url, path, { method: 'POST', headers: FORM, body });

/** How large a file of a process may become, for as long as it runs. */
const limitFiles = ({ pid }: ChildProcess, bytes: number | 'unlimited'): boolean =>
  spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]).status === 0;
const canLimit = spawnSync('prlimit', ['--version']).status === 0;

describe.skipIf(!canLimit)('a disk that takes no more', () => {
  it('loses nothing that it had taken before and after, and says what it did not take', async () => {
    const { state, url } = await handler();
    const config = join(folder, 'gateway.json');
    const handlers = { bot: { url: `${url}/bot` } };
    writeFileSync(config, JSON.stringify({ portal: 'https://a.example', journal: join(folder, 'journal'), handlers }));
    const first = await start('--config', config);
    const sent: string[] = [];
    const event = async (name: string): Promise<void> => {
      const filler = 'x'.repeat(700);
      const body = `event=ONIMBOTMESSAGEADD&data[PARAMS][DIALOG_ID]=chat${sent.length}&data[PARAMS][MESSAGE]=${name}${filler}`;
      expect((await post(first.url, '/events/bot', body)).status).toBe(200);
      sent.push(name);
    };
    const refusals = (): number => first.log().split('"event":"journal"').length - 1;
    for (let count = 0; count < 5; count += 1) await event(`before${count}_`);
    expect(refusals()).toBe(0);
    expect(limitFiles(first.child, 8_000)).toBe(true);
    for (let count = 0; count < 12; count += 1) await event(`full${count}_`);
    await until(() => refusals() > 0);
    expect(first.log()).toContain('EFBIG');
    expect(limitFiles(first.child, 'unlimited')).toBe(true);
    for (let count = 0; count < 5; count += 1) await event(`after${count}_`);
    first.child.kill('SIGKILL');
    state.isUp = true;
    const second = await start('--config', config);
    const got = (): string[] => state.received.map(({ body }) => textOf(body).replace(/x+$/, ''));
    const kept = sent.filter((name) => !name.startsWith('full'));
    await until(() => kept.every((name) => got().includes(name)));
    second.child.kill('SIGTERM');
    expect(await new Promise((resolve) => second.child.on('exit', resolve))).toBe(0);
  });
});

describe('a portal that is stopped (SIGSTOP)', () => {
  it('leaves calls without an answer, holds up no event, and is called as before when it goes on; nothing runs twice', async () => {
    const { state, url: bot } = await handler();
    state.isUp = true;
    const portal = spawn(process.execPath, [bundled('test/gateway/portalProcess.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    ends.push(() => {
      portal.kill('SIGCONT');
      portal.kill('SIGKILL');
    });
    const lines: string[] = [];
    portal.stdout.on('data', (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean)));
    await until(() => lines.length > 0);
    const { url, hook, bot: id } = JSON.parse(lines[0] ?? '{}');
    const config = join(folder, 'gateway.json');
    const handlers = { bot: { url: bot } };
    const journal = join(folder, 'journal');
    writeFileSync(config, JSON.stringify({ portal: url, journal, handlers, timeout: 1500 }));
    const gateway = await runGateway(folder, '--config', config);
    ends.push(gateway.stop);
    const say = (text: string) =>
      post(gateway.url, `${hook}imbot.message.add`, `BOT_ID=${id}&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=${text}`);
    expect((await say('first')).status).toBe(200);
    portal.kill('SIGSTOP');
    await expect(say('stopped')).rejects.toThrow();
    expect((await post(gateway.url, '/events/bot', 'event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=hi')).status).toBe(
      200,
    );
    await until(() => state.received.length === 1);
    portal.kill('SIGCONT');
    expect((await say('last')).status).toBe(200);
    portal.stdin.write('?');
    await until(() => lines.length > 1);
    const stored: string[] = JSON.parse(lines[1] ?? '[]');
    expect(stored.filter((text) => text !== 'stopped')).toEqual(['first', 'last']);
    expect(stored.length).toBeLessThanOrEqual(3);
  });
});

describe('events of an application', () => {
  it.each(['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPUNINSTALL'])(
    '%s goes to its handler pair for pair, and to its page',
    async (event) => {
      const { state, url } = await handler();
      state.isUp = true;
      const config = join(folder, 'gateway.json');
      const settings = {
        ...{ portal: 'https://a.example', publicUrl: 'https://bots.example.com', install: `${url}/install.php` },
        ...{ journal: join(folder, 'journal'), handlers: { bot: { url: `${url}/bot` } } },
      };
      writeFileSync(config, JSON.stringify(settings));
      const gateway = await runGateway(folder, '--config', config);
      ends.push(gateway.stop);
      const body = (domain: string, endpoint: string): string =>
        new URLSearchParams([
          ...[
            ['event', event],
            ['data[VERSION]', '2'],
            ['data[PREVIOUS_VERSION]', '1'],
            ['ts', '1696527000'],
          ],
          ...[
            ['auth[domain]', domain],
            ['auth[client_endpoint]', endpoint],
            ['auth[application_token]', 'T'],
          ],
        ]).toString();
      const given = body('a.example', 'https://a.example/rest/');
      for (const path of ['/events/bot', '/install']) expect((await post(gateway.url, path, given)).status).toBe(200);
      await until(() => state.received.length === 2);
      const expected = body('bots.example.com', 'https://bots.example.com/rest/');
      const sorted = state.received.map(({ path, body: got }) => [path, got]).sort();
      expect(sorted).toEqual([
        ['/bot', expected],
        ['/install.php', expected],
      ]);
    },
  );
});
