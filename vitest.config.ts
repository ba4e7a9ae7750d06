import { defineConfig } from 'vitest/config';
import { ALONE } from './test/alone.ts';
import { LongestFirst } from './test/LongestFirst.ts';
import { packed } from './test/packed.ts';

/**
 * Tests of pure code, where no file leaves anything behind for the next. They share the modules of a worker: the compiler is
 * loaded and warmed once and not thirty times.
 */
const PURE = ['translate', 'map', 'errors', 'losses', 'schemas'].map((room) => `test/${room}/**/*.test.ts`);
/** All of test/codemods but `optional.test.ts`, which takes the compiler away and so needs modules of its own. */
const CODEMODS = 'test/codemods/**/!(optional).test.ts';
export default defineConfig({
  resolve: {
    alias: Object.entries(packed()).map(([name, replacement]) => ({ find: new RegExp(`^${name}$`), replacement })),
  },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    globalSetup: 'test/runFolder.ts',
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    // One group after the other (`groupOrder`): a worker whose next file is of another group would end, and its modules with it.
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [...PURE, CODEMODS],
          exclude: ['test/**/fixtures/**'],
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['test/**/*.test.ts'],
          exclude: [...PURE, CODEMODS, ...ALONE],
          isolate: false,
          setupFiles: 'test/fresh.ts',
          // Most of them wait for sockets and processes: three at a time on two cores.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, maxWorkers: 3, sequence: { groupOrder: 3 } },
      },
    ],
  },
});
