import type { CheckEntry, MethodEntry, ParamEntry } from './entry';
import { badUrl, identity, needsBot } from './identity';

const PAGE = 'chat-bots/outdated/commands';

const LANG: ParamEntry = {
  type: 'Languages',
  required: true,
  targets: [
    { to: 'fields.title', rule: 'languageTitles' },
    { to: 'fields.params', rule: 'languageParams' },
  ],
};
const HIDDEN: ParamEntry = { type: 'Flag', targets: [{ to: 'fields.hidden', rule: 'yesNo' }] };
const EXTRANET_SUPPORT: ParamEntry = { type: 'Flag', targets: [{ to: 'fields.extranetSupport', rule: 'yesNo' }] };
const COMMAND_ID: ParamEntry = { type: 'Id', required: true, targets: [{ to: 'commandId', rule: 'id' }] };
const needsCommandId: CheckEntry = {
  param: 'COMMAND_ID',
  kind: 'not-positive',
  code: 'COMMAND_ID_ERROR',
  text: 'Command not found',
};

const OTHER_BOT = 'A BOT_ID that is not the bot of the command: v1 does not look at it, v2 answers COMMAND_ID_ERROR.';
const OTHER_APPLICATION =
  'A command of another application: v1 answers APP_ID_ERROR, v2 cannot tell it from none (COMMAND_ID_ERROR).';

/** imbot.command.*: slash commands and the answers to them. */
export const commands: readonly MethodEntry[] = [
  {
    v1: 'imbot.command.register',
    family: 'commands',
    doc: `${PAGE}/imbot-command-register.md`,
    v2: ['imbot.v2.Command.register'],
    bot: 'required',
    params: {
      BOT_ID: { ...identity.BOT_ID, required: true },
      CLIENT_ID: identity.CLIENT_ID,
      COMMAND: { type: 'string', required: true, targets: [{ to: 'fields.command', rule: 'command' }] },
      EVENT_COMMAND_ADD: { type: 'string', required: true, known: true },
      LANG,
      COMMON: { type: 'Flag', targets: [{ to: 'fields.common', rule: 'yesNo' }] },
      HIDDEN,
      EXTRANET_SUPPORT,
    },
    checks: [
      {
        param: 'EVENT_COMMAND_ADD',
        kind: 'empty',
        code: 'EVENT_COMMAND_ADD_ERROR',
        text: 'Handler for "Command add" event isn\'t specified',
      },
      badUrl('EVENT_COMMAND_ADD'),
      { param: 'COMMAND', kind: 'empty', code: 'COMMAND_ERROR', text: "Command isn't specified" },
      needsBot,
      { param: 'LANG', kind: 'no-language', code: 'LANG_ERROR', text: "Lang set can't be empty" },
    ],
    route: () => ({ kind: 'one', v2: 'imbot.v2.Command.register' }),
    answer: 'commandId',
    answerType: 'number',
    replay: 'never',
    conditional: ['event-format', 'handlers-split'],
    differences: ['v2 leaves a command that exists as it is.'],
  },
  {
    v1: 'imbot.command.update',
    family: 'commands',
    doc: `${PAGE}/imbot-command-update.md`,
    v2: ['imbot.v2.Command.update'],
    bot: 'command',
    params: {
      ...identity,
      COMMAND_ID,
      FIELDS: {
        type: 'object',
        required: true,
        fields: {
          COMMAND: { type: 'string', targets: [{ to: 'fields.command', rule: 'command' }] },
          EVENT_COMMAND_ADD: { type: 'string', known: true },
          HIDDEN,
          EXTRANET_SUPPORT,
          LANG: { ...LANG, required: false, loss: { id: 'command-lang', when: 'given' } },
        },
      },
    },
    checks: [
      needsCommandId,
      { param: 'FIELDS', kind: 'nothing-to-update', code: 'WRONG_REQUEST', text: "Update fields can't be empty" },
      badUrl('FIELDS.EVENT_COMMAND_ADD', 'EVENT_COMMAND_ADD_ERROR'),
    ],
    route: () => ({ kind: 'one', v2: 'imbot.v2.Command.update' }),
    answer: 'done',
    answerType: 'boolean',
    patch: true,
    ends: 'command-name',
    replay: 'fixed',
    conditional: ['handlers-split'],
    differences: [
      OTHER_BOT,
      OTHER_APPLICATION,
      'An empty COMMAND: v1 leaves the name as it is, v2 answers COMMAND_ERROR.',
    ],
  },
  {
    v1: 'imbot.command.unregister',
    family: 'commands',
    doc: `${PAGE}/imbot-command-unregister.md`,
    v2: ['imbot.v2.Command.unregister'],
    bot: 'command',
    params: { ...identity, COMMAND_ID },
    checks: [needsCommandId],
    route: () => ({ kind: 'one', v2: 'imbot.v2.Command.unregister' }),
    answer: 'done',
    answerType: 'boolean',
    ends: 'command',
    replay: 'fixed',
    differences: [OTHER_BOT, OTHER_APPLICATION],
  },
  {
    v1: 'imbot.command.answer',
    family: 'commands',
    doc: `${PAGE}/imbot-command-answer.md`,
    v2: ['imbot.v2.Command.answer'],
    bot: 'command',
    params: {
      ...identity,
      COMMAND_ID: { ...COMMAND_ID, required: false },
      COMMAND: { type: 'string', known: true },
      MESSAGE_ID: { type: 'Id', required: true, targets: [{ to: 'messageId', rule: 'id' }] },
      DIALOG_ID: { type: 'DialogId', undocumented: true, targets: [{ to: 'dialogId', rule: 'dialog' }] },
      MESSAGE: { type: 'string', required: true, targets: [{ to: 'fields.message', rule: 'text' }] },
      ATTACH: {
        type: 'Attach',
        targets: [{ to: 'fields.attach', rule: 'attach' }],
        loss: { id: 'answer-attach', when: 'filled' },
      },
      KEYBOARD: {
        type: 'Keyboard',
        targets: [{ to: 'fields.keyboard', rule: 'keyboard' }],
        loss: { id: 'answer-keyboard', when: 'filled' },
      },
      MENU: { type: 'Menu', loss: { id: 'menu', when: 'filled' } },
      SYSTEM: { type: 'Flag', targets: [{ to: 'fields.system', rule: 'yesNo' }] },
      URL_PREVIEW: { type: 'Flag', targets: [{ to: 'fields.urlPreview', rule: 'unlessNo' }] },
    },
    checks: [
      { param: 'COMMAND_ID', kind: 'no-command', code: 'COMMAND_ID_ERROR', text: 'Command not found' },
      { param: 'MESSAGE_ID', kind: 'not-positive', code: 'MESSAGE_ID_EMPTY', text: "Message ID can't be empty" },
      { param: 'MESSAGE', kind: 'blank', code: 'MESSAGE_EMPTY', text: "Message can't be empty" },
    ],
    route: () => ({ kind: 'plan', plan: 'commandAnswer', emulated: false }),
    answer: 'done',
    answerType: 'number',
    replay: 'never',
    always: ['answer-id'],
    conditional: ['answer-dialog'],
    differences: [
      OTHER_BOT,
      OTHER_APPLICATION,
      'A COMMAND that several bots have: v2 takes that of BOT_ID or of the default bot.',
    ],
  },
];
