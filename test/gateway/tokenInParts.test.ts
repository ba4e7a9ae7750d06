import { describe, expect, it } from 'vitest';
import { tokenInRequest } from '../../src/gateway/tokens/tokenInRequest';

const request = (body: string) => ({
  target: '/rest/imbot.message.add',
  headers: ['content-type', 'multipart/form-data; boundary=B'],
  whole: Buffer.from(body),
});
const SIGN = 'Content-Disposition: form-data; name="auth"';

describe('a token in a part of a body', () => {
  it.each([
    ['alone', `--B\r\n${SIGN}\r\n\r\nTOKEN\r\n--B--`],
    ['without quotes', '--B\r\nContent-Disposition: form-data; name=auth\r\n\r\nTOKEN\r\n--B--'],
    [
      'with what clients write beside it',
      `--B\r\n${SIGN}; x=1\r\nContent-Type: text/plain\r\nA: 1\r\n\r\nTOKEN\r\n--B--`,
    ],
    ['after another', `--B\r\n${SIGN}\r\n\r\nOLD\r\n--B\r\n${SIGN}\r\n\r\nTOKEN\r\n--B--`],
    [
      'behind a long one',
      `--B\r\n${SIGN.replace('auth', 'M')}\r\n\r\n${'m'.repeat(1e6)}\r\n--B\r\n${SIGN}\r\n\r\nTOKEN\r\n--B--`,
    ],
  ])('is found and replaced: %s', (_what, body) => {
    expect(tokenInRequest.find(request(body))).toBe('TOKEN');
    const { whole } = tokenInRequest.replace(request(body), 'TOKEN', 'OTHER');
    expect(whole?.toString()).toBe(body.replace('TOKEN', 'OTHER'));
  });

  it.each([
    ['parts without an end', `--B\r\n${SIGN}\r\nA: b\r\n`.repeat(120_000)],
    ['one part with many headers', `\r\n${SIGN}\r\n${'A: b\r\n'.repeat(1_000_000)}`],
    ['many names in a line', `\r\nContent-Disposition: ${'name="auth;'.repeat(600_000)}`],
    ['lines of names', `\r\nContent-Disposition: ${'name="auth;'.repeat(16)}`.repeat(30_000)],
    ['a line of semicolons', `\r\n${SIGN}${';'.repeat(7_000_000)}`],
  ])('is looked for in a body of 7 MB that is made to cost time, and not found: %s', (_what, body) => {
    expect(tokenInRequest.find(request(body))).toBeUndefined();
    expect(tokenInRequest.replace(request(body), 'TOKEN', 'OTHER').whole?.length).toBe(body.length);
  });
});
