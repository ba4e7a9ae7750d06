import { afterEach, expect, it, vi } from 'vitest';
import { wrapCall } from '../../src/wrap/index';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A portal in memory, as tests of a bot have it. */
function answerOf(method: string): unknown {
  if (method.endsWith('Revision.get')) return { rest: 36 };
  if (method.endsWith('Bot.get')) return { bot: { id: 39 } };
  return method.endsWith('Message.send') ? { id: 7 } : 7;
}

it.each(['v1', 'audit', 'auto', 'v2'] as const)(
  'a callback is called in mode %s where a test has put fake timers in place of the machine’s queue',
  async (mode) => {
    type Callback = (error: unknown, answer: unknown) => void;
    const sent: string[] = [];
    const send = (method: string, _params: object, callback: Callback): void => {
      sent.push(method);
      void Promise.resolve().then(() => callback(null, answerOf(method)));
    };
    const call = wrapCall(send, {
      mode,
      answer: 'callback',
      encoding: 'json',
      portal: () => `fake timers ${mode}`,
      warnings: false,
    });
    vi.stubGlobal('queueMicrotask', () => {});
    const params = { BOT_ID: 39, CLIENT_ID: 'my_bot', DIALOG_ID: '1', MESSAGE: 'Hi' };
    const heard = await new Promise((resolve) => call('imbot.message.add', params, (...given) => resolve(given)));
    expect(heard).toEqual([null, 7]);
    expect(sent.at(-1)).toBe(mode === 'auto' || mode === 'v2' ? 'imbot.v2.Chat.Message.send' : 'imbot.message.add');
  },
  2_000,
);
