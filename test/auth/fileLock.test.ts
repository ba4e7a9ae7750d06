import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileLock } from '../../src/auth/fileLock';

/** What happens in the very moment before a file is opened. */
const before = vi.hoisted(() => ({ open: (_path: string): void => {} }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    open: (path: string, ...rest: [string, number]) => {
      before.open(path);
      return real.open(path, ...rest);
    },
  };
});

let folder: string;
let lock: string;
let now = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-lock-'));
  lock = join(folder, 'pair.json.lock');
  // Every look at the clock is an hour later: a holder that shows nothing new has soon been silent for long enough.
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 3_600_000;
    return now;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  before.open = () => {};
  rmSync(folder, { recursive: true, force: true });
});

const mark = (token: string, beat: number) => JSON.stringify({ token, beat });

describe('the heir of a lock, with the guard in its hand', () => {
  const first = randomUUID();
  it.each([
    ['its holder has woken up', mark(first, 2)],
    ['it was given back, and is another’s by now', mark(randomUUID(), 1)],
  ])('leaves it alone where %s: never two holders', async (_what, found) => {
    writeFileSync(lock, mark(first, 1));
    let moments = 0;
    before.open = (path) => {
      if (path !== `${lock}.${first}`) return;
      moments++;
      if (moments === 1) writeFileSync(lock, found);
    };
    let runs = 0;
    const work = fileLock(lock, async ({ takenOver }) => {
      runs++;
      return takenOver;
    });
    while (moments === 0) await new Promise((resolve) => setImmediate(resolve));
    // The holder shows that it lives, for as long as it takes to look at it fifty times.
    const { token } = JSON.parse(found);
    for (let beat = 3; beat < 53; beat++) {
      expect(JSON.parse(readFileSync(lock, 'utf8')).token).toBe(token);
      writeFileSync(lock, mark(token, beat));
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(runs).toBe(0);
    }
    rmSync(lock);
    expect(await work).toBe(false);
    expect(runs).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});
