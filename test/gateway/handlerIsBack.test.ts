import { expect, it } from 'vitest';
import { createPost, PAUSES } from '../../src/gateway/events/createPost';
import type { Letter } from '../../src/gateway/events/Letter';
import { manualClock } from '../transport/clocks';

const MINUTE = 60_000;

/** Letters on their way to handlers of which some do not answer. */
function scene(isDown: (letter: Letter) => boolean) {
  const clock = manualClock();
  const sent: string[] = [];
  const buried: string[] = [];
  const failed: number[] = [];
  const post = createPost({
    clock,
    journal: {
      async failed({ attempts }) {
        failed.push(attempts);
      },
      over: async () => {},
    },
    async send(letter) {
      sent.push(letter.id);
      return isDown(letter) ? 'ECONNREFUSED' : undefined;
    },
    async bury({ id }) {
      buried.push(id);
    },
    tell: () => {},
  });
  const take = async (id: string, lane: string): Promise<void> => {
    post.take({ id, lane, event: 'E', url: 'https://bot.example/', body: '', attempts: 0, at: clock.now() });
    await clock.advance(0);
  };
  return { clock, post, sent, buried, failed, take };
}

it('letters that wait for hours go as soon as their handler takes another one, in the order of their dialogs', async () => {
  let isDown = true;
  const { clock, sent, take, post } = scene(() => isDown);
  for (const [id, lane] of [
    ['a1', 'bot 1'],
    ['a2', 'bot 1'],
    ['b1', 'bot 2'],
    ['c1', 'other 1'],
  ] as const)
    await take(id, lane);
  // Three attempts each, and then 30 minutes and two hours.
  await clock.advance(50 * MINUTE);
  isDown = false;
  sent.length = 0;
  await take('d1', 'bot 3');
  expect(sent).toEqual(['d1', 'a1', 'b1', 'a2']);
  expect(post.waiting()).toBe(1);
  await clock.advance(2 * 60 * MINUTE);
  expect(sent).toContain('c1');
  expect([post.waiting(), clock.pending()]).toEqual([0, 0]);
});

it('a letter that its handler never takes is tried early once in each pause, which counts for nothing, and is dead when it was', async () => {
  const alone = scene(() => true);
  await alone.take('poison', 'bot 1');
  await alone.clock.advance(100 * 60 * MINUTE);
  expect(alone.sent).toHaveLength(PAUSES.length);

  const { clock, sent, take, buried, failed } = scene(({ id }) => id === 'poison');
  const begun = clock.now();
  await take('poison', 'bot 1');
  let deadAt = 0;
  for (let count = 0; clock.now() - begun < 24 * 60 * MINUTE; count += 1) {
    await take(`good ${count}`, 'bot 2');
    await clock.advance(MINUTE);
    if (buried.length > 0) deadAt ||= clock.now();
  }
  const long = PAUSES.filter((pause) => pause > 30_000).length;
  expect(sent.filter((id) => id === 'poison')).toHaveLength(PAUSES.length + long);
  expect(failed).toEqual(PAUSES.slice(1).map((_, index) => index + 1));
  const lasts = PAUSES.reduce((sum, pause) => sum + pause, 0);
  expect(deadAt - begun).toBeGreaterThanOrEqual(lasts);
  expect(deadAt - begun).toBeLessThan(lasts + 2 * MINUTE);
});

it('nothing is tried early once it was told to stop, or another gateway brings the letters', async () => {
  for (const end of ['stop', 'drop'] as const) {
    let isDown = true;
    const { clock, sent, take, post } = scene(() => isDown);
    await take('a1', 'bot 1');
    await clock.advance(10 * MINUTE);
    isDown = false;
    sent.length = 0;
    await post[end]();
    await take('b1', 'bot 2');
    await clock.advance(100 * MINUTE);
    expect(sent).toEqual(end === 'stop' ? [] : ['b1']);
    expect(clock.pending()).toBe(0);
  }
});
