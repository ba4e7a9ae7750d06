import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { planFile } from '../../../codemods/plan/planFile';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';

const RUNS = process.env.IMBOT_FULL ? 5000 : 200;
const FOLDER = join(import.meta.dirname, 'fixtures');

const inputs = readdirSync(FOLDER).map((name) => {
  const file = readdirSync(join(FOLDER, name)).find((one) => one.startsWith('input.')) ?? '';
  return { file, text: readFileSync(join(FOLDER, name, file), 'utf8') };
});

beforeAll(async () => {
  await loadSyntax();
});

test('damaged sources are rewritten soundly, left alone or said not to parse', () => {
  const change = fc.record({
    at: fc.nat(),
    from: fc.nat(),
    how: fc.constantFrom('drop', 'swap', 'repeat'),
    count: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...inputs),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      ({ file, text }, changes, delegate) => {
        const tokens = text.split(/(\b|\s+)/);
        for (const { at, from, how, count } of changes) {
          const other = tokens[from % tokens.length] ?? '';
          if (how === 'drop') tokens.splice(at % tokens.length, count);
          else tokens.splice(at % tokens.length, how === 'swap' ? 1 : 0, other);
        }
        // planFile fails where the result does not parse or a second run would change it again.
        const plan = planFile(
          { path: file, text: tokens.join('') },
          { transform: rewriteSite, delegate, assumeTransport: 'json', assumeErrors: true },
        );
        expect(plan.failure ?? 'does not parse').toMatch(/^does not parse/);
      },
    ),
    { numRuns: RUNS, seed: 20260714 },
  );
});
