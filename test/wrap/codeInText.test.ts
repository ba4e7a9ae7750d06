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
  'both behind words of the bot': (code, text) => new Error(`Bitrix error: ${code} — ${text}`),
  'both behind words of the bot, in one sentence': (code, text) => new Error(`Bitrix24 answered ${code}: ${text}`),
  'the text in brackets': (code, text) => new Error(`${code} (${text})`),
  'the text in brackets, behind words of the bot': (code, text) => new Error(`Bitrix error: ${code} (${text})`),
  'the code in brackets': (code, text) => new Error(`[${code}] ${text}`),
  'the code in brackets, behind words of the bot': (code, text) => new Error(`Bitrix24 [${code}]: ${text}`),
  'a field, and both behind words of the bot': (code, text) =>
    Object.assign(new Error(`Bitrix error: ${code} - ${text}`), { code }),
  'a field, and the code behind words of the bot': (code) => Object.assign(new Error(`Refused: ${code}`), { code }),
  'the code between words of the bot': (code) => new Error(`Refused with ${code} at last`),
  'the code, and the call in brackets': (code) => new Error(`Refused: ${code} (titles.update)`),
  'a field, the code, and the status in brackets': (code) =>
    Object.assign(new Error(`Refused: ${code} (HTTP 400)`), { code }),
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
