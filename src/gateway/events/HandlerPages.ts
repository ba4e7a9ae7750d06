/** An address that a bot named for its events. */
export interface RegisteredHandler {
  readonly url: string;
  /** The CLIENT_ID of a bot on a webhook, which v1 appends to the address. */
  readonly clientId?: string | undefined;
}

/** Where handlers are kept by name. */
export interface HandlerPages {
  find(name: string): Promise<RegisteredHandler | undefined>;
  /** Resolves when it would be found after a crash, or cannot be kept, which is told. */
  keep(name: string, handler: RegisteredHandler): Promise<void>;
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
