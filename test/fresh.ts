import { afterAll, vi } from 'vitest';

/**
 * The files of a worker share its modules; what a process remembers for good, its settings and its clock must not go from one
 * file to the next. This is done before each of them.
 */
const PROCESS = Symbol.for('imbot-compat');
const environment = { ...process.env };
const { fetch, console } = globalThis;

Reflect.deleteProperty(globalThis, PROCESS);

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  Object.assign(globalThis, { fetch, console });
  for (const name of Object.keys(process.env)) if (!(name in environment)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
});
