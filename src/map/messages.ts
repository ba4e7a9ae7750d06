import { id } from '../values/ids';
import { isBlank, scalar } from '../values/texts';
import type { CheckEntry, MethodEntry, ParamEntry } from './entry';
import { identity } from './identity';

const PAGE = 'chat-bots/outdated/messages';

const MESSAGE_ID: ParamEntry = { type: 'Id', required: true, targets: [{ to: 'messageId', rule: 'id' }] };
const ATTACH: ParamEntry = { type: 'Attach', targets: [{ to: 'fields.attach', rule: 'attach' }] };
const needsMessageId: CheckEntry = {
  param: 'MESSAGE_ID',
  kind: 'not-positive',
  code: 'MESSAGE_ID_ERROR',
  text: "Message ID can't be empty",
};

/** imbot.message.*: sending, changing, deleting, liking. */
export const messages: readonly MethodEntry[] = [
  {
    v1: 'imbot.message.add',
    family: 'messages',
    doc: `${PAGE}/imbot-message-add.md`,
    v2: ['imbot.v2.Chat.Message.send'],
    bot: 'optional',
    params: {
      ...identity,
      DIALOG_ID: { type: 'DialogId', targets: [{ to: 'dialogId', rule: 'dialog' }] },
      FROM_USER_ID: { type: 'Id', decides: true },
      TO_USER_ID: { type: 'Id', decides: true },
      MESSAGE: { type: 'string', required: true, targets: [{ to: 'fields.message', rule: 'text' }] },
      ATTACH,
      KEYBOARD: { type: 'Keyboard', targets: [{ to: 'fields.keyboard', rule: 'keyboard' }] },
      MENU: { type: 'Menu', loss: { id: 'menu', when: 'filled' } },
      SYSTEM: { type: 'Flag', targets: [{ to: 'fields.system', rule: 'yesNo' }] },
      URL_PREVIEW: { type: 'Flag', targets: [{ to: 'fields.urlPreview', rule: 'unlessNo' }] },
      SKIP_CONNECTOR: { type: 'Flag', targets: [{ to: 'fields.skipConnector', rule: 'yesNoAnyCase' }] },
    },
    checks: [
      { param: 'DIALOG_ID', kind: 'missing', code: 'DIALOG_ID_EMPTY', text: "Dialog ID can't be empty" },
      { param: 'MESSAGE', kind: 'blank', code: 'MESSAGE_EMPTY', text: "Message can't be empty" },
    ],
    route: (params) =>
      id(params.FROM_USER_ID) > 0 && id(params.TO_USER_ID) > 0
        ? { kind: 'none', loss: 'from-to-user' }
        : { kind: 'one', v2: 'imbot.v2.Chat.Message.send' },
    answer: 'messageId',
    answerType: 'number',
    replay: 'never',
    conditional: ['from-to-user', 'system-prefix'],
    differences: [
      'v2 takes attachments up to 60,000 characters, v1 up to 30 KB.',
      'v2 lets a bot post only where it is a member; elsewhere the call fails with WRONG_REQUEST.',
    ],
  },
  {
    v1: 'imbot.message.update',
    family: 'messages',
    doc: `${PAGE}/imbot-message-update.md`,
    v2: ['imbot.v2.Chat.Message.update', 'imbot.v2.Chat.Message.delete'],
    bot: 'optional',
    params: {
      ...identity,
      MESSAGE_ID,
      MESSAGE: { type: 'string', decides: true, targets: [{ to: 'fields.message', rule: 'string' }] },
      ATTACH: { ...ATTACH, loss: { id: 'attach-clear', when: 'cleared' } },
      KEYBOARD: { type: "Keyboard | 'N'", targets: [{ to: 'fields.keyboard', rule: 'keyboardUpdate' }] },
      MENU: { type: "Menu | 'N'", loss: { id: 'menu', when: 'given' } },
      URL_PREVIEW: { type: 'Flag', targets: [{ to: 'fields.urlPreview', rule: 'unlessNoText' }] },
      SKIP_CONNECTOR: { type: 'Flag', loss: { id: 'skip-connector', when: 'on' } },
    },
    checks: [needsMessageId],
    route: (params) =>
      isBlankText(params.MESSAGE)
        ? { kind: 'one', v2: 'imbot.v2.Chat.Message.delete', emulated: true, only: ['MESSAGE_ID'] }
        : { kind: 'one', v2: 'imbot.v2.Chat.Message.update', fields: true },
    answer: 'done',
    answerType: 'boolean',
    replay: 'fixed',
    differences: [
      'Three days after sending v1 answers CANT_EDIT_MESSAGE, v2 changes the message.',
      'A system message can be changed in neither.',
    ],
  },
  {
    v1: 'imbot.message.delete',
    family: 'messages',
    doc: `${PAGE}/imbot-message-delete.md`,
    v2: ['imbot.v2.Chat.Message.delete'],
    bot: 'optional',
    params: {
      ...identity,
      MESSAGE_ID,
      COMPLETE: { type: 'Flag', targets: [{ to: 'complete', rule: 'yesNo' }] },
    },
    checks: [needsMessageId],
    route: () => ({ kind: 'one', v2: 'imbot.v2.Chat.Message.delete' }),
    answer: 'done',
    answerType: 'boolean',
    replay: 'fixed',
  },
  {
    v1: 'imbot.message.like',
    family: 'messages',
    doc: `${PAGE}/imbot-message-like.md`,
    v2: ['imbot.v2.Chat.Message.Reaction.add', 'imbot.v2.Chat.Message.Reaction.delete'],
    bot: 'optional',
    params: {
      ...identity,
      MESSAGE_ID,
      ACTION: { type: "'auto' | 'plus' | 'minus'", decides: true },
    },
    checks: [needsMessageId],
    route: (params) => {
      if (isPlus(params.ACTION))
        return { kind: 'one', v2: 'imbot.v2.Chat.Message.Reaction.add', fixed: { reaction: 'like' } };
      if (isMinus(params.ACTION))
        return { kind: 'one', v2: 'imbot.v2.Chat.Message.Reaction.delete', fixed: { reaction: 'like' } };
      return { kind: 'plan', plan: 'likeToggle', emulated: true, byRefusal: true };
    },
    answer: 'done',
    answerType: 'boolean',
    replay: (params) => (isPlus(params.ACTION) || isMinus(params.ACTION) ? 'fixed' : 'never'),
    differences: ['`minus` without a like: v1 answers WITHOUT_CHANGES, v2 true.'],
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
