import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createImbot, type Imbot, ImbotError, webhook } from '../../src/index';
import { V1_CODES } from '../../src/map/errors';
import { METHODS } from '../../src/map/index';
import { LOSSES, type LossId } from '../../src/map/losses';
import { api } from '../schemas/v2Schemas';
import { CLIENT_ID, world } from '../walk/world';
import { CALLS } from './calls';

const place = world({ auth: 'webhook', encoding: 'json' });
const { portal } = place;
let server: Awaited<ReturnType<typeof portal.listen>>;
let imbot: Imbot;

beforeAll(async () => {
  server = await portal.listen();
  imbot = createImbot({
    auth: webhook(server.webhookUrl(portal.webhook({ secret: 'sock3t' })), { clientId: CLIENT_ID }),
    mode: 'v2',
    events: 'v2',
    accept: Object.keys(LOSSES).filter((id): id is LossId => id in LOSSES),
    limits: false,
    warnings: false,
  });
});
afterAll(async () => {
  await imbot.close();
  await server.close();
});

interface Refusal {
  code: string;
  status?: number;
  description?: string;
}

/** Calls over a socket while the portal refuses the v2 method. */
async function refusedWith(method: string, v2: string, params: object, refusal: Refusal): Promise<unknown> {
  portal.clearFaults();
  const { code, description = 'On demand' } = refusal;
  portal.fault({ kind: 'status', method: v2, status: 400, description: 'On demand', ...refusal });
  const before = portal.requests.length;
  const outcome = await imbot.call(method, { ...params }).then(
    (result) => ({ result }),
    (error: unknown) => error,
  );
  const sent = portal.requests.slice(before).map((request) => request.method);
  expect(sent.filter((name) => name === v2)).toHaveLength(1);
  if (outcome instanceof ImbotError && outcome.v2Code !== undefined) {
    expect(outcome).toMatchObject({ v2Code: code, v2Description: description });
    expect(documentedTexts(method, outcome.code)).toContain(outcome.description);
  } else if (outcome instanceof ImbotError) {
    expect(outcome).toMatchObject({ code, description, v2Description: undefined });
  }
  return outcome;
}

/** The texts of the method's page beside a code; those of all pages where its own has none. */
function documentedTexts(method: string, code: string): string[] {
  const pages = method === 'imbot.sendTyping' ? 'imbot.chat.sendTyping' : method;
  const of = (name: string) => api.v1[name]?.errors.filter((error) => error.code === code) ?? [];
  const own = of(pages);
  const texts = own.length > 0 ? own : Object.keys(api.v1).flatMap(of);
  return texts.map(({ description }) => description);
}

const label = (method: string, v2: string) => `${method} as ${v2}`;

/** Codes of every method, by mapping.md section 5. */
const EVERYWHERE: readonly [v2: string, v1: string, status: number][] = [
  ['BOT_NOT_FOUND', 'BOT_ID_ERROR', 400],
  ['BOT_ID_REQUIRED', 'BOT_ID_ERROR', 400],
  ['BOT_OWNERSHIP_ERROR', 'APP_ID_ERROR', 400],
  ['BOT_TOKEN_NOT_SPECIFIED', 'ACCESS_DENIED', 403],
  ['CLIENT_ID_NOT_SPECIFIED', 'ACCESS_DENIED', 403],
];

describe.each(EVERYWHERE)('%s is %s', (v2Code, code, status) => {
  test.each(CALLS.map(([method, v2, params]) => [label(method, v2), method, v2, params] as const))(
    '%s',
    async (_name, method, v2, params) => {
      expect(await refusedWith(method, v2, params, { code: v2Code })).toMatchObject({
        name: 'ImbotError',
        code,
        v2Code,
        status,
        method,
        outcome: 'refused',
      });
    },
  );
});

/** One row per named code and the methods that may meet it. */
const NAMED: readonly [
  v2Code: string,
  v1Code: string,
  status: number,
  methods: readonly string[],
  description?: string,
][] = [
  ['EMPTY_MESSAGE', 'MESSAGE_EMPTY', 400, ['imbot.message.add']],
  ['SENDING_FAILED', 'WRONG_REQUEST', 400, ['imbot.message.add']],
  ['COMMAND_ANSWER_FAILED', 'WRONG_REQUEST', 400, ['imbot.command.answer']],
  ['COMMAND_REGISTER_FAILED', 'WRONG_REQUEST', 400, ['imbot.command.register']],
  ['BOT_REGISTER_FAILED', 'WRONG_REQUEST', 400, ['imbot.register']],
  ['BOT_UNREGISTER_FAILED', 'WRONG_REQUEST', 400, ['imbot.unregister']],
  ['PARAM_ATTACH_ERROR', 'ATTACH_ERROR', 400, ['imbot.message.add', 'imbot.message.update', 'imbot.command.answer']],
  ['ATTACH_ERROR', 'ATTACH_ERROR', 400, ['imbot.message.add', 'imbot.message.update']],
  [
    'PARAM_ATTACH_ERROR',
    'ATTACH_OVERSIZE',
    400,
    ['imbot.message.add'],
    'You have exceeded the maximum allowable size of attach',
  ],
  [
    'ATTACH_ERROR',
    'ATTACH_OVERSIZE',
    400,
    ['imbot.message.update'],
    'You have exceeded the maximum allowable size of attach',
  ],
  [
    'PARAM_KEYBOARD_ERROR',
    'KEYBOARD_ERROR',
    400,
    ['imbot.message.add', 'imbot.message.update', 'imbot.command.answer'],
  ],
  ['KEYBOARD_ERROR', 'KEYBOARD_ERROR', 400, ['imbot.message.add']],
  [
    'PARAM_KEYBOARD_ERROR',
    'KEYBOARD_OVERSIZE',
    400,
    ['imbot.message.add'],
    'You have exceeded the maximum allowable size of keyboard',
  ],
  [
    'KEYBOARD_ERROR',
    'KEYBOARD_OVERSIZE',
    400,
    ['imbot.message.update'],
    'You have exceeded the maximum allowable size of keyboard',
  ],
  ['EMPTY_USER_IDS', 'USER_ID_EMPTY', 400, ['imbot.chat.setManager']],
  ['EMPTY_USER_IDS', 'WRONG_REQUEST', 400, ['imbot.chat.user.add']],
  ['REACTION_NOT_FOUND', 'WITHOUT_CHANGES', 400, ['imbot.message.like']],
  [
    'COMMAND_NOT_FOUND',
    'COMMAND_ID_ERROR',
    400,
    ['imbot.command.update', 'imbot.command.unregister', 'imbot.command.answer'],
  ],
  ['COMMAND_REQUIRED', 'COMMAND_ERROR', 400, ['imbot.command.register']],
  ['COMMAND_NAME_EMPTY', 'COMMAND_ERROR', 400, ['imbot.command.update']],
  ['COMMAND_NAME_INVALID', 'COMMAND_ERROR', 400, ['imbot.command.register', 'imbot.command.update']],
  ['COMMAND_TITLE_REQUIRED', 'LANG_ERROR', 400, ['imbot.command.register']],
  ['COMMAND_ALREADY_EXISTS', 'WRONG_REQUEST', 400, ['imbot.command.update']],
  ['BOT_CODE_REQUIRED', 'CODE_ERROR', 400, ['imbot.register']],
  ['BOT_PROPERTIES_REQUIRED', 'NAME_ERROR', 400, ['imbot.register']],
  ['BOT_LIMIT_EXCEEDED', 'MAX_COUNT_ERROR', 400, ['imbot.register']],
  ['BOT_INVALID_CALLBACK', 'EVENT_MESSAGE_ADD_ERROR', 400, ['imbot.register', 'imbot.update']],
  ['BOT_WEBHOOK_URL_REQUIRED', 'EVENT_MESSAGE_ADD_ERROR', 400, ['imbot.register', 'imbot.update']],
  ['BOT_AVATAR_INCORRECT_TYPE', 'WRONG_REQUEST', 400, ['imbot.register', 'imbot.update']],
  ['BOT_AVATAR_INCORRECT_SIZE', 'WRONG_REQUEST', 400, ['imbot.register', 'imbot.update']],
  ['BOT_CODE_ALREADY_TAKEN', 'WRONG_REQUEST', 400, ['imbot.register']],
  ['ACCESS_DENIED', 'CANT_EDIT_MESSAGE', 403, ['imbot.message.update', 'imbot.message.delete']],
  [
    'ACCESS_DENIED',
    'WRONG_REQUEST',
    400,
    [
      'imbot.message.add',
      'imbot.chat.leave',
      'imbot.chat.user.add',
      'imbot.chat.user.delete',
      'imbot.chat.setManager',
      'imbot.chat.setOwner',
    ],
  ],
  [
    'ACCESS_DENIED',
    'ACCESS_ERROR',
    403,
    ['imbot.chat.updateTitle', 'imbot.chat.updateColor', 'imbot.dialog.get', 'imbot.chat.user.list'],
  ],
  ['ACCESS_DENIED', 'WITHOUT_CHANGES', 400, ['imbot.message.like']],
];

describe('codes of a method', () => {
  const rows = NAMED.flatMap(([v2Code, code, status, methods, description]) =>
    CALLS.filter(([method]) => methods.includes(method)).map(
      ([method, v2, params]) =>
        [
          `${v2Code} of ${label(method, v2)} is ${code}`,
          { v2Code, code, status, description, method, v2, params },
        ] as const,
    ),
  );
  test.each(rows)('%s', async (_name, { v2Code, code, status, description, method, v2, params }) => {
    const error = await refusedWith(method, v2, params, { code: v2Code, ...(description ? { description } : {}) });
    expect(error).toMatchObject({ code, v2Code: v2Code, status, method, outcome: 'refused' });
  });

  test('REACTION_ALREADY_SET of plus is WITHOUT_CHANGES', async () => {
    const [method, v2] = ['imbot.message.like', 'imbot.v2.Chat.Message.Reaction.add'];
    const params = { BOT_ID: 301, MESSAGE_ID: 10001, ACTION: 'plus' };
    expect(await refusedWith(method, v2, params, { code: 'REACTION_ALREADY_SET' })).toMatchObject({
      code: 'WITHOUT_CHANGES',
      status: 400,
    });
  });

  test('REACTION_ALREADY_SET of auto takes the like back', async () => {
    const [method, v2] = ['imbot.message.like', 'imbot.v2.Chat.Message.Reaction.add'];
    const outcome = await refusedWith(method, v2, { BOT_ID: 301, MESSAGE_ID: 10001 }, { code: 'REACTION_ALREADY_SET' });
    expect(outcome).toEqual({ result: true });
    expect(portal.requests.at(-1)?.method).toBe('imbot.v2.Chat.Message.Reaction.delete');
  });

  test('ACCESS_DENIED of updateAvatar stays ACCESS_DENIED, 403', async () => {
    const params = { BOT_ID: 301, CHAT_ID: 1001, AVATAR: '/9j/4' };
    const error = await refusedWith('imbot.chat.updateAvatar', 'imbot.v2.Chat.update', params, {
      code: 'ACCESS_DENIED',
    });
    expect(error).toMatchObject({ code: 'ACCESS_DENIED', status: 403 });
  });

  test.each(['imbot.chat.sendTyping', 'imbot.sendTyping'])('ACCESS_DENIED of %s is no error', async (method) => {
    const params = { BOT_ID: 301, DIALOG_ID: 'chat1001' };
    const outcome = await refusedWith(method, 'imbot.v2.Chat.InputAction.notify', params, { code: 'ACCESS_DENIED' });
    expect(outcome).toEqual({ result: true });
  });

  test('every code of the table has a row', () => {
    const shown = new Set([
      ...EVERYWHERE.map(([code]) => code),
      ...NAMED.map(([code]) => code),
      'REACTION_ALREADY_SET',
    ]);
    expect(Object.keys(V1_CODES).filter((code) => !shown.has(code))).toEqual([]);
  });

  test('every method with a v2 form is called', () => {
    const called = new Set(CALLS.map(([method]) => method));
    expect(METHODS.filter(({ v2, v1 }) => v2.length > 0 && !called.has(v1))).toEqual([]);
  });
});

describe('in a batch', () => {
  test.each([
    [{ BOT_ID: 999 }, 'BOT_NOT_FOUND', 'BOT_ID_ERROR', 'Bot not found'],
    [{ BOT_ID: 303 }, 'BOT_OWNERSHIP_ERROR', 'APP_ID_ERROR', 'Bot was installed by another REST application'],
    [{ DIALOG_ID: 'chat1003' }, 'ACCESS_DENIED', 'WRONG_REQUEST', "Message isn't added"],
  ])('%o: %s is %s with the text of v1; what v2 said stands beside', async (own, v2Code, error, text) => {
    const { result_error } = await imbot.batch({
      a: ['imbot.message.add', { BOT_ID: 301, DIALOG_ID: 'chat1001', MESSAGE: 'Hi', ...own }],
    });
    const { a } = Object(result_error);
    expect(a).toEqual({ error, error_description: text });
    expect(JSON.stringify(a)).toBe(JSON.stringify({ error, error_description: text }));
    expect(a.v2Code).toBe(v2Code);
    expect(a.v2Description).toBe(
      api.v2['imbot.v2.Chat.Message.send']?.errors.find(({ code }) => code === v2Code)?.description,
    );
  });
});

/** System errors and codes that nobody knows stay as they are. */
describe.each([
  { code: 'ACCESS_DENIED', status: 403, description: 'REST API is available only on commercial plans.' },
  { code: 'SOMETHING_NEW', status: 400, description: 'Of a later revision' },
  { code: 'insufficient_scope', status: 403, description: 'The request requires higher privileges' },
  { code: 'PAYMENT_REQUIRED', status: 402, description: 'Payment required' },
  { code: 'INVALID_CREDENTIALS', status: 401, description: 'Invalid request credentials' },
])('$code ($status) stays as it is', (refusal) => {
  test.each(CALLS.map(([method, v2, params]) => [label(method, v2), method, v2, params] as const))(
    '%s',
    async (_name, method, v2, params) => {
      const error = await refusedWith(method, v2, params, refusal);
      expect(error).toMatchObject({ code: refusal.code, v2Code: undefined, status: refusal.status, method });
    },
  );
});
