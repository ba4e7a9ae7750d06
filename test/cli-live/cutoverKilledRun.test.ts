import { describe, expect, it, vi } from 'vitest';
import { given, scene, twice } from './commandScene';
import { dying, Killed } from './direct';

vi.mock('../../cli/livePortal', async (original) => ({
  ...(await original<object>()),
  livePortal: async () => given.portal,
}));

const full = process.env['IMBOT_FULL'] !== undefined;

async function isKilled(run: Promise<unknown>): Promise<boolean> {
  return run.then(
    () => false,
    (error: unknown) => {
      if (error instanceof Killed) return true;
      throw error;
    },
  );
}

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

/** Without IMBOT_FULL: the way with the most steps at each of them, the others here and there. */
function instants({ auth, mode, isKnown }: (typeof CASES)[number]): number[] {
  const step = full || (auth === 'oauth' && mode === 'address' && isKnown) ? 1 : 5;
  return Array.from({ length: Math.ceil(60 / step) }, (_, index) => 1 + index * step);
}

describe('the command, killed at calls of the portal while people write', () => {
  it.each(CASES)(
    '$auth, to the $mode, proven before: $isKnown; killed on the way $first, then $second',
    async (one) => {
      const { auth, mode, isKnown, first, second } = one;
      let kills = 0;
      for (const at of instants(one)) {
        for (const ran of [false, true]) {
          const place = scene(auth, isKnown);
          const before = place.home();
          if (first === 'back') await place.cutover(WAYS[mode], place.live);
          const dies = dying(place.live, at, ran, place.write);
          if (!(await isKilled(place.cutover(first === 'back' ? BACK : WAYS[mode], dies)))) continue;
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
