import { id } from '../values/ids';
import { isBlank, scalar } from '../values/texts';
import type { CheckEntry, MethodSpec, ParamSpec } from './entry';
import { identityParams } from './identity';
import { none, one, oneOf, plan } from './routes';
import { V2 } from './v2Names';

const PAGE = 'chat-bots/outdated/messages';

const MESSAGE_ID: ParamSpec = { kind: 'id', required: true, targets: [{ to: 'messageId', rule: 'id' }] };
const ATTACH: ParamSpec = { kind: 'attach', targets: [{ to: 'fields.attach', rule: 'attach' }] };
const needsMessageId: CheckEntry = {
  param: 'MESSAGE_ID',
  kind: 'not-positive',
  code: 'MESSAGE_ID_ERROR',
  text: "Message ID can't be empty",
};

/** imbot.message.*: sending, changing, deleting, liking. */
export const messages: readonly MethodSpec[] = [
  {
    v1: 'imbot.message.add',
    family: 'messages',
    doc: `${PAGE}/imbot-message-add.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      DIALOG_ID: { kind: 'dialog', targets: [{ to: 'dialogId', rule: 'dialog' }] },
      FROM_USER_ID: { kind: 'id', decides: true },
      TO_USER_ID: { kind: 'id', decides: true },
      MESSAGE: { kind: 'text', required: true, targets: [{ to: 'fields.message', rule: 'text' }] },
      ATTACH,
      KEYBOARD: { kind: 'keyboard', targets: [{ to: 'fields.keyboard', rule: 'keyboard' }] },
      MENU: { kind: 'menu', loss: { id: 'menu', when: 'filled' } },
      SYSTEM: { kind: 'flag', targets: [{ to: 'fields.system', rule: 'yesNo' }] },
      URL_PREVIEW: { kind: 'flag', targets: [{ to: 'fields.urlPreview', rule: 'unlessNo' }] },
      SKIP_CONNECTOR: { kind: 'flag', targets: [{ to: 'fields.skipConnector', rule: 'yesNoAnyCase' }] },
    },
    checks: [
      { param: 'DIALOG_ID', kind: 'missing', code: 'DIALOG_ID_EMPTY', text: "Dialog ID can't be empty" },
      { param: 'MESSAGE', kind: 'blank', code: 'MESSAGE_EMPTY', text: "Message can't be empty" },
    ],
    route: oneOf({ asBot: one(V2.chatMessageSend), asUser: none('from-to-user') }, (params) =>
      id(params.FROM_USER_ID) > 0 && id(params.TO_USER_ID) > 0 ? 'asUser' : 'asBot',
    ),
    answer: 'messageId',
    replay: 'never',
    computed: [['system-prefix', 'SYSTEM']],
  },
  {
    v1: 'imbot.message.update',
    family: 'messages',
    doc: `${PAGE}/imbot-message-update.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      MESSAGE_ID,
      MESSAGE: { kind: 'text', decides: true, targets: [{ to: 'fields.message', rule: 'string' }] },
      ATTACH: { ...ATTACH, loss: { id: 'attach-clear', when: 'cleared' } },
      KEYBOARD: {
        kind: 'keyboard',
        type: "Keyboard | 'N'",
        targets: [{ to: 'fields.keyboard', rule: 'keyboardUpdate' }],
      },
      MENU: { kind: 'menu', type: "Menu | 'N'", loss: { id: 'menu', when: 'given' } },
      URL_PREVIEW: { kind: 'flag', targets: [{ to: 'fields.urlPreview', rule: 'unlessNoText' }] },
      SKIP_CONNECTOR: { kind: 'flag', loss: { id: 'skip-connector', when: 'on' } },
    },
    checks: [needsMessageId],
    route: oneOf(
      {
        change: one(V2.chatMessageUpdate, { fields: true }),
        delete: one(V2.chatMessageDelete, { emulated: true, only: ['MESSAGE_ID'] }),
      },
      (params) => (isBlankText(params.MESSAGE) ? 'delete' : 'change'),
    ),
    answer: 'done',
    replay: 'fixed',
  },
  {
    v1: 'imbot.message.delete',
    family: 'messages',
    doc: `${PAGE}/imbot-message-delete.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      MESSAGE_ID,
      COMPLETE: { kind: 'flag', targets: [{ to: 'complete', rule: 'yesNo' }] },
    },
    checks: [needsMessageId],
    route: one(V2.chatMessageDelete),
    answer: 'done',
    replay: 'fixed',
  },
  {
    v1: 'imbot.message.like',
    family: 'messages',
    doc: `${PAGE}/imbot-message-like.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      MESSAGE_ID,
      ACTION: { kind: 'choice', type: "'auto' | 'plus' | 'minus'", decides: true },
    },
    checks: [needsMessageId],
    route: oneOf(
      {
        plus: one(V2.chatMessageReactionAdd, { fixed: { reaction: 'like' } }),
        minus: one(V2.chatMessageReactionDelete, { fixed: { reaction: 'like' } }),
        toggle: plan('likeToggle', { emulated: true, byRefusal: true }),
      },
      ({ ACTION }) => (isPlus(ACTION) ? 'plus' : isMinus(ACTION) ? 'minus' : 'toggle'),
    ),
    answer: 'done',
    replay: (params) => (isPlus(params.ACTION) || isMinus(params.ACTION) ? 'fixed' : 'never'),
  },
];

function isBlankText(message: unknown): boolean {
  const text = scalar(message);
  return text !== undefined && isBlank(text);
}

function isPlus(action: unknown): boolean {
  return typeof action === 'string' && action.toLowerCase() === 'plus';
}

function isMinus(action: unknown): boolean {
  return typeof action === 'string' && action.toLowerCase() === 'minus';
}
