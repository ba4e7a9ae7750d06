import { expect, test, vi } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';
import { share } from '../sample';

type Wild = Record<string, unknown>;
type Hear = ((body: Wild) => void) | undefined;
type Send = (method: string, params: Wild) => Promise<Wild>;

interface Settings {
  method: string;
  data: Wild;
  success?: Hear;
  error?: Hear;
}

const inSettings =
  (send: Send) =>
  (given: Settings): void => {
    const { method, data, success, error } = given;
    void send(method, data).then((body) => (body.error ? error?.(body) : success?.(body)));
  };
const inThird =
  (send: Send) =>
  (method: string, data: Wild, done?: Hear): void => {
    void send(method, data).then((body) => done?.(body));
  };

/** Looked for often, but for the last: a second one of its kind has the time to come, and those before show by then. */
const soon = (index: number) => (index < 2 ? { interval: 2 } : {});

const settings: WrapOptions = { method: 'method', params: 'data' };
const NAMED: Readonly<Record<string, WrapOptions>> = {
  'a name': { ...settings, callback: 'success' },
  'a path': { ...settings, callback: '0.success' },
  'two names': { ...settings, callback: { success: 'success', error: 'error' } },
  'two paths': { ...settings, callback: { success: '0.success', error: '0.error' } },
  'a number': { callback: 2 },
  'a number for success': { callback: { success: 2 } },
};

const HEARING = Object.entries(NAMED).flatMap(([name, layout]) =>
  (['auto', 'v2'] as const).flatMap((mode) => [
    { name, layout, mode, bot: 'with its bot', hears: 'nothing' },
    { name, layout, mode, bot: 'with its bot', hears: 'errors' },
    { name, layout, mode, bot: 'that looks its bot up', hears: 'nothing' },
    { name, layout, mode, bot: 'that looks its bot up', hears: 'errors' },
  ]),
);

// Of 3, so that each of the modes, bots and ways of hearing is met.
test.each(share(HEARING, 3))(
  'mode $mode: a call $bot that hears $hears, callbacks by $name, is sent once',
  async ({ layout, mode, bot, hears }) => {
    const scene = await setScene('webhook');
    const send: Send = async (method, params) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
      return response.json();
    };
    const options = { ...layout, answer: 'callback', mode, warnings: false, portal: () => scene.hook } as const;
    const error = hears === 'errors' ? { error: () => {} } : {};
    const bySettings = wrapCall(inSettings(send), options);
    const byPlace = wrapCall(inThird(send), options);
    const whose = bot === 'with its bot' ? { BOT_ID: scene.botId } : {};
    const message = { CLIENT_ID: CLIENT, ...whose, DIALOG_ID: `chat${scene.chatId}` };
    const stored = () => scene.portal.snapshot().messages.map(({ text }) => text);
    for (const [index, text] of ['one', 'two', 'three'].entries()) {
      const data = { ...message, MESSAGE: text };
      if (layout.method === 'method') bySettings({ method: 'imbot.message.add', data, ...error });
      else byPlace('imbot.message.add', data);
      await vi.waitFor(() => expect(stored()).toHaveLength(index + 1), soon(index));
    }
    expect(stored()).toEqual(['one', 'two', 'three']);
    await scene.server.close();
  },
);

/** Whatever goes wrong with our questions, told to the callback of errors alone. */
const FAULTS = {
  'v2 refuses the bot': {
    kind: 'status',
    method: /^imbot\.v2\.(?!Rev)/,
    code: 'BOT_NOT_FOUND',
    status: 404,
    times: 99,
  },
  'there is no v2': { kind: 'status', method: /^imbot\.v2\./, code: 'ERROR_METHOD_NOT_FOUND', status: 404, times: 99 },
  'the first question gets lost': { kind: 'drop-before', method: /^imbot\.v2\./ },
  'v2 refuses to list': {
    kind: 'status',
    method: /^imbot\.v2\.\w+\.list/,
    code: 'ACCESS_DENIED',
    status: 403,
    times: 99,
  },
  'a gateway answers': { kind: 'html', method: /^imbot\.v2\.(?!Chat)/, times: 99 },
} as const;

test.each(
  Object.entries(FAULTS).flatMap(([fault, how]) =>
    ['a name', 'a path', 'two names', 'two paths'].flatMap((name) =>
      ['with', 'without'].map((bot) => ({ fault, how, name, bot })),
    ),
  ),
)(
  'a call that hears no errors is sent once where $fault, callbacks by $name, $bot BOT_ID',
  async ({ how, name, bot }) => {
    const scene = await setScene('webhook');
    scene.portal.fault(how);
    const send: Send = async (method, params) => {
      const headers = { 'content-type': 'application/json' };
      const answer = fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
      return answer.then((response) => response.json()).catch(() => ({ error: 'LOST' }));
    };
    const options = { ...NAMED[name], answer: 'callback', mode: 'auto', warnings: false } as const;
    const own = wrapCall(inSettings(send), { ...options, portal: () => scene.hook });
    const heard: Wild[] = [];
    const whose = bot === 'with' ? { BOT_ID: scene.botId } : {};
    const message = { CLIENT_ID: CLIENT, ...whose, DIALOG_ID: `chat${scene.chatId}` };
    for (const [index, text] of ['one', 'two', 'three'].entries()) {
      const before = heard.length;
      own({ method: 'imbot.message.add', data: { ...message, MESSAGE: text }, success: (body) => heard.push(body) });
      await vi.waitFor(() => expect(heard).toHaveLength(before + 1), soon(index));
    }
    expect(heard.map(({ result }) => typeof result)).toEqual(['number', 'number', 'number']);
    expect(scene.portal.snapshot().messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    await scene.server.close();
  },
);

/** Told once a process. */
const told: string[] = [];

/** `send(method, params, heard, failed)`. */
const inThirdAndFourth =
  (send: Send) =>
  (method: string, data: Wild, done?: Hear, failed?: Hear): void => {
    void send(method, data).then((body) => (body.error ? failed?.(body) : done?.(body)));
  };

test.each(
  (['auto', 'v2'] as const).flatMap((mode) =>
    ([{ success: 2 }, 2, { success: 2, error: 3 }] as const).flatMap((callback) =>
      (['v2 refuses the bot', 'there is no v2'] as const).map((fault) => ({ mode, callback, fault })),
    ),
  ),
)(
  'mode $mode, callback: $callback, another function beside it, $fault: it hears of no question of ours',
  async (cell) => {
    const scene = await setScene('webhook');
    const { mode, callback, fault } = cell;
    scene.portal.fault(FAULTS[fault]);
    const send: Send = async (method, params) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
      return response.json();
    };
    const own = wrapCall(inThirdAndFourth(send), {
      answer: 'callback',
      callback,
      mode,
      portal: () => scene.hook,
      warnings: ({ message }) => void told.push(message),
    });
    const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
    const ends: string[] = [];
    for (let sent = 1; sent <= 3; sent++) {
      own(
        'imbot.message.add',
        message,
        () => ends.push('heard'),
        (body) => ends.push(String(body.error)),
      );
      await vi.waitFor(() => expect(ends).toHaveLength(sent), soon(sent - 1));
    }
    const isTold = typeof callback === 'number' || !('error' in callback);
    const isSent = isTold || mode === 'auto';
    expect(scene.portal.snapshot().messages).toHaveLength(isSent ? 3 : 0);
    if (isSent) expect(ends).toEqual(['heard', 'heard', 'heard']);
    if (isTold) expect(told.join()).toContain('callback: { success: 2, error: 3 }');
    await scene.server.close();
  },
);
