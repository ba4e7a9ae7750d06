import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNewer, mergePair, type Pair, readPair } from '../../src/auth/pair';

const NOW = 1_800_000_000_000;
const base = { access_token: 'a', refresh_token: 'r' };

describe('when a pair expires', () => {
  it.each([
    [{ expires: 1_800_000_100 }, 1_800_000_100, true],
    [{ expires: '1800000100', expires_in: '3600' }, 1_800_000_100, true],
    [{ expires_in: 3600 }, 1_800_003_600, false],
    [{ expires: 3600 }, 1_800_003_600, false],
    [{ AUTH_EXPIRES: '3600' }, 1_800_003_600, false],
    [{ AUTH_EXPIRES: 1_800_000_100 }, 1_800_000_100, true],
    [{ expires: 1_800_000_100_000 }, 1_800_000_100, true],
    [{ expires: '1800000100999', expires_in: 3600 }, 1_800_000_100, true],
    [{}, undefined, false],
  ])('%j', (given, expires, dated) => {
    const read = readPair({ ...base, ...given }, NOW);
    expect(read.pair.expires).toBe(expires);
    expect(read.dated).toBe(dated);
  });
});

describe('spellings', () => {
  it('of application pages; what is there under its proper name wins', () => {
    const given = {
      AUTH_ID: 'a',
      REFRESH_ID: 'r',
      DOMAIN: 'acme.bitrix24.com',
      member_id: 'm',
      PLACEMENT: 'DEFAULT',
      LANG: null,
    };
    expect(readPair(given, NOW).pair).toEqual({
      ...base,
      domain: 'acme.bitrix24.com',
      member_id: 'm',
      PLACEMENT: 'DEFAULT',
    });
    expect(readPair({ ...base, AUTH_ID: 'other' }, NOW).pair.access_token).toBe('a');
  });
});

describe('lineage', () => {
  const next = (old: Pair, n: number, expires?: number): Pair =>
    mergePair(old, { access_token: `a${n}`, refresh_token: `r${n}`, ...(expires === undefined ? {} : { expires }) });

  it('every later pair is newer than every earlier one, whatever the clocks say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 1, max: 2_000_000_000 }), { nil: undefined }), {
          minLength: 2,
          maxLength: 15,
        }),
        (expiries) => {
          const line: Pair[] = [{ access_token: 'a0', refresh_token: 'r0' }];
          for (const [i, expires] of expiries.entries()) line.push(next(line.at(-1) ?? base, i + 1, expires));
          return line.every((older, i) =>
            line.slice(i + 1).every((newer) => isNewer(newer, older, false) && !isNewer(older, newer, true)),
          );
        },
      ),
      { seed: 3 },
    );
  });

  it('never forgets the pair of the installation, and stays short', () => {
    let pair: Pair = { access_token: 'a0', refresh_token: 'r0' };
    for (let i = 1; i < 200; i++) pair = next(pair, i);
    expect(isNewer(pair, { access_token: 'a0', refresh_token: 'r0' }, false)).toBe(true);
    expect(pair.imbot_compat?.spent).toHaveLength(20);
  });

  it('without one the later expiry wins, and a pair whose age nobody knows', () => {
    const stored = { ...base, expires: 10 };
    expect(isNewer(stored, { access_token: 'x', refresh_token: 'x', expires: 9 })).toBe(true);
    expect(isNewer(stored, { access_token: 'x', refresh_token: 'x', expires: 11 })).toBe(false);
    expect(isNewer(stored, { access_token: 'x', refresh_token: 'x', expires: 9 }, false)).toBe(false);
  });

  it('keeps what a renewal does not mention, and the domain of the portal', () => {
    const old = { ...base, application_token: 't', domain: 'acme.bitrix24.com', mine: 1 };
    const merged = mergePair(old, {
      access_token: 'a2',
      refresh_token: 'r2',
      domain: 'oauth.bitrix.info',
      scope: 'imbot',
    });
    expect(merged).toMatchObject({
      access_token: 'a2',
      application_token: 't',
      domain: 'acme.bitrix24.com',
      mine: 1,
      scope: 'imbot',
    });
    expect(
      mergePair(base, { access_token: 'a2', refresh_token: 'r2', domain: 'oauth.bitrix.info' }),
    ).not.toHaveProperty('domain');
  });
});
