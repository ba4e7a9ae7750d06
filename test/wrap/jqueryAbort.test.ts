import jquery from 'jquery';
import { JSDOM, VirtualConsole } from 'jsdom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;

/** Pages abort a request by the jqXHR that they hold, often right after the call: the call must not go out then. */
let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

const message = (MESSAGE: string): Wild => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE,
});
const stored = () => scene.portal.snapshot().messages.map(({ text }) => text);

function dollar() {
  const { window } = new JSDOM('', { url: scene.hook, virtualConsole: new VirtualConsole() });
  return jquery(window);
}

function ajax(own: WrapOptions = {}) {
  const $ = dollar();
  const send = (method: string, params: Wild) =>
    $.ajax({
      url: scene.hook + method,
      type: 'POST',
      contentType: 'application/json',
      data: JSON.stringify(params),
      dataType: 'json',
    });
  return wrapCall(send, { mode: 'auto', warnings: false, portal: () => scene.hook, ...own });
}

describe.each([0, 1, 2])('after %i calls', (before) => {
  it.each([undefined, 'superseded'])('an abort right after a call keeps it from going out, text %s', async (text) => {
    const own = ajax();
    for (let sent = 0; sent < before; sent++) await own('imbot.message.add', message('before'));
    const heard: unknown[] = [];
    const call = own('imbot.message.add', message('aborted'));
    call.done(() => heard.push('done'));
    call.fail((xhr: Wild, ...said: unknown[]) => heard.push(xhr.status, xhr.statusText, ...said));
    call.always(() => heard.push('always'));
    expect(call.abort(text)).toBe(call);
    const { status, statusText, readyState } = call;
    const said = text ?? 'abort';
    expect([status, statusText, readyState]).toEqual([0, said, 0]);
    await call.catch(() => {});
    expect(heard).toEqual([0, said, said, said, 'always']);
    expect(call.state()).toBe('rejected');
    // The wrapper goes on, and nothing of the aborted call comes behind it.
    await own('imbot.message.add', message('after'));
    expect(stored()).toEqual([...Array(before).fill('before'), 'after']);
  });

  it('other calls that waited with it go out', async () => {
    const own = ajax();
    for (let sent = 0; sent < before; sent++) await own('imbot.message.add', message('before'));
    const [first, , third] = ['a', 'b', 'c'].map((text) => own('imbot.message.add', message(text)));
    const b = own('imbot.message.add', message('d'));
    first?.abort();
    third?.abort();
    await b;
    await Promise.allSettled([first, third]);
    expect(stored().slice(before)).toEqual(['b', 'd']);
  });
});

it.each([undefined, 'superseded'])('an abort is heard while our question has no answer, text %s', async (text) => {
  const gate = new Promise<void>(() => {});
  scene.portal.fault({ method: 'batch', kind: 'slow', gate });
  const own = ajax();
  const call = own('imbot.message.add', message('aborted'));
  const other = own('imbot.message.add', message('other'));
  const heard: unknown[] = [];
  call.fail((xhr: Wild, ...said: unknown[]) => heard.push(xhr.status, ...said));
  call.abort(text);
  await call.catch(() => {});
  const said = text ?? 'abort';
  expect(heard).toEqual([0, said, said]);
  await other;
  expect(stored()).toEqual(['other']);
});

it.each(['auto', 'v2'] as const)('mode %s: an abort ends no request of another call', async (mode) => {
  for (const more of [{}, { BOT_ID: undefined }]) {
    const own = ajax({ mode });
    const first = own('imbot.message.add', { ...message('first'), ...more });
    const other = own('imbot.message.add', { ...message('aborted'), BOT_ID: undefined });
    const third = own('imbot.message.add', { ...message('third'), ...more });
    other.abort();
    const ends = await Promise.allSettled([first, other, third]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  }
  expect(stored()).toEqual(['first', 'third', 'first', 'third']);
});

it('an abort behind the answer changes nothing', async () => {
  const own = ajax();
  for (let sent = 0; sent < 2; sent++) {
    const call = own('imbot.message.add', message('kept'));
    const answer = await call;
    call.abort();
    const { status, statusText } = call;
    expect([status, statusText, call.state()]).toEqual([200, 'OK', 'resolved']);
    expect(answer).toMatchObject({ result: expect.any(Number) });
  }
  expect(stored()).toEqual(['kept', 'kept']);
});

it('before anything was sent for a call, its jqXHR has the methods of one', async () => {
  const own = ajax();
  await own('imbot.message.add', message('one'));
  const call = own('imbot.message.add', message('two'));
  expect(call.getResponseHeader('date')).toBe(null);
  expect(call.getAllResponseHeaders()).toBe(null);
  expect(call.overrideMimeType('text/plain')).toBe(call);
  await call;
  expect(stored()).toEqual(['one', 'two']);
});

describe.each([0, 1])('with callbacks in the settings, after %i calls', (before) => {
  it.each([true, false])('an abort keeps the call from going out, error callback %s', async (hasError) => {
    const $ = dollar();
    interface Settings {
      readonly method: string;
      readonly data: Wild;
      readonly success: (...given: unknown[]) => void;
      readonly error?: (...given: unknown[]) => void;
    }
    const send = ({ method, data, success, error }: Settings) =>
      $.ajax({
        url: scene.hook + method,
        type: 'POST',
        contentType: 'application/json',
        data: JSON.stringify(data),
        dataType: 'json',
        success,
        ...(error ? { error } : {}),
      });
    const own = wrapCall(send, {
      mode: 'auto',
      warnings: false,
      portal: () => scene.hook,
      answer: 'callback',
      callback: 'success',
      method: '0.method',
      params: '0.data',
    });
    const post = (text: string): Promise<unknown> =>
      new Promise((success, error) => {
        own({ method: 'imbot.message.add', data: message(text), success, error });
      });
    for (let sent = 0; sent < before; sent++) await post('before');
    const heard: unknown[] = [];
    const call = own({
      method: 'imbot.message.add',
      data: message('aborted'),
      success: () => heard.push('success'),
      ...(hasError
        ? { error: (xhr: unknown, ...said: unknown[]) => heard.push(Reflect.get(Object(xhr), 'status'), ...said) }
        : {}),
    });
    call.abort();
    await call.catch(() => {});
    await post('after');
    expect(heard).toEqual(hasError ? [0, 'abort', 'abort'] : []);
    expect(stored()).toEqual([...Array(before).fill('before'), 'after']);
  });
});
