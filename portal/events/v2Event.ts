import { dates } from '../dates';
import { chatEntity } from '../entities/chat';
import { messageEntity } from '../entities/message';
import { people } from '../entities/people';
import { dialog } from '../rules/dialog';
import { nextId, type State } from '../state';
import type { Bot } from '../types';
import { eventAuth } from './auth';
import type { Deliver } from './deliver';
import type { Happening } from './Happening';

const NAMES: Readonly<Record<Happening['kind'], string>> = {
  messageAdd: 'ONIMBOTV2MESSAGEADD',
  messageUpdate: 'ONIMBOTV2MESSAGEUPDATE',
  messageDelete: 'ONIMBOTV2MESSAGEDELETE',
  join: 'ONIMBOTV2JOINCHAT',
  command: 'ONIMBOTV2COMMANDADD',
  reaction: 'ONIMBOTV2REACTIONCHANGE',
  context: 'ONIMBOTV2CONTEXTGET',
  delete: 'ONIMBOTV2DELETE',
};

const LANGUAGE = 'en';

/** An event in the v2 shape: into the queue of a fetch bot, or posted to the address of a webhook bot. */
export function v2Event(state: State, deliver: Deliver, bot: Bot, happening: Happening): void {
  const event = NAMES[happening.kind];
  const details = detailsOf(state, bot, happening);
  if (bot.eventMode === 'fetch') {
    const data = { bot: people.bot(state, bot, true), ...details, ...withoutChat(happening) };
    const frozen: Record<string, unknown> = structuredClone(data);
    dropOld(state, bot);
    bot.queue.push({
      eventId: nextId(state, 'event'),
      type: event,
      date: dates.iso(state.now()),
      data: frozen,
      at: state.now(),
    });
    return;
  }
  if (bot.webhookUrl === '') return;
  const userId = 'user' in happening ? happening.user.id : happening.kind === 'delete' ? happening.userId : 0;
  const brief = { id: bot.id, code: bot.code, auth: eventAuth(state, bot, bot.id) };
  deliver({
    event,
    generation: 'v2',
    botId: bot.id,
    url: bot.webhookUrl,
    payload: {
      event,
      data: { bot: brief, ...details },
      ts: Math.floor(state.now() / 1000),
      auth: eventAuth(state, bot, userId),
    },
  });
}

/** [source] of a button that is pressed in a private chat the queue does not tell the chat. */
function withoutChat(happening: Happening): { chat?: never[] } {
  const pressed = happening.kind === 'command' && happening.context.toLowerCase() !== 'textarea';
  return pressed && dialog.isPrivate(happening.chat) ? { chat: [] } : {};
}

const DAY = 24 * 3_600_000;

/** The queue keeps an event for a day. */
export function dropOld(state: State, bot: Bot): void {
  bot.queue = bot.queue.filter((event) => state.now() - event.at < DAY);
}

function detailsOf(state: State, bot: Bot, happening: Happening): Record<string, unknown> {
  if (happening.kind === 'delete') return {};
  const place = {
    chat: chatEntity.inEvent(state, happening.chat, bot.id),
    user: people.user(state, happening.user),
    language: LANGUAGE,
  };
  const dialogId = dialog.idFor(happening.chat, bot.id);
  switch (happening.kind) {
    case 'messageDelete':
      return { messageId: happening.message.id, ...place };
    case 'join':
      return { dialogId, ...place };
    case 'context':
      return { dialogId, context: happening.context, ...place };
    case 'reaction': {
      const { reaction, action, message } = happening;
      return { reaction, action, message: messageEntity(message), ...place };
    }
    case 'command': {
      const { command, params, context, message } = happening;
      const called = { id: command.id, command: `/${command.command}`, params, context };
      return { command: called, message: messageEntity(message), ...place };
    }
    default:
      return { message: messageEntity(happening.message), ...place };
  }
}
