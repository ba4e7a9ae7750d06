import { systemClock } from '../http/clock';
import { inTime } from '../http/inTime';

/** Starts a call with its body: at once where that is there, and otherwise behind those that were asked for before. */
export type InTurn = (body: unknown, start: Start) => Promise<Response>;

type Start = (body: unknown, isAtOnce: boolean) => Promise<Response>;

/**
 * Lets calls start in the order in which they were asked for, though the bodies of some have to be read first. A body that
 * takes longer than two seconds holds nobody else back.
 */
export function createTurns(): InTurn {
  let last: Promise<unknown> | undefined;

  return (body, start) => {
    if (last === undefined && !(body instanceof Promise)) return start(body, true);
    const before = last;
    let begun = (): void => {};
    const mine = new Promise<void>((resolve) => {
      begun = resolve;
    });
    last = inTime(mine, PATIENCE, systemClock, '').catch(() => {});
    const own = last;
    void own.then(() => {
      if (last === own) last = undefined;
    });
    return (async () => {
      try {
        const read = await body;
        await before;
        return start(read, false);
      } finally {
        begun();
      }
    })();
  };
}

const PATIENCE = 2_000;
