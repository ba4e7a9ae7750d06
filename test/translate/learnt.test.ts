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

const SEND = 'imbot.message.add';
const UPDATE = 'imbot.message.update';
const MINE = 10003;
const TEXTS = ['\u00a0', '\u3000', '\ufeff', '\u00a0x\u3000', '\u2028'];
const BLANKS = ['', ' ', ' \t\n\r\0\v', '[br]', ' [BR] [br]\n', '\v[br]\0'];
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

describe('9.2 trimming takes the blanks of ASCII alone', () => {
  test.each(TEXTS)('%j is a text', async (text) => {
    const MESSAGE = ` \t\n\r\0\v${text}\v\0\r\n\t `;
    expect(asV2(SEND, { DIALOG_ID: 'chat1001', MESSAGE }).sent).toMatchObject({ fields: { message: text } });
    expect(asV2('imbot.chat.updateTitle', { CHAT_ID: 1001, TITLE: MESSAGE }).sent).toMatchObject({
      fields: { title: text },
    });
    const { outcomes } = await alike([
      [SEND, { DIALOG_ID: 'chat1001', MESSAGE }],
      ['imbot.chat.updateTitle', { CHAT_ID: 1001, TITLE: MESSAGE }],
    ]);
    expect(outcomes).toEqual([expect.any(Number), true]);
  });

  test('nothing but blanks of ASCII is none', async () => {
    const { outcomes } = await alike([
      [SEND, { DIALOG_ID: 'chat1001', MESSAGE: ' \t\n\r\0\v' }],
      ['imbot.chat.updateTitle', { CHAT_ID: 1001, TITLE: '\0 \v' }],
    ]);
    expect(outcomes).toEqual(['MESSAGE_EMPTY', 'TITLE_EMPTY']);
  });
});

describe('9.2 message.update with a text of blanks or [br] only', () => {
  test.each(BLANKS)('%j deletes', async (MESSAGE) => {
    expect(asV2(UPDATE, { MESSAGE_ID: MINE, MESSAGE })).toMatchObject({
      verdict: 'emulated',
      method: 'imbot.v2.Chat.Message.delete',
      sent: { messageId: MINE },
    });
    // v2's own update would delete only where nothing else is in the message.
    await alike([
      [UPDATE, { MESSAGE_ID: MINE, KEYBOARD: [{ TEXT: 'Go', LINK: '/go' }] }],
      [UPDATE, { MESSAGE_ID: MINE, MESSAGE }],
    ]);
  });

  test.each([...TEXTS, '[br]x', '[b][/b]', '0', 0])('%j does not', async (MESSAGE) => {
    expect(asV2(UPDATE, { MESSAGE_ID: MINE, MESSAGE }).method).toBe('imbot.v2.Chat.Message.update');
    await alike([[UPDATE, { MESSAGE_ID: MINE, MESSAGE }]]);
  });
});

test.each(['json', 'form'] as const)('9.2 message.update with nothing but ids sends fields (%s)', async (encoding) => {
  if (encoding === 'json') expect(asV2(UPDATE, { MESSAGE_ID: MINE }).sent).toEqual({ messageId: MINE, fields: {} });
  expect(asV2(UPDATE, { MESSAGE_ID: MINE, BX: 1 }).sent).toEqual({ messageId: MINE, fields: {} });
  const { outcomes } = await alike([[UPDATE, { MESSAGE_ID: MINE }]], 'auto', encoding);
  expect(outcomes).toEqual([true]);
});

describe('9.2 chat.setManager', () => {
  const call = (IS_MANAGER: unknown) => ({ CHAT_ID: 1001, USER_ID: 3, IS_MANAGER });

  test.each([undefined, null, 'Y', '', 'y', 'n', 1, 0, '0', false])('%j grants', async (value) => {
    expect(asV2('imbot.chat.setManager', call(value)).method).toBe('imbot.v2.Chat.Manager.add');
    const { sent } = await alike([['imbot.chat.setManager', call(value)]]);
    expect(sent).toContain('imbot.v2.Chat.Manager.add');
  });

  test('only N revokes', async () => {
    expect(asV2('imbot.chat.setManager', call('N')).method).toBe('imbot.v2.Chat.Manager.delete');
    await alike([['imbot.chat.setManager', { ...call('N'), USER_ID: 2 }]]);
  });

  test('true of JSON is left to v1', async () => {
    expect(asV2('imbot.chat.setManager', call(true))).toMatchObject({ verdict: 'none', losses: ['manager-true'] });
    await alike([['imbot.chat.setManager', { ...call(true), USER_ID: 2 }]]);
  });

  test.each([true, false])('a form writes %j as text', async (value) => {
    for (const USER_ID of [2, 3]) await alike([['imbot.chat.setManager', { ...call(value), USER_ID }]], 'auto', 'form');
  });
});

describe('9.2 URL_PREVIEW and SKIP_CONNECTOR are read as texts', () => {
  const FLAGS = [true, false, 'Y', 'N', 'y', 'n', '', 1, 0, '1', 'true'];
  const calls = (value: unknown) =>
    [
      [SEND, { DIALOG_ID: 'chat1001', MESSAGE: 'x', URL_PREVIEW: value }],
      [SEND, { DIALOG_ID: 'chat1001', MESSAGE: 'x', SKIP_CONNECTOR: value }],
      [UPDATE, { MESSAGE_ID: MINE, MESSAGE: 'x', URL_PREVIEW: value }],
      [UPDATE, { MESSAGE_ID: MINE, MESSAGE: 'x', SKIP_CONNECTOR: value }],
    ] as const;

  test.each(FLAGS)('%j comes to the same', async (value) => {
    await alike(calls(value));
    await alike(calls(value), 'auto', 'form');
  });

  test('true of JSON switches the preview off and skips nothing', () => {
    expect(asV2(SEND, { DIALOG_ID: '1', MESSAGE: 'x', URL_PREVIEW: true, SKIP_CONNECTOR: true }).sent).toMatchObject({
      fields: { urlPreview: false, skipConnector: false },
    });
    const params = { MESSAGE_ID: MINE, MESSAGE: 'x', URL_PREVIEW: true, SKIP_CONNECTOR: true };
    expect(asV2(UPDATE, params)).toMatchObject({ verdict: 'exact', sent: { fields: { urlPreview: 'N' } } });
  });

  test('true of a form is Y', () => {
    const params = { DIALOG_ID: '1', MESSAGE: 'x', URL_PREVIEW: true, SKIP_CONNECTOR: true };
    expect(asV2(SEND, params, { ...CONTEXT, encoding: 'form' }).sent).toMatchObject({
      fields: { urlPreview: true, skipConnector: true },
    });
  });

  test.each([true, false])('%j within a batch, which is text', async (value) => {
    const places = [world({ auth: 'webhook', encoding: 'json' }), world({ auth: 'webhook', encoding: 'json' })];
    const commands = Object.fromEntries(
      [...calls(value), ['imbot.chat.setManager', { CHAT_ID: 1001, USER_ID: 2, IS_MANAGER: value }] as const].map(
        ([method, params], index) => [`c${index}`, [method, { BOT_ID: 301, ...params }] as const],
      ),
    );
    for (const [index, place] of places.entries()) {
      await place.client({ mode: index === 0 ? 'v1' : 'auto' }).batch(commands);
    }
    const [before, after] = places.map(({ portal }) => portal.snapshot());
    expect(after).toEqual(before);
  });
});

test('9.2 chat.add of TYPE OPEN is exact', async () => {
  expect(asV2('imbot.chat.add', { TYPE: 'OPEN', TITLE: 'T' })).toEqual({
    verdict: 'exact',
    losses: [],
    method: 'imbot.v2.Chat.add',
    sent: { fields: { type: 'open', title: 'T' } },
  });
  await alike([['imbot.chat.add', { TYPE: 'OPEN', TITLE: 'T', USERS: [1] }]]);
});

describe('9.2 command.answer', () => {
  const answer = { COMMAND_ID: 501, MESSAGE_ID: 10002, DIALOG_ID: 'chat1001', MESSAGE: 'x' };

  test.each([
    [{ KEYBOARD: [{ TEXT: 'Go', LINK: '/go' }] }, ['answer-id', 'answer-keyboard']],
    [{ ATTACH: '[{"MESSAGE":"a"}]' }, ['answer-id', 'answer-attach']],
    [{ KEYBOARD: [], ATTACH: '' }, ['answer-id']],
  ])('%j', (more, losses) => {
    expect(new Set(asV2('imbot.command.answer', { ...answer, ...more }).losses)).toEqual(new Set(losses));
  });
});

test.each(['bx24_request_id', 'BX24_REQUEST_ID', 'bx24_x'])('9.2 %s is dropped without a loss', (name) => {
  expect(asV2(SEND, { DIALOG_ID: '1', MESSAGE: 'x', [name]: 'f00' })).toMatchObject({
    verdict: 'exact',
    sent: { dialogId: '1', fields: { message: 'x' } },
  });
  expect(asV2(SEND, { DIALOG_ID: '1', MESSAGE: 'x', [name.replace('24', '')]: 1 }).losses).toEqual(['unknown-param']);
});

test('9.2 imbot.chat.updateTextFieldEnabled is told by its name in v2', async () => {
  const imbot = world({ auth: 'webhook', encoding: 'json' }).client({ mode: 'v2' });
  for (const name of ['imbot.chat.updateTextFieldEnabled', 'imbot.chat.updatetextfieldenabled']) {
    await expect(imbot.call(name, {})).rejects.toMatchObject({
      code: 'UNTRANSLATABLE',
      losses: ['unknown-method'],
      message: expect.stringContaining('imbot.v2.Chat.TextField.enabled'),
    });
  }
});

/** Forms and Go maps make these of lists; also from another first index, and out of order. */
const MAPS = [
  (list: unknown[]) => Object.fromEntries(list.entries()),
  (list: unknown[]) => Object.fromEntries([...list.entries()].reverse()),
  (list: unknown[]) => Object.fromEntries(list.map((item, index) => [index + 5, item])),
  (list: unknown[]) => JSON.stringify(Object.fromEntries(list.entries())),
];

describe.each(MAPS)('9.2 an index map is a list', (asMap) => {
  const row = [
    { TEXT: 'A', LINK: '/a' },
    { TEXT: 'B', LINK: '/b' },
  ];
  const flat = { BOT_ID: 301, BUTTONS: row };

  test('KEYBOARD, its BUTTONS and its rows', () => {
    const rows = { BOT_ID: 301, BUTTONS: [...row, { TYPE: 'NEWLINE' }, ...row] };
    for (const [KEYBOARD, keyboard] of [
      [asMap(row), flat],
      [{ BUTTONS: asMap(row) }, flat],
      [asMap([row, row]), rows],
      [[Object.fromEntries(row.entries()), Object.fromEntries(row.entries())], rows],
    ] as const) {
      for (const [method, more] of [
        [SEND, { DIALOG_ID: 'chat1001' }],
        [UPDATE, { MESSAGE_ID: MINE }],
      ] as const) {
        expect(asV2(method, { ...more, MESSAGE: 'x', KEYBOARD }).sent).toMatchObject({ fields: { keyboard } });
      }
    }
  });

  test('ATTACH', () => {
    const blocks = [{ MESSAGE: 'a' }, { MESSAGE: 'b' }];
    expect(asV2(SEND, { DIALOG_ID: '1', MESSAGE: 'x', ATTACH: asMap(blocks) }).sent).toMatchObject({
      fields: { attach: blocks },
    });
  });

  test('USERS', () => {
    expect(asV2('imbot.chat.add', { USERS: asMap([1, '2']) }).sent).toMatchObject({ fields: { userIds: [1, 2] } });
  });

  test('MENU costs what it costs as a list', () => {
    expect(asV2(SEND, { DIALOG_ID: '1', MESSAGE: 'x', MENU: asMap(row) }).losses).toEqual(['menu']);
  });
});

test.each(['/echo', 'echo'])('9.2 COMMAND %j goes without a leading slash', (COMMAND) => {
  const context: TranslateContext = { ...CONTEXT, events: 'v2' };
  const register = { COMMAND, EVENT_COMMAND_ADD: 'https://b.example/h', LANG: [{ LANGUAGE_ID: 'en', TITLE: 'T' }] };
  for (const [method, params] of [
    ['imbot.command.register', register],
    ['imbot.command.update', { COMMAND_ID: 501, FIELDS: { COMMAND } }],
  ] as const) {
    expect(translate(method, { BOT_ID: 301, ...params }, context)?.one?.params).toMatchObject({
      fields: { command: 'echo' },
    });
  }
});
