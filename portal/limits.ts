import { systemFailure } from './systemFailure';

/** The leaky bucket of the portal: over it calls are refused with QUERY_LIMIT_EXCEEDED. */
export interface LimitOptions {
  /** How many calls may come at once. */
  burst: number;
  /** How fast the bucket empties. */
  perSecond: number;
}

const OPERATING_LIMIT = 480;
const OPERATING_WINDOW = 600;

/** The leaky bucket of the portal, and the operating time of each method. Both ask the portal's own clock. */
export function createLimits(now: () => number, options: LimitOptions | undefined) {
  let level = 0;
  let last = now();
  const cost = new Map<string, number>();
  const used = new Map<string, { seconds: number; resetAt: number }>();

  const windowOf = (method: string) => {
    const seconds = now() / 1000;
    const present = used.get(method);
    if (present && present.resetAt > seconds) return present;
    const fresh = { seconds: 0, resetAt: Math.floor(seconds) + OPERATING_WINDOW };
    used.set(method, fresh);
    return fresh;
  };

  return {
    /** Counts one request in; refuses when the bucket is full. */
    enter: (): void => {
      if (!options) return;
      const time = now();
      level = Math.max(0, level - ((time - last) / 1000) * options.perSecond);
      last = time;
      if (level + 1 > options.burst) throw systemFailure('QUERY_LIMIT_EXCEEDED');
      level += 1;
    },
    /** Refuses a method that has used up its operating time. */
    check: (method: string): void => {
      if (windowOf(method).seconds >= OPERATING_LIMIT) throw systemFailure('OPERATION_TIME_LIMIT');
    },
    spend: (method: string): void => {
      windowOf(method).seconds += cost.get(method) ?? 0;
    },
    operating: (method: string) => {
      const { seconds, resetAt } = windowOf(method);
      return { operating: seconds, resetAt };
    },
    setCost: (method: string, seconds: number): void => {
      cost.set(method, seconds);
    },
  };
}

export type Limits = ReturnType<typeof createLimits>;
