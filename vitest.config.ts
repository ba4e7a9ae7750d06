import { defineConfig } from 'vitest/config';

/**
 * Tests of pure code, where no file leaves anything behind for the next. They share the modules of a worker: the compiler is
 * loaded and warmed once and not thirty times.
 */
const PURE = ['translate', 'map', 'errors', 'losses', 'schemas'].map((room) => `test/${room}/**/*.test.ts`);
/** All of test/codemods but `optional.test.ts`, which takes the compiler away and so needs modules of its own. */
const CODEMODS = 'test/codemods/**/!(optional).test.ts';

/** Rooms whose tests talk over sockets; `asNew.ts` sees that they leave nothing behind. */
const ROOMS = [
  ...['auth', 'b24jssdk', 'batch', 'bx24', 'cli-live', 'client', 'docs', 'events', 'examples', 'facades', 'fuzz'],
  ...['gateway', 'house', 'portal', 'redis', 'transport', 'walk', 'wrap'],
];
/** Files of those rooms that put modules of their own in place of ours, measure the memory of their process, or count its timers. */
const ALONE = [
  ...[
    'barren',
    'fileLock',
    'sdk1',
    'reportAtExit',
    'cutoverBeside',
    'cutoverFaults',
    'cutoverKilledRun',
    'cutoverLost',
  ],
  ...['cutoverSwitch', 'doctorPlace', 'prove'],
  ...['answers', 'bodies', 'leaks', 'longLife', 'streams'],
  // A client of another file, whose connections rest, has a timer too.
  ...['inOrder', 'pollFailures', 'tokenKeeping'],
];
const SHARED = `test/{${ROOMS}}/**/!(${ALONE.join('|')}).test.ts`;

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    globalSetup: 'test/runFolder.ts',
    // Most tests wait for sockets and processes: two at a time on two cores.
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
          name: 'shared',
          include: [SHARED],
          // They could share modules, which saves a minute; but two of three runs were red by what a file had left behind that
          // `asNew` did not see yet (another process.env, the timer of a resting connection).
          isolate: true,
          setupFiles: 'test/asNew.ts',
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['test/**/*.test.ts'],
          exclude: [...PURE, CODEMODS, SHARED],
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
