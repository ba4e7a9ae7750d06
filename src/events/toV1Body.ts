import { isFields } from '../values/structures';
import { decodeEvent, isOfArrays } from './decodeEvent';
import { formPairs } from './formPairs';
import { toV1Event } from './toV1Event';

/** Which v2 events `toV1Body` and `v1Body` put into the v1 shape. */
export interface V1BodyOptions {
  /**
   * Also v2's edits and deletions (`ONIMBOTV2MESSAGEUPDATE`, `ONIMBOTV2MESSAGEDELETE`), which v2 sends to every bot and
   * v1 to few. Default: false.
   */
  updates?: boolean;
}

/** What v2 sends to every bot, and v1 to few. */
export const ONLY_IF_ASKED: ReadonlySet<string> = new Set(['ONIMBOTMESSAGEUPDATE', 'ONIMBOTMESSAGEDELETE']);

/**
 * The body of a delivery in the v1 shape and of the same kind as it came, for the parser that stands behind it: form text
 * or bytes, JSON text, URLSearchParams, FormData, an object with bracket keys, or a nested object, whose BOT and COMMAND
 * then also answer as lists.
 *
 * What is not an event, came from v1, has no v1 form (reactions) or was not asked for stays as it is, the same object.
 *
 * @example const { event, data, auth } = toV1Body(request.body);
 */
export function toV1Body<Body>(body: Body, options?: V1BodyOptions): Body;
export function toV1Body(body: unknown, { updates = false }: V1BodyOptions = {}): unknown {
  const decoded = decodeEvent(body);
  if (decoded.generation === 'v1') return body;
  const event = toV1Event(decoded);
  if (event === null || (!updates && ONLY_IF_ASKED.has(event.event))) return body;
  const { v2: _v2, ...plain } = event;
  if (typeof body === 'string') return textLike(body, plain);
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return bytesLike(body, plain);
  if (body instanceof URLSearchParams) return new URLSearchParams(formPairs(plain));
  if (isForm(body)) return formDataOf(formPairs(plain));
  if (!isFields(body) || !isFlat(body)) return event;
  const pairs = formPairs(plain);
  return Object.fromEntries(isOfArrays(body) ? pairs.map(([key, value]) => [key, [value]]) : pairs);
}

function formDataOf(pairs: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [key, value] of pairs) form.append(key, value);
  return form;
}

function isForm(body: unknown): boolean {
  return typeof FormData !== 'undefined' && body instanceof FormData;
}

/** Simple parsers leave `data[bot][id]` as a key. */
function isFlat(body: object): boolean {
  return Object.keys(body).some((key) => key.startsWith('data['));
}

function textLike(text: string, event: object): string {
  return /^\s*\{/.test(text) ? JSON.stringify(event) : new URLSearchParams(formPairs(event)).toString();
}

/** Buffer is a Uint8Array whose toString() reads it: the bytes go into one of the same class. */
function bytesLike(body: ArrayBuffer | ArrayBufferView, event: object): unknown {
  const bytes = new TextEncoder().encode(textLike(new TextDecoder().decode(body), event));
  if (body instanceof ArrayBuffer) return bytes.buffer;
  const from: unknown = Reflect.get(body.constructor, 'from');
  return typeof from === 'function' ? from.call(body.constructor, bytes) : bytes;
}
