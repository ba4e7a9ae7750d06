import { createHmac } from 'node:crypto';
import { boundedMap } from '../../translate/boundedMap';
import { MOST_HANDLERS } from './createHandlerShelf';
import type { HandlerPages, RegisteredHandler } from './HandlerPages';

/**
 * Addresses of handlers that bots registered, under the names by which the portal knows them. One counts from when the portal took
 * the call that named it: a stranger, whom the portal refuses, could otherwise make the gateway call whatever he likes.
 */
export interface HandlerBook {
  /** The name of a handler, new ones on trial. */
  nameOf(handler: RegisteredHandler): string;
  /** A call that names it goes out: were this process killed, the portal might have it. */
  begin(handler: RegisteredHandler): Promise<void>;
  /** What became of a call that named it: kept for good, where the portal took it. */
  settle(handler: RegisteredHandler, taken: boolean): Promise<void>;
  /** The handler of a name; of one on trial when that is over. */
  handlerOf(name: string): Promise<RegisteredHandler | undefined>;
}

interface Trial {
  /** Calls that name it and are not over. */
  open: number;
  readonly over: Promise<void>;
  readonly end: () => void;
}

/** The book is written seldom: when a bot registers an address that is new. */
export function createHandlerBook(pages: HandlerPages): HandlerBook {
  const trials = new Map<string, Trial>();
  const known = boundedMap<string, RegisteredHandler>(MOST_HANDLERS.inAll);
  const named = (handler: RegisteredHandler): string => nameOf(handler, pages.secret());
  return {
    nameOf(handler) {
      const name = named(handler);
      if (known.has(name)) {
        pages.used(name, handler);
        return name;
      }
      const trial = trials.get(name) ?? begun();
      trial.open += 1;
      trials.set(name, trial);
      return name;
    },
    async begin(handler) {
      const name = named(handler);
      if (!known.has(name)) await pages.try(name, handler);
    },
    async settle(handler, taken) {
      const name = named(handler);
      const trial = trials.get(name);
      if (trial === undefined) return;
      trial.open -= 1;
      if (taken) known.set(name, handler);
      if (!taken && trial.open > 0) return;
      if (taken) await pages.keep(name, handler);
      // Before it is forgotten: whoever names it meanwhile begins anew.
      trials.delete(name);
      if (!taken && !known.has(name)) await pages.forget(name);
      trial.end();
    },
    async handlerOf(name) {
      await trials.get(name)?.over;
      const handler = known.get(name) ?? (await pages.find(name));
      if (handler === undefined) return undefined;
      known.set(name, handler);
      pages.used(name, handler);
      return handler;
    },
  };
}

function begun(): Trial {
  let end: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { open: 0, over, end };
}

/**
 * One address may serve bots of several CLIENT_IDs. Whoever names an address cannot tell what the gateway calls it: one that was on trial
 * when the process was killed is found from then on, and the portal may have refused it.
 */
function nameOf({ url, clientId }: RegisteredHandler, secret: string): string {
  const text = clientId === undefined ? url : `${url} ${clientId}`;
  return `h-${createHmac('sha256', secret).update(text).digest('hex').slice(0, 20)}`;
}
