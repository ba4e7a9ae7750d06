import { describe, expect, it } from 'vitest';
import { type LeaseCell, leaseTokenStore } from '../../src/auth/leaseTokenStore';

const pair = (n: number) => ({ access_token: `a${n}`, refresh_token: `r${n}`, member_id: 'm' });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A REST database of one text: an answer takes its time and may get lost, before or after the statement has run. */
function database(fate: () => 'well' | 'before' | 'after' = () => 'well') {
  const db = { text: undefined as string | undefined };
  async function ask<T>(statement: () => T): Promise<T> {
    await wait(2);
    const ends = fate();
    if (ends === 'before') throw new Error('connect ECONNREFUSED');
    const result = statement();
    await wait(2);
    if (ends === 'after') throw new Error('socket hang up');
    return result;
  }
  const cell: LeaseCell = {
    read: () => ask(() => db.text),
    replace: (before, next) =>
      ask(() => {
        if (db.text !== before) return false;
        db.text = next;
        return true;
      }),
  };
  return { db, cell };
}

describe('leaseTokenStore', () => {
  it('is empty at first, and keeps the pair as Bitrix24 spells it', async () => {
    const { db, cell } = database();
    const store = leaseTokenStore(cell);
    expect(await store.read()).toBeUndefined();
    await store.exclusive(async (access) => {
      expect(await access.read()).toBeUndefined();
      await access.write(pair(1));
      expect(await access.isMine?.()).toBe(true);
      expect(access.takenOver).toBe(false);
    });
    expect(JSON.parse(db.text ?? '')).toEqual(pair(1));
    expect(await store.read()).toEqual(pair(1));
  });

  it('a beat whose answer is lost, and the look at what became of it too, does not lose the lease', async () => {
    let lost = 0;
    const { db, cell } = database(() => (lost-- > 0 ? 'after' : 'well'));
    const store = leaseTokenStore(cell, { leaseMs: 200 });
    await store.exclusive(async (access) => {
      const before = db.text;
      lost = 2;
      while (db.text === before || lost > 0) await wait(1);
      await wait(20);
      await access.write(pair(1));
    });
    expect(JSON.parse(db.text ?? '')).toEqual(pair(1));
  });

  it('one that was silent for too long is taken over, and writes nothing', async () => {
    const { db, cell } = database();
    const frozen: LeaseCell = { read: cell.read, replace: async (...given) => isFrozen || cell.replace(...given) };
    let isFrozen = false;
    let wake = () => {};
    const first = leaseTokenStore(frozen, { leaseMs: 200 }).exclusive(async (access) => {
      isFrozen = true;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      isFrozen = false;
      expect(await access.isMine?.()).toBe(false);
      await access.write(pair(1));
    });
    const refused = first.catch(String);
    while (!isFrozen) await wait(1);
    await leaseTokenStore(cell, { leaseMs: 200 }).exclusive(async (access) => {
      expect(access.takenOver).toBe(true);
      wake();
      expect(await refused).toMatch(/went to another process/);
      await access.write(pair(2));
    });
    expect(JSON.parse(db.text ?? '')).toEqual(pair(2));
  });

  it('one at a time, and every pair that was written is kept, on a database that loses a third of its answers', async () => {
    let state = 7;
    const chance = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const { db, cell } = database(() => {
      const c = chance();
      if (c < 0.17) return 'before';
      return c < 0.34 ? 'after' : 'well';
    });
    let inside = 0;
    let written = 0;
    let turns = 0;
    const seen: number[] = [];
    async function worker(): Promise<void> {
      const store = leaseTokenStore(cell, { leaseMs: 200 });
      while (turns < 12) {
        await store
          .exclusive(async (access) => {
            inside++;
            try {
              seen.push(inside);
              const stored = await access.read();
              expect(Number(stored?.access_token.slice(1) ?? 0)).toBeGreaterThanOrEqual(written);
              turns++;
              await access.write(pair(turns));
              written = turns;
            } finally {
              inside--;
            }
          })
          .catch(() => {});
      }
    }
    await Promise.all([worker(), worker(), worker()]);
    expect(Math.max(...seen)).toBe(1);
    expect(Number(JSON.parse(db.text ?? '').access_token.slice(1))).toBeGreaterThanOrEqual(written);
    expect(written).toBeGreaterThan(5);
  }, 60_000);
});
