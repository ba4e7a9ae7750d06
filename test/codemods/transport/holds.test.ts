import { expect, test } from 'vitest';
import type { ObjectValue, Value } from '../../../codemods/transport/types';
import {
  holds,
  holdsText,
  isName,
  joined,
  literal,
  objectOf,
  UNKNOWN,
  unknown,
} from '../../../codemods/transport/Value';
import { countCalls } from '../files/countCalls';

const METHOD: Value = { kind: 'method', v1: 'imbot.message.add', v2: ['imbot.v2.Chat.Message.send'] };
const TEXT: Value = { kind: 'text', parts: [literal('https://'), UNKNOWN] };

/** What is put together of texts, code and what nobody knows, step by step, as a long function does it. */
function chain(length: number, first: Value): Value {
  let at = first;
  for (let step = 0; step < length; step += 1)
    at = step % 2 === 0 ? unknown(at, TEXT) : { kind: 'text', parts: [at, literal(`/${step}`)] };
  return at;
}

const count = countCalls();

test('what is plain for good is gone through once, however often it is asked what it holds', async () => {
  const value = chain(1_000, TEXT);
  const asked = (times: number) =>
    count(async () => {
      for (let time = 0; time < times; time += 1) holds(value, isName);
    });
  await asked(1);
  expect(await asked(100)).toBeLessThan(1_000);
});

test.each<readonly [string, Value, boolean]>([
  ['a name at the end of a chain', chain(50, METHOD), true],
  ['a chain of texts alone', chain(50, TEXT), false],
  ['a name in one of several', joined(UNKNOWN, TEXT, { kind: 'text', parts: [METHOD] }), true],
  ['a name that an encoder was given', unknown({ kind: 'encoded', how: 'json', of: METHOD }), true],
  ['a function', { kind: 'native', call: () => METHOD }, false],
])('%s is told', (_name, value, does) => {
  expect(holds(value, isName)).toBe(does);
  expect(holds(value, isName)).toBe(does);
});

test('what is put in later is found, though it was asked before', () => {
  const inner: ObjectValue = objectOf({});
  const value = chain(10, unknown(inner));
  expect(holds(value, isName)).toBe(false);
  inner.fields.set('method', METHOD);
  expect(holds(value, isName)).toBe(true);
});

test('texts are found that stand within', () => {
  expect(holdsText(chain(10, { kind: 'text', parts: [literal('fields['), UNKNOWN] }), /\[/)).toBe(true);
  expect(holdsText(chain(10, TEXT), /\[/)).toBe(false);
});
