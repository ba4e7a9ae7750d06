import fc from 'fast-check';
import qs from 'qs';
import { describe, expect, it } from 'vitest';
import { mayMove } from '../../src/http/hosts';
import { redact, secretsIn } from '../../src/http/redact';
import { encodeForm } from '../../src/transport/encodeForm';
import { judgeAnswer } from '../../src/transport/judgeAnswer';
import { mayRepeat } from '../../src/transport/mayRepeat';

describe('mayMove', () => {
  it.each([
    // Another name below a domain of the vendor is another customer.
    ['https://acme.bitrix24.com', 'https://new.bitrix24.com', false],
    ['https://acme.bitrix24.com', 'https://new.bitrix24.de', false],
    ['https://acme.bitrix24.com.br', 'https://new.bitrix24.com.br', false],
    ['https://acme.bitrix24.com', 'https://mine.example', true],
    ['https://acme.example', 'https://acme.example', true],
    ['http://127.0.0.1:1', 'http://127.0.0.1:2', true],
    ['https://acme.bitrix24.com', 'http://new.bitrix24.com', false],
    ['https://acme.bitrix24.com', 'https://new.bitrix24.com:8443', false],
    ['https://acme.bitrix24.com', 'https://new.bitrix24.com.', false],
    ['https://acme.bitrix24.com', 'https://bitrix24.com', false],
    ['https://acme.bitrix24.com', 'https://a.b.bitrix24.com', false],
    ['https://acme.bitrix24.com', 'https://new.bitrix24.evil', false],
    ['https://acme.bitrix24.com', 'https://new.bitrix24.com.evil.example', false],
    ['https://acme.bitrix24.com', 'https://evilbitrix24.com', false],
    ['https://acme.bitrix24.com', 'https://u:p@new.bitrix24.com', false],
    ['https://acme.bitrix24.com', 'https://new.bitrıx24.com', false],
    ['https://acme.bitrix24.com', 'http://127.0.0.1', false],
    ['https://acme.bitrix24.com', 'https://127.1', false],
    ['https://acme.bitrix24.com', 'https://[::1]', false],
    ['https://acme.example', 'https://other.example', false],
    ['https://acme.example', 'https://new.bitrix24.com', false],
  ])('%s → %s: %s', (from, to, allowed) => {
    expect(mayMove(new URL(from), new URL(to), ['mine.example'])).toBe(allowed);
  });
});

describe('encodeForm', () => {
  it('writes flags as Y and N, nesting as brackets, nothing as nothing', () => {
    const date = new Date(0);
    const form = encodeForm({
      A: true,
      B: [false, { C: 1.5 }],
      D: null,
      E: undefined,
      F: [],
      G: {},
      H: date,
      I: 'ä b+',
      J: { K: undefined },
    });
    expect(decodeURIComponent(form)).toBe(
      'A=Y&B[0]=N&B[1][C]=1.5&D=&F=&G=&H=1970-01-01T00:00:00.000Z&I=ä+b%2B'.replace('%2B', '+'),
    );
  });

  it('loses no text and no number', () => {
    const leaf = fc.oneof(fc.string(), fc.integer());
    const value = fc.dictionary(
      fc.stringMatching(/^[A-Z_]{1,8}$/),
      fc.oneof(leaf, fc.array(leaf, { minLength: 1, maxLength: 5 })),
      { maxKeys: 6 },
    );
    fc.assert(
      fc.property(value, (params) => {
        const texts = JSON.parse(JSON.stringify(params), (_key, item) =>
          typeof item === 'number' ? String(item) : item,
        );
        expect({ ...qs.parse(encodeForm(params)) }).toEqual(texts);
      }),
      { seed: 3 },
    );
  });
});

describe('judge', () => {
  const asked = { origin: 'https://acme.bitrix24.com', path: '/rest/1/s3cr3t/x.add' };
  const answer = (status: number, body: string, location?: string) => judgeAnswer({ status, body, location }, asked);

  it.each([
    [200, '{"result":null}', 'ok'],
    [200, '{"result":false,"error":""}', 'ok'],
    [200, '{"error":"X"}', 'X unknown no'],
    [200, '{"error":"NO_AUTH_FOUND"}', 'NO_AUTH_FOUND unknown no'],
    [200, '{"error":"ERROR_METHOD_NOT_FOUND"}', 'ERROR_METHOD_NOT_FOUND unknown no'],
    [200, '{"result":1,"error":"X"}', 'X unknown no'],
    [200, '{"error":"QUERY_LIMIT_EXCEEDED"}', 'QUERY_LIMIT_EXCEEDED refused wait'],
    [200, '{"error":"OPERATION_TIME_LIMIT"}', 'OPERATION_TIME_LIMIT refused operating'],
    [200, '{"error":"expired_token"}', 'expired_token unknown renew'],
    [503, '{"error":"expired_token"}', 'expired_token unknown renew'],
    [500, '{"error":"ERROR_METHOD_NOT_FOUND"}', 'ERROR_METHOD_NOT_FOUND unknown wait'],
    [500, '{"error":"NO_AUTH_FOUND"}', 'NO_AUTH_FOUND unknown wait'],
    [500, '{"error":"PORTAL_DELETED"}', 'PORTAL_DELETED refused no'],
    [404, '{"error":"ERROR_METHOD_NOT_FOUND"}', 'ERROR_METHOD_NOT_FOUND refused no'],
    [408, '{"error":"X"}', 'X unknown wait'],
    [200, '{"answer":1}', 'BAD_ANSWER unknown no'],
    [200, '', 'BAD_ANSWER unknown wait'],
    [200, '[]', 'BAD_ANSWER unknown wait'],
    [204, '', 'BAD_ANSWER unknown wait'],
    [400, '{"error":"X","error_description":"Y"}', 'X refused no'],
    [400, '{"error":403}', '403 refused no'],
    [401, '{"error":"expired_token"}', 'expired_token refused renew'],
    [401, '{"error":"NO_AUTH_FOUND"}', 'NO_AUTH_FOUND refused form'],
    [404, '<html>', 'BAD_ANSWER unknown no'],
    [429, '<html>', 'BAD_ANSWER refused wait'],
    [429, '{"error":"QUERY_LIMIT_EXCEEDED"}', 'QUERY_LIMIT_EXCEEDED refused wait'],
    [500, '{"error":"INTERNAL_SERVER_ERROR"}', 'INTERNAL_SERVER_ERROR unknown wait'],
    [500, '{"result":1}', 'BAD_ANSWER unknown wait'],
    [503, '{"error":"QUERY_LIMIT_EXCEEDED"}', 'QUERY_LIMIT_EXCEEDED refused wait'],
    [503, '{"error":"OPERATION_TIME_LIMIT"}', 'OPERATION_TIME_LIMIT refused operating'],
    [503, '{"error":"OVERLOAD_LIMIT"}', 'OVERLOAD_LIMIT refused no'],
    [302, '', 'BAD_ANSWER unknown wait'],
  ])('%i %s: %s', (status, body, expected) => {
    const verdict = answer(status, body);
    expect(verdict.envelope === undefined ? `${verdict.code} ${verdict.outcome} ${verdict.repeat}` : 'ok').toBe(
      expected,
    );
  });
});

describe('a redirect', () => {
  const asked = { origin: 'https://acme.bitrix24.com', path: '/rest/1/s3cr3t/x.add' };

  it.each([
    [302, 'https://new.bitrix24.com/rest/1/s3cr3t/x.add', true],
    [307, '//new.bitrix24.com/rest/1/s3cr3t/x.add', true],
    [308, 'https://acme.bitrix24.com:8443/rest/1/s3cr3t/x.add', true],
    [303, 'https://new.bitrix24.com/rest/1/s3cr3t/x.add', false],
    [300, 'https://new.bitrix24.com/rest/1/s3cr3t/x.add', false],
    [304, undefined, false],
    [302, undefined, false],
    [302, '', false],
    [302, '/rest/1/s3cr3t/x.add', false],
    [307, 'https://acme.bitrix24.com/rest/1/s3cr3t/x.add', false],
    [302, 'https://acme.bitrix24.com/auth/', false],
    [302, 'https://new.bitrix24.com/', false],
    [302, 'https://new.bitrix24.com/auth/?backurl=/rest/1/s3cr3t/x.add', false],
    [302, 'javascript:alert(1)', false],
    [302, 'http://', false],
  ])('%i to %s: moved %s', (status, location, moved) => {
    const { outcome, repeat } = { repeat: '', outcome: '', ...judgeAnswer({ status, location, body: '' }, asked) };
    expect(`${outcome} ${repeat}`).toBe(moved ? 'refused moved' : 'unknown wait');
  });
});

describe('mayRepeat', () => {
  it('is the whole table', () => {
    const rows = (['refused', 'unknown', 'ran'] as const).map((outcome) =>
      (['read', 'fixed', 'never'] as const)
        .map((replay) =>
          (['no', 'perhaps', 'surely'] as const)
            .map((overtaken) => (mayRepeat(outcome, replay, overtaken) ? 1 : 0))
            .join(''),
        )
        .join(' '),
    );
    expect(rows).toEqual(['111 110 110', '111 100 000', '000 000 000']);
  });
});

describe('redact', () => {
  it('hides every secret in every spelling', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
        for (const spelling of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
          expect(
            redact(`${before} ${spelling} ${after}`, [secret]).includes(spelling) &&
              !`${before}${after}***`.includes(spelling),
          ).toBe(false);
        }
      }),
      { seed: 3 },
    );
  });

  it('leaves words alone that only hold a short one', () => {
    expect(redact('a bot of bots: bot', ['bot'])).toBe('a *** of bots: ***');
  });

  it('knows webhook paths and secret keys by their look', () => {
    expect(redact('https://a.bitrix24.com/rest/1/abc123/x?auth=t&CLIENT_ID=c', [])).toBe(
      'https://a.bitrix24.com/rest/***/x?auth=***&CLIENT_ID=***',
    );
  });

  it('finds the secrets of a call', () => {
    const params = {
      CLIENT_ID: 'c1',
      fields: { botToken: 'c2' },
      cmd: { a: 'imbot.bot.list?CLIENT_ID=c%203' },
      MESSAGE: 'hi',
    };
    expect(secretsIn(params)).toEqual(['c1', 'c2', 'c%203', 'c 3']);
  });
});
