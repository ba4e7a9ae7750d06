import { describe, expect, test } from 'vitest';
import type { ImbotError } from '../../src/index';
import { createImbot, webhook } from '../../src/index';
import { METHODS } from '../../src/map/index';
import { LOSSES, type LossId } from '../../src/map/losses';
import { api } from '../schemas/v2Schemas';
import { inProcess } from '../walk/inProcess';
import { HANDLER, world } from '../walk/world';

const BOT_ID = 301;
const accept = Object.keys(LOSSES).filter((id): id is LossId => id in LOSSES);
const registration = {
  CODE: 'newbot',
  EVENT_MESSAGE_ADD: HANDLER,
  EVENT_WELCOME_MESSAGE: HANDLER,
  EVENT_BOT_DELETE: HANDLER,
  PROPERTIES: { NAME: 'New' },
};
const without = (params: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));
const LANG = [{ LANGUAGE_ID: 'en', TITLE: 'T' }];
const command = { BOT_ID, COMMAND: 'c', EVENT_COMMAND_ADD: HANDLER, LANG };
const answer = { COMMAND_ID: 501, MESSAGE_ID: 10003, MESSAGE: 'A', DIALOG_ID: 'chat1001', BOT_ID };
const DIALOG = { BOT_ID, DIALOG_ID: 'chat1001' };
const NOT_POSITIVE = [undefined, 0, '', '0', 'abc', -1, null];

type Check = readonly [method: string, params: Record<string, unknown>, code: string];
const each = (
  method: string,
  params: Record<string, unknown>,
  name: string,
  values: readonly unknown[],
  code: string,
): Check[] => values.map((value) => [method, { ...params, [name]: value }, code]);

const CHAT_METHODS: readonly [method: string, params: Record<string, unknown>][] = [
  ['imbot.chat.updateTitle', { BOT_ID, TITLE: 'T' }],
  ['imbot.chat.updateColor', { BOT_ID, COLOR: 'RED' }],
  ['imbot.chat.updateAvatar', { BOT_ID, AVATAR: '/9j/4' }],
  ['imbot.chat.user.add', { BOT_ID, USERS: [5] }],
  ['imbot.chat.user.delete', { BOT_ID, USER_ID: 3 }],
  ['imbot.chat.user.list', { BOT_ID }],
  ['imbot.chat.leave', { BOT_ID }],
  ['imbot.chat.setManager', { BOT_ID, USER_ID: 3 }],
  ['imbot.chat.setOwner', { BOT_ID, USER_ID: 3 }],
];

/** Section 4 of mapping.md, row by row. */
const CHECKS: readonly Check[] = [
  ...each('imbot.message.add', DIALOG, 'MESSAGE', [undefined, '', '  \n', null], 'MESSAGE_EMPTY'),
  ['imbot.message.add', { ...DIALOG, MESSAGE: ' ', ATTACH: [{ MESSAGE: 'A' }] }, 'MESSAGE_EMPTY'],
  ...each('imbot.command.answer', answer, 'MESSAGE', [undefined, '', ' '], 'MESSAGE_EMPTY'),
  ...each('imbot.message.add', { BOT_ID, MESSAGE: 'Hi' }, 'DIALOG_ID', [undefined, '', null, '0'], 'DIALOG_ID_EMPTY'),
  ...['imbot.chat.sendTyping', 'imbot.sendTyping', 'imbot.dialog.get'].flatMap((method) =>
    each(method, { BOT_ID }, 'DIALOG_ID', [undefined, '', null], 'DIALOG_ID_EMPTY'),
  ),
  ...['imbot.message.update', 'imbot.message.delete', 'imbot.message.like'].flatMap((method) =>
    each(method, { BOT_ID, MESSAGE: 'x' }, 'MESSAGE_ID', NOT_POSITIVE, 'MESSAGE_ID_ERROR'),
  ),
  ...each('imbot.command.answer', answer, 'MESSAGE_ID', NOT_POSITIVE, 'MESSAGE_ID_EMPTY'),
  ...CHAT_METHODS.flatMap(([method, params]) => each(method, params, 'CHAT_ID', NOT_POSITIVE, 'CHAT_ID_EMPTY')),
  ...['imbot.chat.user.delete', 'imbot.chat.setManager', 'imbot.chat.setOwner'].flatMap((method) =>
    each(method, { BOT_ID, CHAT_ID: 1001 }, 'USER_ID', NOT_POSITIVE, 'USER_ID_EMPTY'),
  ),
  ...each('imbot.chat.updateTitle', { BOT_ID, CHAT_ID: 1001 }, 'TITLE', [undefined, '', '  '], 'TITLE_EMPTY'),
  ...each(
    'imbot.chat.updateColor',
    { BOT_ID, CHAT_ID: 1001 },
    'COLOR',
    [undefined, '', 'red', 'ORANGE'],
    'WRONG_COLOR',
  ),
  ...each('imbot.chat.updateAvatar', { BOT_ID, CHAT_ID: 1001 }, 'AVATAR', [undefined, ''], 'AVATAR_ERROR'),
  ...each('imbot.chat.add', { BOT_ID }, 'USERS', ['1,2', 5, 'x', '[1,'], 'INVALID_FORMAT'),
  ...each('imbot.chat.user.add', { BOT_ID, CHAT_ID: 1001 }, 'USERS', [undefined, '1,2', 5], 'WRONG_REQUEST'),
  ...each('imbot.command.register', command, 'COMMAND', [undefined, '', null], 'COMMAND_ERROR'),
  ...each('imbot.command.register', command, 'LANG', [undefined, '', [], 'text', [{ TITLE: 'T' }]], 'LANG_ERROR'),
  ...each(
    'imbot.command.register',
    command,
    'EVENT_COMMAND_ADD',
    [undefined, '', 'no address'],
    'EVENT_COMMAND_ADD_ERROR',
  ),
  ...each('imbot.command.update', { BOT_ID, FIELDS: { COMMAND: 'c' } }, 'COMMAND_ID', NOT_POSITIVE, 'COMMAND_ID_ERROR'),
  ...each('imbot.command.unregister', { BOT_ID }, 'COMMAND_ID', NOT_POSITIVE, 'COMMAND_ID_ERROR'),
  ...each('imbot.command.answer', answer, 'COMMAND_ID', [undefined, 0, ''], 'COMMAND_ID_ERROR'),
  ...each(
    'imbot.update',
    { BOT_ID },
    'FIELDS',
    [undefined, {}, '', { UNKNOWN: 1 }, { EVENT_HANDLER: '' }],
    'WRONG_REQUEST',
  ),
  ...each(
    'imbot.command.update',
    { BOT_ID, COMMAND_ID: 501 },
    'FIELDS',
    [undefined, {}, '', { UNKNOWN: 1 }],
    'WRONG_REQUEST',
  ),
  [
    'imbot.command.update',
    { BOT_ID, COMMAND_ID: 501, FIELDS: { EVENT_COMMAND_ADD: 'no address' } },
    'EVENT_COMMAND_ADD_ERROR',
  ],
  ['imbot.register', without(registration, 'CODE'), 'CODE_ERROR'],
  ['imbot.register', without(registration, 'PROPERTIES'), 'NAME_ERROR'],
  ['imbot.register', { ...registration, PROPERTIES: { NAME: '', LAST_NAME: '' } }, 'NAME_ERROR'],
  ...['EVENT_MESSAGE_ADD', 'EVENT_WELCOME_MESSAGE', 'EVENT_BOT_DELETE'].flatMap((name): Check[] => [
    ['imbot.register', without(registration, name), `${name}_ERROR`],
    ['imbot.register', { ...registration, [name]: 'no address' }, `${name}_ERROR`],
    ['imbot.update', { BOT_ID, FIELDS: { [name]: 'no address' } }, `${name}_ERROR`],
  ]),
  ['imbot.register', { ...registration, EVENT_MESSAGE_UPDATE: 'no address' }, 'EVENT_MESSAGE_UPDATE_ERROR'],
  ['imbot.update', { BOT_ID, FIELDS: { PROPERTIES: { NAME: '', LAST_NAME: '' } } }, 'NAME_ERROR'],
  ...each('imbot.update', { FIELDS: { PROPERTIES: { NAME: 'N' } } }, 'BOT_ID', NOT_POSITIVE, 'BOT_ID_ERROR'),
  ...each('imbot.unregister', {}, 'BOT_ID', NOT_POSITIVE, 'BOT_ID_ERROR'),
  ...each('imbot.command.register', command, 'BOT_ID', NOT_POSITIVE, 'BOT_ID_ERROR'),
];

const failure = (call: Promise<unknown>): Promise<ImbotError> =>
  call.then(
    () => expect.unreachable('the call should have failed'),
    (error) => error,
  );

describe('what v1 refuses and v2 does not is refused before anything is sent', () => {
  test.each(
    CHECKS.map(
      ([method, params, code]) => [`${method} ${JSON.stringify(params)}: ${code}`, method, params, code] as const,
    ),
  )('%s', async (_name, method, params, code) => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const imbot = place.client({ mode: 'v2', accept, events: 'v2' });
    const error = await failure(imbot.call(method, params));
    const status = /^ACCESS_|^CANT_EDIT/.test(code) ? 403 : 400;
    expect(error).toMatchObject({ code, status, method, outcome: 'refused' });
    expect(place.portal.requests).toEqual([]);

    const real = await failure(imbot.call(method, params, { mode: 'v1' }));
    expect({ code: real.code, status: real.status }).toEqual({ code, status });
    const documented = api.v1[method === 'imbot.sendTyping' ? 'imbot.chat.sendTyping' : method];
    const texts = JSON.stringify(documented);
    expect(texts).toContain(JSON.stringify(error.description).slice(1, -1));

    // Mode auto refuses nothing by itself: the portal does, as it always did.
    const before = place.portal.requests.length;
    const left = await failure(imbot.call(method, params, { mode: 'auto' }));
    expect({ ...left.toJSON() }).toEqual({ ...real.toJSON() });
    expect(place.portal.requests.slice(before).map((request) => request.method)).toEqual([method]);
  });
});

describe('a webhook without CLIENT_ID', () => {
  const bare = () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const { path } = place.portal.webhook({ secret: 'bare' });
    const imbot = createImbot({
      auth: webhook(`http://127.0.0.1:9${path}`),
      dispatcher: inProcess(place.portal.handle),
      mode: 'v2',
      accept,
      limits: false,
      warnings: false,
    });
    return { place, imbot };
  };
  const NEED_NONE = ['imbot.bot.list', 'imbot.chat.get', 'imbot.dialog.get'];
  const needing = METHODS.filter(({ v1, family }) => !NEED_NONE.includes(v1) && family !== 'apps').map(({ v1 }) => v1);

  test.each(needing)('%s answers ACCESS_DENIED, 403, and sends nothing', async (method) => {
    const { place, imbot } = bare();
    expect(await failure(imbot.call(method, {}))).toMatchObject({
      code: 'ACCESS_DENIED',
      status: 403,
      outcome: 'refused',
    });
    expect(place.portal.requests).toEqual([]);
    const params = {
      BOT_ID: 301,
      CHAT_ID: 1001,
      MESSAGE_ID: 10003,
      COMMAND_ID: 501,
      DIALOG_ID: 'chat1001',
      MESSAGE: 'x',
    };
    expect(await failure(imbot.call(method, params, { mode: 'v1' }))).toMatchObject({
      code: 'ACCESS_DENIED',
      status: 403,
    });
    const before = place.portal.requests.length;
    expect(await failure(imbot.call(method, params, { mode: 'auto' }))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(place.portal.requests.slice(before).map((request) => request.method)).toEqual([method]);
  });

  test.each(NEED_NONE)('%s works in v1 and has no v2 call', async (method) => {
    const { place, imbot } = bare();
    const params = { DIALOG_ID: 'chat1001', ENTITY_TYPE: 'LINES', ENTITY_ID: 'x|1' };
    expect(await failure(imbot.call(method, params))).toMatchObject({ code: 'UNTRANSLATABLE' });
    expect(place.portal.requests).toEqual([]);
    await imbot.call(method, params, { mode: 'auto' });
    expect(place.portal.requests.map((request) => request.method)).toEqual([method]);
  });

  test('CLIENT_ID of the call will do', async () => {
    const { place, imbot } = bare();
    await imbot.call('imbot.message.add', {
      BOT_ID: 301,
      DIALOG_ID: 'chat1001',
      MESSAGE: 'Hi',
      client_id: 'my_bot_token',
    });
    expect(place.portal.requests.at(-1)).toMatchObject({
      method: 'imbot.v2.Chat.Message.send',
      params: { botToken: 'my_bot_token' },
    });
  });
});
