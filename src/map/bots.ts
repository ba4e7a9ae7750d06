import type { MethodEntry, ParamEntry } from './entry';
import { badUrl, identity, needsBot } from './identity';

const PAGE = 'chat-bots/outdated/bots';

/** Fields of PROPERTIES, under `fields.properties` in v2. */
const PROPERTIES: Readonly<Record<string, ParamEntry>> = {
  NAME: { type: 'string', targets: [{ to: 'fields.properties.name', rule: 'string' }] },
  LAST_NAME: { type: 'string', targets: [{ to: 'fields.properties.lastName', rule: 'string' }] },
  COLOR: { type: 'Colour', targets: [{ to: 'fields.properties.color', rule: 'colour' }] },
  EMAIL: { type: 'string', loss: { id: 'bot-profile', when: 'filled' } },
  PERSONAL_BIRTHDAY: { type: 'string', loss: { id: 'bot-profile', when: 'filled' } },
  WORK_POSITION: { type: 'string', targets: [{ to: 'fields.properties.workPosition', rule: 'string' }] },
  PERSONAL_WWW: { type: 'string', loss: { id: 'bot-profile', when: 'filled' } },
  PERSONAL_GENDER: { type: "'M' | 'F'", targets: [{ to: 'fields.properties.gender', rule: 'string' }] },
  PERSONAL_PHOTO: { type: 'string', targets: [{ to: 'fields.properties.avatar', rule: 'asIs' }] },
};

/** An update with an empty text takes the old one away in v1, and v2 cannot. */
const CLEARED: Readonly<Record<string, ParamEntry>> = Object.fromEntries(
  ['EMAIL', 'PERSONAL_BIRTHDAY', 'PERSONAL_WWW'].map((name): [string, ParamEntry] => [
    name,
    { type: 'string', loss: { id: 'bot-profile', when: 'given' } },
  ]),
);

/** Handler addresses: the plans pick the one that v2 takes. */
const HANDLERS: Readonly<Record<string, ParamEntry>> = {
  EVENT_HANDLER: { type: 'string', known: true },
  EVENT_MESSAGE_ADD: { type: 'string', known: true },
  EVENT_MESSAGE_UPDATE: { type: 'string', known: true },
  EVENT_MESSAGE_DELETE: { type: 'string', known: true },
  EVENT_WELCOME_MESSAGE: { type: 'string', known: true },
  EVENT_BOT_DELETE: { type: 'string', known: true },
};

/** imbot.register, .update, .unregister and imbot.bot.list. */
export const bots: readonly MethodEntry[] = [
  {
    v1: 'imbot.register',
    family: 'bots',
    doc: `${PAGE}/imbot-register.md`,
    v2: ['imbot.v2.Bot.register', 'imbot.v2.Bot.update'],
    bot: 'none',
    params: {
      CLIENT_ID: identity.CLIENT_ID,
      CODE: { type: 'string', required: true, targets: [{ to: 'fields.code', rule: 'string' }] },
      TYPE: {
        type: "'B' | 'O' | 'S' | 'H'",
        targets: [{ to: 'fields.type', rule: 'botType' }],
        loss: { id: 'bot-human', when: 'human' },
      },
      OPENLINE: { type: 'Flag', targets: [{ to: 'fields.isSupportOpenline', rule: 'yesNo' }] },
      ...HANDLERS,
      PROPERTIES: { type: 'object', required: true, fields: PROPERTIES },
    },
    checks: [
      badUrl('EVENT_HANDLER', 'EVENT_MESSAGE_ADD_ERROR'),
      {
        param: 'EVENT_MESSAGE_ADD',
        kind: 'no-handler',
        code: 'EVENT_MESSAGE_ADD_ERROR',
        text: 'Handler for "Message add" event isn\'t specified',
      },
      badUrl('EVENT_MESSAGE_ADD'),
      badUrl('EVENT_MESSAGE_UPDATE'),
      badUrl('EVENT_MESSAGE_DELETE'),
      {
        param: 'EVENT_WELCOME_MESSAGE',
        kind: 'no-handler',
        code: 'EVENT_WELCOME_MESSAGE_ERROR',
        text: 'Handler for "Welcome message" event isn\'t specified',
      },
      badUrl('EVENT_WELCOME_MESSAGE'),
      {
        param: 'EVENT_BOT_DELETE',
        kind: 'no-handler',
        code: 'EVENT_BOT_DELETE_ERROR',
        text: 'Handler for "Bot delete" event isn\'t specified',
      },
      badUrl('EVENT_BOT_DELETE'),
      { param: 'CODE', kind: 'empty', code: 'CODE_ERROR', text: "Bot code isn't specified" },
      { param: 'PROPERTIES', kind: 'no-name', code: 'NAME_ERROR', text: "Bot name isn't specified" },
    ],
    route: () => ({ kind: 'plan', plan: 'register', emulated: true }),
    answer: 'botId',
    answerType: 'number',
    replay: 'fixed',
    conditional: ['event-format', 'handlers-split', 'token-length'],
    differences: [
      'A PERSONAL_PHOTO that is no image: v1 registers the bot without it, v2 answers an error (WRONG_REQUEST).',
    ],
  },
  {
    v1: 'imbot.update',
    family: 'bots',
    doc: `${PAGE}/imbot-update.md`,
    v2: ['imbot.v2.Bot.update', 'imbot.v2.Bot.get'],
    bot: 'required',
    params: {
      BOT_ID: { ...identity.BOT_ID, required: true },
      CLIENT_ID: identity.CLIENT_ID,
      FIELDS: {
        type: 'object',
        required: true,
        fields: {
          CODE: { type: 'string', loss: { id: 'bot-code', when: 'filled' } },
          ...HANDLERS,
          PROPERTIES: { type: 'object', fields: { ...PROPERTIES, ...CLEARED } },
        },
      },
    },
    checks: [
      needsBot,
      { param: 'FIELDS', kind: 'nothing-to-update', code: 'WRONG_REQUEST', text: "Update fields can't be empty" },
      badUrl('FIELDS.EVENT_HANDLER', 'EVENT_MESSAGE_ADD_ERROR'),
      ...Object.keys(HANDLERS)
        .slice(1)
        .map((name) => badUrl(`FIELDS.${name}`, `${name}_ERROR`)),
      { param: 'FIELDS.PROPERTIES', kind: 'blank-name', code: 'NAME_ERROR', text: "Bot name isn't specified" },
    ],
    route: ({ FIELDS }) => ({
      kind: 'plan',
      plan: 'updateBot',
      emulated: typeof FIELDS === 'object' && FIELDS !== null && Object.hasOwn(FIELDS, 'PROPERTIES'),
    }),
    answer: 'done',
    answerType: 'boolean',
    patch: true,
    replay: 'fixed',
    conditional: ['event-format', 'handlers-split'],
    differences: [
      'An empty NAME: v1 takes the name away, v2 keeps it.',
      'A PERSONAL_PHOTO that is no image: v1 leaves the picture as it is, v2 answers an error (WRONG_REQUEST).',
    ],
  },
  {
    v1: 'imbot.unregister',
    family: 'bots',
    doc: `${PAGE}/imbot-unregister.md`,
    v2: ['imbot.v2.Bot.unregister'],
    bot: 'required',
    params: { BOT_ID: { ...identity.BOT_ID, required: true }, CLIENT_ID: identity.CLIENT_ID },
    checks: [needsBot],
    route: () => ({ kind: 'one', v2: 'imbot.v2.Bot.unregister' }),
    answer: 'done',
    answerType: 'boolean',
    ends: 'bot',
    replay: 'fixed',
  },
  {
    v1: 'imbot.bot.list',
    family: 'bots',
    doc: `${PAGE}/imbot-bot-list.md`,
    v2: ['imbot.v2.Bot.list'],
    bot: 'none',
    params: { ...identity },
    checks: [],
    route: () => ({ kind: 'plan', plan: 'botList', emulated: true }),
    answer: 'asIs',
    answerType: 'Record<string, V1Bot>',
    openToAll: true,
    replay: 'read',
    always: ['bot-list-scope'],
  },
];
