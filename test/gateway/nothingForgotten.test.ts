import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Redis from 'ioredis';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRedis } from '../../cli/gateway/openRedis';
import { startPolling } from '../../cli/gateway/startPolling';
import { createPortal, type Fault } from '../../portal/index';
import { memoryOffsetStore } from '../../src/events/memoryOffsetStore';
import type { V1Event } from '../../src/events/types';
import { createHandlerBook } from '../../src/gateway/events/createHandlerBook';
import type { DeadLetters } from '../../src/gateway/events/DeadLetters';
import { fileDeadLetters } from '../../src/gateway/events/fileDeadLetters';
import { fileHandlers } from '../../src/gateway/events/fileHandlers';
import type { Letter } from '../../src/gateway/events/Letter';
import { redisDeadLetters } from '../../src/gateway/events/redisDeadLetters';
import { redisHandlers } from '../../src/gateway/events/redisHandlers';
import { redisJournal } from '../../src/gateway/events/redisJournal';
import { sendLetter } from '../../src/gateway/events/sendLetter';
import { fileKnownTokens } from '../../src/gateway/tokens/fileKnownTokens';
import type { Clock } from '../../src/http/clock';
import { askRedis, type RedisLike } from '../../src/redis/askRedis';
import { bundled } from '../bundled';
import { manualClock } from '../transport/clocks';
import { startRedis } from '../transport/redis';
import { runGateway, runToEnd } from './runCommand';
import { listening, send } from './twins';
import { until } from './until';

const redis = await startRedis('a Redis that forgets');
afterAll(() => redis?.stop());

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-kept-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

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

it('an installation is on the disk before the portal is asked whose it is: that may take long, and the portal sends it once', async () => {
  let isAsking = false;
  const portal = createServer((request) => {
    isAsking = true;
    request.socket.on('close', () => {
      isAsking = false;
    });
  });
  const url = await listening(portal);
  ends.push(() => {
    portal.close();
    portal.closeAllConnections();
  });
  const application = ['--client-id', 'app.1', '--client-secret', 's', '--tokens', join(folder, 'pair.json')];
  const config = join(folder, 'gateway.json');
  const journal = join(folder, 'journal');
  writeFileSync(config, JSON.stringify({ portal: url, journal, handlers: { bot: { url: 'http://127.0.0.1:9/' } } }));
  const secret = 'a_token_of_some_length';
  const gateway = await runGateway(folder, '--config', config, '--token', secret, ...application, '--drain-time', '1');
  ends.push(gateway.stop);
  const auth = {
    access_token: 'at',
    refresh_token: 'rt',
    member_id: 'abcdef',
    domain: new URL(url).host,
    client_endpoint: `${url}/rest/`,
  };
  const pairs = Object.entries(auth).map(([name, value]) => [`auth[${name}]`, value]);
  const body = `${new URLSearchParams([['event', 'ONAPPINSTALL'], ...pairs])}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = new Promise((resolve) => portal.once('request', resolve));
  const answer = send(gateway.url, `/${secret}/events/bot`, { method: 'POST', headers, body }).catch(() => undefined);
  await asked;
  await until(() => readFileSync(journal, 'utf8').includes('ONAPPINSTALL'));
  expect(isAsking).toBe(true);
  portal.closeAllConnections();
  expect((await answer)?.status).toBe(200);
});

it('a renewal that a bot asks for is waited for by a gateway that stops, for longer than any call: its answer is the only copy', async () => {
  let answer = (): void => {};
  let asked = 0;
  const tokenServer = createServer((request, response) => {
    request.resume();
    asked += 1;
    answer = () => response.end('{"access_token":"new","refresh_token":"newer"}');
  });
  const tokenUrl = `${await listening(tokenServer)}/oauth/token/`;
  ends.push(() => tokenServer.close());
  const options = ['--portal', 'http://127.0.0.1:1', '--public-url', 'http://127.0.0.1:2', '--token-url', tokenUrl];
  const gateway = await runGateway(folder, ...options, '--drain-time', '1');
  const wish = send(gateway.url, '/oauth/token/?grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r');
  await until(() => asked > 0);
  const stopped = gateway.stop();
  await until(() => gateway.lines.some(({ event }) => event === 'draining'));
  // A call would be cut off by now.
  await new Promise((resolve) => setTimeout(resolve, 20));
  answer();
  expect((await wish).body).toMatchObject({ refresh_token: 'newer' });
  expect(await stopped).toBe(0);
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

it('a gateway that is killed while the portal takes a registration knows its handler', async () => {
  const path = join(folder, 'handlers');
  const [taken, refused] = [{ url: 'https://bot.example/' }, { url: 'https://other.example/' }];
  const book = createHandlerBook(fileHandlers(path, () => {}));
  const names = [taken, refused].map((handler) => book.nameOf(handler));
  for (const handler of [taken, refused]) await book.begin(handler);
  await book.settle(refused, false);
  // Killed here: the portal has the address, and its answer never came.
  const again = createHandlerBook(fileHandlers(path, () => {}));
  expect(await Promise.all(names.map((name) => again.handlerOf(name)))).toEqual([taken, undefined]);
  // A second registration of one that is kept already, which the portal refuses, changes nothing.
  again.nameOf(taken);
  await again.begin(taken);
  await again.settle(taken, false);
  const third = createHandlerBook(fileHandlers(path, () => {}));
  third.nameOf(taken);
  await third.begin(taken);
  await third.settle(taken, false);
  expect(await third.handlerOf(names[0] ?? '')).toEqual(taken);
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
  expect(readFileSync(join(folder, 'j.handlers'), 'utf8')).not.toContain('url');
});

it('handlers on a disk that is nearly full: those that were kept stay', async () => {
  const path = join(folder, 'handlers');
  const source = pathToFileURL(bundled('src/gateway/events/fileHandlers.ts')).href;
  const script = `import { fileHandlers } from ${JSON.stringify(source)};
    const told = [];
    const pages = fileHandlers(${JSON.stringify(path)}, (error) => told.push(error.code));
    for (let index = 0; index < 40; index += 1) await pages.keep('h-' + index, { url: 'https://bot.example/' + 'x'.repeat(40) + index });
    console.log(told.length);`;
  const command = `trap '' XFSZ; ulimit -f 2; exec "${process.execPath}" --input-type=module -e "$SCRIPT"`;
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

/** Two at once, as a timer may start them: the second one says so, and each letter goes once. */
async function replayedAlone(places: readonly [DeadLetters, DeadLetters]): Promise<void> {
  const letter = { id: '1', lane: 's 1', event: 'E', url: 'http://127.0.0.1:9/', body: 'b', attempts: 8, at: 0 };
  const [first, second] = places;
  await first.bury(letter);
  const open: (() => void)[] = [];
  const sent: string[] = [];
  const running = first.replay(async ({ id }) => {
    sent.push(id);
    await new Promise<void>((resolve) => open.push(resolve));
    return true;
  });
  await until(() => open.length === 1);
  const send = async ({ id }: Letter): Promise<boolean> => sent.push(id) > 0;
  await expect(second.replay(send)).rejects.toThrow(/Another replay/);
  await second.bury({ ...letter, id: '2' });
  open[0]?.();
  // The one that runs takes what was there when it began, and leaves nothing behind that keeps the next one out.
  expect((await running).sent).toBe(1);
  expect(await second.replay(send)).toEqual({ sent: 1, left: 0 });
  expect(sent).toEqual(['1', '2']);
}

it('two replays at once send each letter once: in a file', async () => {
  await replayedAlone([fileDeadLetters(join(folder, 'j')), fileDeadLetters(join(folder, 'j'))]);
});

const LONG = 15_000;
it.each<[string, string | undefined, (request: IncomingMessage, response: ServerResponse) => unknown]>([
  ['answers 204', undefined, (_, response) => response.writeHead(204).end()],
  ['says 200 and works on behind that', undefined, (_, response) => response.writeHead(200).write('ok')],
  ['writes more than anybody reads', undefined, (_, response) => response.end(Buffer.alloc(3_000_000, 'x'))],
  ['says nothing', 'no answer within 15 s', () => {}],
  ['says 102 and nothing more', 'no answer within 15 s', (_, response) => response.writeProcessing()],
  ['says 500 and writes on', 'HTTP 500', (_, response) => response.writeHead(500).write('oh')],
  ['leads elsewhere', 'HTTP 302', (_, response) => response.writeHead(302, { location: '/' }).end()],
  [
    'dies in its answer',
    'UND_ERR_SOCKET',
    (request, response) => {
      response.writeHead(200, { 'content-length': 9 }).write('o', () => request.socket.destroy());
    },
  ],
  ['dies', 'UND_ERR_SOCKET', (request) => request.socket.destroy()],
])('a handler that %s: %s', async (_what, why, answer) => {
  const clock = manualClock();
  let answered = 0;
  const server = createServer((request, response) => {
    answered += 1;
    answer(request, response);
  });
  const url = await listening(server);
  const dispatcher = new Agent();
  ends.push(() => {
    server.close();
    server.closeAllConnections();
    return dispatcher.destroy();
  });
  let heard: string | undefined | null = null;
  const sent = sendLetter({ url, body: 'a=1' }, dispatcher, clock).then((said) => {
    heard = said;
  });
  await until(() => answered > 0);
  // What the handler has written arrives.
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  if (heard === null) await clock.advance(LONG);
  await sent;
  expect(heard).toBe(why);
});

it('the address of a handler is called as it was written: user, password, a path behind the question mark', async () => {
  const seen: [string | undefined, string | undefined][] = [];
  const server = createServer((request, response) => {
    seen.push([request.url, request.headers.authorization]);
    response.end();
  });
  const { host } = new URL(await listening(server));
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const config = join(folder, 'c.json');
  const bot = { url: `http://me:p%40ss@${host}/index.php?/bot/hook&debug`, clientId: 'my_bot' };
  const content = { portal: 'http://127.0.0.1:9', journal: join(folder, 'j'), handlers: { bot } };
  // Windows editors begin a file with a byte order mark, and end lines in two letters.
  writeFileSync(config, `\ufeff${JSON.stringify(content, null, 2).replaceAll('\n', '\r\n')}`);
  const gateway = await runGateway(folder, '--config', config);
  ends.push(gateway.stop);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const event = { method: 'POST', headers, body: 'event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=x' };
  expect((await send(gateway.url, '/events/bot', event)).status).toBe(200);
  await until(() => seen.length > 0);
  const me = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  expect(seen).toEqual([['/index.php?/bot/hook&debug&CLIENT_ID=my_bot', me]]);
});

it('a journal that cannot be used is told as one, and not as a port', async () => {
  for (const journal of [join(folder, 'none', 'j'), folder]) {
    await expect(runGateway(folder, '--portal', 'http://127.0.0.1:9', '--journal', journal)).rejects.toThrow(
      /--journal .* cannot be used \(E[A-Z]+\)/,
    );
  }
});

describe.skipIf(redis === undefined)('a Redis', () => {
  async function connected(): Promise<Redis> {
    const client = new Redis(`redis://127.0.0.1:${redis?.port}`, { lazyConnect: true });
    await client.connect();
    await client.flushall();
    ends.push(() => client.disconnect());
    return client;
  }

  it('two replays at once send each letter once', async () => {
    const client = await connected();
    await replayedAlone([redisDeadLetters(client, 'k'), redisDeadLetters(client, 'k')]);
  });

  it('a replay that breaks off leaves no lock: the next one goes through the rest at once', async () => {
    const client = await connected();
    const dead = redisDeadLetters(client, 'broken');
    for (const id of ['a', 'b', 'c'])
      await dead.bury({ id, lane: 'h 1', event: 'E', url: 'http://127.0.0.1/', body: '', attempts: 8, at: 0 });
    const full: RedisLike = {
      eval: async (script: string, count: number, ...given: (string | number)[]) => {
        if (script.includes('rpush')) throw new Error('OOM command not allowed');
        return client.eval(script, count, ...given);
      },
    };
    await expect(redisDeadLetters(full, 'broken').replay(async () => false)).rejects.toThrow(/^OOM/);
    expect(await dead.replay(async () => true)).toEqual({ sent: 3, left: 0 });
  });

  it('that forgot everything costs no letter that a gateway has in hand, and none comes twice', async () => {
    const client = await connected();
    const clock = manualClock();
    const journal = redisJournal(client, 'k', () => {}, clock);
    const [taken, dropped]: [string[], number[]] = [[], []];
    const letterOf = (id: string) => ({ id, lane: 's 1', event: 'E', url: '', body: 'b', attempts: 0, at: 0 });
    journal.start(
      ({ id }) => taken.push(id),
      () => dropped.push(1),
    );
    const passed = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
      while (!(await isSo())) await clock.advance(100);
    };
    await passed(async () => (await client.get('{k}:leader')) !== null);
    await journal.add(letterOf('1'));
    await passed(() => taken.length === 1);
    await client.flushall();
    await passed(async () => (await client.get('{k}:leader')) !== null);
    await journal.add(letterOf('2'));
    await passed(() => taken.length === 2);
    await client.del('{k}:leader', '{k}:led');
    await passed(async () => (await client.get('{k}:leader')) !== null);
    await journal.add(letterOf('3'));
    await passed(() => taken.length === 3);
    expect(taken).toEqual(['1', '2', '3']);
    expect(dropped).toEqual([]);
    await journal.close();
  });

  it('that left knows the follower, so one that comes back does not take itself for the last', async () => {
    const client = await connected();
    const clocks = [manualClock(), manualClock()] as const;
    const dropped: number[] = [];
    const journals = clocks.map((clock, index) => {
      const journal = redisJournal(client, 'k', () => {}, clock);
      return {
        journal,
        start: () =>
          journal.start(
            () => {},
            () => dropped.push(index),
          ),
      };
    });
    const leads = async () => client.get('{k}:leader');
    journals[0]?.start();
    while ((await leads()) === null) await clocks[0].advance(100);
    const first = await leads();
    // Frozen for longer than its lease; another one leads, and leaves.
    await client.del('{k}:leader');
    journals[1]?.start();
    while ((await leads()) === null) await clocks[1].advance(100);
    expect(await leads()).not.toBe(first);
    await journals[1]?.journal.close();
    while ((await leads()) !== first || dropped.length === 0) await clocks[0].advance(100);
    expect(dropped).toEqual([0]);
    await journals[0]?.journal.close();
  });

  it('that is away after the start leaves the addresses that were registered', async () => {
    const client = await connected();
    await redisHandlers(client, 'book', () => {}).keep('h-1', { url: 'https://bot.example/' });
    const book = redisHandlers(client, 'book', () => {});
    await book.find('h-2');
    client.disconnect();
    expect(await book.find('h-1')).toEqual({ url: 'https://bot.example/' });
  });

  it('without the database that is asked for is refused: nothing is written among what is somebody else’s', async () => {
    const client = await connected();
    const options = ['--portal', 'http://127.0.0.1:9', '--public-url', 'http://a.example', '--listen', '127.0.0.1:0'];
    const of = (database: string) => `redis://127.0.0.1:${redis?.port}/${database}`;
    const { code, out } = await runToEnd(folder, 'gateway', ...options, '--redis', of('99'));
    expect([code, out]).toEqual([2, expect.stringMatching(/Redis has no database of the number in redis:.*\/99/)]);
    const gateway = await runGateway(folder, ...options, '--redis', of('3'));
    expect(await gateway.stop()).toBe(0);
    expect(await client.dbsize()).toBe(0);
  });

  it('that wants another password is refused at the start, and no password is shown', async () => {
    const client = await connected();
    await client.config('SET', 'requirepass', 'the right one');
    await client.auth('the right one');
    const options = ['--portal', 'http://127.0.0.1:9', '--public-url', 'http://a.example', '--listen', '127.0.0.1:0'];
    const at = `127.0.0.1:${redis?.port}`;
    try {
      for (const url of [`redis://${at}`, `redis://:guessed@${at}`, `redis://nobody:guessed@${at}/0`]) {
        const { code, out } = await runToEnd(folder, 'gateway', ...options, '--redis', url);
        expect([url, code, out]).toEqual([url, 2, expect.stringMatching(/Redis does not take the user and password/)]);
        expect(out).not.toContain('guessed');
      }
      const gateway = await runGateway(folder, ...options, '--redis', `redis://:the%20right%20one@${at}`);
      expect(await gateway.stop()).toBe(0);
    } finally {
      await client.config('SET', 'requirepass', '');
    }
  });

  it('whose connection is lost is told in words of ours', async () => {
    const own = await startRedis('a Redis that is lost');
    if (own === undefined) return;
    const { client, close } = await openRedis(`redis://127.0.0.1:${own.port}`, () => {});
    ends.push(close);
    const ask = askRedis(client);
    expect(await ask("return redis.call('ping')", ['k'])).toBeDefined();
    await own.stop();
    for (let count = 0; count < 3; count += 1) {
      await expect(ask('return 1', ['k'])).rejects.toThrow(/^Redis cannot be reached$/);
      await expect(client.get('k')).rejects.toThrow(/^Redis cannot be reached$/);
    }
  });

  it('an address that one gateway registers: the other waits for the portal with it, and outlives it', async () => {
    const client = await connected();
    const bookOf = async (clock?: Clock, lease?: number) => {
      const pages = redisHandlers(client, 'book', () => {}, clock, lease);
      await pages.ready;
      return createHandlerBook(pages);
    };
    const [first, other] = [await bookOf(), await bookOf()];
    const handlers = ['taken', 'refused', 'both', 'killed'].map((path) => ({ url: `https://bot.example/${path}` }));
    const [taken, refused, both, killed] = handlers;
    if (!taken || !refused || !both || !killed) throw new Error('four');
    const names = handlers.map((handler) => first.nameOf(handler));
    for (const handler of [taken, refused, both]) await first.begin(handler);
    // The same bot is registered through both at once, and one of them is refused.
    other.nameOf(both);
    await other.begin(both);
    await other.settle(both, false);
    const over: unknown[] = [];
    const asked = names.slice(0, 3).map(async (name) => {
      const handler = await other.handlerOf(name);
      over.push(name);
      return handler;
    });
    await client.ping();
    expect(over).toEqual([]);
    await Promise.all([first.settle(taken, true), first.settle(refused, false), first.settle(both, true)]);
    expect(await Promise.all(asked)).toEqual([taken, undefined, both]);
    // Frozen, and so without a sign of life: its first one is all that it says.
    const still = await bookOf(manualClock(), 50);
    still.nameOf(killed);
    await still.begin(killed);
    expect(await other.handlerOf(names[3] ?? '')).toEqual(killed);
    expect(await client.hlen('book:trials')).toBe(0);
    expect(Object.keys(await client.hgetall('book'))).toHaveLength(3);
  });

  it('an address that is refused and named anew at once is no less kept than another', async () => {
    const client = await connected();
    const book = createHandlerBook(redisHandlers(client, 'book', () => {}));
    const handler = { url: 'https://bot.example/' };
    const name = book.nameOf(handler);
    await book.begin(handler);
    const refused = book.settle(handler, false);
    book.nameOf(handler);
    await Promise.all([refused, book.begin(handler)]);
    await book.settle(handler, true);
    expect(await createHandlerBook(redisHandlers(client, 'book', () => {})).handlerOf(name)).toEqual(handler);
  });
});
