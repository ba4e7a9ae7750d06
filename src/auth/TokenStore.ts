import type { Pair } from './pair';

/** What may be done to a store while nobody else may renew. */
export interface StoreAccess {
  /** The newest pair, or undefined while there is none. */
  read(): Promise<Pair | undefined>;
  /** Replaces the pair; resolves once it would survive a crash. */
  write(pair: Pair): Promise<void>;
  /**
   * What is written is there for others at once, also if the work fails later. Leave it out where `exclusive` is a transaction:
   * then the word that a process leaves before it spends a token gets a transaction of its own.
   */
  lasting?: boolean;
  /**
   * The holder of the lock before us went silent instead of giving it back. It may be frozen with a new pair in its hand, so a
   * refresh token that turns out spent does not mean a reinstallation yet. Leave it out where the store cannot tell.
   */
  takenOver?: boolean;
  /**
   * False once somebody else has taken the lock over, because we were silent ourselves (frozen, or busy for too long). Then no
   * token is spent any more. Leave it out where the lock can not be lost.
   */
  isMine?(): Promise<boolean>;
}

/**
 * Holds the newest pair of one portal for all processes that call it. On SQL `read` is a SELECT, and `exclusive` a transaction
 * around `SELECT … FOR UPDATE` whose UPDATE is `write`. The pair is a plain JSON object; keep all of its keys.
 */
export interface TokenStore {
  /** The newest pair, or undefined while there is none. */
  read(): Promise<Pair | undefined>;
  /** Runs `work` while no other process runs its own, and resolves to its result. Released even when `work` throws. */
  exclusive<T>(work: (access: StoreAccess) => Promise<T>): Promise<T>;
}
