import { describe, expect, it } from 'vitest';
import type { CallbackPlaces } from '../../src/wrap/index';
import { wrapCall } from '../../src/wrap/index';
import { hookScene, type Wild } from './hookScene';

type Back = (given: unknown) => void;

const { now, anew, post, message } = hookScene();

/** A transport with one function for answers and one for failures, in that order or turned. */
const two =
  (isTurned = false) =>
  (method: string, params: Wild, first: Back, second: Back): void => {
    const [ok, no] = isTurned ? [second, first] : [first, second];
    void post(method, params).then(({ body }) => (body.error ? no(body.error) : ok(body.result)));
  };

async function heard(send: ReturnType<typeof two>) {
  const got: unknown[] = [];
  const tell = (params: Wild) =>
    new Promise<void>((resolve) => {
      send(
        'imbot.message.add',
        params,
        (given) => {
          got.push(['first', typeof given === 'object' ? 'not an answer of this call' : typeof given]);
          resolve();
        },
        (given) => {
          got.push(['second', typeof given === 'object' ? 'not an answer of this call' : typeof given]);
          resolve();
        },
      );
    });
  await tell(message());
  await tell(message({ MESSAGE: '' }));
  return got;
}

describe('a call gives two functions and the layout names no place', () => {
  it('each hears what it did before, and of no question of ours; it is said once', async () => {
    const warned: string[] = [];
    for (const isTurned of [false, true]) {
      await anew();
      const before = await heard(two(isTurned));
      await anew();
      const send = wrapCall(two(isTurned), {
        answer: 'callback',
        portal: () => now().hook,
        warnings: ({ message: text }) => warned.push(text),
      });
      expect(await heard(send)).toEqual(before);
    }
    expect(warned.filter((text) => /both functions/.test(text))).toEqual([
      expect.stringMatching(/arguments 2 and 3 are both functions.*callback: \{ success: 2, error: 3 \}/),
    ]);
  });

  it.each<[boolean, CallbackPlaces]>([
    [false, { success: 2, error: 3 }],
    [true, { success: 3, error: 2 }],
  ])('with their places told it goes out as v2 (turned: %s)', async (isTurned, callback) => {
    await anew();
    const before = await heard(two(isTurned));
    await anew();
    const sent: string[] = [];
    const plain = two(isTurned);
    const noted: typeof plain = (method, ...more) => {
      sent.push(method);
      plain(method, ...more);
    };
    const send = wrapCall(noted, { answer: 'callback', callback, portal: () => now().hook, warnings: false });
    expect(await heard(send)).toEqual(before);
    expect(sent).toContain('imbot.v2.Chat.Message.send');
  });
});
