/** Events of both generations with every documented field filled, to vary in tests. */
export const auth = {
  access_token: 'AT',
  expires: '1772093963',
  expires_in: '3600',
  scope: 'imbot',
  domain: 'p.example',
  server_endpoint: 'https://oauth.bitrix.info/rest/',
  status: 'F',
  client_endpoint: 'https://p.example/rest/',
  member_id: 'm1',
  user_id: '27',
  application_token: 'APPTOK',
};

const user = {
  id: 27,
  active: true,
  name: 'Svetlana Ivanova',
  firstName: 'Svetlana',
  lastName: 'Ivanova',
  workPosition: 'Dev',
  gender: 'F',
  extranet: false,
  bot: false,
  connector: false,
  externalAuthId: 'default',
  type: 'employee',
};

const message = {
  id: 84537,
  chatId: 1157,
  authorId: 27,
  date: '2025-01-15T10:30:00+02:00',
  text: '[USER=571]NewBot[/USER], create a task list',
  isSystem: false,
  uuid: '',
  forward: null,
  params: {},
  viewedByOthers: false,
};

const entity = { entityType: '', entityId: '', entityData1: '', entityData2: '', entityData3: '' };
const group = {
  id: 1157,
  dialogId: 'chat1157',
  type: 'chat',
  messageType: 'C',
  name: 'Brown Chat #18',
  owner: 27,
  avatar: '',
  color: '#ab7761',
  extranet: false,
  parentChatId: null,
  parentMessageId: null,
  ...entity,
};
const direct = { ...group, id: 1453, dialogId: '27', type: 'private', messageType: 'P', name: '', owner: 571 };

const chats = { group, private: direct };

/** The data of a v2 event about a chat of the given kind, with real types. */
export function v2Data(event: string, kind: 'group' | 'private', botId = 571): Record<string, unknown> {
  const bot = { id: botId, code: 'BOT', type: 'bot', eventMode: 'fetch' };
  const chat = chats[kind];
  const common = { bot, chat, user, language: 'en' };
  const said = { ...message, chatId: chat.id };
  switch (event) {
    case 'ONIMBOTV2MESSAGEADD':
    case 'ONIMBOTV2MESSAGEUPDATE':
      return { ...common, message: said };
    case 'ONIMBOTV2MESSAGEDELETE':
      return { ...common, messageId: 84537 };
    case 'ONIMBOTV2JOINCHAT':
      return { ...common, dialogId: chat.dialogId };
    case 'ONIMBOTV2CONTEXTGET':
      return { ...common, dialogId: chat.dialogId, context: { taskId: 1, open: true } };
    case 'ONIMBOTV2COMMANDADD':
      return {
        ...common,
        message: { ...said, text: '/echo test' },
        command: { id: 99, command: '/echo', params: 'test', context: 'textarea' },
      };
    case 'ONIMBOTV2REACTIONCHANGE':
      return { ...common, message: said, reaction: 'like', action: 'add' };
    default:
      return { bot };
  }
}

/** A webhook delivery of v2, before encoding: the bot object is the short one with `auth`. */
export function webhookBody(event: string, data: Record<string, unknown>): Record<string, unknown> {
  const bot = data['bot'];
  const { id = 0, code = '' } = typeof bot === 'object' && bot !== null ? Object.fromEntries(Object.entries(bot)) : {};
  return { event, data: { ...data, bot: { id, code, auth } }, ts: 1772093963, auth };
}

/** A v1 delivery of a message to the bots given, before encoding. */
export function v1Body(botIds: readonly number[], over: Record<string, unknown> = {}): Record<string, unknown> {
  const BOT = Object.fromEntries(
    botIds.map((id) => [String(id), { ...auth, AUTH: auth, BOT_ID: String(id), BOT_CODE: `code${id}` }]),
  );
  const PARAMS = { MESSAGE: 'Hello', MESSAGE_ID: '84331', DIALOG_ID: '27', FROM_USER_ID: '27', MESSAGE_TYPE: 'P' };
  return { event: 'ONIMBOTMESSAGEADD', data: { BOT, PARAMS, USER: { ID: '27', NAME: 'S' } }, ts: '1', auth, ...over };
}
