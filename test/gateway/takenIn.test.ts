import { expect, it } from 'vitest';
import { takenIn } from '../../src/gateway/takenIn';

const answer = (result: unknown, status = 200) => ({
  status,
  reason: '',
  headers: [],
  body: JSON.stringify({ result }),
});

it.each<[string, Parameters<typeof takenIn>[0], boolean, string?]>([
  ['a result', answer({ result: { a: true }, result_error: [] }), true],
  ['a result that is false', answer({ result: { a: false }, result_error: [] }), true],
  ['an error in a list', answer({ result: [], result_error: [{ error: 'X' }] }), false, '0'],
  ['a result in a list', answer({ result: [true], result_error: [] }), true, '0'],
  ['an error', answer({ result: [], result_error: { a: { error: 'X' } } }), false],
  ['nothing, behind one that failed', answer({ result: [], result_error: { b: { error: 'X' } } }), false],
  // Nobody says that it failed, and an address that is called is not to be forgotten.
  ['nothing, and nothing failed', answer({ result: [], result_error: [] }), true],
  ['no answer of a batch', answer(true), true],
  ['a page', { status: 200, reason: '', headers: [], body: '<html>' }, true],
  ['a refusal of all', answer({ result: { a: true } }, 401), false],
])('of a command with %s', (_what, reply, isTaken, key = 'a') => {
  expect(takenIn(reply)(key)).toBe(isTaken);
});
