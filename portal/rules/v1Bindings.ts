import type { State } from '../state';
import type { Binding, Handlers } from '../types';

/** The event bindings that bots of v1 and their commands stand on: made by registering, listed and unbound like others. */
export const v1Bindings = { of, remove };

const EVENTS: Readonly<Record<keyof Handlers, string>> = {
  EVENT_MESSAGE_ADD: 'ONIMBOTMESSAGEADD',
  EVENT_MESSAGE_UPDATE: 'ONIMBOTMESSAGEUPDATE',
  EVENT_MESSAGE_DELETE: 'ONIMBOTMESSAGEDELETE',
  EVENT_WELCOME_MESSAGE: 'ONIMBOTJOINCHAT',
  EVENT_BOT_DELETE: 'ONIMBOTDELETE',
};

const KEYS = Object.keys(EVENTS).filter((key): key is keyof Handlers => key in EVENTS);

/** Bots of one application share an address: it is bound once. */
function of(state: State, clientId: string): Binding[] {
  const found = [
    ...ownBots(state, clientId).flatMap(({ handlers }) =>
      KEYS.map((key) => [EVENTS[key], handlers[key] ?? ''] as const),
    ),
    ...ownCommands(state, clientId).map(({ handler }) => ['ONIMCOMMANDADD', handler] as const),
  ].filter(([, handler]) => handler !== '');
  const unique = new Map(found.map((pair) => [pair.join(' '), pair]));
  return [...unique.values()].map(([event, handler]) => ({ clientId, event, handler, authType: 0 }));
}

function ownBots(state: State, clientId: string) {
  return [...state.bots.values()].filter((bot) => bot.owner === clientId && bot.generation === 'v1');
}

function ownCommands(state: State, clientId: string) {
  return [...state.commands.values()].filter((command) => state.bots.get(command.botId)?.owner === clientId);
}

function remove(state: State, clientId: string, goes: (binding: Binding) => boolean): void {
  for (const bot of ownBots(state, clientId)) {
    for (const key of KEYS) {
      const handler = bot.handlers[key] ?? '';
      if (handler !== '' && goes({ clientId, event: EVENTS[key], handler, authType: 0 })) delete bot.handlers[key];
    }
  }
  for (const command of ownCommands(state, clientId)) {
    const binding = { clientId, event: 'ONIMCOMMANDADD', handler: command.handler, authType: 0 };
    if (command.handler !== '' && goes(binding)) command.handler = '';
  }
}
