import { expect, it } from 'vitest';
import { readGivenParams } from '../../src/gateway/readGivenParams';

const SPACES = ' '.repeat(3_000_000);
const DIGITS = '1'.repeat(7_000_000);

it.each([
  ['a number of millions of digits', `{"a":[${DIGITS}]}`, false],
  ['one as a value', `{"a":-${DIGITS}}`, false],
  ['401 digits', `{"a":${'1'.repeat(401)}}`, false],
  ['400 digits', `{"a":${'1'.repeat(400)}}`, false],
  ['16 digits among spaces', `{"a":[${SPACES}1234567890123456${SPACES}]}`, false],
  ['millions of digits in a text', `{"a":"${DIGITS}"}`, true],
  ['16 digits in a text', '{"a":"pay: 1234567890123456 now"}', true],
  ['15 digits', '{"a":123456789012345}', true],
  ['millions of spaces', `{"a":[${SPACES}1${SPACES}]}`, true],
])('JSON with %s is read, or left to the portal; it ends nothing', async (_what, body, isRead) => {
  const call = { method: 'POST', query: undefined, contentType: 'application/json', body: Buffer.from(body) };
  expect((await readGivenParams(call)) !== undefined).toBe(isRead);
});
