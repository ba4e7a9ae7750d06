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
} from '../../../codemods/transport/values/Value';
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

/** Each step of a reading joins what it has with what comes to it, and that grows. */
test('what was joined before is not compared again with itself', async () => {
  const all = Array.from({ length: 24 }, (_one, at) => literal(`text ${at}`));
  const before = joined(...all);
  const asked = (times: number) =>
    count(async () => {
      for (let time = 0; time < times; time += 1) joined(before, literal('text 0'));
    });
  await asked(1);
  expect(await asked(100)).toBeLessThan(1_000);
});

test.each<readonly [string, readonly Value[], readonly Value[]]>([
  ['nothing', [], []],
  ['nothing of nothing', [joined(), joined()], []],
  ['one', [TEXT], [TEXT]],
  ['one twice', [TEXT, TEXT], [TEXT]],
  ['the same text twice', [literal('a'), literal('b'), literal('a')], [literal('a'), literal('b')]],
  [
    'what is in both',
    [joined(literal('a'), METHOD), joined(METHOD, literal('b'))],
    [literal('a'), METHOD, literal('b')],
  ],
  ['nothing before one', [joined(), METHOD, UNKNOWN], [METHOD, UNKNOWN]],
  ['two that nobody knows', [unknown(METHOD), unknown(METHOD)], [unknown(METHOD), unknown(METHOD)]],
])('each is joined once, in the order in which they come: %s', (_name, given, wanted) => {
  const value = joined(...given);
  expect(wanted.length === 1 ? [value] : value).toEqual(wanted.length === 1 ? wanted : { kind: 'union', of: wanted });
});

test('more than any one is needed for are one that nobody knows', () => {
  const all = Array.from({ length: 30 }, (): Value => ({ kind: 'native', call: () => UNKNOWN }));
  expect(joined(joined(...all.slice(0, 20)), ...all.slice(20))).toEqual({ kind: 'unknown', from: all });
});
