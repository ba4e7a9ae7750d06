import type { State } from '../state';
import type { Bot, Handlers } from '../types';
import { eventAuth } from './auth';
import type { Deliver } from './deliver';
import type { Happening } from './Happening';
import { v1Params } from './v1Params';
import { v1User } from './v1User';

type Told = Exclude<Happening['kind'], 'reaction' | 'context'>;

const NAMES: Readonly<Record<Told, string>> = {
  messageAdd: 'ONIMBOTMESSAGEADD',
  messageUpdate: 'ONIMBOTMESSAGEUPDATE',
  messageDelete: 'ONIMBOTMESSAGEDELETE',
  join: 'ONIMBOTJOINCHAT',
  command: 'ONIMCOMMANDADD',
  delete: 'ONIMBOTDELETE',
};

const HANDLERS: Readonly<Record<Exclude<Told, 'command'>, keyof Handlers>> = {
  messageAdd: 'EVENT_MESSAGE_ADD',
  messageUpdate: 'EVENT_MESSAGE_UPDATE',
  messageDelete: 'EVENT_MESSAGE_DELETE',
  join: 'EVENT_WELCOME_MESSAGE',
  delete: 'EVENT_BOT_DELETE',
};

/** An event in the v1 shape, every scalar as text, posted to the handler that was registered for it. */
export function v1Event(state: State, deliver: Deliver, bot: Bot, happening: Happening): void {
  if (happening.kind === 'reaction' || happening.kind === 'context') return;
  const url = addressOf(bot, happening);
  if (url === '') return;
  const event = NAMES[happening.kind];
  const userId = happening.kind === 'delete' ? happening.userId : happening.user.id;
  const payload = {
    event,
    event_handler_id: bot.id,
    data: dataOf(state, bot, happening),
    ts: Math.floor(state.now() / 1000),
    auth: topAuth(eventAuth(state, bot, userId), happening.kind),
  };
  deliver({ event, generation: 'v1', botId: bot.id, url: withClientId(url, bot), payload });
}

/** The examples of join and delete carry no refresh token at the top. */
function topAuth(auth: Record<string, unknown>, kind: Told): Record<string, unknown> {
  if (kind !== 'join' && kind !== 'delete') return auth;
  const { refresh_token: _left, ...rest } = auth;
  return rest;
}

function addressOf(bot: Bot, happening: Exclude<Happening, { kind: 'reaction' | 'context' }>): string {
  if (happening.kind === 'command') return happening.command.handler;
  const onEdit = happening.kind === 'messageUpdate' || happening.kind === 'messageDelete';
  const plain = (bot.type === 'bot' || bot.type === 'human') && !bot.openline;
  if (onEdit && plain) return '';
  return bot.handlers[HANDLERS[happening.kind]] ?? '';
}

/** [seen] on webhook auth the handler learns its CLIENT_ID from the query. */
function withClientId(url: string, bot: Bot): string {
  if (!bot.owner.startsWith('custom')) return url;
  const address = new URL(url);
  address.searchParams.append('CLIENT_ID', bot.owner.slice('custom'.length));
  return address.href;
}

function dataOf(state: State, bot: Bot, happening: Exclude<Happening, { kind: 'reaction' | 'context' }>) {
  if (happening.kind === 'delete') return { BOT_ID: bot.id, BOT_CODE: bot.code };
  const auth = clientAuth(state, bot);
  const entry = { ...auth, AUTH: auth, BOT_ID: bot.id, BOT_CODE: bot.code };
  const rest = { PARAMS: v1Params(state, bot, happening), ...v1User(happening) };
  if (happening.kind !== 'command') return { BOT: { [bot.id]: entry }, ...rest };
  const called = {
    COMMAND: happening.command.command,
    COMMAND_ID: happening.command.id,
    COMMAND_PARAMS: happening.params,
    COMMAND_CONTEXT: happening.context.toUpperCase(),
    MESSAGE_ID: happening.message.id,
  };
  return { COMMAND: { [happening.command.id]: { ...entry, ...called } }, ...rest };
}

function clientAuth(state: State, bot: Bot): Record<string, unknown> {
  return { ...eventAuth(state, bot, bot.id), client_id: bot.owner };
}
