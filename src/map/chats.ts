import type { CheckEntry, MethodSpec, ParamSpec } from './entry';
import { identityParams } from './identity';
import { MOST_MEMBERS } from './limits';
import { none, one, oneOf } from './routes';
import { V2 } from './v2Names';

const PAGE = 'chat-bots/outdated/chats';

const CHAT_ID: ParamSpec = { kind: 'id', required: true, targets: [{ to: 'dialogId', rule: 'chatDialog' }] };
const USER_ID: ParamSpec = { kind: 'id', required: true, targets: [{ to: 'userId', rule: 'id' }] };
const needsChatId: CheckEntry = {
  param: 'CHAT_ID',
  kind: 'not-positive',
  code: 'CHAT_ID_EMPTY',
  text: "Chat ID can't be empty",
};
const needsUserId: CheckEntry = {
  param: 'USER_ID',
  kind: 'not-positive',
  code: 'USER_ID_EMPTY',
  text: "User ID can't be empty",
};
const needsDialogId: CheckEntry = {
  param: 'DIALOG_ID',
  kind: 'missing',
  code: 'DIALOG_ID_EMPTY',
  text: "Dialog ID can't be empty",
};

const sendTyping: Omit<MethodSpec, 'v1'> = {
  family: 'chats',
  doc: `${PAGE}/imbot-chat-send-typing.md`,
  bot: 'optional',
  params: {
    ...identityParams,
    DIALOG_ID: { kind: 'dialog', required: true, targets: [{ to: 'dialogId', rule: 'dialog' }] },
  },
  checks: [needsDialogId],
  route: one(V2.chatInputActionNotify),
  answer: 'done',
  replay: 'fixed',
};

/** imbot.chat.*, imbot.dialog.get and imbot.sendTyping. */
export const chats: readonly MethodSpec[] = [
  {
    v1: 'imbot.chat.add',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-add.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      TYPE: {
        kind: 'choice',
        type: "'CHAT' | 'OPEN'",
        targets: [{ to: 'fields.type', rule: 'openType' }],
      },
      TITLE: { kind: 'text', targets: [{ to: 'fields.title', rule: 'string' }] },
      DESCRIPTION: { kind: 'text', targets: [{ to: 'fields.description', rule: 'string' }] },
      COLOR: { kind: 'colour', targets: [{ to: 'fields.color', rule: 'colour' }] },
      MESSAGE: { kind: 'text', targets: [{ to: 'fields.message', rule: 'string' }] },
      USERS: { kind: 'ids', targets: [{ to: 'fields.userIds', rule: 'ids' }] },
      AVATAR: { kind: 'text', targets: [{ to: 'fields.avatar', rule: 'asIs' }] },
      OWNER_ID: { kind: 'id', undocumented: true, targets: [{ to: 'fields.ownerId', rule: 'id' }] },
      ENTITY_TYPE: {
        kind: 'text',
        targets: [{ to: 'fields.entityType', rule: 'string' }],
        loss: { id: 'chat-entity', when: 'filled' },
      },
      ENTITY_ID: {
        kind: 'text',
        type: 'string | number',
        targets: [{ to: 'fields.entityId', rule: 'string' }],
        loss: { id: 'chat-entity', when: 'filled' },
      },
    },
    checks: [{ param: 'USERS', kind: 'not-list', code: 'INVALID_FORMAT', text: 'Parameter USERS has wrong type' }],
    route: one(V2.chatAdd),
    answer: 'chatId',
    replay: 'never',
  },
  {
    v1: 'imbot.chat.get',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-get.md`,
    bot: 'none',
    params: {
      ...identityParams,
      ENTITY_TYPE: { kind: 'text', required: true },
      ENTITY_ID: { kind: 'text', type: 'string | number', required: true },
    },
    checks: [],
    route: none('entity-lookup'),
    answer: 'asIs',
    answerType: '{ ID: number } | null',
    openToAll: true,
    replay: 'read',
  },
  {
    v1: 'imbot.dialog.get',
    family: 'chats',
    doc: `${PAGE}/imbot-dialog-get.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      DIALOG_ID: { kind: 'dialog', required: true, targets: [{ to: 'dialogId', rule: 'dialog' }] },
    },
    checks: [needsDialogId],
    route: one(V2.chatGet),
    answer: 'dialogV1',
    openToAll: true,
    replay: 'read',
    always: ['dialog-fields', 'dialog-viewer'],
  },
  {
    v1: 'imbot.chat.updateTitle',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-update-title.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      CHAT_ID,
      TITLE: { kind: 'text', required: true, targets: [{ to: 'fields.title', rule: 'text' }] },
    },
    checks: [needsChatId, { param: 'TITLE', kind: 'blank', code: 'TITLE_EMPTY', text: "Title can't be empty" }],
    route: one(V2.chatUpdate),
    answer: 'done',
    replay: 'fixed',
    higherRank: true,
  },
  {
    v1: 'imbot.chat.updateColor',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-update-color.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      CHAT_ID,
      COLOR: { kind: 'colour', required: true, targets: [{ to: 'fields.color', rule: 'colour' }] },
    },
    checks: [
      needsChatId,
      { param: 'COLOR', kind: 'not-colour', code: 'WRONG_COLOR', text: 'This color currently unavailable' },
    ],
    route: one(V2.chatUpdate),
    answer: 'done',
    replay: 'fixed',
    higherRank: true,
  },
  {
    v1: 'imbot.chat.updateAvatar',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-update-avatar.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      CHAT_ID,
      AVATAR: {
        kind: 'text',
        required: true,
        targets: [{ to: 'fields.avatar', rule: 'asIs' }],
        loss: { id: 'chat-picture', when: 'no picture' },
      },
    },
    checks: [needsChatId, { param: 'AVATAR', kind: 'empty', code: 'AVATAR_ERROR', text: 'Avatar incorrect type' }],
    route: one(V2.chatUpdate),
    answer: 'done',
    replay: 'fixed',
    higherRank: true,
  },
  {
    v1: 'imbot.chat.user.add',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-user-add.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      CHAT_ID,
      USERS: { kind: 'ids', required: true, targets: [{ to: 'userIds', rule: 'ids' }] },
      HIDE_HISTORY: { kind: 'flag', known: true },
    },
    checks: [
      needsChatId,
      { param: 'USERS', kind: 'not-list', code: 'WRONG_REQUEST', text: 'User IDs must be passed in array format' },
    ],
    route: one(V2.chatUserAdd),
    answer: 'done',
    replay: 'fixed',
    always: ['hide-history'],
  },
  {
    v1: 'imbot.chat.user.delete',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-user-delete.md`,
    bot: 'optional',
    params: { ...identityParams, CHAT_ID, USER_ID },
    checks: [needsChatId, needsUserId],
    route: one(V2.chatUserDelete),
    answer: 'done',
    replay: 'fixed',
    higherRank: true,
  },
  {
    v1: 'imbot.chat.user.list',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-user-list.md`,
    bot: 'optional',
    params: { ...identityParams, CHAT_ID },
    checks: [needsChatId],
    route: one(V2.chatUserList, { fixed: { limit: MOST_MEMBERS } }),
    answer: 'memberIds',
    replay: 'read',
  },
  {
    v1: 'imbot.chat.leave',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-leave.md`,
    bot: 'optional',
    params: { ...identityParams, CHAT_ID },
    checks: [needsChatId],
    route: one(V2.chatLeave),
    answer: 'done',
    replay: 'fixed',
  },
  {
    v1: 'imbot.chat.setManager',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-set-manager.md`,
    bot: 'optional',
    params: {
      ...identityParams,
      CHAT_ID,
      USER_ID: { kind: 'id', required: true, targets: [{ to: 'userIds', rule: 'oneId' }] },
      IS_MANAGER: { kind: 'flag', decides: true },
    },
    checks: [needsChatId, needsUserId],
    route: oneOf(
      { add: one(V2.chatManagerAdd), delete: one(V2.chatManagerDelete), unclear: none('manager-true') },
      // PHP finds `true` equal to `N`, which nobody means.
      ({ IS_MANAGER }) => (IS_MANAGER === true ? 'unclear' : IS_MANAGER === 'N' ? 'delete' : 'add'),
    ),
    answer: 'done',
    replay: 'fixed',
    higherRank: true,
  },
  {
    v1: 'imbot.chat.setOwner',
    family: 'chats',
    doc: `${PAGE}/imbot-chat-set-owner.md`,
    bot: 'optional',
    params: { ...identityParams, CHAT_ID, USER_ID },
    checks: [needsChatId, needsUserId],
    route: one(V2.chatSetOwner),
    answer: 'done',
    replay: 'fixed',
    higherRank: true,
  },
  { v1: 'imbot.chat.sendTyping', ...sendTyping },
  { v1: 'imbot.sendTyping', ...sendTyping, alias: true },
];
