import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { packages } from '../runs/packages';
import { runBot } from '../runs/runBot';
import { workspace } from '../workspace';
import {
  type Adoptable,
  ANSWERS,
  AUTHS,
  BETWEEN,
  CLIENTS,
  FAILURES,
  FORMS,
  filesOfAdoptable,
  LOOKS,
} from './adoptable';

const RUNS = process.env.IMBOT_FULL ? 600 : 60;

let found: Awaited<ReturnType<typeof packages>>;

beforeAll(async () => {
  process.env.IMBOT_COMPAT_WARNINGS = 'off';
  found = await packages();
}, 60_000);

const keys = <T extends object>(of: T) => fc.constantFrom(...(Object.keys(of) as (keyof T)[]));

const ways: fc.Arbitrary<Adoptable> = fc.record({
  client: keys(CLIENTS),
  form: keys(FORMS),
  answer: keys(ANSWERS),
  failure: keys(FAILURES),
  auth: keys(AUTHS),
  between: keys(BETWEEN),
  looks: fc.oneof({ weight: 3, arbitrary: fc.constant('nothing' as const) }, { weight: 1, arbitrary: keys(LOOKS) }),
  kind: fc.constantFrom('module', 'commonjs'),
});

/** What these give on failure cannot be told from an answer, or is compared: they are left wherever nothing beneath is wrapped. */
const LEFT = /gives a list|compares a code/;

test('adopted bots print and send what they did before, through every transport that can be written', async () => {
  let sites = 0;
  let carried = 0;
  let sentAsV2 = 0;
  await fc.assert(
    fc.asyncProperty(ways, async (way) => {
      const files = filesOfAdoptable(way);
      const { v2: _none, ...before } = await runBot(workspace(files), found.path);
      const cwd = workspace(files);
      const { report } = await adopt({ cwd, write: true, allowDirty: true });
      expect(report.failed).toBeUndefined();
      const calls = report.sites.filter(({ kind, file }) => kind !== 'mention' && file === 'bot.js');
      const adopted = calls.filter(({ change }) => change === 'adopted').length;
      if (!LEFT.test(way.failure)) {
        sites += calls.length;
        carried += adopted;
      }
      const { v2, ...after } = await runBot(cwd, found.path);
      expect(after).toEqual(before);
      if (adopted === calls.length && v2 > 0) sentAsV2 += 1;
      // What is counted as carried goes out as v2.
      if (adopted === calls.length) expect(v2, JSON.stringify(way)).toBeGreaterThan(0);
      if (process.env.SHOW && adopted < calls.length) console.log(JSON.stringify(way), report.sites[0]?.reasons);
    }),
    { numRuns: RUNS, seed: Number(process.env.IMBOT_SEED ?? 20261127) },
  );
  // An adopt that carried nothing would pass everything above.
  expect(carried / sites).toBeGreaterThan(0.8);
  expect(sentAsV2).toBeGreaterThan(RUNS / 2);
}, 600_000);
