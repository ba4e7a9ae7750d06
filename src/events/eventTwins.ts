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

/** Events kept in mind; the oldest go first. */
const MOST = 10_000;
/**
 * Seconds between the two forms of an event that may happen again. Both are told by the portal's clock at once: a second press
 * of a button, told in the other generation since the bot was moved in between, is no twin.
 */
const WINDOW = 5;

interface Met {
  readonly generation: 'v1' | 'v2';
  readonly at: number | undefined;
  readonly ended: Promise<boolean>;
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
  /** By key, oldest first; of those that may happen again, the ones that have no twin yet. */
  const met = new Map<string, Met[]>();
  let count = 0;

  function twinOf({ generation, isUnique, at }: EventIdentity, key: string): Met | undefined {
    return met.get(key)?.find((one) => {
      if (one.generation === generation) return false;
      return isUnique || one.at === undefined || at === undefined || Math.abs(one.at - at) <= WINDOW;
    });
  }

  function forget(key: string, gone: Met | undefined): void {
    const all = met.get(key) ?? [];
    const left = all.filter((one) => one !== gone);
    count -= all.length - left.length;
    if (left.length === 0) met.delete(key);
    else met.set(key, left);
  }

  function remember({ generation, isUnique, keys, at }: EventIdentity): (handled: boolean) => void {
    let end: (handled: boolean) => void = () => {};
    const ended = new Promise<boolean>((resolve) => {
      end = resolve;
    });
    const one: Met = { generation, at, ended };
    for (const key of keys) {
      // One that happens once needs no second of its own generation.
      const same = isUnique ? [] : (met.get(key) ?? []);
      // Last in order again.
      count += 1 + same.length - (met.get(key)?.length ?? 0);
      met.delete(key);
      met.set(key, [...same, one]);
    }
    for (const [key, [oldest]] of met) {
      if (count <= MOST) break;
      forget(key, oldest);
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
      if (!event.isUnique) for (const [index, key] of event.keys.entries()) forget(key, twins[index]);
      // Of an event for several bots, each has to have come.
      const handled = await Promise.all(twins.map((twin) => twin?.ended ?? false));
      return handled.every(Boolean) ? 'handled' : remember(event);
    },
  };
}
