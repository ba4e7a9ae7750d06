import { parseObject } from '../../http/parseObject';
import { headers } from '../headers';
import type { Incoming } from '../Incoming';

/** A request whose body is at hand; undefined where it has none, or one that is too long to be read. */
export type ReadRequest = Pick<Incoming, 'target' | 'headers'> & { readonly whole: Buffer | undefined };

/** Where a caller's access token may stand in a request, as the portal looks for it: the body, the query, a header. */
export const tokenInRequest = { find, replace };

function find(request: ReadRequest): string | undefined {
  const { target, whole } = request;
  const query = lastOf(IN_FORM, target.split('#')[0]?.split(/\?(.*)/s)[1] ?? '');
  const bearer = BEARER.exec(headers.first(request.headers, 'authorization') ?? '')?.[1];
  return (whole && inBody(whole, kindOf(request))) || query || bearer || undefined;
}

/** The same request with another token, wherever the old one stood. */
function replace(request: ReadRequest, token: string, other: string): ReadRequest {
  const given = { token, other };
  const { target, whole } = request;
  const body = whole === undefined ? undefined : replacedIn(whole, kindOf(request), given);
  const [path = '', ...query] = target.split(/(\?)/);
  return {
    target: path + inForm(query.join(''), given),
    headers: headersWith(request.headers, given, body === whole ? undefined : body?.length),
    whole: body,
  };
}

interface Exchanged {
  readonly token: string;
  readonly other: string;
}

/** A query, or a form. */
const IN_FORM = /((?:^|[?&])auth=)([^&#]*)/g;
const IN_JSON = /("auth"\s*:\s*)("(?:[^"\\]|\\.)*")/g;
/** Headers of a part are few and short; without bounds a body that is made so costs minutes. */
const IN_PARTS =
  /(\r\nContent-Disposition:[^\r\n]{0,200}\bname="?auth"?(?:;[^\r\n]{0,200})?\r\n(?:(?!Content-Disposition)[^\r\n]{1,200}\r\n){0,8}\r\n)([^\r\n]*)(?=\r\n--)/gi;
const BEARER = /^Bearer\s+(\S+)\s*$/i;

type BodyKind = 'form' | 'json' | 'parts' | undefined;

function kindOf({ headers: given }: ReadRequest): BodyKind {
  const type = headers.first(given, 'content-type') ?? '';
  const encoding = headers.first(given, 'content-encoding') ?? 'identity';
  if (encoding !== 'identity') return undefined;
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(type)) return 'form';
  if (/^\s*application\/json\b/i.test(type)) return 'json';
  return /^\s*multipart\/form-data\b/i.test(type) ? 'parts' : undefined;
}

function inBody(whole: Buffer, kind: BodyKind): string | undefined {
  if (kind === undefined || !whole.includes('auth')) return undefined;
  if (kind === 'form') return lastOf(IN_FORM, whole.toString('latin1'));
  if (kind === 'json') {
    const auth = parseObject(whole.toString('utf8'))?.['auth'];
    return typeof auth === 'string' ? auth : undefined;
  }
  return [...`\r\n${whole.toString('latin1')}`.matchAll(IN_PARTS)].at(-1)?.[2];
}

/** Bytes that are no text stay what they are: each is one letter of latin1. */
function replacedIn(whole: Buffer, kind: BodyKind, { token, other }: Exchanged): Buffer {
  const text = whole.toString('latin1');
  const asJson = (value: string): string => JSON.stringify(value);
  let changed = text;
  if (kind === 'form') changed = inForm(text, { token, other });
  if (kind === 'json')
    changed = text.replace(IN_JSON, (all, before, value) =>
      parseObject(`{"v":${value}}`)?.['v'] === token ? before + asJson(other) : all,
    );
  if (kind === 'parts')
    changed = `\r\n${text}`
      .replace(IN_PARTS, (all, before, value) => (value === token ? before + other : all))
      .slice(2);
  return changed === text ? whole : Buffer.from(changed, 'latin1');
}

function inForm(form: string, { token, other }: Exchanged): string {
  return form.replace(IN_FORM, (all, before, value) =>
    decoded(value) === token ? before + encodeURIComponent(other) : all,
  );
}

function headersWith(list: readonly string[], { token, other }: Exchanged, length: number | undefined): string[] {
  return list.map((value, index) => {
    const name = index % 2 === 0 ? '' : list[index - 1]?.toLowerCase();
    if (name === 'authorization' && BEARER.exec(value)?.[1] === token) return `Bearer ${other}`;
    return name === 'content-length' && length !== undefined ? String(length) : value;
  });
}

/** PHP takes the last one. */
function lastOf(pattern: RegExp, text: string): string | undefined {
  const value = [...text.matchAll(pattern)].at(-1)?.[2];
  return value === undefined ? undefined : decoded(value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
