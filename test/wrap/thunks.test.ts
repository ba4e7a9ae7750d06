import { afterEach, beforeEach, expect, it } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;
type Node = (error: unknown, body?: Wild) => void;

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

/** A transport of thunks: `send(method, params)(callback)`; the request begins with the second call. */
const thunks = (method: string, params: Wild) => (done: Node) => {
  const headers = { 'content-type': 'application/json' };
  void fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) })
    .then((response) => response.json())
    .then((body: Wild) => (body.error ? done(new Error(String(body.error))) : done(null, body)));
};

const LAYOUTS: readonly WrapOptions[] = [{}, { answer: 'result' }, { answer: 'callback' }];

it.each(LAYOUTS)(
  'a function that returns a function keeps its form from the first call on, mode auto, %o',
  async (layout) => {
    const own = wrapCall(thunks, { mode: 'auto', warnings: false, portal: () => scene.hook, ...layout });
    const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
    for (let sent = 1; sent <= 3; sent++) {
      const body = await new Promise<unknown>((resolve) =>
        own('imbot.message.add', message)((_error, given) => resolve(given)),
      );
      expect(body).toMatchObject({ result: 10000 + sent });
    }
    expect(scene.portal.snapshot().messages).toHaveLength(3);
  },
);

it('and with callbacks in mode v2', async () => {
  const own = wrapCall(thunks, { mode: 'v2', answer: 'callback', warnings: false, portal: () => scene.hook });
  const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
  const body = await new Promise<unknown>((resolve) =>
    own('imbot.message.add', message)((_error, given) => resolve(given)),
  );
  expect(body).toMatchObject({ result: 10001 });
});
