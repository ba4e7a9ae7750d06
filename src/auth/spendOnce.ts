import { ImbotError } from '../errors/ImbotError';
import { processState } from '../http/processState';
import type { Pair } from './pair';
import { type SpendOptions, spend } from './spend';
import type { AuthIo } from './types';

/** Renewals of a process that later 401s and other clients may still ask for. */
const REMEMBERED = 500;

/**
 * Spends a refresh token unless somebody in this process has spent it or is spending it: then that renewal is shared. A token
 * that turned out dead is remembered as such; any other failure is forgotten, so that it can be tried again.
 * @param key names the token, its application and its server
 */
export async function spendOnce(
  key: string,
  pair: Pair,
  options: SpendOptions,
  io: AuthIo,
): Promise<{ next: Pair; reused: boolean }> {
  const renewals = sharedRenewals();
  const known = renewals.get(key);
  if (known !== undefined) return { next: await known, reused: true };
  const mine = spend(pair, options, io);
  renewals.set(key, mine);
  mine.catch((error: unknown) => {
    if (!(error instanceof ImbotError) || error.code !== 'REINSTALL') renewals.delete(key);
  });
  for (const oldest of renewals.keys()) {
    if (renewals.size <= REMEMBERED) break;
    renewals.delete(oldest);
  }
  return { next: await mine, reused: false };
}

/** Spent refresh token (hashed) → the renewal that spent it, under way or finished; of all copies of this package in the process. */
export function sharedRenewals(): Map<string, Promise<Pair>> {
  return processState('renewals', () => new Map<string, Promise<Pair>>());
}
