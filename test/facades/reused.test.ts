import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBX24, wrapBX24 } from '../../src/bx24/index';
import { createCRest } from '../../src/crest/index';
import { createImbot, webhook } from '../../src/index';
import { wrapAxios, wrapCall, wrapFetch } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from './scenario';

/** Callers that use one object for many calls, and change it as soon as a call returned: each message is the one of its time. */
type Wild = Record<string, unknown>;
type Mode = 'v1' | 'audit' | 'auto' | 'v2';
type Say = (method: string, params: Wild) => unknown;

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

const headers = { 'content-type': 'application/json' };
const post = async (method: string, params: unknown): Promise<Wild> =>
  (await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) })).json();
const call = (method: string, params: Wild) => post(method, params);
const withCallback = (method: string, params: Wild, done: (body: Wild) => void): void => {
  void post(method, params).then(done);
};
const common = (mode: Mode) => ({ mode, warnings: false as const });
const layout = (mode: Mode) => ({ ...common(mode), portal: () => scene.hook });
const auth = () => webhook(scene.hook, { clientId: CLIENT });

const FACES: Readonly<Record<string, (mode: Mode) => Say>> = {
  'wrapCall, a promise': (mode) => wrapCall(call, layout(mode)),
  'wrapCall, no async function': (mode) =>
    wrapCall((method: string, params: Wild) => call(method, params), layout(mode)),
  'wrapCall, a callback'(mode) {
    const own = wrapCall(withCallback, { ...layout(mode), answer: 'callback' });
    return (method, params) => new Promise((resolve) => own(method, params, resolve));
  },
  'wrapCall, one object of settings'(mode) {
    const own = wrapCall(async (given: { method: string; data: Wild }) => post(given.method, given.data), {
      ...layout(mode),
      method: 'method',
      params: 'data',
    });
    const settings = { method: '', data: {} };
    return (method, data) => {
      Object.assign(settings, { method, data });
      const answer = own(settings);
      Object.assign(settings, { method: 'imbot.message.delete', data: {} });
      return answer;
    };
  },
  'wrapCall, URLSearchParams'(mode) {
    const own = wrapCall(
      async (method: string, body: URLSearchParams) =>
        (await fetch(scene.hook + method, { method: 'POST', body })).json(),
      layout(mode),
    );
    const body = new URLSearchParams();
    return (method, { KEYBOARD: _left, ...params }) => {
      for (const [key, value] of Object.entries(params)) body.set(key, String(value));
      const answer = own(method, body);
      body.set('MESSAGE', 'changed');
      return answer;
    };
  },
  'wrapFetch, one init'(mode) {
    const own = wrapFetch(globalThis.fetch, common(mode));
    const init: RequestInit = { method: 'POST', headers };
    const url = new URL(scene.hook);
    return (method, params) => {
      url.pathname = new URL(scene.hook + method).pathname;
      init.body = JSON.stringify(params);
      const answer = own(url, init);
      init.body = '{}';
      url.pathname = '/';
      return answer;
    };
  },
  wrapAxios(mode) {
    const own = wrapAxios(axios.create({ baseURL: scene.hook }), common(mode));
    return (method, params) => own.post(method, params);
  },
  wrapBX24(mode) {
    const page = { callMethod: withCallbacks, callBatch: () => {}, getDomain: () => scene.host };
    const own = wrapBX24(page, common(mode));
    return (method, params) => new Promise((resolve) => own.callMethod(method, params, resolve));
  },
  createBX24(mode) {
    const own = createBX24(createImbot({ auth: auth(), ...common(mode) }));
    return (method, params) => new Promise((resolve) => own.callMethod(method, params, resolve));
  },
  createCRest(mode) {
    const own = createCRest({ webhookUrl: scene.hook, ...common(mode) });
    return (method, params) => own.call(method, params);
  },
  createImbot(mode) {
    const own = createImbot({ auth: auth(), ...common(mode) });
    return (method, params) => own.call(method, params);
  },
  'createImbot, a batch'(mode) {
    const own = createImbot({ auth: auth(), ...common(mode) });
    return (method, params) => own.batch([[method, params]]);
  },
};

/** As the page's library: it writes the request before it returns. */
function withCallbacks(method: string, params: Wild, done: (result: unknown) => void): void {
  void post(method, params).then((body) =>
    done({ answer: body, data: () => body.result, error: () => (body.error ? { ex: body } : undefined) }),
  );
}

const TAKES_V2 = [true, false] as const;
const cells = Object.keys(FACES).flatMap((face) =>
  (['v1', 'audit', 'auto', 'v2'] as const).flatMap((mode) =>
    TAKES_V2.filter((takes) => takes || mode === 'auto').map((takes) => [face, mode, takes] as const),
  ),
);

describe('an object that is used again at once', () => {
  it.each(cells)('%s, mode %s, v2 there: %s', async (face, mode, takesV2) => {
    if (!takesV2)
      scene.portal.fault({
        kind: 'status',
        method: /^imbot\.v2\./,
        code: 'ERROR_METHOD_NOT_FOUND',
        status: 404,
        times: 99,
      });
    const say = FACES[face]?.(mode);
    const link = { TEXT: 'Go', LINK: '' };
    const message: Wild = {
      CLIENT_ID: CLIENT,
      BOT_ID: scene.botId,
      DIALOG_ID: `chat${scene.chatId}`,
      KEYBOARD: [link],
    };
    const calls = ['one', 'two', 'three'].map((text) => {
      message.MESSAGE = text;
      link.LINK = `https://example.com/${text}`;
      return say?.('imbot.message.add', message);
    });
    Object.assign(message, { MESSAGE: 'changed', DIALOG_ID: 'chat424242' });
    link.LINK = 'https://example.com/changed';
    await Promise.all(calls);
    const { messages } = scene.portal.snapshot();
    expect(messages.map(({ text }) => text).sort()).toEqual(['one', 'three', 'two']);
    expect(JSON.stringify(messages)).not.toContain('changed');
  });
});

/** Builders without a `toJSON`: JSON takes their fields. */
class Button {
  LINK = 'https://example.com/';
  TEXT = '';
}
class Keyboard {
  #count = 0;
  BUTTONS: Button[] = [new Button()];
  set(text: string): this {
    this.#count += 1;
    for (const button of this.BUTTONS) button.TEXT = text;
    return this;
  }
}
class Message {
  constructor(fields: Wild) {
    Object.assign(this, fields);
  }
  KEYBOARD: unknown;
  MESSAGE = '';
}

const BUILT = ['wrapCall, a promise', 'createImbot'].flatMap((face) =>
  (['v1', 'audit', 'auto', 'v2'] as const).map((mode) => [face, mode] as const),
);

it.each(BUILT)('takes the fields of an instance as they stand, %s, mode %s', async (face, mode) => {
  const say = FACES[face]?.(mode);
  const bot = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}` };
  const keyboard = new Keyboard();
  const button = new Button();
  const message = new Message(bot);
  const calls = ['one', 'two'].flatMap((text) => {
    button.TEXT = text;
    Object.assign(message, { MESSAGE: text, KEYBOARD: [button] });
    return [
      say?.('imbot.message.add', { ...bot, MESSAGE: text, KEYBOARD: keyboard.set(text) }),
      say?.('imbot.message.add', { ...message }),
      // As classes of parameters do.
      face === 'createImbot' ? say?.('imbot.message.add', Object.assign(message)) : undefined,
    ];
  });
  button.TEXT = message.MESSAGE = 'changed';
  keyboard.set('changed');
  await Promise.all(calls);
  const messages = JSON.stringify(scene.portal.snapshot().messages);
  expect(messages).not.toContain('changed');
  for (const text of ['one', 'two'])
    expect(messages.split(`"TEXT":"${text}"`)).toHaveLength(face === 'createImbot' ? 4 : 3);
});

it('reads of the arguments what the layout names, and nothing else: a container of services makes none', async () => {
  const made: string[] = [];
  const services = {
    get database(): string {
      made.push('database');
      return 'database';
    },
  };
  const own = wrapCall((_services: object, method: string, params: Wild) => post(method, params), {
    method: 1,
    params: 2,
    ...layout('auto'),
  });
  const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
  await own(services, 'imbot.message.add', message);
  expect(made).toEqual([]);
  expect(scene.portal.snapshot().messages).toHaveLength(1);
});

it.each(['auto', 'v2'] as const)('an async generator stays one, mode %s', async (mode) => {
  const own = wrapCall(async function* (method: string, params: Wild) {
    yield await post(method, params);
  }, layout(mode));
  const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
  const given: unknown[] = [];
  for await (const body of own('imbot.message.add', message)) given.push(body);
  expect(given).toEqual([expect.objectContaining({ result: expect.any(Number) })]);
  expect(scene.portal.snapshot().messages).toHaveLength(1);
});

it.each(['auto', 'v2'] as const)(
  'a Response of wrapFetch comes from the address that was asked, mode %s',
  async (mode) => {
    const own = wrapFetch(globalThis.fetch, common(mode));
    const bot = { CLIENT_ID: CLIENT, BOT_ID: scene.botId };
    const calls: [string, Wild][] = [
      ['imbot.message.add', { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' }],
      ['imbot.chat.updateTitle', { ...bot, CHAT_ID: 424242, TITLE: 'X' }],
      ['imbot.message.add', { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: '' }],
    ];
    for (const [method, params] of calls) {
      const response = await own(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
      expect(response.url).toBe(scene.hook + method);
    }
    expect(scene.portal.requests.some(({ method }) => method === 'imbot.v2.Chat.Message.send')).toBe(true);
  },
);
