import { expect, test } from 'vitest';
import { createImbot, createLimiter, ImbotError, webhook } from '../../src/index';

const auth = webhook('http://127.0.0.1:9/rest/1/secret/', { clientId: 'my_bot' });

test.each([
  ['standard'],
  ['enterprise'],
  [false],
  [{ burst: 10, perSecond: 0.5 }],
  [createLimiter({ burst: 1, perSecond: 1 })],
] as const)('limits: %o', async (limits) => {
  await createImbot({ auth, limits }).close();
});

// None of these may wait for ever, or let everything through, without a word.
test.each([
  ['fast'],
  ['constructor'],
  [true],
  [null],
  [{}],
  [{ burst: 0, perSecond: 2 }],
  [{ burst: 10, perSecond: 0 }],
  [{ burst: '10', perSecond: 2 }],
  [{ burst: Number.NaN, perSecond: 2 }],
  [{ take: 'yes' }],
])('limits: %o are refused by name', (limits) => {
  const options = { auth, limits };
  let error: unknown;
  try {
    Reflect.apply(createImbot, undefined, [options]);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ImbotError);
  expect(error).toMatchObject({ code: 'CONFIG', message: expect.stringContaining('limits') });
});
