import fc from 'fast-check';
import { METHODS } from '../../src/map/index';

const NAMES = METHODS.map(({ v1 }) => v1);
const PARAMS = [...new Set(METHODS.flatMap(({ params }) => Object.keys(params)))];
const PROTOTYPE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON'];

/** Values that no encoder and no translation should fall over. */
const strange = fc.constantFrom<() => unknown>(
  () => 10n ** 30n,
  () => Symbol('s'),
  () => () => 1,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -0,
  () => new Date(Number.NaN),
  () => new Date(0),
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => Buffer.from('x'),
  () => new Uint8Array(3),
  () => /x/g,
  () => new Error('e'),
  () => Promise.resolve(1),
  () => Object.create(null),
  () => Object.freeze({ TEXT: 'frozen' }),
  () => 'x'.repeat(100_000),
  () => '\u0000\ud800',
  () => '$result[',
  () => '$result[__proto__][constructor]',
  () => '{"__proto__":{"polluted":1}}',
  () => '[[[[[[',
  () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  cyclic,
  deep,
  throwingGetter,
  throwingProxy,
  revoked,
  () => ({ toJSON: () => ({ toJSON: 1 }) }),
  () => ({
    toJSON() {
      throw new Error('toJSON');
    },
  }),
  () => ({
    toString() {
      throw new Error('toString');
    },
  }),
  () => new Array(2),
  () => Array.from({ length: 300 }, (_, index) => index),
);

function cyclic(): unknown {
  const one: Record<string, unknown> = { TEXT: 'a' };
  one['self'] = one;
  return [one];
}

function deep(): unknown {
  let inner: unknown = 1;
  for (let level = 0; level < 400; level += 1) inner = level % 2 ? [inner] : { a: inner };
  return inner;
}

function throwingGetter(): unknown {
  return Object.defineProperty({ TEXT: 1 }, 'BUTTONS', {
    enumerable: true,
    get() {
      throw new TypeError('getter');
    },
  });
}

function throwingProxy(): unknown {
  return new Proxy(
    {},
    {
      ownKeys() {
        throw new TypeError('trap');
      },
      get() {
        throw new TypeError('trap');
      },
    },
  );
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Made when the call is made: fast-check itself would fall over some of these. */
type Make = () => unknown;
const made = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<Make> => arb.map((one) => () => one);

const value: fc.Arbitrary<Make> = fc.oneof(
  {
    weight: 4,
    arbitrary: made(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSparseArray: true,
        withNullPrototype: true,
        maxDepth: 3,
      }),
    ),
  },
  { weight: 3, arbitrary: strange },
  {
    weight: 3,
    arbitrary: made(
      fc.constantFrom<unknown>(301, '301', 1001, 'chat1001', 'Y', 'N', '', null, undefined, true, 10003, 501, 'Hi'),
    ),
  },
  { weight: 1, arbitrary: made(fc.string({ maxLength: 200, unit: 'binary' })) },
);

const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...PARAMS) },
  { weight: 2, arbitrary: fc.constantFrom(...PROTOTYPE) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'KEYBOARD[0][TEXT]',
      'KEYBOARD[__proto__][polluted]',
      '__proto__[polluted]',
      'constructor[prototype][polluted]',
      'FIELDS[PROPERTIES][NAME]',
      'USERS[]',
      'a[',
      ']b[c',
      'FIELDS[constructor][prototype][polluted]',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20, unit: 'binary' }) },
);

/** Parameters with own properties of any name, `__proto__` too. */
const record: fc.Arbitrary<Make> = fc.array(fc.tuple(key, value), { maxLength: 8 }).map((entries) => () => {
  const params: Record<string, unknown> = {};
  for (const [name, one] of entries) {
    Object.defineProperty(params, name, { value: one(), enumerable: true, configurable: true, writable: true });
  }
  return params;
});

const method: fc.Arbitrary<Make> = fc.oneof(
  { weight: 12, arbitrary: made(fc.constantFrom(...NAMES)) },
  { weight: 2, arbitrary: made(fc.constantFrom(...NAMES).map((name) => name.toUpperCase())) },
  {
    weight: 2,
    arbitrary: made(fc.constantFrom('imbot.bot.get', 'imbot.v2.Chat.get', 'imbot.', 'batch', 'profile', ...PROTOTYPE)),
  },
  { weight: 1, arbitrary: made(fc.string({ maxLength: 30 })) },
  { weight: 1, arbitrary: value },
);

export interface Fuzzed {
  method: Make;
  params: Make;
  options: Make;
  how: 'call' | 'explain' | 'batch';
}

export const fuzzed: fc.Arbitrary<Fuzzed> = fc.record({
  method,
  params: fc.oneof({ weight: 12, arbitrary: record }, { weight: 1, arbitrary: value }),
  options: fc.oneof(
    { weight: 10, arbitrary: made(fc.constant(undefined)) },
    { weight: 2, arbitrary: made(fc.record({ mode: fc.constantFrom('v1', 'v2', 'auto', 'audit') })) },
    {
      weight: 1,
      arbitrary: fc
        .record({ mode: value, accept: value })
        .map((one) => () => ({ mode: one.mode(), accept: one.accept() })),
    },
  ),
  how: fc.oneof(
    { weight: 8, arbitrary: fc.constant<'call'>('call') },
    { weight: 2, arbitrary: fc.constant<'explain'>('explain') },
    { weight: 2, arbitrary: fc.constant<'batch'>('batch') },
  ),
});
