import { describe, expect, it, vi } from 'vitest';
import type { Fields } from '../../src/events/types';
import { given, scene } from './commandScene';

vi.mock('../../cli/livePortal', async (original) => ({
  ...(await original<object>()),
  livePortal: async () => given.portal,
}));

const WAYS = {
  'into the queue': ['--to', 'v2'],
  'to an address': ['--to', 'v2', '--handler', 'https://b.example/v2'],
  beside: ['--to', 'v2', '--beside'],
} as const;
const BACK = ['--to', 'v1', '--drain', 'left.jsonl'];

const LOST = {
  deleted: ({ portal }: ReturnType<typeof scene>) => {
    portal.state.bots.delete(301);
    portal.state.commands.delete(78);
  },
  'taken over': ({ bot }: ReturnType<typeof scene>) => void Object.assign(bot, { owner: 'somebody else' }),
};

const CASES = Object.entries(WAYS).flatMap(([where, argv]) =>
  Object.entries(LOST).flatMap(([what, lose]) =>
    (['webhook', 'oauth'] as const).flatMap((auth) =>
      (['there', 'back'] as const).map((way) => ({ where, argv, what, lose, auth, way })),
    ),
  ),
);

describe('a bot that is lost while cutover is at work with it', () => {
  it.each(CASES)('$what at every call: $where by $auth, on the way $way', async ({ where, argv, lose, auth, way }) => {
    for (let at = 1; at < 60; at += 1) {
      const place = scene(auth, true);
      if (way === 'back') await place.cutover(argv, place.live);
      let calls = 0;
      const meet = () => {
        calls += 1;
        if (calls === at) lose(place);
      };
      const { out, err } = await place.cutover(way === 'there' ? argv : BACK, {
        ...place.live,
        read: async (method: string, params?: Fields) => {
          meet();
          return place.live.read(method, params);
        },
        change: async (method, params, replay) => {
          meet();
          return place.live.change(method, params, replay);
        },
      });
      if (calls < at) break;
      // The next one is told what there is to know, whatever the first one saw of it.
      const next = await place.cutover(BACK, place.live);
      const said = [`call ${at}`, out + err, next.out + next.err].join('\n');
      expect(said).not.toMatch(/Repeat the command to go on|say --drop-queue|goes on answering/);
      const stage = place.state()?.['stage'];
      if (stage === undefined || stage === 'undone') continue;
      expect(next.err + next.out).toMatch(/does not exist any more|does not belong to these credentials|does not open/);
      if (where === 'beside') expect([said, place.portal.state.bots.has(302)]).toEqual([said, true]);
    }
  });
});
