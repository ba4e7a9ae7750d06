import type { Via } from '../engine/types';
import { ImbotError } from '../errors/ImbotError';
import { CODE_TEXTS, OUTCOME_TEXTS } from '../errors/texts';
import type { Clock } from '../http/clock';

/** The way of one call whose `timeout` (ms, 0: none) holds for all of its requests together. */
export function withinTime(via: Via, timeout: number, clock: Clock): Via {
  if (timeout <= 0) return via;
  const until = clock.now() + timeout;
  return {
    // No async function: every call passes here, and a layer of promises costs as much as a small translation.
    send(method, params, options) {
      const left = until - clock.now();
      if (left <= 0) return Promise.reject(timeIsUp(options.as ?? method));
      return via.send(method, params, { ...options, timeout: Math.min(options.timeout ?? left, left) });
    },
    get portal() {
      return via.portal;
    },
  };
}

function timeIsUp(method: string): ImbotError {
  const message = `${method}: TIMEOUT (${CODE_TEXTS['TIMEOUT']}). ${OUTCOME_TEXTS.refused}`;
  return new ImbotError({ code: 'TIMEOUT', method, outcome: 'refused', message });
}
