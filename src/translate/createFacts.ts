import { boundedMap } from './boundedMap';
import type { Facts } from './types';

/** An empty memory of one portal. Each of its parts holds the latest 10,000 entries. */
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
