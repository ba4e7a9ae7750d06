import { randomUUID } from 'node:crypto';
import { parseObject } from '../http/parseObject';
import { authError } from './authError';
import type { Pair } from './pair';
import { readPair } from './pair';
import type { TokenStore } from './TokenStore';
import { watchBeat } from './watchBeat';

/** One text that all processes see: a column of a row, a key, a document. Each function is one short statement. */
export interface LeaseCell {
  /** The text as it is now, or undefined (or null) while there is none. Never from a replica or a cache. */
  read(): string | null | undefined | PromiseLike<string | null | undefined>;
  /**
   * Makes it `next` if it is still exactly `before` (undefined: if there is none yet), in one step that no other process can
   * come between. Resolves to whether it did so.
   */
  replace(before: string | undefined, next: string): boolean | PromiseLike<boolean>;
}

/** What `leaseTokenStore` may be told. */
export interface LeaseTokenStoreOptions {
  /** Milliseconds without a sign of life after which the lease of a process is taken over. The same for all. Default 10 000. */
  leaseMs?: number;
}

const BEATS = 5;
const POLL = 20;
const LONGEST_POLL = 500;

/**
 * A token store on anything that can replace a text by compare and set: SQLite, Prisma, a REST database. It needs no
 * transaction and no lock of the database: who renews writes a lease beside the pair and renews it five times in `leaseMs`; one
 * who no longer does so is taken over, by the clock of those who wait, and cannot write any more. The column has to be text:
 * `jsonb` respells what it stores.
 * @throws ImbotError CONFIG, when read, for a text that is not a pair; it is left as it is
 * @example
 * // better-sqlite3; create table tokens (key text primary key, pair text)
 * const store = leaseTokenStore({
 *   read: () => db.prepare('select pair from tokens where key = ?').pluck().get(key),
 *   replace: (before, next) =>
 *     before === undefined
 *       ? db.prepare('insert into tokens values (?, ?) on conflict do nothing').run(key, next).changes === 1
 *       : db.prepare('update tokens set pair = ? where key = ? and pair = ?').run(next, key, before).changes === 1,
 * });
 */
export function leaseTokenStore(cell: LeaseCell, { leaseMs = 10_000 }: LeaseTokenStoreOptions = {}): TokenStore {
  async function readText(): Promise<string | undefined> {
    return (await cell.read()) ?? undefined;
  }

  /** A replacement whose answer got lost may have been done. */
  async function swap(before: string | undefined, next: string): Promise<boolean> {
    try {
      if (await cell.replace(before, next)) return true;
    } catch (error) {
      if ((await readText()) !== next) throw error;
      return true;
    }
    return (await readText()) === next;
  }

  async function acquire(by: string): Promise<{ text: string; takenOver: boolean }> {
    const isGone = watchBeat(leaseMs);
    for (let pause = POLL; ; pause = Math.min(pause * 1.2, LONGEST_POLL)) {
      const before = await readText();
      const { fields, lease } = parse(before);
      // Something else that is kept there gets no lease written into it.
      pairIn(fields);
      const takenOver = lease !== undefined;
      if (!takenOver || isGone(before ?? '')) {
        const text = spell(fields, { by, beat: 0 });
        if (await swap(before, text)) return { text, takenOver };
      }
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }

  return {
    read: async () => pairIn(parse(await readText()).fields),
    async exclusive(work) {
      const by = randomUUID();
      const acquired = await acquire(by);
      let { text } = acquired;
      let beat = 0;
      let last: Promise<unknown> = Promise.resolve();
      /** Changes follow each other, so that each knows the text that it replaces. */
      const change = (next: (now: Fields) => string): Promise<void> => {
        const mine = last.then(async () => {
          const wanted = next(parse(text).fields);
          if (!(await swap(text, wanted))) {
            // Where an answer got lost, and the look at what became of it too, our own text stands there: nobody else writes it.
            const found = await readText();
            if (found === undefined || holder(parse(found).lease) !== by || !(await swap(found, wanted)))
              throw new Error('the lease went to another process');
          }
          text = wanted;
        });
        last = mine.catch(() => {});
        return mine;
      };
      const timer = setInterval(() => {
        change((now) => spell(now, { by, beat: ++beat })).catch(() => {});
      }, leaseMs / BEATS);
      if (typeof timer === 'object') timer.unref();
      try {
        return await work({
          lasting: true,
          takenOver: acquired.takenOver,
          isMine: async () => holder(parse(await readText()).lease) === by,
          read: async () => pairIn(parse(await readText()).fields),
          write: (pair) => change(() => spell(pair, { by, beat: ++beat })),
        });
      } finally {
        clearInterval(timer);
        await change((now) => spell(now)).catch(() => {});
      }
    },
  };
}

type Fields = Record<string, unknown>;
interface Lease {
  by: string;
  beat: number;
}

/** Beside the fields of the pair: whoever reads the text by itself finds the pair as Bitrix24 spells it. */
const LEASE = 'imbot_compat_lease';

function parse(text: string | undefined): { fields: Fields; lease: unknown } {
  if (text === undefined) return { fields: {}, lease: undefined };
  const value = parseObject(text);
  if (value === undefined) throw authError('CONFIG', 'the text of leaseTokenStore holds no pair. It is left as it is');
  const { [LEASE]: lease, ...fields } = value;
  return { fields, lease };
}

function holder(lease: unknown): unknown {
  return typeof lease === 'object' && lease !== null && 'by' in lease ? lease.by : undefined;
}

function spell(fields: Fields, lease?: Lease): string {
  return JSON.stringify(lease === undefined ? fields : { ...fields, [LEASE]: lease });
}

function pairIn(fields: Fields): Pair | undefined {
  return Object.keys(fields).length === 0 ? undefined : readPair(fields, 0, 'the text of leaseTokenStore').pair;
}
