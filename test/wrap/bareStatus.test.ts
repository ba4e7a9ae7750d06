import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';
import { share } from '../sample';

type Wild = Record<string, unknown>;
type Back = (...given: unknown[]) => void;
interface Came {
  readonly status: number;
  readonly text: string;
  readonly body: Wild;
}

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

const headers = { 'content-type': 'application/json' };
async function post(method: string, params: Wild): Promise<Came> {
  const response = await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
  return { status: response.status, text: response.statusText, body: await response.json() };
}

/** What is left of a failure where a wrapper tells its status and no code. */
const LEFT: Readonly<Record<string, (came: Came) => unknown>> = {
  'the number': ({ status }) => status,
  'a text': ({ status }) => `HTTP ${status}`,
  'a line': ({ status, text }) => `${status} ${text}`,
  '{ status }': ({ status }) => ({ status }),
  '{ ok, status, statusText }': ({ status, text: statusText }) => ({ ok: false, status, statusText }),
  '{ statusCode, message }': ({ status }) => ({ statusCode: status, message: `Request failed with status ${status}` }),
  '{ code }': ({ status }) => ({ code: status, data: null }),
  '{ httpStatus }': ({ status }) => ({ httpStatus: status }),
  '{ error: { status } }': ({ status }) => ({ error: { status } }),
  '[status]': ({ status }) => [status],
  'an error': ({ status }) => new Error(`HTTP ${status}`),
  'an error with status': ({ status, text }) => Object.assign(new Error(text), { status }),
  'an error with code': ({ status }) => Object.assign(new Error('refused'), { code: status }),
};

const CALLED: Readonly<Record<string, (left: (came: Came) => unknown) => (method: string, params: Wild) => unknown>> = {
  'is returned, for a result': (left) => async (method, params) => {
    const came = await post(method, params);
    return came.body.error ? left(came) : came.body.result;
  },
  'is thrown': (left) => async (method, params) => {
    const came = await post(method, params);
    if (came.body.error) throw left(came);
    return came.body.result;
  },
};

const shown = (value: unknown): unknown => (value instanceof Error ? { error: value.message, ...value } : value);

/** A refusal of the portal (403), then some that mode v2 makes by itself: 400, 403 and 400. */
const calls = (): [method: string, params: Wild][] => {
  const bot = { CLIENT_ID: CLIENT, BOT_ID: scene.botId };
  return [
    ['imbot.chat.updateTitle', { ...bot, CHAT_ID: 424242, TITLE: 'X' }],
    ['imbot.message.add', { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: '' }],
    ['imbot.message.update', { ...bot, MESSAGE_ID: 0, MESSAGE: 'x' }],
    ['imbot.message.add', { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: '', KEYBOARD: 'x' }],
  ];
};

describe.each(Object.entries(LEFT))('of a refusal that nobody sent, where %s is left', (name, left) => {
  it.each(share(Object.entries(CALLED), 2, { turn: Object.keys(LEFT).indexOf(name) }))(
    'it has v1’s status, and %s',
    async (_how, make) => {
      const options: WrapOptions = { mode: 'v2', answer: 'result', warnings: false, portal: () => scene.hook };
      const run = async (fn: (method: string, params: Wild) => unknown) => {
        const seen: unknown[] = [];
        for (const [method, params] of calls())
          seen.push(await Promise.resolve(fn(method, params)).then(shown, (thrown: unknown) => [shown(thrown)]));
        return seen;
      };
      const bare = await run(make(left));
      await scene.server.close();
      scene = await setScene('webhook');
      expect(await run(wrapCall(make(left), options))).toEqual(bare);
      expect(scene.portal.requests).toHaveLength(1);
    },
  );

  it.each<[string, (left: unknown) => unknown[]]>([
    ['alone', (value) => [value]],
    ['behind null', (value) => [null, value]],
    ['before null', (value) => [value, null]],
  ])('it has v1’s status, told to a callback %s', async (_where, told) => {
    const make = () => (method: string, params: Wild, done: Back) => {
      void post(method, params).then((came) =>
        done(...(came.body.error ? told(left(came)) : [null, came.body.result])),
      );
    };
    const run = async (fn: (method: string, params: Wild, done: Back) => void) => {
      const seen: unknown[] = [];
      for (const [method, params] of calls())
        seen.push(await new Promise((resolve) => fn(method, params, (...given) => resolve(given.map(shown)))));
      return seen;
    };
    const bare = await run(make());
    await scene.server.close();
    scene = await setScene('webhook');
    const own = wrapCall(make(), { mode: 'v2', answer: 'callback', warnings: false, portal: () => scene.hook });
    expect(await run(own)).toEqual(bare);
    expect(scene.portal.requests).toHaveLength(2);
  });
});
