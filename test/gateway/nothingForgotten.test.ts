import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startPolling } from '../../cli/gateway/startPolling';
import { createPortal, type Fault } from '../../portal/index';
import { memoryOffsetStore } from '../../src/events/memoryOffsetStore';
import type { V1Event } from '../../src/events/types';
import { fileDeadLetters } from '../../src/gateway/events/fileDeadLetters';
import { fileHandlers } from '../../src/gateway/events/fileHandlers';
import { fileKnownTokens } from '../../src/gateway/tokens/fileKnownTokens';
import { runGateway } from './runCommand';
import { listening, send } from './twins';

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-kept-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};

it('an event of a queue that cannot be kept stays in the queue, however long that lasts', async () => {
  const portal = createPortal();
  const server = await portal.listen();
  ends.push(server.close);
  const { path } = portal.webhook({ scope: 'imbot,im,user' });
  const { id: botId } = portal.addBot({ code: 'b', clientId: 'my_bot', generation: 'v2', eventMode: 'fetch' });
  portal.say({ userId: 1, dialogId: botId, text: 'Hi' });
  const [kept, waits]: [string[], number[]] = [[], []];
  let tries = 0;
  const gate = {
    serve: async () => {},
    waiting: () => 0,
    stop: async () => {},
    async post(_name: string, { data }: V1Event) {
      tries += 1;
      if (tries < 30) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
      kept.push(JSON.stringify(data['PARAMS']));
    },
  };
  const poll = { botId, webhook: `${server.url}${path}`, clientId: 'my_bot' };
  const lines: unknown[] = [];
  const stop = await startPolling(
    'support',
    { url: 'http://127.0.0.1:9/', poll },
    gate,
    (_event, fields) => lines.push(fields),
    { offsetsOf: () => memoryOffsetStore() },
    undefined,
    async (ms) => {
      waits.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  );
  ends.push(stop);
  await until(() => kept.length > 0 || JSON.stringify(lines).includes('set aside'));
  expect(kept.join()).toContain('"Hi"');
  expect(JSON.stringify(lines)).not.toContain('set aside');
  expect(lines[0]).toMatchObject({ what: 'not kept' });
  expect(Math.max(...waits)).toBe(60_000);
});

it.each<[Fault['kind'], boolean]>([
  ['drop-after', true],
  ['drop-before', true],
  ['status', false],
])('a registration whose answer is lost (%s) may have run: its handler gets events, %j', async (kind, isKept) => {
  const received: string[] = [];
  const bot = createServer((request, response) => {
    received.push(request.url ?? '');
    response.end();
  });
  const at = await listening(bot);
  ends.push(() => bot.close());
  const portal = createPortal();
  const server = await portal.listen();
  ends.push(server.close);
  const { path } = portal.webhook({ scope: 'imbot,im,user' });
  const options = ['--portal', server.url, '--journal', join(folder, 'j'), '--public-url', 'http://127.0.0.1:1'];
  const gateway = await runGateway(folder, ...options);
  ends.push(gateway.stop);
  portal.fault({ kind, method: /register/i, status: 403, code: 'ACCESS_DENIED' });
  const urls = { EVENT_MESSAGE_ADD: at, EVENT_WELCOME_MESSAGE: at, EVENT_BOT_DELETE: at };
  const body = `${new URLSearchParams({ CODE: 'x', CLIENT_ID: 'c', 'PROPERTIES[NAME]': 'x', ...urls })}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await send(gateway.url, `${path}imbot.register`, { method: 'POST', headers, body }).catch(() => {});
  const asked = portal.requests.find(({ method }) => /register/i.test(method));
  const [name] = /h-\w+/.exec(JSON.stringify(asked?.params)) ?? [];
  const event = { method: 'POST', headers, body: 'event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=x' };
  expect((await send(gateway.url, `/events/${name}`, event)).status).toBe(isKept ? 200 : 400);
  if (isKept) await until(() => received.length > 0);
});

it('a portal that cannot be reached took nothing', async () => {
  const options = [
    '--portal',
    'http://127.0.0.1:9',
    '--journal',
    join(folder, 'j'),
    '--public-url',
    'http://a.example',
  ];
  const gateway = await runGateway(folder, ...options);
  ends.push(gateway.stop);
  const at = 'http://127.0.0.1:9/inside';
  const body = `${new URLSearchParams({ CODE: 'x', 'PROPERTIES[NAME]': 'x', EVENT_MESSAGE_ADD: at, EVENT_WELCOME_MESSAGE: at, EVENT_BOT_DELETE: at })}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await expect(send(gateway.url, '/rest/1/x/imbot.register', { method: 'POST', headers, body })).rejects.toThrow();
  expect(() => readFileSync(join(folder, 'j.handlers'))).toThrow();
});

it('handlers on a disk that is nearly full: those that were kept stay', async () => {
  const path = join(folder, 'handlers');
  const source = pathToFileURL(join(import.meta.dirname, '../../src/gateway/events/fileHandlers.ts')).href;
  const script = `import { fileHandlers } from ${JSON.stringify(source)};
    const told = [];
    const pages = fileHandlers(${JSON.stringify(path)}, (error) => told.push(error.code));
    for (let index = 0; index < 40; index += 1) await pages.keep('h-' + index, { url: 'https://bot.example/' + 'x'.repeat(40) + index });
    console.log(told.length);`;
  const command = `trap '' XFSZ; ulimit -f 2; exec "${process.execPath}" --import tsx --input-type=module -e "$SCRIPT"`;
  const run = spawnSync('bash', ['-c', command], { env: { ...process.env, SCRIPT: script }, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(Number(run.stdout)).toBeGreaterThan(0);
  expect(await fileHandlers(path, () => {}).find('h-0')).toMatchObject({ url: /^https/ });
});

it('a book of handlers that cannot be read is told by its name, and nothing of it is shown', () => {
  const path = join(folder, 'handlers');
  writeFileSync(path, '{"h-1": {"url": "https://bot.example/?secret');
  expect(() => fileHandlers(path, () => {})).toThrow(/handlers.*imbot\.update/s);
  expect(() => fileHandlers(path, () => {})).not.toThrow(/secret/);
});

it('a line that was cut short swallows no later one: dead letters, known tokens', async () => {
  const journal = join(folder, 'journal');
  const letter = { id: '1', lane: 's 1', event: 'E', url: 'http://127.0.0.1:9/', body: 'b', attempts: 8, at: 0 };
  appendFileSync(`${journal}.dead`, '{"id":"0","lane":"s');
  const dead = fileDeadLetters(journal);
  await dead.bury(letter);
  await dead.bury({ ...letter, id: '2' });
  expect((await dead.list()).map(({ id }) => id)).toEqual(['1', '2']);
  const path = join(folder, 'known');
  appendFileSync(path, 'own 0 abc');
  const known = await fileKnownTokens(path, () => {});
  await known.note(new Map([['the token', { kind: 'own', until: 0 }]]));
  await known.close();
  const again = await fileKnownTokens(path, () => {});
  expect(await again.find('the token')).toEqual({ kind: 'own', until: 0 });
});
