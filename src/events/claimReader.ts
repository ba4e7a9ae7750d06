import { configError } from '../errors/callError';
import { processState } from '../http/processState';
import { EVENT_GET } from '../map/v2Names';
import type { EventClient } from './types';

interface Readers {
  claimed: Set<string>;
  /** Clients that do not name their portal are told apart by identity. */
  clients: WeakMap<object, number>;
  count: number;
}

/**
 * Claims a bot's queue for one reader of this process, ESM and CommonJS copies included. Two readers would confirm each
 * other's events away.
 *
 * @returns the release
 */
export function claimReader(imbot: EventClient, botId: number): () => void {
  const readers = sharedReaders();
  const key = `${portalOf(imbot, readers)}|${botId}`;
  if (readers.claimed.has(key)) {
    throw configError(
      EVENT_GET,
      `bot ${botId} is being polled in this process already. Two readers of one queue lose events: stop the other first.`,
    );
  }
  readers.claimed.add(key);
  return () => {
    readers.claimed.delete(key);
  };
}

function portalOf(imbot: EventClient, readers: Readers): string {
  const named = imbot.portalKey?.();
  if (named !== undefined) return named;
  const known = readers.clients.get(imbot) ?? readers.count + 1;
  readers.clients.set(imbot, known);
  readers.count = Math.max(readers.count, known);
  return `client ${known}`;
}

function sharedReaders(): Readers {
  return processState('readers', () => ({
    claimed: new Set<string>(),
    clients: new WeakMap<object, number>(),
    count: 0,
  }));
}
