import { EventEmitter } from 'node:events';
import http from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { ASKED_FIRST, CLIENT, LISTS, type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;
type Done = (error: unknown, result?: unknown) => void;

const DEAD = 'http://127.0.0.1:9/rest/1/x/';

let scene: Scene;
let portals = 0;
const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
/** The tool that runs the tests listens too. */
const others = {
  exceptions: process.listeners('uncaughtException'),
  rejections: process.listeners('unhandledRejection'),
};

beforeAll(async () => {
  scene = await setScene('webhook');
  process.removeAllListeners('uncaughtException').on('uncaughtException', note);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
});
afterEach(() => void uncaught.splice(0));
afterAll(async () => {
  process.removeAllListeners('uncaughtException');
  process.removeAllListeners('unhandledRejection');
  for (const one of others.exceptions) process.on('uncaughtException', one);
  for (const one of others.rejections) process.on('unhandledRejection', one);
  await scene.server.close();
});

const options = () => {
  portals += 1;
  const key = `questions ${portals}`;
  return { mode: 'auto', warnings: false, portal: () => key } as const;
};
const message = (MESSAGE: string): Wild => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE,
});
const sentSince = (start: number) => scene.portal.requests.slice(start).map(({ method }) => method);

async function post(base: string, method: string, params: Wild): Promise<Wild> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(base + method, { method: 'POST', headers, body: JSON.stringify(params) });
  return response.json();
}

function withCallback(method: string, params: Wild, done?: Done): unknown {
  const work = post(scene.hook, method, params).then(({ error, result }) => {
    if (error) throw Object.assign(new Error(String(error)), { code: error });
    return result;
  });
  if (done === undefined) return work;
  work.then(
    (result) => done(null, result),
    (error: unknown) => done(error),
  );
  return undefined;
}

const EMITTERS: Readonly<Record<string, (method: string, params: Wild) => EventEmitter>> = {
  'a request of Node': (method, params) => {
    const request = http.request(DEAD + method, { method: 'POST' });
    request.end(JSON.stringify(params));
    return request;
  },
  'an emitter of its own': (method, params) => {
    const emitter = new EventEmitter();
    post(DEAD, method, params).catch((error: unknown) => emitter.emit('error', error));
    return emitter;
  },
};

describe('a question of ours', () => {
  it.each(Object.entries(EMITTERS))(
    'ends no process where the wrapper returns %s and nobody answers',
    async (_name, fn) => {
      const call = wrapCall(fn, options());
      const returned = call('imbot.message.add', message('Hello'));
      await new Promise((resolve) => returned.once('error', resolve));
      // The question was asked first, so it has failed by now; what nobody heard is told in a later turn.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      expect(uncaught).toEqual([]);
    },
  );

  it('is asked once of a transport with callbacks that returns nothing', async () => {
    const call = wrapCall(withCallback, { ...options(), answer: 'callback' });
    const start = scene.portal.requests.length;
    for (const text of ['one', 'two', 'three']) {
      const id = await new Promise((resolve, reject) => {
        call('imbot.message.add', message(text), (error, result) => (error ? reject(error) : resolve(result)));
      });
      expect(id).toEqual(expect.any(Number));
    }
    const questions = ['imbot.v2.Revision.get', 'imbot.v2.Bot.get', ...ASKED_FIRST, ...LISTS];
    expect(sentSince(start)).toEqual([...questions, ...Array(3).fill('imbot.v2.Chat.Message.send')]);
  });

  it.each(['complete', 'statusCode'])('is not heard by `%s` of the settings: such calls stay v1', async (name) => {
    const heard: unknown[] = [];
    interface Settings {
      success(result: unknown): void;
      [name: string]: unknown;
    }
    const transport = (method: string, params: Wild, settings: Settings): void => {
      void post(scene.hook, method, params).then(({ result }) => {
        const { complete, statusCode } = settings;
        const ending = complete ?? Reflect.get(Object(statusCode), '200');
        if (typeof ending === 'function') ending(method);
        settings.success(result);
      });
    };
    const call = wrapCall(transport, { ...options(), answer: 'callback', callback: '2.success' });
    const listener = (method: unknown) => void heard.push(method);
    const ending = name === 'complete' ? listener : { 200: listener };
    await new Promise((resolve) => {
      call('imbot.message.add', message('one'), { success: resolve, [name]: ending });
    });
    expect(heard).toEqual(['imbot.message.add']);
  });

  it('leaves a transport that takes a callback or returns a promise to do either', async () => {
    const call = wrapCall(withCallback, { ...options(), answer: 'callback' });
    expect(await call('imbot.message.add', message('a promise'))).toEqual(expect.any(Number));
    const id = await new Promise((resolve) => {
      call('imbot.message.add', message('a callback'), (_error, result) => resolve(result));
    });
    expect(id).toEqual(expect.any(Number));
    expect(await call('imbot.message.add', message('a promise again'))).toEqual(expect.any(Number));
  });
});

it('a wrapper that throws at once ends no process where its caller waits for nothing', async () => {
  let ready = true;
  const call = wrapCall((method: string, params: Wild) => {
    if (!ready) throw new TypeError('not connected');
    return post(scene.hook, method, params);
  }, options());
  await call('imbot.message.add', message('one'));
  ready = false;
  let returned: unknown;
  try {
    returned = call('imbot.message.add', message('two'));
  } catch {
    // As the bare wrapper does.
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(uncaught).toEqual([]);
  await expect(returned).rejects.toThrow('not connected');
});
