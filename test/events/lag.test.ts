import { mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPortal } from '../../portal/index';
import { fileOffsetStore } from '../../src/events/fileOffsetStore';
import { memoryOffsetStore, type OffsetStore, pollEvents, redisOffsetStore } from '../../src/events/index';

const HOUR = 3_600_000;
const TOKEN = 'bot_token';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2031, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A bot in its queue on a portal with the same clock. */
function start() {
  const portal = createPortal({ now: () => Date.now() });
  const { path } = portal.webhook();
  const bot = portal.addBot({ code: 'b', clientId: TOKEN, generation: 'v2', eventMode: 'fetch' });
  const limits: unknown[] = [];
  const imbot = {
    call: async (method: string, params: object = {}) => {
      if (method === 'imbot.v2.Event.get') limits.push(Object(params).limit);
      const body = JSON.stringify({ ...params, botToken: TOKEN });
      const headers = { 'content-type': 'application/json' };
      const answer = await portal.handle(
        new Request(`http://p.example${path}${method}`, { method: 'POST', headers, body }),
      );
      const { result }: { result?: unknown } = await answer.json();
      return result;
    },
  };
  const said: string[] = [];
  const say = (text: string) => portal.say({ userId: 2, dialogId: bot.id, text });
  /** Polls once per entry; what happens between two polls is done in it. */
  const poll = async (offsetStore: OffsetStore, between: (() => void)[] = [], limit?: number) => {
    const told: string[] = [];
    const stop = new AbortController();
    const left = [...between];
    await pollEvents(imbot, {
      botId: bot.id,
      on: { ONIMBOTMESSAGEADD: ({ data }) => void said.push(String(data.PARAMS.MESSAGE)) },
      offsetStore,
      signal: stop.signal,
      onError: (error, _wait, what) => void told.push(`${what}: ${error instanceof Error ? error.message : ''}`),
      sleep: async () => {
        const next = left.shift();
        if (next === undefined) stop.abort();
        else next();
      },
      ...(limit === undefined ? {} : { limit }),
    });
    return told;
  };
  const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
  return { bot, imbot, limits, said, say, poll, pass };
}

async function path(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lag-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'offsets.json');
}

function redis(): OffsetStore {
  const kept = new Map<string, string>();
  return redisOffsetStore({
    get: async (key) => kept.get(key) ?? null,
    set: async (key, value) => kept.set(key, value),
  });
}

const STORES: [string, () => OffsetStore | Promise<OffsetStore>][] = [
  ['memoryOffsetStore', memoryOffsetStore],
  ['fileOffsetStore', async () => fileOffsetStore(await path())],
  ['redisOffsetStore', redis],
];

describe.each(STORES)('a reader with %s', (_name, make) => {
  it('that was down for longer than 24 hours says so, once', async () => {
    const { say, poll, pass, said } = start();
    const store = await make();
    say('one');
    expect(await poll(store)).toEqual([]);
    say('lost');
    pass(30 * HOUR);
    say('two');
    const told = await poll(store, [() => say('three')]);
    expect(told).toEqual([expect.stringMatching(/^queue: .*not read for (29|30) hours.*24 hours/)]);
    expect(said).toEqual(['one', 'two', 'three']);
  });

  it('says nothing after a shorter time, or where nobody wrote while it was read', async () => {
    const { say, poll, pass } = start();
    const store = await make();
    say('one');
    await poll(store);
    pass(20 * HOUR);
    say('two');
    expect(await poll(store)).toEqual([]);
    // Three quiet days, read every hour and a bit.
    const quiet = Array.from({ length: 60 }, () => () => pass(1.2 * HOUR));
    expect(await poll(store, quiet)).toEqual([]);
    pass(HOUR);
    expect(await poll(store)).toEqual([]);
  });
});

describe('a reader', () => {
  it('whose portal could not be reached for longer than 24 hours says so when it is back', async () => {
    const { say, poll, pass } = start();
    say('one');
    const told = await poll(memoryOffsetStore(), [() => pass(10 * HOUR), () => pass(25 * HOUR)]);
    expect(told).toEqual([expect.stringContaining('not read for 25 hours')]);
  });

  it('that reads events which are about to be deleted says so, once while it lasts', async () => {
    const { say, poll, pass, said } = start();
    for (let n = 0; n < 150; n += 1) say(String(n));
    pass(23.5 * HOUR);
    const told = await poll(memoryOffsetStore(), [() => {}, () => say('now')]);
    expect(told).toEqual([expect.stringMatching(/^queue: .*behind by 23 hours/)]);
    expect(said).toHaveLength(151);
  });

  it('that is new has missed nothing, and a wrong clock is no day', async () => {
    const { say, poll, pass } = start();
    say('one');
    pass(3 * HOUR);
    expect(await poll(memoryOffsetStore())).toEqual([]);
    const { poll: other, bot, say: write } = start();
    write('old');
    for (const event of bot.queue) event.date = '2030-01-01T00:00:00+00:00';
    expect(await other(memoryOffsetStore())).toEqual([]);
  });

  it('catches up a thousand events a call, no more, and then asks for a hundred again', async () => {
    const { say, poll, limits, said } = start();
    for (let n = 0; n < 3_000; n += 1) say(String(n));
    await poll(
      memoryOffsetStore(),
      Array.from({ length: 5 }, () => () => {}),
    );
    expect(said).toEqual(Array.from({ length: 3_000 }, (_, n) => String(n)));
    expect(limits).toEqual([100, 1_000, 1_000, 1_000, 100, 100]);
  });

  it.each([
    [20, 20],
    [5_000, 1_000],
  ])('asks for what it was told to ask for: %i', async (limit, asked) => {
    const { say, poll, limits } = start();
    for (let n = 0; n < 50; n += 1) say(String(n));
    await poll(memoryOffsetStore(), [() => {}], limit);
    expect(limits).toEqual([asked, asked]);
  });

  it('a store of its own that keeps no time, or fails to, is no trouble', async () => {
    const { say, poll } = start();
    const kept = new Map<number, number>();
    const plain: OffsetStore = { get: (id) => kept.get(id), set: (id, offset) => kept.set(id, offset) };
    const broken = () => {
      throw new Error('no time');
    };
    say('one');
    expect(await poll(plain)).toEqual([]);
    expect(await poll({ ...plain, lastRead: broken, noteRead: broken })).toEqual([]);
  });
});

it('a file that was not written yet is not touched', async () => {
  const file = await path();
  await fileOffsetStore(file).noteRead?.(1, Date.now());
  await expect(stat(file)).rejects.toThrow('ENOENT');
  const store = fileOffsetStore(file);
  await store.set(1, 5);
  await utimes(file, 1_000, 1_000);
  expect(await store.lastRead?.(1)).toBe(1_000_000);
  expect(await store.lastRead?.(2)).toBeUndefined();
});
