import type { V1EventName } from './events';

const entity = 'CHAT_ENTITY_TYPE CHAT_ENTITY_ID CHAT_ENTITY_DATA_1 CHAT_ENTITY_DATA_2 CHAT_ENTITY_DATA_3';
const mentions = 'MENTIONED_LIST MESSAGE_ORIGINAL TO_USER_ID';
const head = 'MESSAGE MESSAGE_TYPE FROM_USER_ID DIALOG_ID TO_CHAT_ID AUTHOR_ID SYSTEM';
const group = `${head} CHAT_ID CHAT_PARENT_ID CHAT_PARENT_MID CHAT_TITLE CHAT_AUTHOR_ID CHAT_TYPE CHAT_AVATAR CHAT_COLOR ${entity} CHAT_EXTRANET ${mentions} MESSAGE_ID LANGUAGE`;
const direct = `${head} TO_USER_ID MESSAGE_ID CHAT_TYPE LANGUAGE`;
const edit = `ID CHAT_ID AUTHOR_ID MESSAGE MESSAGE_TYPE CHAT_AUTHOR_ID ${entity} FROM_USER_ID ${mentions} DIALOG_ID MESSAGE_ID CHAT_TYPE LANGUAGE`;
const join = `CHAT_TYPE MESSAGE_TYPE BOT_ID USER_ID CHAT_ID CHAT_AUTHOR_ID ${entity} TO_USER_ID FROM_USER_ID DIALOG_ID LANGUAGE`;

/** The names of PARAMS in the order of the documented v1 examples: there are handlers that take the first key of a form that fits. */
export function eventOrder(event: V1EventName, chats: 'private' | 'group'): readonly string[] {
  const order = /JOIN/.test(event) ? join : /UPD|DEL/.test(event) ? edit : chats === 'group' ? group : direct;
  return order.split(' ');
}
