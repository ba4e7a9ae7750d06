import type { Params } from './types';

/** Keys whose values are secrets wherever they stand in the parameters of a call. */
const SECRET_KEY =
  /^(client_id|bot_?token|auth|access_token|refresh_token|client_secret|application_token|auth_id|refresh_id)$/i;
const IN_TEXT =
  /\b(client_id|bot_?token|auth|access_token|refresh_token|client_secret|application_token)(%5D|\])?=([^&\s"']+)/gi;
const DEPTH = 6;

/** `text` with every known secret replaced, in its plain and in its URL-encoded spelling. */
export function redact(text: string, secrets: readonly string[]): string {
  let out = text;
  for (const secret of [...new Set(secrets)].sort((a, b) => b.length - a.length)) {
    if (secret === '') continue;
    for (const spelling of new Set([secret, encoded(secret), JSON.stringify(secret).slice(1, -1)])) {
      out = secret.length < SHORT ? hideWord(out, spelling) : out.split(spelling).join('***');
    }
  }
  return out.replace(IN_TEXT, '$1$2=***').replace(/\/rest\/\d+\/[^/\s"']+/g, '/rest/***');
}

/** Half of a surrogate pair has no URL-encoded spelling. */
function encoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret;
  }
}

/** A secret this short may be a part of any word; only where it stands alone it is itself. */
const SHORT = 6;

function hideWord(text: string, word: string): string {
  const literal = word.replace(/[^\w]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w])${literal}(?![\\w])`, 'g'), '***');
}

/** The secrets that stand in the parameters of a call, texts of a batch included. */
export function secretsIn(params: Params): string[] {
  const found: string[] = [];
  collect(params, DEPTH, found);
  return found;
}

/**
 * A foreign error without anything but its name, code and redacted message: its own properties (sockets, requests, headers)
 * may hold the address of a webhook or a body with tokens.
 */
export function foreignCause(error: unknown, secrets: readonly string[]): Error {
  const text = error instanceof Error ? error.message : String(error);
  const clean = new Error(redact(text, secrets));
  if (error instanceof Error) clean.name = redact(error.name, secrets);
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') Object.defineProperty(clean, 'code', { value: code, enumerable: true });
  clean.stack = `${clean.name}: ${clean.message}`;
  return clean;
}

function collect(value: unknown, depth: number, found: string[]): void {
  if (typeof value === 'string') {
    for (const match of value.matchAll(IN_TEXT)) if (match[3] !== undefined) found.push(match[3], decode(match[3]));
    return;
  }
  if (typeof value !== 'object' || value === null || depth === 0) return;
  for (const [key, item] of readable(value)) {
    if (SECRET_KEY.test(key) && (typeof item === 'string' || typeof item === 'number')) found.push(String(item));
    else collect(item, depth - 1, found);
  }
}

/** A value that throws when it is read can not be quoted in an error either. */
function readable(value: object): [string, unknown][] {
  try {
    return Object.entries(value);
  } catch {
    return [];
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
