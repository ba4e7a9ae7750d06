import { isFields } from '../../values/structures';

/** A pair that somebody brought, and that is not in its store yet. */
export interface WaitingPair {
  readonly auth: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970, when it was brought. */
  readonly at: number;
  /** The refresh token of the pair that was held then, hashed. */
  readonly before?: string | undefined;
}

/** Keeps pairs that wait where the pair itself is kept. Nobody sends an installation twice. */
export interface WaitingPairs {
  /** The newest first. */
  list(): Promise<readonly WaitingPair[]>;
  /** Resolves when it would be there after a crash, or cannot be kept, which is told. */
  keep(pair: WaitingPair): Promise<void>;
  /** It is in its store, or will never be. @param token its access token */
  forget(token: unknown): Promise<void>;
}

/** How many are kept, the newest: strangers can post what they like. */
export const MOST_WAITING = 20;

export function isWaitingPair(value: unknown): value is WaitingPair {
  if (!isFields(value) || !isFields(value['auth'])) return false;
  const { at, before, auth } = value;
  const isNamed = before === undefined || typeof before === 'string';
  return isNamed && typeof at === 'number' && typeof auth['access_token'] === 'string';
}
