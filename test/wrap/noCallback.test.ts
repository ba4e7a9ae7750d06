import { expect, test, vi } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

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

const settings: WrapOptions = { method: 'method', params: 'data' };
const NAMED: Readonly<Record<string, WrapOptions>> = {
  'a name': { ...settings, callback: 'success' },
  'a path': { ...settings, callback: '0.success' },
  'two names': { ...settings, callback: { success: 'success', error: 'error' } },
  'two paths': { ...settings, callback: { success: '0.success', error: '0.error' } },
  'a number': { callback: 2 },
  'a number for success': { callback: { success: 2 } },
};

test.each(
  Object.entries(NAMED).flatMap(([name, layout]) => [
    { name, layout, hears: 'nothing' },
    { name, layout, hears: 'errors' },
  ]),
)('a call that hears $hears, where the layout gives callbacks $name, is sent once', async ({ layout, hears }) => {
  const scene = await setScene('webhook');
  const send: Send = async (method, params) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
    return response.json();
  };
  const options = { ...layout, answer: 'callback', mode: 'auto', warnings: false, portal: () => scene.hook } as const;
  const error = hears === 'errors' ? { error: () => {} } : {};
  const bySettings = wrapCall(inSettings(send), options);
  const byPlace = wrapCall(inThird(send), options);
  const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}` };
  const stored = () => scene.portal.snapshot().messages.map(({ text }) => text);
  for (const [index, text] of ['one', 'two', 'three'].entries()) {
    const data = { ...message, MESSAGE: text };
    if (layout.method === 'method') bySettings({ method: 'imbot.message.add', data, ...error });
    else byPlace('imbot.message.add', data);
    await vi.waitFor(() => expect(stored()).toHaveLength(index + 1));
  }
  expect(stored()).toEqual(['one', 'two', 'three']);
  await scene.server.close();
});
