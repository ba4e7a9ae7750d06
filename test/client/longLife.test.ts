import { beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/createEngine';
import { createPortalMemory } from '../../src/engine/memory';
import { shared } from '../../src/engine/shared';
import type { Send } from '../../src/engine/types';
import { METHODS } from '../../src/map/index';
import { boundedMap } from '../../src/translate/boundedMap';
import { createFacts } from '../../src/translate/createFacts';
import { inProcess } from '../walk/inProcess';
import { SEED, type World, world } from '../walk/world';

beforeEach(() => shared().portals.clear());

describe('what is remembered is bounded', () => {
  test('the entry that was used longest ago goes first', () => {
    const map = boundedMap<number, string>(3);
    for (const key of [1, 2, 3]) map.set(key, `${key}`);
    expect(map.get(1)).toBe('1');
    map.set(4, '4');
    expect([...map.keys()].sort()).toEqual([1, 3, 4]);
    map.set(3, 'three');
    map.set(5, '5');
    expect([...map]).toEqual([
      [4, '4'],
      [3, 'three'],
      [5, '5'],
    ]);
  });

  test.each(Object.entries(createFacts()))('facts: %s', (_name, facts: Map<unknown, unknown>) => {
    for (let key = 0; key < 20_000; key += 1) facts.set(key, 'value');
    expect(facts.size).toBe(10_000);
    expect(facts.has(19_999)).toBe(true);
  });

  test('bridges and look-ups of a portal, portals of the process', () => {
    const { bridges, lookups } = createPortalMemory({});
    for (let key = 0; key < 20_000; key += 1) {
      bridges.set(`${key}`, true);
      lookups.set(`${key}`, Promise.resolve({ result: key }));
      shared().portals.set(`${key}`, { v2: true, departing: new Map() });
    }
    expect([bridges.size, lookups.size, shared().portals.size]).toEqual([10_000, 1_000, 10_000]);
    shared().portals.clear();
  });

  const answers: Send = async (method) => ({ result: method.endsWith('Revision.get') ? { rest: 33 } : { id: 5 } });
  const params = { BOT_ID: 301, DIALOG_ID: '5', MESSAGE: 'Hi' };

  test('portals of an engine, where each call names a token of its own', async () => {
    const engine = createEngine({ context: { auth: 'site' }, mode: 'auto', warnings: false });
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 5_000; count += 1) {
      const via = { send: answers, portal: `token ${count}`, foreign: true };
      engine.learn(via, { dialogOfMessage: [count, 'x'.repeat(5_000)] });
      expect(await engine.request(via, 'imbot.message.add', params)).toEqual({ result: 5 });
    }
    expect(engine.report().methods['imbot.message.add']).toMatchObject({ calls: 5_000, sent: { v1: 0, v2: 5_000 } });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60e6);
  });

  test('usage by name: exact for every method of the map, the first 500 other names, and the rest together', async () => {
    const engine = createEngine({ context: {}, mode: 'v1', warnings: false });
    const via = { send: answers, portal: 'p' };
    for (let count = 0; count < 3_000; count += 1) await engine.request(via, `imbot.made.up${count}`, {});
    for (const { v1 } of METHODS) await engine.request(via, v1, {});
    for (let count = 0; count < 3_000; count += 1) await engine.request(via, 'imbot.made.up7', {});
    const { methods } = engine.report();
    expect(Object.keys(methods)).toHaveLength(500 + 1 + METHODS.length);
    expect(methods['(others)']).toMatchObject({ calls: 2_500, sent: { v1: 2_500 } });
    expect(methods['imbot.made.up7']).toMatchObject({ calls: 3_001 });
    for (const { v1 } of METHODS) expect(methods[v1]).toMatchObject({ calls: 1, sent: { v1: 1 } });
  });
});

describe('close() during a question', () => {
  let place: World;
  let slow = 0;
  beforeEach(() => {
    place = world({ auth: 'webhook', encoding: 'json' });
  });

  test.each([
    ['imbot.v2.Revision.get', 'auto', { BOT_ID: SEED.bots.first }],
    ['imbot.v2.Bot.list', 'v2', {}],
    ['imbot.v2.Bot.list', 'auto', {}],
  ] as const)(
    '%s, mode %s: the error is of the call, did not run, and names the question',
    async (question, mode, own) => {
      // One bucket a test: a process has one for each portal and rate.
      slow += 0.001;
      // The limiter holds the question back, so that closing finds it unsent.
      const limits = { burst: question === 'imbot.v2.Bot.list' && mode === 'auto' ? 2 : 1, perSecond: slow };
      const imbot = place.client({ mode, limits });
      await imbot.call('server.time');
      const call = imbot
        .call('imbot.message.add', { ...own, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' })
        .catch((error) => error);
      await new Promise((resolve) => setImmediate(resolve));
      while (limits.burst === 2 && place.portal.requests.length < 2)
        await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      await imbot.close();
      const error = await call;
      expect(error).toMatchObject({ code: 'CLOSED', method: 'imbot.message.add', outcome: 'refused' });
      expect(error.message).toContain(question);
      expect(place.portal.counts()['imbot.message.add']).toBeUndefined();
    },
  );

  const SAY = { BOT_ID: SEED.bots.first, DIALOG_ID: 'chat1001' };
  const { BOT_ID: _default, ...WITHOUT_BOT } = SAY;
  const MENU = [{ TEXT: 'x', LINK: 'https://a.b' }];
  type Sayings = readonly (readonly [method: string, params: Record<string, unknown>])[];
  /** What is on its way when the client is closed, and the calls that wait for it. */
  const ASKED: Readonly<Record<string, readonly [string, 'v1' | 'auto' | 'v2', Sayings]>> = {
    'the call itself': ['imbot.message.add', 'v1', [['imbot.message.add', SAY]]],
    'the revision': ['imbot.v2.Revision.get', 'auto', [['imbot.message.add', SAY]]],
    'the revision, for the one before': [
      'imbot.v2.Revision.get',
      'auto',
      [
        ['imbot.message.add', SAY],
        ['imbot.message.add', { ...SAY, MENU }],
        ['imbot.message.add', SAY],
      ],
    ],
    'the default bot': ['imbot.v2.Bot.list', 'auto', [['imbot.message.add', WITHOUT_BOT]]],
    'the default bot, mode v2': ['imbot.v2.Bot.list', 'v2', [['imbot.message.add', WITHOUT_BOT]]],
  };

  test.each(Object.keys(ASKED))('%s is on its way: the call is made, and no later one', async (name) => {
    const [asked, mode, sayings] = ASKED[name] ?? expect.unreachable();
    const gate = held(place, asked);
    const imbot = place.client({ mode, dispatcher: gate.dispatcher });
    const calls = sayings.map(([method, params], at) => imbot.call(method, { ...params, MESSAGE: `say ${at}` }));
    if (mode !== 'v1') calls.push(imbot.batch(sayings.map(([m, params]) => [m, { ...params, MESSAGE: 'say batch' }])));
    await gate.reached;
    const closed = imbot.close();
    const late = [imbot.call('imbot.message.add', { ...SAY, MESSAGE: 'say late' }), imbot.batch([['server.time', {}]])];
    gate.open();
    const ends = await Promise.allSettled(late);
    for (const end of ends) expect(end).toMatchObject({ reason: { code: 'CLOSED', outcome: 'refused' } });
    await Promise.all(calls);
    await closed;
    const texts = place.portal.snapshot().messages.map(({ text }) => String(text));
    const made = sayings.map((_saying, at) => `say ${at}`);
    if (mode !== 'v1') made.push(...sayings.map(() => 'say batch'));
    expect(texts.filter((text) => text.startsWith('say'))).toEqual(made);
  });
});

/** A way to the portal on which the first call of a method waits for `open`. */
function held({ portal }: World, method: string) {
  let open = (): void => {};
  let reach = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const dispatcher = inProcess(async (request) => {
    if (request.url.endsWith(method)) {
      reach();
      await opened;
    }
    return portal.handle(request);
  });
  return { dispatcher, open, reached };
}
