import type { Clock } from '../../src/http/clock';

/** Time that moves only when told to. */
export function manualClock(start = 1_800_000_000_000) {
  let now = start;
  const timers = new Map<number, { at: number; then: () => void }>();
  let id = 0;
  const clock: Clock & { advance(ms: number): Promise<void>; pending(): number } = {
    now: () => now,
    random: () => 0.5,
    after(ms, then) {
      const mine = ++id;
      timers.set(mine, { at: now + ms, then });
      return () => void timers.delete(mine);
    },
    pending: () => timers.size,
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at);
        if (next === undefined) break;
        timers.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].then();
        await settle();
      }
      now = end;
      await settle();
    },
  };
  return clock;
}

/** How long calls of these tests may take, and how long a renewal may: nothing else lasts exactly as long. */
export const CALL_TIMEOUT = 400_001;
const HELD = [30_000, CALL_TIMEOUT];

/** Pauses pass at once (time jumps ahead by them); time-outs never fire. */
export function jumpingClock() {
  let now = Date.now();
  const pauses: number[] = [];
  const clock: Clock & { pauses: number[] } = {
    pauses,
    now: () => now,
    random: () => 0.5,
    after(ms, then) {
      if (HELD.includes(ms)) return () => {};
      let off = false;
      setImmediate(() => {
        if (off) return;
        pauses.push(ms);
        now += ms;
        then();
      });
      return () => {
        off = true;
      };
    },
  };
  return clock;
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
