import axios1 from 'axios';
import axios019 from 'axios019';
import axios021 from 'axios021';
import axios027 from 'axios027';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrapAxios } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

const AXIOS = { 'axios 0.19': axios019, 'axios 0.21': axios021, 'axios 0.27': axios027, 'axios 1': axios1 };
const ADD = 'imbot.message.add';

let scene: Scene;
let open: () => void;
let reached: Promise<void>;
/** Which requests of the portal wait for `open`. */
let isHeld: (method: string) => boolean;
beforeEach(async () => {
  let reach = (): void => {};
  reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  scene = await setScene('webhook', (handle) => async (request) => {
    if (isHeld(new URL(request.url).pathname)) {
      reach();
      await opened;
    }
    return handle(request);
  });
});
afterEach(() => {
  open();
  return scene.server.close();
});

interface Cancelling {
  readonly config: object;
  readonly cancel: () => void;
  /** How many still listen. */
  readonly listeners: () => number;
}

const WAYS: Readonly<Record<string, (axios: typeof axios1) => Cancelling>> = {
  signal() {
    const own = new AbortController();
    return { config: { signal: own.signal }, cancel: () => own.abort(), listeners: () => 0 };
  },
  cancelToken(axios) {
    const { token, cancel } = axios.CancelToken.source();
    const listeners = () => (Reflect.get(token, '_listeners') ?? []).length;
    return { config: { cancelToken: token }, cancel: () => cancel('enough'), listeners };
  },
};
const cells = Object.entries(AXIOS).flatMap(([name, axios]) =>
  Object.keys(WAYS)
    .filter((way) => way !== 'signal' || axios === axios1 || axios === (axios027 as unknown))
    .map((way) => [name, way] as const),
);

describe.each(cells)('%s, given up by its %s', (name, way) => {
  const axios = Reflect.get(AXIOS, name) as typeof axios1;
  const params = (MESSAGE: string) => ({
    BOT_ID: scene.botId,
    CLIENT_ID: CLIENT,
    DIALOG_ID: `chat${scene.chatId}`,
    MESSAGE,
  });
  const stored = () => scene.portal.snapshot().messages.map(({ text }) => text);

  it.each([
    ['the revision, asked for by another', /Revision\.get/],
    ['its turn', /Message\.send/],
  ])('while it waits for %s: at once, and it is not sent', async (_what, held) => {
    isHeld = (path) => held.test(path);
    const own = wrapAxios(axios.create({ baseURL: scene.hook }), { mode: 'auto', warnings: false });
    const { config, cancel, listeners } = WAYS[way]?.(axios) ?? expect.unreachable();
    const first = own.post(ADD, params('first'));
    const given = own.post(ADD, params('given up'), config).catch((error: unknown) => error);
    const last = own.post(ADD, params('last'));
    await reached;
    cancel();
    const error = await given;
    expect(axios.isCancel(error)).toBe(true);
    if (way === 'cancelToken') expect(error).toMatchObject({ message: 'enough' });
    open();
    await Promise.all([first, last]);
    expect(stored()).toEqual(['first', 'last']);
    expect(listeners()).toBe(0);
  });

  it('after its end: nothing listens, and nothing is thrown', async () => {
    isHeld = () => false;
    const own = wrapAxios(axios.create({ baseURL: scene.hook }), { mode: 'auto', warnings: false });
    const { config, cancel, listeners } = WAYS[way]?.(axios) ?? expect.unreachable();
    await own.post(ADD, params('a'), config);
    await own.post(ADD, params('b'), config);
    expect(listeners()).toBe(0);
    cancel();
    const error: unknown = await own.post(ADD, params('c'), config).catch((thrown: unknown) => thrown);
    expect(axios.isCancel(error)).toBe(true);
    expect(stored()).toEqual(['a', 'b']);
  });

  it('by an adapter of its own that looks at nothing: it is not sent', async () => {
    isHeld = (path) => /Revision\.get/.test(path);
    const sent: string[] = [];
    const adapter = async (ready: { url?: string; data?: unknown }) => {
      const url = `${scene.hook}${String(ready.url).split('/').pop()}`;
      sent.push(url);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body: String(ready.data) });
      return { status: answer.status, data: await answer.text(), statusText: '', headers: {}, config: ready };
    };
    const own = wrapAxios(axios.create({ baseURL: scene.hook, adapter: adapter as never }), { warnings: false });
    const { config, cancel } = WAYS[way]?.(axios) ?? expect.unreachable();
    const first = own.post(ADD, params('first'));
    const given = own.post(ADD, params('given up'), config).catch((error: unknown) => error);
    await reached;
    cancel();
    expect(axios.isCancel(await given)).toBe(true);
    open();
    await first;
    expect(stored()).toEqual(['first']);
  });
});
