import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { createImbot, webhook } from '../../src/index';
import { wrapAxios, wrapCall, wrapFetch } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

type Params = Record<string, unknown>;
type Say = (params: Params) => Promise<unknown>;

const ADD = 'imbot.message.add';
const headers = { 'content-type': 'application/json' };
const post = async (url: string, params: Params, fetch = globalThis.fetch) =>
  (await fetch(url, { method: 'POST', headers, body: JSON.stringify(params) })).json();
const common = { mode: 'auto', warnings: false } as const;

/** Two ways of one program to the same portal. */
const FACES: Readonly<Record<string, (hook: string) => Say>> = {
  wrapCall(hook) {
    const call = wrapCall((method: string, params: Params) => post(hook + method, params), {
      ...common,
      portal: () => hook,
    });
    return (params) => call(ADD, params);
  },
  wrapAxios(hook) {
    const own = wrapAxios(axios.create({ baseURL: hook }), common);
    return (params) => own.post(ADD, params);
  },
  wrapFetch(hook) {
    const own = wrapFetch(fetch, common);
    return (params) => post(hook + ADD, params, own);
  },
  createImbot(hook) {
    const imbot = createImbot({ auth: webhook(hook, { clientId: CLIENT }), limits: false, ...common });
    return (params) => imbot.call(ADD, params);
  },
};
const MENU = [{ TEXT: 'x', LINK: 'https://x.y' }];

describe('messages to one dialog by two faces, that nobody waits for, at a cold start', () => {
  // A client names its portal in another way than wrappers do.
  const pairs = Object.keys(FACES).flatMap((one) =>
    Object.keys(FACES)
      .filter((other) => (one === 'createImbot') === (other === 'createImbot'))
      .map((other) => [one, other] as const),
  );
  it.each(pairs)('%s and %s', async (one, other) => {
    const scene = await setScene('webhook');
    const first = FACES[one]?.(scene.hook) ?? expect.unreachable();
    const second = FACES[other]?.(scene.hook) ?? expect.unreachable();
    const said: Params = { CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}` };
    const ends = [
      // The default bot has to be asked for.
      first({ ...said, MESSAGE: '1' }),
      second({ ...said, BOT_ID: scene.botId, MESSAGE: '2', MENU }),
      first({ ...said, BOT_ID: scene.botId, MESSAGE: '3', MENU }),
    ];
    await Promise.all(ends);
    const texts = scene.portal.snapshot().messages.map(({ text }) => text);
    // Over sockets of their own the last two may change places, as they do without us.
    expect(texts[0]).toBe('1');
    expect(texts.sort()).toEqual(['1', '2', '3']);
    await scene.server.close();
  });
});
