import { boundedMap } from './boundedMap';
import type { Facts } from './types';

/**
 * An empty memory of one portal. Each of its parts holds the latest 10,000 entries.
 * @example
 * const context = { auth: 'webhook', clientId: 'my_bot', facts: createFacts() } as const;
 * explain('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi' }, context).verdict; // 'exact'
 */
export function createFacts(): Facts {
  return {
    defaultBot: boundedMap(MOST),
    botOfCommand: boundedMap(MOST),
    commandOfName: boundedMap(MOST),
    dialogOfMessage: boundedMap(MOST),
    handlerOf: boundedMap(MOST),
    formatOf: boundedMap(MOST),
    botOfCode: boundedMap(MOST),
    wasThere: boundedMap(MOST),
  };
}

/** Of each kind, so that a process that lives for months does not grow. */
const MOST = 10_000;
