import type { EventIdentity } from './eventIdentity';

/** Knows an event that comes in both generations as one. */
export interface EventTwins {
  /**
   * Whether the event is to be handled: its twin of the other generation did not come, or was not handled; a twin that is in
   * work is waited for. What is handed out must be told how the handling ended.
   *
   * @returns `handled` where the twin was
   */
  meet(event: EventIdentity): Promise<'handled' | ((handled: boolean) => void)>;
  /** The same without waiting: undefined where no twin came, so that it is the first. */
  first(event: EventIdentity): ((handled: boolean) => void) | undefined;
}

/** Events of each generation kept in mind; the oldest go first. */
const MOST = 10_000;
/** Seconds between the two forms of an event that may happen again. */
const WINDOW = 60;

interface Met {
  readonly generation: 'v1' | 'v2';
  readonly at: number | undefined;
  readonly ended: Promise<boolean>;
  paired: boolean;
}

/** @param shared the handlers that stand behind several readers: these know the same twins */
export function eventTwins(shared?: object): EventTwins {
  const known = shared === undefined ? undefined : ofHandlers.get(shared);
  if (known !== undefined) return known;
  const made = createTwins();
  if (shared !== undefined) ofHandlers.set(shared, made);
  return made;
}

const ofHandlers = new WeakMap<object, EventTwins>();

function createTwins(): EventTwins {
  /** By key, oldest first. */
  const met = new Map<string, Met[]>();

  function twinOf({ generation, isUnique, at }: EventIdentity, key: string): Met | undefined {
    return met.get(key)?.find((one) => {
      if (one.generation === generation) return false;
      if (isUnique) return true;
      return !one.paired && (one.at === undefined || at === undefined || Math.abs(one.at - at) <= WINDOW);
    });
  }

  function remember({ generation, keys, at }: EventIdentity): (handled: boolean) => void {
    let end: (handled: boolean) => void = () => {};
    const ended = new Promise<boolean>((resolve) => {
      end = resolve;
    });
    const one: Met = { generation, at, ended, paired: false };
    for (const key of keys) {
      const same = met.get(key) ?? [];
      // Last in order again, and no longer than it can be of use.
      met.delete(key);
      met.set(key, [...same.slice(-9), one]);
    }
    for (const oldest of met.keys()) {
      if (met.size <= MOST) break;
      met.delete(oldest);
    }
    return end;
  }

  return {
    first(event) {
      return event.keys.some((key) => twinOf(event, key) !== undefined) ? undefined : remember(event);
    },
    async meet(event) {
      const twins = event.keys.map((key) => twinOf(event, key));
      // Before anything is waited for, or a twin that comes meanwhile does not find it.
      if (twins.every((twin) => twin === undefined)) return remember(event);
      for (const twin of twins) if (twin !== undefined) twin.paired = true;
      // Of an event for several bots, each has to have come.
      const handled = await Promise.all(twins.map((twin) => twin?.ended ?? false));
      return handled.every(Boolean) ? 'handled' : remember(event);
    },
  };
}
