import type { RegisteredHandler } from './HandlerPages';

/**
 * Handlers by name, the one that was used longest ago first. There is no end of them where a bot names ever new ones: it loses its own
 * oldest then, and another bot its only where all together are too many.
 */
export interface HandlerShelf {
  get(name: string): RegisteredHandler | undefined;
  /** Puts it last, whether it was there or not. */
  put(name: string, handler: RegisteredHandler): void;
  remove(name: string): void;
  entries(): Iterable<readonly [name: string, handler: RegisteredHandler]>;
}

/** How many are kept: of one owner, and in all. A bot has a handful, and one for each of its commands. */
export const MOST_HANDLERS = { ofOne: 2_000, inAll: 20_000 } as const;

export function createHandlerShelf(given: Iterable<readonly [string, RegisteredHandler]> = []): HandlerShelf {
  const shelf = new Map<string, RegisteredHandler>();
  const counts = new Map<string, number>();

  function remove(name: string): void {
    const handler = shelf.get(name);
    if (handler === undefined) return;
    shelf.delete(name);
    const owner = handlerOwner(handler);
    const count = (counts.get(owner) ?? 1) - 1;
    if (count > 0) counts.set(owner, count);
    else counts.delete(owner);
  }

  function put(name: string, handler: RegisteredHandler): void {
    remove(name);
    shelf.set(name, handler);
    const owner = handlerOwner(handler);
    const count = (counts.get(owner) ?? 0) + 1;
    counts.set(owner, count);
    if (count <= MOST_HANDLERS.ofOne && shelf.size <= MOST_HANDLERS.inAll) return;
    for (const [oldest, one] of shelf) {
      if (count > MOST_HANDLERS.ofOne && handlerOwner(one) !== owner) continue;
      remove(oldest);
      return;
    }
  }

  for (const [name, handler] of given) put(name, handler);
  return { get: (name) => shelf.get(name), put, remove, entries: () => shelf };
}

/** A bot on a webhook; of an application, which tells no name, the server. */
export function handlerOwner({ url, clientId }: RegisteredHandler): string {
  if (clientId !== undefined) return `bot ${clientId}`;
  return URL.canParse(url) ? new URL(url).origin : '';
}
