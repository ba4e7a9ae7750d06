import { members } from './rules/members';
import type { State } from './state';

/** The state of a portal as plain JSON in a stable order, so that two of them compare. Holds no tokens. */
export interface Snapshot {
  users: Record<string, unknown>[];
  bots: Record<string, unknown>[];
  chats: Record<string, unknown>[];
  messages: Record<string, unknown>[];
  commands: Record<string, unknown>[];
  /** What differs between a bot registered through v1 and through v2: addresses and event format. */
  delivery: Record<string, unknown>[];
}

/** The whole state as plain JSON in a stable order, for equality. Holds no tokens. */
export function snapshot(state: State): Snapshot {
  const plain: Snapshot = {
    users: byId(state.users.values())
      .filter((user) => !user.isBot)
      .map((user) => ({ ...user })),
    bots: byId(state.bots.values()).map((bot) => ({
      ...state.users.get(bot.id),
      code: bot.code,
      type: bot.type === 'human' ? 'bot' : bot.type,
      openline: bot.openline,
      hidden: bot.hidden,
      reactions: bot.reactions,
      backgroundId: bot.backgroundId,
      owner: bot.owner.startsWith('custom') ? 'custom' : bot.owner,
    })),
    chats: byId(state.chats.values()).map((chat) => ({
      ...chat,
      members: members.sorted(chat).map((id) => chat.members.get(id)),
    })),
    messages: byId(state.messages.values()).map((message) => ({
      ...message,
      reactions: Object.fromEntries([...message.reactions].sort(([a], [b]) => a - b)),
      invoked: [...message.invoked],
    })),
    commands: byId(state.commands.values()).map(({ handler: _handler, ...command }) => ({
      ...command,
      title: sorted(command.title),
      params: sorted(command.params),
    })),
    delivery: byId(state.bots.values()).map((bot) => ({
      botId: bot.id,
      generation: bot.generation,
      handlers: bot.handlers,
      eventMode: bot.eventMode,
      webhookUrl: bot.webhookUrl,
      queued: bot.queue.map((event) => event.eventId),
      commands: byId(state.commands.values())
        .filter((command) => command.botId === bot.id)
        .map((command) => ({ id: command.id, handler: command.handler })),
    })),
  };
  return JSON.parse(JSON.stringify(plain)) satisfies Snapshot;
}

function byId<T extends { id: number }>(things: Iterable<T>): T[] {
  return [...things].sort((a, b) => a.id - b.id);
}

function sorted(map: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
