import { systemClock } from '../http/clock';
import { inTime } from '../http/inTime';
import { onAbort } from '../http/onAbort';

/**
 * Starts a call with its body: at once where that is there, and otherwise behind those that were asked for before. One that is
 * given up meanwhile, or whose body cannot be read, starts without a body: it will fail by itself.
 */
export type InTurn = (
  portal: string,
  body: unknown,
  signal: AbortSignal | undefined,
  start: Start,
) => Promise<Response>;

type Start = (read: Read) => Promise<Response>;

type Read = { readonly body: unknown; readonly isAtOnce: boolean } | undefined;

/**
 * Lets calls for a portal start in the order in which they were asked for, though the bodies of some have to be read first. A body that
 * takes longer than two seconds holds nobody else back.
 */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();

  return (portal, body, signal, start) => {
    const before = last.get(portal);
    if (before === undefined && !(body instanceof Promise)) return start({ body, isAtOnce: true });
    let begun = (): void => {};
    const mine = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const own = inTime(mine, PATIENCE, systemClock, '').catch(() => {});
    last.set(portal, own);
    void own.then(() => {
      if (last.get(portal) === own) last.delete(portal);
    });
    return (async () => {
      try {
        const read = await unlessGivenUp(ready(body, before), signal);
        // The next one waits for its start and not for its answer.
        return start(read);
      } finally {
        begun();
      }
    })();
  };
}

async function ready(given: unknown, before: Promise<unknown> | undefined): Promise<Read> {
  try {
    const body = await given;
    await before;
    return { body, isAtOnce: false };
  } catch {
    return undefined;
  }
}

function unlessGivenUp(work: Promise<Read>, signal: AbortSignal | undefined): Promise<Read> {
  if (signal === undefined) return work;
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const callOff = onAbort(signal, () => resolve(undefined));
    void work.then((read) => {
      callOff();
      resolve(read);
    });
  });
}

const PATIENCE = 2_000;
