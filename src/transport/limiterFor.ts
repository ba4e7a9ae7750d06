import type { Clock } from '../http/clock';
import { systemClock } from '../http/clock';
import { processState } from '../http/processState';
import type { Limiter, LimiterRates } from './createLimiter';
import { createLimiter } from './createLimiter';

/** `'standard'` is 50 calls at once and 2 per second, `'enterprise'` 250 and 5; `false` leaves it to the caller. */
export type Limits = 'standard' | 'enterprise' | LimiterRates | Limiter | false;

/** Source: limits.md of the REST documentation. */
export const RATES = { standard: { burst: 50, perSecond: 2 }, enterprise: { burst: 250, perSecond: 5 } };

/** The limiter behind an option; all clients of a process with the same rates share one. */
export function limiterFor(limits: Limits, clock: Clock): Limiter | undefined {
  if (limits === false) return undefined;
  if (typeof limits === 'object' && 'take' in limits) return limits;
  const rates = typeof limits === 'string' ? RATES[limits] : limits;
  const limiters = clock === systemClock ? sharedLimiters() : limitersOf(clock);
  const key = `${rates.burst}/${rates.perSecond}`;
  let limiter = limiters.get(key);
  if (limiter === undefined) {
    limiter = createLimiter(rates, clock);
    limiters.set(key, limiter);
  }
  return limiter;
}

/** By rates: every client of the process with the same rates fills the same buckets. */
export function sharedLimiters(): Map<string, Limiter> {
  return processState('limiters', () => new Map<string, Limiter>());
}

/** Time that somebody made up is shared by those who were given the same clock. */
const byClock = new WeakMap<Clock, Map<string, Limiter>>();

function limitersOf(clock: Clock): Map<string, Limiter> {
  const known = byClock.get(clock) ?? new Map<string, Limiter>();
  byClock.set(clock, known);
  return known;
}
