import { afterAll, expect, vi } from 'vitest';

/**
 * Each file begins as in a process of its own, though it shares the modules of the file before it; and what one leaves behind
 * in the process is a failure of its own, not of the next.
 */
Reflect.deleteProperty(globalThis, Symbol.for('imbot-compat'));

const { env } = process;
const left = () => ({
  env: { ...process.env },
  isOtherEnv: process.env !== env,
  fetch: globalThis.fetch,
  now: Date.now,
  cwd: process.cwd(),
  fakeTimers: vi.isFakeTimers(),
});
const before = left();

afterAll(() => {
  expect(left()).toEqual(before);
});
