import { describe, expect, test } from 'vitest';
import { translate } from '../../src/translate/translate';
import type { TranslateContext } from '../../src/translate/types';
import { world } from '../walk/world';

const CONTEXT: TranslateContext = { auth: 'webhook', clientId: 'my_bot_token', botId: 301 };

/** What a call becomes: the v2 method and parameters, or the losses that keep it on v1. */
function asV2(method: string, params: Record<string, unknown>, context: TranslateContext = CONTEXT) {
  const made = translate(method, { BOT_ID: 301, ...params }, context);
  const { botId: _bot, botToken: _token, ...sent } = made?.one?.params ?? {};
  return { verdict: made?.verdict, losses: made?.losses.map(({ id }) => id), method: made?.one?.method, sent };
}

/** The same calls in mode v1 and in another one, each on a portal of its own: the portals must end alike. */
async function alike(
  calls: readonly (readonly [method: string, params: Record<string, unknown>])[],
  mode: 'auto' | 'v2' = 'auto',
  encoding: 'json' | 'form' = 'json',
) {
  const places = [world({ auth: 'webhook', encoding }), world({ auth: 'webhook', encoding })] as const;
  const clients = [places[0].client({ mode: 'v1' }), places[1].client({ mode })] as const;
  const outcomes = await Promise.all(
    clients.map(async (client) => {
      const all: unknown[] = [];
      for (const [method, params] of calls) {
        all.push(await client.call(method, { BOT_ID: 301, ...params }).catch((error: { code: string }) => error.code));
      }
      return all;
    }),
  );
  expect(outcomes[1]).toEqual(outcomes[0]);
  const [before, after] = places.map(({ portal }) => portal.snapshot());
  expect({ chats: after?.chats, messages: after?.messages, commands: after?.commands }).toEqual({
    chats: before?.chats,
    messages: before?.messages,
    commands: before?.commands,
  });
  return { outcomes: outcomes[1], sent: places[1].portal.requests.map((request) => request.method) };
}

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ';

describe('9.2 chat.updateAvatar', () => {
  test.each([PNG, '/9j/4AAQSkZJRg', 'R0lGODlhAQABAAAAACw=', 17, '17'])('%j is exact', (AVATAR) => {
    expect(asV2('imbot.chat.updateAvatar', { CHAT_ID: 1001, AVATAR })).toMatchObject({
      verdict: 'exact',
      sent: { fields: { avatar: AVATAR } },
    });
  });

  test.each([
    [['a.png', PNG]],
    [{ 0: 'a.png', 1: PNG }],
    ['bm8gcGljdHVyZQ=='],
    [`data:image/png;base64,${PNG}`],
    [true],
    [-3],
  ])('%j stays v1: v2 would remove the picture', async (AVATAR) => {
    expect(asV2('imbot.chat.updateAvatar', { CHAT_ID: 1001, AVATAR })).toMatchObject({
      verdict: 'lossy',
      losses: ['chat-picture'],
    });
    await alike([
      ['imbot.chat.updateAvatar', { CHAT_ID: 1001, AVATAR: PNG }],
      ['imbot.chat.updateAvatar', { CHAT_ID: 1001, AVATAR }],
    ]);
  });
});
