import { processState } from '../http/processState';
import type { Overtaken } from './mayRepeat';

/** Calls of one target that are not over, in the order in which they came. */
interface TargetState {
  last: number;
  pending: Set<number>;
  /** The latest that ran or may have run. */
  ran: number;
}

/** The place of one call among those that set the same things. */
export interface Turn {
  overtaken(): Overtaken;
  /** The call is over. */
  leave(mayHaveRun: boolean): void;
}

/**
 * Takes a call's place among the calls of its targets, in the whole process: two clients, and the v1 and the v2 name of a
 * method, share a target. What no call waits for is forgotten.
 *
 * @param origin of the portal
 * @param targets keys of what the call sets, `message:5`
 */
export function enterTargets(origin: string, targets: readonly string[]): Turn {
  const states = sharedTargets();
  const entered = targets.map((target) => {
    const key = `${origin} ${target}`;
    const state = states.get(key) ?? { last: 0, pending: new Set<number>(), ran: 0 };
    states.set(key, state);
    const turn = ++state.last;
    state.pending.add(turn);
    return { key, state, turn };
  });
  return {
    overtaken() {
      if (entered.some(({ state, turn }) => state.ran > turn)) return 'surely';
      return entered.some(({ state, turn }) => latest(state.pending) > turn) ? 'perhaps' : 'no';
    },
    leave(mayHaveRun) {
      for (const { key, state, turn } of entered) {
        state.pending.delete(turn);
        if (mayHaveRun) state.ran = Math.max(state.ran, turn);
        if (state.pending.size === 0) states.delete(key);
      }
    },
  };
}

/** Calls under way in the whole process, by what they set. */
export function sharedTargets(): Map<string, TargetState> {
  return processState('targets', () => new Map<string, TargetState>());
}

function latest(pending: ReadonlySet<number>): number {
  let last = 0;
  for (const turn of pending) if (turn > last) last = turn;
  return last;
}
