import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/http/clock';
import { wrapFetch } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

const MODES = ['v1', 'audit', 'auto', 'v2'] as const;

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await scene.server.close();
});

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const text = (MESSAGE: string): string =>
  JSON.stringify({ BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}`, MESSAGE });
const stored = (): unknown[] => scene.portal.snapshot().messages.map((message) => message.text);
const init = (body: BodyInit, more: object = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
  ...more,
});
const request = (body: BodyInit, more: object = {}): Request =>
  new Request(`${scene.hook}imbot.message.add`, init(body, { duplex: 'half', ...more }));
const endless = (): ReadableStream => new ReadableStream({ pull: () => new Promise(() => {}) });
const broken = (): ReadableStream =>
  new ReadableStream({
    pull(controller) {
      controller.error(new Error('the disk is gone'));
    },
  });
const failure = (answer: Promise<Response>): Promise<unknown> =>
  answer.then(
    () => expect.unreachable(),
    (error: unknown) => (error instanceof Error ? [error.constructor, error.name, error.message] : error),
  );

/** The two seconds that a slow body may hold others back are never over. */
function keepWaiting(): void {
  const { after: start } = systemClock;
  vi.spyOn(systemClock, 'after').mockImplementation((ms, then) => (ms === 2_000 ? () => {} : start(ms, then)));
}

describe.each(MODES)('mode %s, over fetch', (mode) => {
  it('a Request whose body never ends is given up as without us', async () => {
    const own = wrapFetch(fetch, { mode, warnings: false });
    const controller = new AbortController();
    const answer = failure(own(request(endless(), { signal: controller.signal })));
    controller.abort(new RangeError('no time'));
    expect(await answer).toEqual([RangeError, 'RangeError', 'no time']);
  });

  it('such a Request holds back no call for another portal', async () => {
    // On a busy machine the two seconds that it may hold its own portal back are over before the other call is.
    keepWaiting();
    const own = wrapFetch(fetch, { mode, warnings: false });
    const controller = new AbortController();
    const answer = failure(own(request(endless(), { signal: controller.signal })));
    const other = await setScene('webhook');
    let isFirst = true;
    const behind = failure(own(request(text('later'), { signal: controller.signal }))).then(() => {
      isFirst = false;
    });
    expect((await own(`${other.hook}imbot.message.add`, init(text('elsewhere')))).status).toBe(200);
    expect(isFirst).toBe(true);
    controller.abort();
    await Promise.all([answer, behind]);
    await other.server.close();
  });

  it('is given up also where the memory was cleaned up meanwhile, and nothing is sent', async () => {
    const own = wrapFetch(fetch, { mode, warnings: false });
    const controller = new AbortController();
    const { signal } = controller;
    keepWaiting();
    // No one but the wrapper holds the Requests.
    const ends = [failure(own(request(endless(), { signal }))), failure(own(request(text('given up'), { signal })))];
    for (let round = 0; round < 5; round++) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    controller.abort(new RangeError('no time'));
    expect(await Promise.all(ends)).toEqual(ends.map(() => [RangeError, 'RangeError', 'no time']));
    expect(stored()).toEqual([]);
  });

  it('and so is one that waits behind it, and nothing of it is sent', async () => {
    const own = wrapFetch(fetch, { mode, warnings: false });
    const first = new AbortController();
    const ended = failure(own(request(endless(), { signal: first.signal })));
    const second = new AbortController();
    const third = new AbortController();
    const waiting = failure(own(`${scene.hook}imbot.message.add`, init(text('given up'), { signal: second.signal })));
    const whole = failure(own(request(text('given up'), { signal: third.signal })));
    second.abort(new RangeError('no time'));
    third.abort();
    expect(await waiting).toEqual([RangeError, 'RangeError', 'no time']);
    expect(await whole).toEqual([DOMException, 'AbortError', 'This operation was aborted']);
    first.abort();
    await ended;
    await own(request(text('said')));
    expect(stored()).toEqual(['said']);
  });

  it('a Request whose body breaks fails as without us', async () => {
    const own = wrapFetch(fetch, { mode, warnings: false });
    expect(await failure(own(request(broken())))).toEqual(await failure(fetch(request(broken()))));
    await own(request(text('said')));
    expect(stored()).toEqual(['said']);
  });

  it('a Request that gets no answer holds nobody back', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const own = wrapFetch(fetch, { mode, warnings: false });
    await own(request(text('first')));
    scene.portal.fault({ kind: 'slow', gate, times: 1 });
    const held = own(request(text('held')));
    await own(request(text('behind')));
    expect(stored()).toEqual(['first', 'behind']);
    open();
    await held;
    expect(stored()).toEqual(['first', 'behind', 'held']);
  });
});
