/** An address that a bot named for its events. */
export interface RegisteredHandler {
  readonly url: string;
  /** The CLIENT_ID of a bot on a webhook, which v1 appends to the address. */
  readonly clientId?: string | undefined;
}

/** Where handlers are kept by name. */
export interface HandlerPages {
  /** Resolves when what is kept is known, or cannot be. */
  readonly ready: Promise<void>;
  /** What names are made with, so that only the portal knows them. One for all who share the pages. */
  secret(): string;
  /** Where another process waits for the portal's answer, waits with it. */
  find(name: string): Promise<RegisteredHandler | undefined>;
  /** The portal is about to be given it. After a crash it is found: the portal may have taken it. Before, nobody finds it. */
  try(name: string, handler: RegisteredHandler): Promise<void>;
  /** The portal did not take it. */
  forget(name: string): Promise<void>;
  /** Resolves when it would be found after a crash, or cannot be kept, which is told. */
  keep(name: string, handler: RegisteredHandler): Promise<void>;
  /** It was named again, or an event came for it: of what is too much, what was used longest ago goes first. */
  used(name: string, handler: RegisteredHandler): void;
  /** What could not be kept yet has its last chance, and is told otherwise. */
  close(): Promise<void>;
}

export function handlerIn(value: unknown): RegisteredHandler | undefined {
  if (typeof value === 'string') return { url: value };
  if (typeof value !== 'object' || value === null || !('url' in value) || typeof value.url !== 'string')
    return undefined;
  const clientId = 'clientId' in value ? value.clientId : undefined;
  return { url: value.url, ...(typeof clientId === 'string' ? { clientId } : {}) };
}
