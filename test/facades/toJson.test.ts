import { afterEach, beforeEach, expect, it } from 'vitest';
import { createImbot, webhook } from '../../src/index';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from './scenario';

/** Values that say themselves what JSON sends of them, as builders of keyboards do. */
type Wild = Record<string, unknown>;

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

class Keyboard {
  readonly #buttons: Wild[] = [];
  add(button: Wild): this {
    this.#buttons.push(button);
    return this;
  }
  toJSON(): unknown {
    return this.#buttons;
  }
}

class Message {
  readonly #fields: Wild;
  constructor(fields: Wild) {
    this.#fields = fields;
  }
  toJSON(): Wild {
    return this.#fields;
  }
}

const button = { TEXT: 'Go', LINK: 'https://example.com/' };
const KINDS: Readonly<Record<string, (message: Wild) => Wild>> = {
  'a keyboard': (message) => ({ ...message, KEYBOARD: new Keyboard().add(button) }),
  'an address in a keyboard': (message) => ({ ...message, KEYBOARD: [{ ...button, LINK: new URL(button.LINK) }] }),
  'a date': (message) => ({ ...message, MESSAGE: new Date(1_000_000_000_000) }),
  'a text that is an object': (message) => ({ ...message, MESSAGE: Object('Hi'), BOT_ID: Object(scene.botId) }),
  'the whole message': (message) => ({ ...new Message(message), toJSON: () => ({ ...message, KEYBOARD: [button] }) }),
  // JSON asks each value once, by its name.
  'a message that makes another of itself': (message) => ({
    ...message,
    toJSON() {
      return { ...this, MESSAGE: `${message.MESSAGE}, ${Reflect.get(this, 'MESSAGE')}` };
    },
  }),
  'a text that looks where it stands': (message) => ({ ...message, MESSAGE: { toJSON: (at: string) => `in ${at}` } }),
};

const headers = { 'content-type': 'application/json' };
const post = async (method: string, params: Wild): Promise<Wild> =>
  (await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) })).json();
const FACES = {
  wrapCall: (mode: 'auto' | 'v2') => wrapCall(post, { mode, warnings: false, portal: () => scene.hook }),
  createImbot(mode: 'auto' | 'v2') {
    const imbot = createImbot({ auth: webhook(scene.hook, { clientId: CLIENT }), mode, warnings: false });
    return (method: string, params: Wild) => imbot.call(method, params);
  },
};
const cells = Object.entries(KINDS).flatMap(([kind, make]) =>
  Object.entries(FACES).flatMap(([face, wrap]) =>
    (['auto', 'v2'] as const).map((mode) => [kind, face, mode, make, wrap] as const),
  ),
);

it.each(cells)('%s, by %s in mode %s, arrives as JSON says it', async (_kind, _face, mode, make, wrap) => {
  const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
  await post('imbot.message.add', make(message));
  await wrap(mode)('imbot.message.add', make(message));
  const [bare, ours, ...more] = scene.portal.snapshot().messages.map(({ id: _own, ...rest }) => JSON.stringify(rest));
  expect(ours).toBe(bare);
  expect(more).toEqual([]);
  expect(scene.portal.requests.some(({ method }) => method === 'imbot.v2.Chat.Message.send')).toBe(true);
});
