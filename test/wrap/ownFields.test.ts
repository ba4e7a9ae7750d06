import bluebird from 'bluebird';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;

/** Promises that carry more than their answer: what ends the request, or tells which it is. A translated call has no such thing. */
let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

async function post(method: string, params: Wild, signal?: AbortSignal): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params), signal });
  return response.json();
}

class Task extends Promise<unknown> {
  control: AbortController | undefined;
  abort(): void {
    this.control?.abort();
  }
}

class Hidden extends Promise<unknown> {
  #control: AbortController | undefined;
  static of(work: Promise<unknown>, control: AbortController): Hidden {
    const made = new Hidden((resolve, reject) => work.then(resolve, reject));
    made.#control = control;
    return made;
  }
  cancel(): void {
    if (this.#control === undefined) throw new Error('nothing to cancel');
    this.#control.abort();
  }
}

type Make = (method: string, params: Wild) => Promise<unknown> & { abort?(): void; cancel?(): void };

const CARRYING: Readonly<Record<string, Make>> = {
  'a subclass with a field': (method, params) => {
    const control = new AbortController();
    const made = new Task((resolve, reject) => post(method, params, control.signal).then(resolve, reject));
    made.control = control;
    return made;
  },
  'a subclass with a private field': (method, params) => {
    const control = new AbortController();
    return Hidden.of(post(method, params, control.signal), control);
  },
  'a promise with a field': (method, params) => {
    const control = new AbortController();
    return Object.assign(post(method, params, control.signal), { control, id: 7 });
  },
};

const message = (): Wild => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE: 'Hi',
});

describe.each(Object.entries(CARRYING))('%s', (_name, make) => {
  it('is handed on as it is, and ends its request when it is told to', async () => {
    const made: unknown[] = [];
    const keep: Make = (method, params) => {
      const one = make(method, params);
      made.push(one);
      return one;
    };
    const own = wrapCall(keep, { mode: 'auto', warnings: false, portal: () => scene.hook });
    for (let call = 0; call < 3; call++) {
      const returned = own('imbot.message.add', message());
      expect(returned).toBe(made.at(-1));
      returned.abort?.();
      returned.cancel?.();
      await returned.catch(() => {});
    }
  });
});

/** Look-alikes, which move. */
class Plain extends Promise<unknown> {
  tap(hear: (value: unknown) => void): Promise<unknown> {
    return this.then((value) => {
      hear(value);
      return value;
    });
  }
}

const BARE: Readonly<Record<string, Make>> = {
  'a subclass with methods that need no field': (method, params) =>
    new Plain((resolve, reject) => post(method, params).then(resolve, reject)),
  Bluebird: (method, params) => Object(bluebird.resolve(post(method, params))),
  'a promise that something outside marks': (method, params) => {
    const made = Object.assign(post(method, params), { __zone_symbol__state: null });
    Object.defineProperty(made, 'domain', { value: {}, enumerable: false });
    return made;
  },
};

it.each(Object.entries(BARE))('%s moves', async (_name, make) => {
  const own = wrapCall(make, { mode: 'auto', warnings: false, portal: () => scene.hook });
  await own('imbot.message.add', message());
  expect(scene.portal.requests.at(-1)?.method).toBe('imbot.v2.Chat.Message.send');
});
