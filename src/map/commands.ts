import type { CheckEntry, MethodSpec, ParamSpec } from './entry';
import { badUrl, identityParams, needsBot } from './identity';
import { one, plan } from './routes';
import { V2 } from './v2Names';

const PAGE = 'chat-bots/outdated/commands';

const LANG: ParamSpec = {
  kind: 'languages',
  required: true,
  targets: [
    { to: 'fields.title', rule: 'languageTitles' },
    { to: 'fields.params', rule: 'languageParams' },
  ],
};
const HIDDEN: ParamSpec = { kind: 'flag', targets: [{ to: 'fields.hidden', rule: 'yesNo' }] };
const EXTRANET_SUPPORT: ParamSpec = { kind: 'flag', targets: [{ to: 'fields.extranetSupport', rule: 'yesNo' }] };
const COMMAND_ID: ParamSpec = { kind: 'id', required: true, targets: [{ to: 'commandId', rule: 'id' }] };
const needsCommandId: CheckEntry = {
  param: 'COMMAND_ID',
  kind: 'not-positive',
  code: 'COMMAND_ID_ERROR',
  text: 'Command not found',
};

/** imbot.command.*: slash commands and the answers to them. */
export const commands: readonly MethodSpec[] = [
  {
    v1: 'imbot.command.register',
    family: 'commands',
    doc: `${PAGE}/imbot-command-register.md`,
    bot: 'required',
    params: {
      BOT_ID: { ...identityParams.BOT_ID, required: true },
      CLIENT_ID: identityParams.CLIENT_ID,
      COMMAND: { kind: 'text', required: true, targets: [{ to: 'fields.command', rule: 'command' }] },
      EVENT_COMMAND_ADD: { kind: 'text', required: true, known: true, handler: { of: 'command' } },
      LANG,
      COMMON: { kind: 'flag', targets: [{ to: 'fields.common', rule: 'yesNo' }] },
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
      badUrl('EVENT_COMMAND_ADD', 'EVENT_COMMAND_ADD_ERROR'),
      { param: 'COMMAND', kind: 'empty', code: 'COMMAND_ERROR', text: "Command isn't specified" },
      needsBot,
      { param: 'LANG', kind: 'no-language', code: 'LANG_ERROR', text: "Lang set can't be empty" },
    ],
    route: one(V2.commandRegister),
    answer: 'commandId',
    replay: 'never',
    computed: [
      ['event-format', ''],
      ['handlers-split', 'EVENT_COMMAND_ADD'],
    ],
  },
  {
    v1: 'imbot.command.update',
    family: 'commands',
    doc: `${PAGE}/imbot-command-update.md`,
    bot: 'command',
    params: {
      ...identityParams,
      COMMAND_ID,
      FIELDS: {
        kind: 'fields',
        required: true,
        fields: {
          COMMAND: { kind: 'text', targets: [{ to: 'fields.command', rule: 'command' }] },
          EVENT_COMMAND_ADD: { kind: 'text', known: true, handler: { of: 'command' } },
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
    route: one(V2.commandUpdate),
    answer: 'done',
    patch: 'FIELDS',
    ends: 'command-name',
    replay: 'fixed',
    computed: [['handlers-split', 'FIELDS.EVENT_COMMAND_ADD']],
  },
  {
    v1: 'imbot.command.unregister',
    family: 'commands',
    doc: `${PAGE}/imbot-command-unregister.md`,
    bot: 'command',
    params: { ...identityParams, COMMAND_ID },
    checks: [needsCommandId],
    route: one(V2.commandUnregister),
    answer: 'done',
    ends: 'command',
    replay: 'fixed',
  },
  {
    v1: 'imbot.command.answer',
    family: 'commands',
    doc: `${PAGE}/imbot-command-answer.md`,
    bot: 'command',
    params: {
      ...identityParams,
      COMMAND_ID: { ...COMMAND_ID, required: false },
      COMMAND: { kind: 'text', known: true },
      MESSAGE_ID: { kind: 'id', required: true, targets: [{ to: 'messageId', rule: 'id' }] },
      DIALOG_ID: { kind: 'dialog', undocumented: true, targets: [{ to: 'dialogId', rule: 'dialog' }] },
      MESSAGE: { kind: 'text', required: true, targets: [{ to: 'fields.message', rule: 'text' }] },
      ATTACH: {
        kind: 'attach',
        targets: [{ to: 'fields.attach', rule: 'attach' }],
        loss: { id: 'answer-attach', when: 'filled' },
      },
      KEYBOARD: {
        kind: 'keyboard',
        targets: [{ to: 'fields.keyboard', rule: 'keyboard' }],
        loss: { id: 'answer-keyboard', when: 'filled' },
      },
      MENU: { kind: 'menu', loss: { id: 'menu', when: 'filled' } },
      SYSTEM: { kind: 'flag', targets: [{ to: 'fields.system', rule: 'yesNo' }] },
      URL_PREVIEW: { kind: 'flag', targets: [{ to: 'fields.urlPreview', rule: 'unlessNo' }] },
    },
    checks: [
      {
        param: 'COMMAND_ID',
        kind: 'no-command',
        unless: 'COMMAND',
        code: 'COMMAND_ID_ERROR',
        text: 'Command not found',
      },
      { param: 'MESSAGE_ID', kind: 'not-positive', code: 'MESSAGE_ID_EMPTY', text: "Message ID can't be empty" },
      { param: 'MESSAGE', kind: 'blank', code: 'MESSAGE_EMPTY', text: "Message can't be empty" },
    ],
    route: plan('commandAnswer'),
    answer: 'done',
    answerType: 'number',
    replay: 'never',
    always: ['answer-id'],
    computed: [['answer-dialog', 'MESSAGE_ID']],
  },
];
