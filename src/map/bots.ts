import { isFields } from '../values/structures';
import type { MethodSpec, ParamSpec } from './entry';
import { badUrl, identityParams, needsBot } from './identity';
import { one, oneOf, plan } from './routes';
import { V2 } from './v2Names';

const PAGE = 'chat-bots/outdated/bots';

/** Fields of PROPERTIES, under `fields.properties` in v2. */
const PROPERTIES: Readonly<Record<string, ParamSpec>> = {
  NAME: {
    kind: 'text',
    targets: [{ to: 'fields.properties.name', rule: 'string' }],
    kept: { user: 'firstName', mayBeMissing: true },
  },
  LAST_NAME: {
    kind: 'text',
    targets: [{ to: 'fields.properties.lastName', rule: 'string' }],
    kept: { user: 'lastName' },
  },
  COLOR: { kind: 'colour', targets: [{ to: 'fields.properties.color', rule: 'colour' }] },
  EMAIL: { kind: 'text', loss: { id: 'bot-profile', when: 'filled' } },
  PERSONAL_BIRTHDAY: { kind: 'text', loss: { id: 'bot-profile', when: 'filled' } },
  // v1 passes over a position that is empty and a gender that is neither; v2 would reset the one and blank the other.
  WORK_POSITION: {
    kind: 'text',
    targets: [{ to: 'fields.properties.workPosition', rule: 'string' }],
    kept: { user: 'workPosition', unless: 'filled' },
  },
  PERSONAL_WWW: { kind: 'text', loss: { id: 'bot-profile', when: 'filled' } },
  PERSONAL_GENDER: {
    kind: 'choice',
    type: "'M' | 'F'",
    targets: [{ to: 'fields.properties.gender', rule: 'string' }],
    kept: { user: 'gender', unless: 'gender' },
  },
  PERSONAL_PHOTO: { kind: 'text', targets: [{ to: 'fields.properties.avatar', rule: 'asIs' }] },
};

/** An update with an empty text takes the old one away in v1, and v2 cannot. */
const CLEARED: Readonly<Record<string, ParamSpec>> = Object.fromEntries(
  ['EMAIL', 'PERSONAL_BIRTHDAY', 'PERSONAL_WWW'].map((name): [string, ParamSpec] => [
    name,
    { kind: 'text', loss: { id: 'bot-profile', when: 'given' } },
  ]),
);

/** Handler addresses: the plans pick the one that v2 takes. */
const SINGLE_HANDLERS = [
  'EVENT_MESSAGE_ADD',
  'EVENT_MESSAGE_UPDATE',
  'EVENT_MESSAGE_DELETE',
  'EVENT_WELCOME_MESSAGE',
  'EVENT_BOT_DELETE',
] as const;

const HANDLERS: Readonly<Record<'EVENT_HANDLER' | (typeof SINGLE_HANDLERS)[number], ParamSpec>> = {
  EVENT_HANDLER: { kind: 'text', known: true, handler: { of: 'all' } },
  EVENT_MESSAGE_ADD: { kind: 'text', known: true, handler: { of: 'one', event: 'ONIMBOTMESSAGEADD', needed: true } },
  EVENT_MESSAGE_UPDATE: {
    kind: 'text',
    known: true,
    handler: { of: 'one', event: 'ONIMBOTMESSAGEUPDATE', notForPlainBots: true },
  },
  EVENT_MESSAGE_DELETE: {
    kind: 'text',
    known: true,
    handler: { of: 'one', event: 'ONIMBOTMESSAGEDELETE', notForPlainBots: true },
  },
  EVENT_WELCOME_MESSAGE: { kind: 'text', known: true, handler: { of: 'one', event: 'ONIMBOTJOINCHAT', needed: true } },
  EVENT_BOT_DELETE: { kind: 'text', known: true, handler: { of: 'one', event: 'ONIMBOTDELETE', needed: true } },
};

/** Event → the parameter of imbot.register and imbot.update that holds its address. */
export const ADDRESS_OF: Readonly<Partial<Record<string, string>>> = Object.fromEntries(
  Object.entries(HANDLERS).flatMap(([name, { handler }]) => (handler?.event ? [[handler.event, name]] : [])),
);

/** imbot.register, .update, .unregister and imbot.bot.list. */
export const bots: readonly MethodSpec[] = [
  {
    v1: 'imbot.register',
    family: 'bots',
    doc: `${PAGE}/imbot-register.md`,
    bot: 'none',
    params: {
      CLIENT_ID: identityParams.CLIENT_ID,
      CODE: { kind: 'text', required: true, targets: [{ to: 'fields.code', rule: 'string' }] },
      TYPE: {
        kind: 'choice',
        type: "'B' | 'O' | 'S' | 'H'",
        targets: [{ to: 'fields.type', rule: 'botType' }],
        loss: { id: 'bot-human', when: 'human' },
      },
      OPENLINE: { kind: 'flag', targets: [{ to: 'fields.isSupportOpenline', rule: 'yesNo' }] },
      ...HANDLERS,
      PROPERTIES: { kind: 'fields', required: true, fields: PROPERTIES },
    },
    checks: [
      badUrl('EVENT_HANDLER', 'EVENT_MESSAGE_ADD_ERROR'),
      {
        param: 'EVENT_MESSAGE_ADD',
        kind: 'no-handler',
        unless: 'EVENT_HANDLER',
        code: 'EVENT_MESSAGE_ADD_ERROR',
        text: 'Handler for "Message add" event isn\'t specified',
      },
      badUrl('EVENT_MESSAGE_ADD', 'EVENT_MESSAGE_ADD_ERROR', 'EVENT_HANDLER'),
      badUrl('EVENT_MESSAGE_UPDATE', 'EVENT_MESSAGE_UPDATE_ERROR', 'EVENT_HANDLER'),
      badUrl('EVENT_MESSAGE_DELETE', 'EVENT_MESSAGE_DELETE_ERROR', 'EVENT_HANDLER'),
      {
        param: 'EVENT_WELCOME_MESSAGE',
        kind: 'no-handler',
        unless: 'EVENT_HANDLER',
        code: 'EVENT_WELCOME_MESSAGE_ERROR',
        text: 'Handler for "Welcome message" event isn\'t specified',
      },
      badUrl('EVENT_WELCOME_MESSAGE', 'EVENT_WELCOME_MESSAGE_ERROR', 'EVENT_HANDLER'),
      {
        param: 'EVENT_BOT_DELETE',
        kind: 'no-handler',
        unless: 'EVENT_HANDLER',
        code: 'EVENT_BOT_DELETE_ERROR',
        text: 'Handler for "Bot delete" event isn\'t specified',
      },
      badUrl('EVENT_BOT_DELETE', 'EVENT_BOT_DELETE_ERROR', 'EVENT_HANDLER'),
      { param: 'CODE', kind: 'empty', code: 'CODE_ERROR', text: "Bot code isn't specified" },
      {
        param: 'PROPERTIES',
        kind: 'no-name',
        fields: ['NAME', 'LAST_NAME'],
        code: 'NAME_ERROR',
        text: "Bot name isn't specified",
      },
    ],
    route: plan('register', { emulated: true }),
    answer: 'botId',
    replay: 'fixed',
    computed: [
      ['event-format', ''],
      ['handlers-split', ''],
      ['token-length', 'CLIENT_ID'],
    ],
  },
  {
    v1: 'imbot.update',
    family: 'bots',
    doc: `${PAGE}/imbot-update.md`,
    bot: 'required',
    params: {
      BOT_ID: { ...identityParams.BOT_ID, required: true },
      CLIENT_ID: identityParams.CLIENT_ID,
      FIELDS: {
        kind: 'fields',
        required: true,
        fields: {
          CODE: { kind: 'text', loss: { id: 'bot-code', when: 'filled' } },
          ...HANDLERS,
          PROPERTIES: { kind: 'fields', fields: { ...PROPERTIES, ...CLEARED } },
        },
      },
    },
    checks: [
      needsBot,
      { param: 'FIELDS', kind: 'nothing-to-update', code: 'WRONG_REQUEST', text: "Update fields can't be empty" },
      badUrl('FIELDS.EVENT_HANDLER', 'EVENT_MESSAGE_ADD_ERROR'),
      ...SINGLE_HANDLERS.map((name) => badUrl(`FIELDS.${name}`, `${name}_ERROR`, 'EVENT_HANDLER')),
      {
        param: 'FIELDS.PROPERTIES',
        kind: 'blank-name',
        fields: ['NAME', 'LAST_NAME'],
        code: 'NAME_ERROR',
        text: "Bot name isn't specified",
      },
    ],
    route: oneOf({ addresses: plan('updateBot'), profile: plan('updateBot', { emulated: true }) }, ({ FIELDS }) =>
      isFields(FIELDS) && Object.hasOwn(FIELDS, 'PROPERTIES') ? 'profile' : 'addresses',
    ),
    answer: 'done',
    patch: 'FIELDS',
    replay: 'fixed',
    computed: [
      ['event-format', 'FIELDS'],
      ['handlers-split', 'FIELDS'],
    ],
  },
  {
    v1: 'imbot.unregister',
    family: 'bots',
    doc: `${PAGE}/imbot-unregister.md`,
    bot: 'required',
    params: { BOT_ID: { ...identityParams.BOT_ID, required: true }, CLIENT_ID: identityParams.CLIENT_ID },
    checks: [needsBot],
    route: one(V2.botUnregister),
    answer: 'done',
    ends: 'bot',
    replay: 'fixed',
  },
  {
    v1: 'imbot.bot.list',
    family: 'bots',
    doc: `${PAGE}/imbot-bot-list.md`,
    bot: 'none',
    params: { ...identityParams },
    checks: [],
    route: plan('botList', { emulated: true }),
    answer: 'asIs',
    answerType: 'Record<string, V1Bot>',
    openToAll: true,
    replay: 'read',
    always: ['bot-list-scope'],
  },
];
