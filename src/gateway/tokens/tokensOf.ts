import type { KnownToken } from './KnownTokens';

/** The tokens of a pair, as the book of known ones takes them. */
export function tokensOf(
  given: Readonly<Record<string, unknown>>,
  kind: KnownToken['kind'],
  until = 0,
): Map<string, KnownToken> {
  const tokens = [
    given['access_token'],
    ...(kind === 'own' && givenText(given['refresh_token']) !== undefined
      ? [refreshName(String(given['refresh_token']))]
      : []),
  ];
  return new Map(
    tokens.flatMap((token) =>
      typeof token === 'string' && token !== '' ? [[token, { kind, until: kind === 'own' ? 0 : until }]] : [],
    ),
  );
}

/** A refresh token is none to call with, nor the other way round. */
export function refreshName(token: string): string {
  return `refresh ${token}`;
}

/** ONAPPINSTALL and pages tell how long a pair lives, not until when (Unix seconds). */
export function expiryOf(given: Readonly<Record<string, unknown>>, now: number): number {
  const expires = Number(given['expires']);
  const lives = Number(given['expires_in']);
  if (expires > 0) return expires;
  return now + (lives > 0 ? lives : 3_600);
}

/** A field of it as text; undefined where nothing is given. */
export function givenText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}
