import { describe, expect, it, vi } from 'vitest';
import { places } from '../sample';
import { given, scene, twice } from './commandScene';
import { dying } from './direct';
import { FAULTS, faulty } from './faulty';

vi.mock('../../cli/livePortal', async (original) => ({
  ...(await original<object>()),
  livePortal: async () => given.portal,
}));

const BACK = ['--to', 'v1', '--drain', 'left.jsonl'];
const WAYS = { queue: ['--to', 'v2'], address: ['--to', 'v2', '--handler', 'https://b.example/v2'] } as const;
/** Each fault begins at another call of each way (`turn`). */
const CASES = Object.entries(FAULTS).flatMap(([name, fault], nth) =>
  (['webhook', 'oauth'] as const).flatMap((auth) =>
    (['queue', 'address'] as const).flatMap((mode) =>
      (['there', 'back'] as const).map((way, index) => ({ name, fault, auth, mode, way, turn: nth + index })),
    ),
  ),
);

describe('a call of cutover that fails, while people write', () => {
  it.each(CASES)('$name: by $auth, to the $mode, on the way $way', async ({ fault, auth, mode, way, turn }) => {
    let count = 0;
    for (const at of places(59, auth === 'oauth' && mode === 'address' ? 2 : 3, turn)) {
      const place = scene(auth, true);
      const before = place.home();
      if (way === 'back') await place.cutover(WAYS[mode], place.live);
      const { way: through, met } = faulty(place.live, at, fault, place.write);
      const { code, out, err } = await place.cutover(way === 'there' ? WAYS[mode] : BACK, through);
      if (!met()) break;
      count += 1;
      const where = `call ${at}: ${out}${err}`;
      const isHome = JSON.stringify(place.home()) === JSON.stringify(before);
      const stage = place.state()?.['stage'];
      // What is said is so.
      if (/Nothing was changed|is where it was|Back as before/.test(out))
        expect([where, place.home()]).toEqual([where, before]);
      if (/^Moved/m.test(out)) expect([where, stage, isHome]).toEqual([where, 'moved', false]);
      if (code === 0) expect([where, stage]).toEqual([where, way === 'there' ? 'moved' : 'undone']);
      if (!isHome) expect([where, stage]).toEqual([where, expect.stringMatching(/begun|moved|returning/)]);
      // And the way goes on from there, and home.
      const unharmed = dying(place.live, Number.POSITIVE_INFINITY, false, place.write);
      for (let tries = 0; tries < 2 && place.state()?.['stage'] !== 'moved'; tries += 1) {
        await place.cutover(WAYS[mode], unharmed);
      }
      expect([where, place.state()]).toEqual([where, expect.objectContaining({ stage: 'moved' })]);
      place.write();
      expect([where, (await place.cutover(BACK, unharmed)).code]).toEqual([where, 0]);
      place.write();
      expect([where, place.home()]).toEqual([where, before]);
      const { v1, v2 } = place.reached();
      const lost = place.said.filter((text) => !v1.includes(text) && !v2.includes(text));
      const both = mode === 'queue' ? v1.filter((text) => v2.includes(text)) : [];
      expect([where, lost, twice(v1), twice(v2), both]).toEqual([where, [], [], [], []]);
    }
    expect(count).toBeGreaterThan(0);
  });
});
