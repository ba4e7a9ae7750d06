import type { Clock } from '../../http/clock';
import type { Journal } from './Journal';
import type { Letter } from './Letter';

/** Brings letters to handlers: at least once, in order within a lane. */
export interface Post {
  /** Takes a letter that is in the journal already, or could not be brought there. */
  take(letter: Letter): void;
  /** Another gateway brings them: what has not begun is forgotten. */
  drop(): void;
  /** Letters that are not over. */
  waiting(): number;
  /** Nothing is begun any more; resolves when what is under way is over. The rest stays in the journal. */
  stop(): Promise<void>;
}

export interface PostOptions {
  readonly journal: Pick<Journal, 'failed' | 'over'>;
  readonly clock: Clock;
  /** Sends once. Resolves to nothing where the handler took it, else to why not. */
  readonly send: (letter: Letter) => Promise<string | undefined>;
  /** Keeps what no handler took. Rejects where it cannot. */
  readonly bury: (letter: Letter) => Promise<void>;
  readonly tell: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Milliseconds before each attempt. */
export const PAUSES = [0, 5_000, 30_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000];
const LONGEST = 36_000_000;

/**
 * Letters that one handler gets at once. After a restart thousands of dialogs may wait: a handler that takes a few at a time would
 * not come to most of them within its 15 s, and get those again.
 */
const MOST_AT_ONCE = 100;

/** Milliseconds. After a longer pause a letter goes as soon as its handler takes another one, once in each pause: it is back. */
const LONG = 30_000;

/** A lane is a handler and a dialog. */
function handlerOf(lane: string): string {
  return lane.split(' ')[0] ?? lane;
}

export function createPost({ journal, clock, send, bury, tell }: PostOptions): Post {
  const lanes = new Map<string, Letter[]>();
  const running = new Set<Promise<void>>();
  /** By lane: a pause of hours would keep a process that was told to end. */
  const pauses = new Map<string, () => void>();
  /** By handler and lane: what ends a long pause. */
  const wakes = new Map<string, Map<string, () => void>>();
  /** Attempts under way by handler, and those that wait until one is over. */
  const atOnce = new Map<string, number>();
  const queued = new Map<string, (() => void)[]>();
  let isStopped = false;

  /** @param isAgain the pause goes on after a try that came early */
  function next(lane: string, isAgain = false): void {
    const [letter] = lanes.get(lane) ?? [];
    if (letter === undefined) {
      lanes.delete(lane);
      return;
    }
    if (isStopped) return;
    const handler = handlerOf(lane);
    const begin = (isEarly: boolean): void => {
      pauses.get(lane)?.();
      pauses.delete(lane);
      wakes.get(handler)?.delete(lane);
      if (isStopped || lanes.get(lane)?.[0] !== letter) return;
      const count = atOnce.get(handler) ?? 0;
      if (count >= MOST_AT_ONCE) {
        const waiting = queued.get(handler) ?? [];
        waiting.push(() => begin(isEarly));
        queued.set(handler, waiting);
        return;
      }
      atOnce.set(handler, count + 1);
      const work = attempt(lane, letter, isEarly).finally(() => {
        running.delete(work);
        leave(handler);
      });
      running.add(work);
    };
    // By whichever clock that was written: another gateway's, or ours before it was set back.
    const ms = Math.min(letter.at - clock.now(), PAUSES[letter.attempts] ?? LONGEST);
    if (ms <= 0) {
      begin(false);
      return;
    }
    pauses.set(
      lane,
      clock.after(ms, () => begin(false)),
    );
    if (ms <= LONG || isAgain) return;
    const lanesOf = wakes.get(handler) ?? new Map<string, () => void>();
    wakes.set(
      handler,
      lanesOf.set(lane, () => begin(true)),
    );
  }

  /** A handler took a letter. */
  function wake(handler: string): void {
    const waiting = [...(wakes.get(handler)?.values() ?? [])];
    wakes.delete(handler);
    for (const begin of waiting) begin();
  }

  function leave(handler: string): void {
    atOnce.set(handler, (atOnce.get(handler) ?? 1) - 1);
    const waiting = queued.get(handler) ?? [];
    while (waiting.length > 0 && (atOnce.get(handler) ?? 0) < MOST_AT_ONCE) waiting.shift()?.();
  }

  async function attempt(lane: string, letter: Letter, isEarly: boolean): Promise<void> {
    const why = await send(letter).catch((error: unknown) => String(error));
    if (why === undefined) {
      await written(journal.over(letter.id));
      wake(handlerOf(lane));
    } else if (isEarly) {
      // It does not count: the attempts are there to last for hours.
      if (lanes.get(lane)?.[0] === letter) next(lane, true);
      return;
    } else {
      letter.attempts += 1;
      const pause = PAUSES[letter.attempts];
      tell(pause === undefined ? 'dead-letter' : 'undelivered', {
        id: letter.id,
        name: letter.event,
        attempts: letter.attempts,
        why,
      });
      if (pause !== undefined || !(await isBuried(letter))) {
        letter.at = clock.now() + (pause ?? LONGEST);
        await written(journal.failed(letter));
        if (lanes.get(lane)?.[0] === letter) next(lane);
        return;
      }
      await written(journal.over(letter.id));
    }
    const letters = lanes.get(lane);
    if (letters?.[0] !== letter) return;
    letters.shift();
    next(lane);
  }

  async function isBuried(letter: Letter): Promise<boolean> {
    try {
      await bury(letter);
      return true;
    } catch {
      return false;
    }
  }

  /** A note that is not on the disk costs a second delivery after a crash, and nothing before. */
  async function written(note: Promise<void>): Promise<void> {
    await note.catch((error: NodeJS.ErrnoException) => tell('journal', { code: error.code ?? error.message }));
  }

  function forgetPauses(): void {
    for (const callOff of pauses.values()) callOff();
    pauses.clear();
    wakes.clear();
  }

  return {
    take(letter) {
      const lane = lanes.get(letter.lane);
      if (lane !== undefined) {
        lane.push(letter);
        return;
      }
      lanes.set(letter.lane, [letter]);
      next(letter.lane);
    },
    drop() {
      lanes.clear();
      queued.clear();
      forgetPauses();
    },
    waiting: () => [...lanes.values()].reduce((sum, lane) => sum + lane.length, 0),
    async stop() {
      isStopped = true;
      forgetPauses();
      await Promise.all(running);
    },
  };
}
