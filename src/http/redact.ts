import type { Params } from './types';

/** Keys whose values are secrets wherever they stand in the parameters of a call. */
const NAMES = 'client_id|bot_?token|auth|access_token|refresh_token|client_secret|application_token|auth_id|refresh_id';
const SECRET_KEY = new RegExp(`^(?:${NAMES})$`, 'i');
/** `key=value`, the brackets of `auth[access_token]=` and their encoded spelling included. */
const IN_TEXT = new RegExp(`(?:\\b|(?<=%5B))(${NAMES})(%5D|\\])?=([^&\\s"']+)`, 'gi');
/** `"key": "value"` of JSON, `key: 'value'` of an inspected object, and JSON that stands quoted within JSON. */
const IN_OBJECT = new RegExp(`\\b(${NAMES})((?:\\\\*["'])?\\s*:\\s*\\\\*["'])([^"'\\\\]+)`, 'gi');
/** In a command of a batch, the only text in which parameters are looked for: what a chat user writes is none. */
const IN_COMMAND = new RegExp(`[?&](?:${NAMES})(?:%5D|\\])?=([^&\\s"']+)`, 'gi');
/** The path of a webhook as it stands, percent-encoded, or with the slashes that PHP escapes in JSON. */
const WEBHOOK = /(\/|\\\/|%2F)rest(\/|\\\/|%2F)\d+(\/|\\\/|%2F)(?:(?!\\\/|%2F)[^/\s"'])+/gi;
/** `Authorization: Bearer …`; a word after it without a digit is prose. */
const HEADER = /\b(Bearer|Basic)\s+(?=[\w.~+/-]*[\d=])[\w.~+/=-]{6,}/gi;
/** The user and password of an address. */
const USER_INFO = /(:\/\/)[^/\s"'@]+@/g;
const DEPTH = 6;

/**
 * `text` without secrets: those given, in their plain and in their encoded spellings, and all that can be told by its look (a
 * webhook's path, `auth=…`, `"access_token": "…"`, a Bearer header). Every text that this package throws, warns of or
 * publishes passes here. Loads nothing, so it runs in browsers too.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let out = text;
  for (const secret of [...new Set(secrets)].sort((a, b) => b.length - a.length)) {
    if (secret === '') continue;
    for (const spelling of new Set([secret, encoded(secret), JSON.stringify(secret).slice(1, -1)])) {
      out = secret.length < SHORT ? hideWord(out, spelling) : out.split(spelling).join('***');
    }
  }
  return out
    .replace(IN_TEXT, '$1$2=***')
    .replace(IN_OBJECT, '$1$2***')
    .replace(WEBHOOK, '$1rest$2***')
    .replace(HEADER, '$1 ***')
    .replace(USER_INFO, '$1***@');
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

/** The secrets that stand in the parameters of a call, commands of a batch included. */
export function secretsIn(params: Params): string[] {
  const found: string[] = [];
  collect(params, DEPTH, found);
  return found;
}

/**
 * A foreign error without anything but its name, code and redacted message: its own properties (sockets, requests, headers)
 * may hold the address of a webhook or a body with tokens.
 */
export function foreignCause(error: unknown, secrets: readonly string[] = []): Error {
  const text = error instanceof Error ? error.message : String(error);
  const clean = new Error(redact(text, secrets));
  if (error instanceof Error) clean.name = redact(error.name, secrets);
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string')
    Object.defineProperty(clean, 'code', { value: safeCode(code, secrets), enumerable: true });
  clean.stack = `${clean.name}: ${clean.message}`;
  return clean;
}

/** The longest code that is believed to be one. */
const LONGEST_CODE = 64;

/** A code from outside, cut to what a code is made of: letters, digits, `_`, `.` and `-`, and no secret. */
export function safeCode(code: string, secrets: readonly string[] = []): string {
  // The pattern first: nearly every code is one, and only a code that holds a secret is changed.
  const clean = redact(code, secrets);
  return /^[\w.*-]{1,64}$/.test(clean) ? clean : clean.slice(0, LONGEST_CODE).replace(/[^\w.*-]+/g, '_');
}

function collect(value: unknown, depth: number, found: string[], isCommand = false): void {
  if (typeof value === 'string') {
    if (!isCommand) return;
    for (const match of value.matchAll(IN_COMMAND)) if (match[1] !== undefined) found.push(match[1], decode(match[1]));
    return;
  }
  if (typeof value !== 'object' || value === null || depth === 0) return;
  for (const [key, item] of readable(value)) {
    if (SECRET_KEY.test(key) && (typeof item === 'string' || typeof item === 'number')) found.push(String(item));
    else collect(item, depth - 1, found, isCommand || COMMANDS.test(key));
  }
}

const COMMANDS = /^cmd$/i;

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
