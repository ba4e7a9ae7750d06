import { parseObject } from '../http/parseObject';
import { nestForm, readForm } from '../translate/readForm';
import type { Params } from '../translate/types';
import { jsonInOrder } from './jsonInOrder';
import { GATEWAY_LIMITS } from './limits';
import { readMultipart } from './readMultipart';

/** How the parameters of a call came. */
export interface GivenCall {
  readonly method: string;
  readonly query: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

/** What the portal takes for the parameters of a call; undefined where only the portal can tell. */
interface GivenParams {
  readonly params: Params;
  /** It sent JSON, so the portal takes JSON from it. */
  readonly json: boolean;
}

type ReadParams = GivenParams | undefined | 'too-many';

/**
 * The parameters as the portal reads them: query and body in one, the body wins. Undefined for a body that is not one of the
 * documented kinds, or not to be read to its end; 'too-many' for more fields than any portal takes. At once, but for multipart.
 */
export function readGivenParams(call: GivenCall): ReadParams | Promise<ReadParams> {
  const { method, query = '', contentType = '', body } = call;
  if (fieldsIn(query) > GATEWAY_LIMITS.fields) return 'too-many';
  const asked = query === '' ? {} : readForm(query);
  const isPost = method === 'POST';
  if (body.length === 0) return isSound(asked, query) ? { params: asked, json: false } : undefined;
  if (!isPost) return undefined;
  if (/^\s*multipart\/form-data/i.test(contentType)) {
    return readMultipart(body, contentType, GATEWAY_LIMITS.fields).then((fields) => {
      if (fields === undefined) return undefined;
      const params = { ...asked, ...nestForm(fields) };
      return isSound(params, query + fields.map(([name, value]) => name + value).join(''))
        ? { params, json: false }
        : undefined;
    });
  }
  const text = decoded(body);
  if (text === undefined) return undefined;
  if (JSON_TYPE.test(contentType)) {
    const parsed = isPlainJson(text) ? parseObject(text) : undefined;
    return parsed !== undefined && depthOf(text) <= GATEWAY_LIMITS.depth && isSound(asked, query)
      ? { params: { ...asked, ...parsed }, json: true }
      : undefined;
  }
  if (!/^\s*application\/x-www-form-urlencoded\b/i.test(contentType)) return undefined;
  if (fieldsIn(text) > GATEWAY_LIMITS.fields) return 'too-many';
  const params = query === '' ? readForm(text) : { ...asked, ...readForm(text) };
  return isSound(params, query + text) ? { params, json: false } : undefined;
}

/** Bytes that are no UTF-8 stay what they are only in the original. */
function isSound(params: Params, text: string): boolean {
  const mayBreak = /%[89a-f]/i.test(text) || text.includes(BROKEN);
  return !mayBreak || text.includes('%EF%BF%BD') || !JSON.stringify(params).includes(BROKEN);
}

const BROKEN = '\ufffd';
const JSON_TYPE = /^\s*application\/json\s*(?:;|$)/i;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** With its byte order mark, which is part of the first name for PHP; undefined where it is no UTF-8. */
function decoded(body: Uint8Array): string | undefined {
  try {
    return UTF8.decode(body);
  } catch {
    return undefined;
  }
}

/**
 * JSON of a size to read, that means the same to PHP and to JavaScript: numbers that a double holds, halves of no character, maps that both walk in
 * one order, no byte order mark (PHP reads nothing then).
 */
function isPlainJson(text: string): boolean {
  if (
    text.startsWith('\ufeff') ||
    countOf(',', text) > GATEWAY_LIMITS.items ||
    LONG_NUMBER.test(text) ||
    !jsonInOrder(text)
  )
    return false;
  return !HALF.test(text) || !HALF.test(JSON.stringify(parseObject(text)));
}

/** Bounded: a number of millions of digits is more than a regular expression goes back over, and it throws. */
const LONG_NUMBER = /[[:,]\s*-?(?:\d{16,400}\s*[\],}]|\d{401})/;
/** What stays of a character outside the first plane when one half is missing: JSON is written with the other ones as they are. */
const HALF = /\\ud[89a-f]/i;

function fieldsIn(form: string): number {
  return countOf('&', form) + 1;
}

function countOf(letter: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) count += 1;
  return count;
}

/** How deep JSON may nest, quoted brackets counted too: a bound that costs no parsing. */
function depthOf(json: string): number {
  let deepest = 0;
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const letter = json.charCodeAt(index);
    if (letter === 0x5b || letter === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (letter === 0x5d || letter === 0x7d) depth -= 1;
  }
  return deepest;
}
