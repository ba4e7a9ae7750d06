import type { SeenStore } from './memorySeen';
import { pause } from './pause';
import { within } from './within';

/** Who handles an event: this delivery, nobody since it is handled, or somebody else who has not come to an end. */
type Claim = 'mine' | 'done' | 'busy';

/** Makes sure that of several deliveries of one event one is handled, and that a failure leaves it to another. */
export interface Claims {
  /**
   * Waits for whoever handles the event now. After `mine`, `settle` must be called.
   *
   * @param cover what handling this event also covers: the message of a command
   */
  take(key: string, cover?: string): Promise<Claim>;
  settle(key: string, handled: boolean, cover?: string): Promise<void>;
  /** Covered by a claim, also by one of this process that has yet to end well. */
  covered(cover: string): Promise<boolean>;
  /** Notes that a claim which covers this is about to come. */
  announce(cover: string): Promise<void>;
}

/** Milliseconds for one question to the store, between two looks at another process's claim, and for all of them. */
const TIME = { question: 5_000, look: 250, others: 10_000 } as const;

type Tell = (error: unknown) => Promise<void>;

/**
 * The claims of one reader of deliveries; the function given for an event is told when the store fails.
 *
 * @param seen the events handled; beside each key that is handled it holds `in-work|<key>` of those that are being handled.
 * When it fails the event is handled, for twice is better than never
 * @param takeOver the claim of another process that comes to no end is that of one that is gone (a queue has one reader)
 */
export function createClaims(seen: SeenStore, takeOver: boolean): (tell: Tell) => Claims {
  const running: Running = new Map();
  return (tell) => claimsOf({ seen, takeOver, running, tell });
}

type Running = Map<string, { cover: string | undefined; ended: Promise<boolean>; end: (handled: boolean) => void }>;

interface ClaimParts {
  seen: SeenStore;
  takeOver: boolean;
  running: Running;
  tell: Tell;
}

function claimsOf({ seen, takeOver, running, tell }: ClaimParts): Claims {
  async function ask<Value>(otherwise: Value, question: () => Value | PromiseLike<Value>): Promise<Value> {
    try {
      return await within(TIME.question, 'the store of seen events', question);
    } catch (error) {
      await tell(error);
      return otherwise;
    }
  }

  async function claimInStore(key: string): Promise<Claim> {
    for (let waited = 0; ; waited += TIME.look) {
      if (await ask(false, () => seen.has(key))) return 'done';
      if (await ask(true, () => seen.add(inWork(key)))) {
        // Between the two questions the other may have come to its end.
        return (await ask(false, () => seen.has(key))) ? finish(key) : 'mine';
      }
      if (waited >= TIME.others) return takeOver ? 'mine' : 'busy';
      await pause(TIME.look);
    }
  }

  async function finish(key: string): Promise<Claim> {
    await ask(undefined, () => remove(inWork(key)));
    return 'done';
  }

  async function remove(key: string): Promise<undefined> {
    await seen.delete(key);
    return undefined;
  }

  function end(key: string, handled: boolean): void {
    const mine = running.get(key);
    running.delete(key);
    mine?.end(handled);
  }

  return {
    async take(key, cover) {
      for (let other = running.get(key); other !== undefined; other = running.get(key)) {
        if (await other.ended) return 'done';
      }
      running.set(key, { cover, ...deferred() });
      const claim = await claimInStore(key);
      if (claim === 'mine' && cover !== undefined) await ask(true, () => seen.add(cover));
      if (claim !== 'mine') end(key, claim === 'done');
      return claim;
    },
    async settle(key, handled, cover) {
      if (handled) await ask(true, () => seen.add(key));
      else if (cover !== undefined) await ask(undefined, () => remove(cover));
      await ask(undefined, () => remove(inWork(key)));
      end(key, handled);
    },
    async covered(cover) {
      const other = [...running.values()].find((one) => one.cover === cover);
      if (other !== undefined) return other.ended;
      return ask(false, () => seen.has(cover));
    },
    announce: async (cover) => {
      await ask(true, () => seen.add(cover));
    },
  };
}

function inWork(key: string): string {
  return `in-work|${key}`;
}

function deferred(): { ended: Promise<boolean>; end: (handled: boolean) => void } {
  let end: (handled: boolean) => void = () => {};
  const ended = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}
