import { describe, expect, it, vi } from 'vitest';
import { places } from '../sample';
import { given, scene, twice } from './commandScene';
import { dying, isKilled } from './direct';
import { FAULTS, faulty } from './faulty';

vi.mock('../../cli/livePortal', async (original) => ({
  ...(await original<object>()),
  livePortal: async () => given.portal,
}));

const HOME = 'https://b.example/v2';
const OTHER = 'https://b.example/other';
const V2 = ['--registered', 'v2'];
const BEFORE = ['--handler-before', HOME];
interface Move {
  readonly name: string;
  readonly eventMode: 'webhook' | 'fetch';
  readonly there: readonly string[];
}

/** Where its events are before, and the command that moves them. */
const MOVES: readonly Move[] = [
  { name: 'from its address into the queue', eventMode: 'webhook', there: ['--to', 'v2', '--fetch', ...V2, ...BEFORE] },
  {
    name: 'from its address to another',
    eventMode: 'webhook',
    there: ['--to', 'v2', '--handler', OTHER, ...V2, ...BEFORE],
  },
  { name: 'from the queue to an address', eventMode: 'fetch', there: ['--to', 'v2', '--handler', OTHER, ...V2] },
];
const BACK = ['--to', 'v1'];

type Place = ReturnType<typeof start>;

/** A bot of v2 to which people write; what stands in its queue is read by a poller when the command has ended. */
function start({ auth, eventMode, there }: Move & { readonly auth: 'webhook' | 'oauth' }) {
  const place = scene(auth, true);
  Object.assign(place.bot, {
    generation: 'v2',
    handlers: {},
    eventMode,
    webhookUrl: eventMode === 'fetch' ? '' : HOME,
  });
  const polled: unknown[] = [];
  const poll = () => void polled.push(...place.bot.queue.splice(0));
  const seen = () => [place.bot.eventMode, place.bot.webhookUrl];
  const reached = () => {
    const delivered = place.portal.deliveries.map(({ payload }) => payload);
    return [...delivered, ...polled, ...place.bot.queue]
      .map((event) => String(Object(Object(Object(event).data).message).text))
      .filter((text) => text.startsWith('text '))
      .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
  };
  const run = async (argv: readonly string[], way = place.live) => {
    const said = await place.cutover(argv, way).finally(poll);
    return said;
  };
  return { ...place, there, run, seen, reached };
}

const CASES = (['webhook', 'oauth'] as const).flatMap((auth) => MOVES.map((move) => ({ auth, ...move })));

const stage = ({ state }: Place) => state()?.['stage'];

async function until(place: Place, argv: readonly string[], ends: readonly unknown[]) {
  for (let tries = 0; tries < 3 && !ends.includes(stage(place)); tries += 1) await place.run(argv);
  expect(ends).toContain(stage(place));
}

function expectAllTold(place: Place, where: string) {
  place.write();
  const told = place.reached();
  expect([where, told, twice(told)]).toEqual([where, place.said, []]);
}

describe('the events of a bot of v2 are moved, killed at every call while people write', () => {
  it.each(
    CASES.flatMap((one) =>
      ['there', 'back'].flatMap((first) => ['there', 'back'].map((then) => ({ ...one, first, then }))),
    ),
  )('$auth, $name, on the way $first, then $then', async ({ first, then, ...move }) => {
    let kills = 0;
    let isMet = true;
    for (const at of places(29, move.auth === 'oauth' ? 1 : 2)) {
      if (!isMet) break;
      for (const ran of [false, true]) {
        const place = start(move);
        const before = place.seen();
        if (first === 'back') await place.run(place.there);
        const dies = dying(place.live, at, ran, place.write);
        isMet = await isKilled(place.run(first === 'back' ? BACK : place.there, dies));
        // The way has no such call, and none later.
        if (!isMet) break;
        kills += 1;
        const where = `call ${at}, ${ran ? 'after' : 'before'} it ran`;
        if (then === 'there') await until(place, place.there, ['moved']);
        await until(place, BACK, ['undone', undefined]);
        expect([where, place.seen()]).toEqual([where, before]);
        expectAllTold(place, where);
      }
    }
    expect(kills).toBeGreaterThan(1);
  });
});

describe('the events of a bot of v2 are moved, with a call that fails', () => {
  it.each(
    Object.entries(FAULTS).flatMap(([kind, fault], nth) =>
      CASES.flatMap((one) =>
        (['there', 'back'] as const).map((way, index) => ({ kind, fault, way, turn: nth + index, ...one })),
      ),
    ),
  )('$kind: $auth, $name, on the way $way', async ({ fault, way, turn, ...move }) => {
    let count = 0;
    // The way back has a call or two.
    const calls = way === 'back' ? places(29, 1) : places(29, move.auth === 'oauth' ? 2 : 4, turn);
    for (const at of calls) {
      const place = start(move);
      const before = place.seen();
      if (way === 'back') await place.run(place.there);
      const held = place.seen();
      const { way: through, met } = faulty(place.live, at, fault, place.write);
      const { code, out, err } = await place.run(way === 'there' ? place.there : BACK, through);
      if (!met()) break;
      count += 1;
      const where = `call ${at}: ${out}${err}`;
      if (/Nothing was changed/.test(out)) expect([where, place.seen()]).toEqual([where, held]);
      if (/Back as before/.test(out)) expect([where, place.seen()]).toEqual([where, before]);
      if (code === 0) expect([where, stage(place)]).toEqual([where, way === 'there' ? 'moved' : 'undone']);
      await until(place, place.there, ['moved']);
      await until(place, BACK, ['undone']);
      expect([where, place.seen()]).toEqual([where, before]);
      expectAllTold(place, where);
    }
    expect(count).toBeGreaterThan(0);
  });
});
