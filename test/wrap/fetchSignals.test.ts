import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/http/clock';
import { wrapFetch } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

const MODES = ['v1', 'audit', 'auto', 'v2'] as const;

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const reason = new RangeError('no time');
const aborted = (): AbortController => {
  const controller = new AbortController();
  controller.abort(reason);
  return controller;
};
const stored = (): unknown[] => scene.portal.snapshot().messages.map((message) => message.text);
const message = (MESSAGE = 'Hi'): string =>
  JSON.stringify({ BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}`, MESSAGE });
const init = (more: RequestInit = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: message(),
  ...more,
});
const address = (): string => `${scene.hook}imbot.message.add`;
const request = (more: RequestInit = {}): Request => new Request(address(), init(more));
const wrapped = (mode: (typeof MODES)[number]): typeof fetch => wrapFetch(fetch, { mode, warnings: false });
const ended = (answer: Promise<Response>): Promise<unknown> =>
  answer.then(
    ({ status }) => status,
    (error: unknown) => error,
  );

/** Which signal counts where a Request has one and the call another: that of the call, none too. */
const SIGNALS: Readonly<Record<string, readonly [RequestInit, RequestInit, number]>> = {
  'none, for the call says so': [{ signal: aborted().signal }, { signal: null }, 1],
  'that of the Request, for the call says nothing': [{ signal: aborted().signal }, { signal: undefined }, 0],
  'that of the call alone': [{ signal: aborted().signal }, { signal: new AbortController().signal }, 1],
  'that of the call, which is given up': [{ signal: new AbortController().signal }, { signal: aborted().signal }, 0],
};

describe.each(MODES)('mode %s, over fetch', (mode) => {
  it.each(Object.entries(SIGNALS))('the signal is %s', async (_name, [own, more, sent]) => {
    const bare = await ended(fetch(request(own), more));
    expect(await ended(wrapped(mode)(request(own), more))).toBe(bare);
    expect(stored()).toHaveLength(2 * sent);
  });

  it('a Request that was read goes out with another body', async () => {
    const used = request();
    await used.text();
    expect(await ended(wrapped(mode)(used, { body: message('again') }))).toBe(200);
    expect(stored()).toEqual(['again']);
    expect(await ended(wrapped(mode)(used))).toBeInstanceOf(TypeError);
    expect(stored()).toEqual(['again']);
  });

  it.each(['json', 'text', 'arrayBuffer', 'blob', 'formData'] as const)(
    'an answer is not read by %s any more once its call is given up',
    async (reads) => {
      const controller = new AbortController();
      const answer = await wrapped(mode)(address(), init({ signal: controller.signal }));
      controller.abort(reason);
      await expect(answer[reads]()).rejects.toBe(reason);
      expect(stored()).toEqual(['Hi']);
    },
  );

  it('what is cloned of an answer is not read any more either', async () => {
    const controller = new AbortController();
    const answer = await wrapped(mode)(address(), init({ signal: controller.signal }));
    const clones = [answer.clone(), answer.clone().clone()];
    controller.abort(reason);
    for (const clone of clones) await expect(clone.json()).rejects.toBe(reason);
    expect(stored()).toEqual(['Hi']);
  });

  it('null says nothing where fetch takes it for nothing', async () => {
    expect(await ended(wrapped(mode)(request(), { body: null }))).toBe(200);
    const query = new URLSearchParams(JSON.parse(message('again')));
    // @ts-expect-error JavaScript may give it.
    expect(await ended(wrapped(mode)(`${address()}?${query}`, null))).toBe(200);
    expect(stored()).toEqual(['Hi', 'again']);
  });

  it('an answer that nobody can change comes as it is', async () => {
    const frozen = wrapFetch(async (...given) => Object.freeze(await fetch(...given)), { mode, warnings: false });
    expect(await ended(frozen(address(), init({ signal: new AbortController().signal })))).toBe(200);
    expect(stored()).toEqual(['Hi']);
  });

  it('what a Request says of its way stays', async () => {
    const said: RequestInit[] = [];
    const noted: typeof fetch = (to, more) => {
      said.push(to instanceof Request ? to : { ...more });
      return fetch(to, more);
    };
    const given = request({
      keepalive: true,
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      credentials: 'include',
    });
    // Node 24 loses the policy in any heir of a Request.
    const way = ({ keepalive, cache, credentials }: RequestInit = {}): unknown[] => [keepalive, cache, credentials];
    expect(await ended(wrapFetch(noted, { mode, warnings: false })(given))).toBe(200);
    expect(way(said.at(-1))).toEqual([true, 'no-store', 'include']);
    expect(stored()).toEqual(['Hi']);
  });

  it('an answer that was read before stays what it was', async () => {
    const controller = new AbortController();
    const answer = await wrapped(mode)(request({ signal: controller.signal }));
    const body = answer.json();
    controller.abort(reason);
    expect(await body).toMatchObject({ result: 10001 });
  });
});

it('a Request is given up while our question is under way, also after the memory was cleaned up', async () => {
  let asked = (): void => {};
  const waits = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  await scene.server.close();
  scene = await setScene('webhook', (handle) => async (given) => {
    if (!given.url.includes('Revision.get')) return handle(given);
    asked();
    await gate;
    return handle(given);
  });
  const own = wrapped('auto');
  const controller = new AbortController();
  // The two seconds that a call waits for our question are not over before it is given up, on a busy machine either.
  const { after: start } = systemClock;
  const kept = vi.spyOn(systemClock, 'after');
  kept.mockImplementation((ms, then) => (ms > 1_000 && ms <= 2_000 ? () => {} : start(ms, then)));
  const end = ended(own(request({ signal: controller.signal })));
  await waits;
  for (let round = 0; round < 5; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  controller.abort(reason);
  expect(await end).toBe(reason);
  kept.mockRestore();
  open();
  expect(await ended(own(address(), init({ body: message('next') })))).toBe(200);
  expect(stored()).toEqual(['next']);
});

/** Behind a proxy, or with a certificate of its own, a bot reaches its portal only so. From Node 24 on nobody sees it in a Request. */
describe.each(MODES)('mode %s, a Request with a dispatcher', (mode) => {
  const isSeen = (given: Request): boolean =>
    Object.getOwnPropertySymbols(given).some(({ description }) => description === 'dispatcher');

  it('sends all that it sends through it', async () => {
    const agent = new Agent();
    const dispatch = vi.spyOn(agent, 'dispatch');
    const given = request(Object.assign(init(), { dispatcher: agent }));
    const isKept = mode === 'v1' || mode === 'audit' || isSeen(given);
    expect(await ended(wrapped(mode)(given))).toBe(200);
    expect(stored()).toEqual(['Hi']);
    if (isKept) expect(dispatch).toHaveBeenCalledTimes(scene.portal.requests.filter(({ inBatch }) => !inBatch).length);
    await agent.close();
  });
});
