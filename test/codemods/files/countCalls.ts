import { Session } from 'node:inspector/promises';
import { afterAll, beforeAll } from 'vitest';

/**
 * Counts how often functions of the codemods and of the parser are called: work without a clock. The counting goes on for a
 * whole file, for turning it on and off costs more than most of what is counted.
 */
export function countCalls(): (run: () => Promise<unknown>) => Promise<number> {
  const session = new Session();
  const taken = async () => (await session.post('Profiler.takePreciseCoverage')).result;
  beforeAll(async () => {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  });
  afterAll(async () => {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  });
  return async (run) => {
    await taken();
    await run();
    return (await taken())
      .filter(({ url }) => /\/codemods\/|typescript/.test(url) && !/\.test\./.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges[0]?.count ?? 0))
      .reduce((sum, count) => sum + count, 0);
  };
}
