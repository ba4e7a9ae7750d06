import { expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { hookScene, type Wild } from './hookScene';
import { picture } from './picture';

/** Errors that say code and text in their message, whatever else they hold. */
const scene = hookScene();

const ERRORS: Readonly<Record<string, (code: string, text: string) => unknown>> = {
  'a field for the code': (code, text) => Object.assign(new Error(`${code}: ${text}`), { code }),
  'a field under another name': (code, text) => Object.assign(new Error(`${code} - ${text}`), { error: code }),
  'fields for both': (code, description) => Object.assign(new Error(`${code}: ${description}`), { code, description }),
  'no field': (code, text) => new Error(`${code}: ${text}`),
  'the text alone in the message': (code, text) => Object.assign(new Error(text), { code }),
  'the code alone in the message': (code) => Object.assign(new Error(code), { code }),
};

it.each(Object.entries(ERRORS))('%s: a refusal of v2 is told in v1s words, code and text', async (_name, make) => {
  const transport = async (method: string, params: Wild): Promise<unknown> => {
    const { status, body } = await scene.post(method, params);
    if (body.error) throw Object.assign(Object(make(String(body.error), String(body.error_description))), { status });
    return body;
  };
  const ends: unknown[] = [];
  for (const fn of [transport, wrapCall(transport, { mode: 'v2', warnings: false, portal: () => scene.now().hook })]) {
    const { CLIENT_ID, BOT_ID } = scene.message();
    const params = { CLIENT_ID, BOT_ID, CHAT_ID: 424242, TITLE: 'X' };
    ends.push(await picture(await fn('imbot.chat.updateTitle', params).catch((error: unknown) => error)));
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(scene.now().portal.counts()['imbot.v2.Chat.update']).toBe(1);
});
