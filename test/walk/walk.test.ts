import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { compare, tally } from './compare';
import { steps } from './steps';
import { SEED, type Setup, world } from './world';

const full = process.env['IMBOT_FULL'] !== undefined;
const SEQUENCES = full ? 2000 : 50;
const LIMIT_MS = full ? 1_800_000 : 120_000;
const seed = Number(process.env['IMBOT_SEED'] ?? 20261122);

const setup: fc.Arbitrary<Setup> = fc.record({
  auth: fc.constantFrom('webhook', 'oauth'),
  encoding: fc.constantFrom('json', 'json', 'form'),
});

test('the seed gives the ids that walks name', () => {
  for (const auth of ['webhook', 'oauth'] as const) {
    const { portal } = world({ auth, encoding: 'json' });
    expect([...portal.state.bots.keys()]).toEqual(Object.values(SEED.bots));
    expect([...portal.state.chats.keys()]).toEqual(Object.values(SEED.chats));
    expect([...portal.state.messages.keys()]).toEqual(Object.values(SEED.messages));
    expect([...portal.state.commands.keys()]).toEqual(Object.values(SEED.commands));
  }
});

test(
  `${SEQUENCES} sequences of calls come to the same on v1, v2 and auto`,
  async () => {
    const started = performance.now();
    await fc.assert(
      fc.asyncProperty(setup, steps, async (kind, sequence) => {
        await compare(kind, sequence, 'v2');
        await compare(kind, sequence, 'auto');
      }),
      { numRuns: SEQUENCES, seed, endOnFailure: false },
    );
    tally.used['milliseconds'] = Math.round(performance.now() - started);
  },
  LIMIT_MS,
);

afterAll(() => {
  if (process.env['IMBOT_FIGURES']) console.log(JSON.stringify(tally, null, 1));
});
