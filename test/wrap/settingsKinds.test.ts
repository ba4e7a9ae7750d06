import { afterEach, beforeEach, expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;
type Hear = (body: Wild) => void;
interface Settings {
  method: string;
  data: Wild;
  success?: Hear | undefined;
  error?: Hear | undefined;
}

/** No copy of it can be read. */
class Private implements Settings {
  readonly #given: Settings;
  constructor(given: Settings) {
    this.#given = given;
  }
  get method() {
    return this.#given.method;
  }
  get data() {
    return this.#given.data;
  }
  get success() {
    return this.#given.success;
  }
  get error() {
    return this.#given.error;
  }
}

/** By methods of its own too, and frozen. */
class Deep extends Private {
  readonly #name = 'deep';
  own(): string {
    return this.#name;
  }
  constructor(given: Settings) {
    super(given);
    Object.freeze(this);
  }
}

const KINDS: Readonly<Record<string, (given: Settings) => Settings>> = {
  plain: (given) => given,
  frozen: (given) => Object.freeze({ ...given, data: Object.freeze(given.data) }),
  sealed: (given) => Object.seal(given),
  'without a prototype': (given) => Object.assign(Object.create(null), given),
  inherited: (given) => Object.create(given),
  'of a class with private fields': (given) => new Private(given),
  'of a class of such a class, frozen': (given) => new Deep(given),
};

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

const send = async (given: Settings): Promise<Wild> => {
  // What a transport may ask of its settings.
  if (given instanceof Deep && given.own() !== 'deep') throw new Error('no method');
  return post(given.method, given.data);
};
const post = async (method: string, data: Wild): Promise<Wild> => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(data) })).json();
};
const message = () => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE: 'x',
});
const MODES = ['v1', 'audit', 'auto', 'v2'] as const;
const options = (mode: (typeof MODES)[number]) =>
  ({ method: 'method', params: 'data', mode, warnings: false, portal: () => scene.hook }) as const;
const CELLS = Object.entries(KINDS).flatMap(([name, make]) => MODES.map((mode) => [name, mode, make] as const));
const isV2 = (): boolean => scene.portal.requests.some(({ method }) => method === 'imbot.v2.Chat.Message.send');

it.each(CELLS)('settings %s, mode %s, by a promise: each message is sent, and once', async (_name, mode, make) => {
  const own = wrapCall((given: Settings) => send(given), options(mode));
  for (let sent = 1; sent <= 3; sent++) {
    expect(await own(make({ method: 'imbot.message.add', data: message() }))).toMatchObject({
      result: expect.any(Number),
    });
    expect(scene.portal.snapshot().messages).toHaveLength(sent);
  }
  expect(isV2()).toBe(mode === 'auto' || mode === 'v2');
});

it.each(CELLS)('settings %s, mode %s, by callbacks: each message is sent, and once', async (_name, mode, make) => {
  const send = (given: Settings): void => {
    void post(given.method, given.data).then((body) => (body.error ? given.error?.(body) : given.success?.(body)));
  };
  const own = wrapCall(send, { ...options(mode), answer: 'callback', callback: 'success' });
  for (let sent = 1; sent <= 3; sent++) {
    const body = await new Promise<Wild>((success, failure) =>
      own(make({ method: 'imbot.message.add', data: message(), success, error: failure })),
    );
    expect(body).toMatchObject({ result: expect.any(Number) });
    expect(scene.portal.snapshot().messages).toHaveLength(sent);
  }
  expect(isV2()).toBe(mode === 'auto' || mode === 'v2');
});
