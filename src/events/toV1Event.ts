import { eventOrder } from '../map/eventOrder';
import { EVENT_FIELDS, EVENT_NAMES, type EventField, type V1EventName } from '../map/events';
import { isFields } from '../values/structures';
import { eventRules } from './eventRules';
import { idMap } from './idMap';
import type { DecodedEvent, Fields, V1Event, V1EventAuth } from './types';

const v1Names = new Map<string, V1EventName>();
for (const name of Object.keys(EVENT_NAMES)) if (isV1Name(name)) v1Names.set(EVENT_NAMES[name], name);

/**
 * The event in the v1 shape that old handlers were written for: v1 events pass through, v2 events get exactly the v1 keys
 * that v2 can give, every scalar text and every flag Y or N; `v2` holds the original.
 * Null for what has no v1 form: reactions, user events, bodies that are no event.
 * @example
 * const event = toV1Event(decodeEvent(request.body));
 * if (event?.event === 'ONIMBOTMESSAGEADD') console.log(event.data['PARAMS']);
 */
export function toV1Event(decoded: DecodedEvent): V1Event | null {
  if (decoded.event === '') return null;
  if (decoded.generation === 'v1') return envelope(decoded, decoded.event, decoded.data);
  const name = v1Names.get(decoded.event);
  if (name === undefined) return null;
  const v2 = name === 'ONIMCOMMANDADD' ? asCommand(decoded.data) : decoded.data;
  const data = dataOf(name, v2);
  // A system message has no author, and v1 then an empty USER.
  if (name !== 'ONIMBOTDELETE' && !isSomebody(v2['user'])) data['USER'] = {};
  return { ...envelope(decoded, name, data), v2: decoded };
}

function envelope(decoded: DecodedEvent, event: string, data: Fields): V1Event {
  const handlerId = decoded.raw['event_handler_id'];
  const auth = eventRules.spread(decoded.auth);
  return {
    event,
    ...(handlerId === undefined ? {} : { event_handler_id: String(handlerId) }),
    data,
    ts: decoded.ts ?? '',
    auth: isAuth(auth) ? auth : {},
  };
}

function dataOf(name: V1EventName, v2: Fields): Fields {
  const chats = isGroup(v2) ? 'group' : 'private';
  const data: Fields = {};
  for (const field of EVENT_FIELDS) {
    if (!field.events.includes(name) || (field.chats !== undefined && field.chats !== chats)) continue;
    const value = eventRules[field.rule](at(v2, field.v2));
    if (value !== undefined) place(data, pathOf(field, v2), value);
  }
  if (isFields(data['PARAMS'])) data['PARAMS'] = sorted(data['PARAMS'], eventOrder(name, chats));
  if (isFields(data['BOT'])) data['BOT'] = idMap(data['BOT'], 'BOT_ID');
  if (isFields(data['COMMAND'])) data['COMMAND'] = idMap(data['COMMAND'], 'COMMAND_ID');
  return data;
}

/**
 * The parts of a command as v1 tells them. A pressed button comes with the message it stands under, which is the bot's: v1
 * tells who pressed it, and the command as if it had been typed. The queue tells no chat of a private one.
 */
function asCommand(v2: Fields): Fields {
  const { message, chat, user, command } = v2;
  if (!isFields(user)) return v2;
  const isPressed = isFields(message) && isFields(command) && command['context'] === 'keyboard';
  const text = isPressed ? [command['command'], command['params']].map(eventRules.text).join(' ').trim() : '';
  const tellsChat = isFields(chat) && Object.keys(chat).length > 0;
  return {
    ...v2,
    // Its params are those of the bot’s own message, a keyboard among them.
    ...(isPressed ? { message: { ...message, authorId: user['id'], text, params: {} } } : {}),
    ...(tellsChat ? {} : { chat: { dialogId: eventRules.text(user['id']), type: 'private', messageType: 'P' } }),
  };
}

/** What the order does not name stands behind. */
function sorted(fields: Fields, order: readonly string[]): Fields {
  const known = order.filter((key) => Object.hasOwn(fields, key)).map((key) => [key, fields[key]] as const);
  return { ...Object.fromEntries(known), ...fields };
}

function isSomebody(user: unknown): boolean {
  return isFields(user) && Number(user['id']) > 0;
}

/** An event without a chat (bot deleted) has no field that depends on it. */
function isGroup(v2: Fields): boolean {
  return eventRules.chatType(v2['chat']) !== 'P';
}

function pathOf(field: EventField, v2: Fields): string[] {
  const owner = field.v1.startsWith('COMMAND') ? 'command.id' : 'bot.id';
  const id = eventRules.text(at(v2, owner));
  return field.v1.split('.').map((segment) => (segment === '*' ? String(id) : segment));
}

function at(from: unknown, path: string): unknown {
  let value = from;
  for (const key of path.split('.')) value = isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function place(data: Fields, path: readonly string[], value: unknown): void {
  let into = data;
  for (const key of path.slice(0, -1)) {
    const known = into[key];
    const inner: Fields = isFields(known) ? known : {};
    into[key] = inner;
    into = inner;
  }
  const last = path.at(-1);
  if (last !== undefined) into[last] = value;
}

function isAuth(value: unknown): value is V1EventAuth {
  return isFields(value);
}

function isV1Name(name: string): name is V1EventName {
  return Object.hasOwn(EVENT_NAMES, name);
}
