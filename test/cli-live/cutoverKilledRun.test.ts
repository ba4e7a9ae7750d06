import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { places } from '../sample';
import { given, scene, twice } from './commandScene';
import { dying, isKilled } from './direct';

vi.mock('../../cli/livePortal', async (original) => ({
  ...(await original<object>()),
  livePortal: async () => given.portal,
}));

const ADDRESS = ['--to', 'v2', '--handler', 'https://b.example/v2'];
const BACK = ['--to', 'v1', '--drain', 'left.jsonl'];
const WAYS = { queue: ['--to', 'v2'], address: ADDRESS } as const;

const CASES = (['webhook', 'oauth'] as const).flatMap((auth) =>
  (['queue', 'address'] as const).flatMap((mode) =>
    [true, false].flatMap((isKnown) =>
      [
        ['there', 'there'],
        ['there', 'back'],
        ['back', 'back'],
        ['back', 'there'],
      ].map(([first = '', second = '']) => ({ auth, mode, isKnown, first, second })),
    ),
  ),
);

/** Without IMBOT_FULL: the way with the most steps at every other, turn about, and the others here and there. */
function instants(one: (typeof CASES)[number]): readonly number[] {
  const { auth, mode, isKnown } = one;
  return auth === 'oauth' && mode === 'address' && isKnown ? places(60, 2, CASES.indexOf(one)) : places(60, 5);
}

describe('the command, killed at calls of the portal while people write', () => {
  it.each(CASES)(
    '$auth, to the $mode, proven before: $isKnown; killed on the way $first, then $second',
    async (one) => {
      const { auth, mode, isKnown, first, second } = one;
      let kills = 0;
      let isMet = true;
      for (const at of instants(one)) {
        if (!isMet) break;
        for (const ran of [false, true]) {
          const place = scene(auth, isKnown);
          const before = place.home();
          if (first === 'back') await place.cutover(WAYS[mode], place.live);
          const dies = dying(place.live, at, ran, place.write);
          isMet = await isKilled(place.cutover(first === 'back' ? BACK : WAYS[mode], dies));
          // The way has no such call, and none later.
          if (!isMet) break;
          kills += 1;
          const where = `call ${at}, ${ran ? 'after' : 'before'} it ran`;
          const unharmed = dying(place.live, Number.POSITIVE_INFINITY, false, place.write);
          for (let tries = 0; tries < 2 && place.state()?.['stage'] !== 'moved' && second === 'there'; tries += 1) {
            await place.cutover(WAYS[mode], unharmed);
          }
          if (second === 'there') {
            expect([where, place.state()]).toEqual([
              where,
              expect.objectContaining({ stage: 'moved', route: 'place' }),
            ]);
            // Taken away, or each event would come twice for good.
            const left = auth === 'oauth' && mode === 'address' ? {} : expect.anything();
            expect([where, place.bot.handlers]).toEqual([where, left]);
          }
          place.write();
          for (let tries = 0; tries < 2 && !isDone(place); tries += 1) {
            await place.cutover(BACK, unharmed);
          }
          place.write();
          expect([where, place.home()]).toEqual([where, before]);
          const { v1, v2 } = place.reached();
          const lost = place.said.filter((text) => !v1.includes(text) && !v2.includes(text));
          const both = mode === 'queue' ? v1.filter((text) => v2.includes(text)) : [];
          expect([where, lost, twice(v1), twice(v2), both]).toEqual([where, [], [], [], []]);
        }
      }
      expect(kills).toBeGreaterThan(0);
    },
    240_000,
  );
});

function isDone({ state }: ReturnType<typeof scene>): boolean {
  return [undefined, 'undone'].some((stage) => state()?.['stage'] === stage);
}

describe('a move that was cut off', () => {
  it.each([
    ['to another address', ['--to', 'v2', '--handler', 'https://b.example/other']],
    ['into the queue', ['--to', 'v2']],
    ['beside', ['--to', 'v2', '--beside']],
  ])('is not gone on with %s: what is needed to go back would be written over', async (_name, argv) => {
    const place = scene('oauth', true);
    const before = place.home();
    let at = 12;
    while (!(await isKilled(place.cutover(ADDRESS, dying(place.live, at, true))))) at -= 1;
    const begun = place.state();
    expect(begun).toMatchObject({ stage: 'begun', bindings: expect.anything() });
    const { code, err } = await place.cutover(argv, place.live);
    expect([code, err, place.state()]).toEqual([2, expect.stringContaining('unfinished move in place'), begun]);
    expect((await place.cutover(BACK, place.live)).code).toBe(0);
    expect(place.home()).toEqual(before);
  });
});

describe('the state file', () => {
  it.each([
    ['a folder in its place', (path: string) => mkdirSync(path)],
    ['nothing in it', (path: string) => writeFileSync(path, '')],
    ['half of it', (path: string) => writeFileSync(path, '{"version":1,"portal":"po')],
    ['one of a later version', (path: string) => writeFileSync(path, '{"version":2,"stage":"moved"}')],
  ])('%s: a sentence, and nothing is changed', async (_name, make) => {
    for (const argv of [WAYS.queue, ADDRESS, BACK]) {
      const place = scene('oauth', true);
      const before = place.home();
      make(place.file('imbot-cutover-301.json'));
      const { code, err } = await place.cutover(argv, place.live);
      expect([code, err]).toEqual([2, expect.stringContaining('imbot-cutover-301.json')]);
      expect(place.home()).toEqual(before);
    }
  });

  it('a drain file that cannot be written: a sentence, and the events stay in the queue', async () => {
    const place = scene('webhook', true);
    await place.cutover(WAYS.queue, place.live);
    place.write();
    const { code, err } = await place.cutover(['--to', 'v1', '--drain', '.'], place.live);
    expect([code, err]).toEqual([2, expect.stringContaining('EISDIR')]);
    expect([place.bot.eventMode, place.bot.queue.length]).toEqual(['fetch', 1]);
    expect((await place.cutover(BACK, place.live)).code).toBe(0);
  });

  it('of a move that was undone does not keep a bot in the queue that somebody else put there', async () => {
    const place = scene('webhook', true);
    await place.cutover(WAYS.queue, place.live);
    await place.cutover(BACK, place.live);
    place.bot.eventMode = 'fetch';
    expect((await place.cutover(['--to', 'v1', '--registered', 'v1'], place.live)).code).toBe(0);
    expect(place.bot.eventMode).toBe('webhook');
  });
});

describe('two runs at once', () => {
  it.each([
    ['both there', ADDRESS, ADDRESS],
    ['there and back', ADDRESS, BACK],
    ['both there, into the queue', WAYS.queue, WAYS.queue],
  ])('%s: one after the other, and the way home is known', async (_name, first, second) => {
    let isMet = true;
    for (let at = 1; isMet; at += 1) {
      const place = scene('oauth', true);
      const before = place.home();
      let other: Promise<unknown> | undefined;
      let calls = 0;
      // The other one begins at a call of the first, and gets as far as it can.
      const beside = async <T>(run: () => Promise<T>): Promise<T> => {
        calls += 1;
        if (calls === at) {
          other = place.cutover(second, place.live);
          for (let turn = 0; turn < 300; turn += 1) await new Promise((done) => setImmediate(done));
        }
        return run();
      };
      await place.cutover(first, {
        ...place.live,
        read: (method, params) => beside(() => place.live.read(method, params)),
        change: (method, params, replay) => beside(() => place.live.change(method, params, replay)),
      });
      await other;
      isMet = other !== undefined;
      for (let tries = 0; tries < 2 && !isDone(place); tries += 1) await place.cutover(BACK, place.live);
      expect([at, place.home()]).toEqual([at, before]);
      expect(existsSync(place.file('imbot-cutover-301.json.lock'))).toBe(false);
    }
  });
});
