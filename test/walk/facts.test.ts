import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Facts, type PortalFact, portalFacts } from '../../portal/index';
import { FACTS } from '../../src/map/facts';
import { compare } from './compare';
import { steps } from './steps';
import type { Setup } from './world';

const full = process.env['IMBOT_FULL'] !== undefined;
const seed = Number(process.env['IMBOT_SEED'] ?? 20261127);
const LIMIT_MS = 600_000;

const IDS = Object.keys(portalFacts).filter((id): id is PortalFact => Object.hasOwn(portalFacts, id));
const ALL: Facts = Object.fromEntries(IDS.map((id) => [id, true]));

const setup = (facts: fc.Arbitrary<Facts>): fc.Arbitrary<Setup> =>
  fc.record({
    auth: fc.constantFrom('webhook', 'oauth'),
    encoding: fc.constantFrom('json', 'json', 'form'),
    facts,
  });

const walk = (facts: fc.Arbitrary<Facts>, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(setup(facts), steps, (kind, sequence) => compare(kind, sequence, 'auto')),
    { numRuns, seed, endOnFailure: !full },
  );

test('the switches of the portal are facts of the map', () => {
  const ids = FACTS.map(({ id }) => id);
  expect(IDS.filter((id) => !ids.includes(id))).toEqual([]);
});

describe('with the profile of a portal mode auto comes to what v1 comes to', () => {
  test.each(IDS)('where %s is false', (id) => walk(fc.constant({ ...ALL, [id]: false }), full ? 300 : 6), LIMIT_MS);

  test(
    'where any of them are false',
    () => {
      const sets = fc.subarray(IDS).map((off) => ({ ...ALL, ...Object.fromEntries(off.map((id) => [id, false])) }));
      return walk(sets, full ? 200 : 10);
    },
    LIMIT_MS,
  );
});
