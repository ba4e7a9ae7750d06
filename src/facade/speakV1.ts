import type { ImbotError } from '../errors/ImbotError';
import { field } from '../values/answers';
import type { Echo } from './echo';
import { parsedObject, textOrNone } from './envelopes';
import { foreignField } from './foreignField';

/** What is put in the place of what v2 said, in everything that reaches the caller. */
export interface Wording {
  readonly code?: readonly [v2: string, v1: string];
  readonly description?: readonly [v2: string, v1: string];
  readonly status?: readonly [v2: number, v1: number];
  readonly method: readonly [v2: string, v1: string];
  readonly echo: Echo;
}

/** The wording of a failure: what the error was made of, and what v1 says in its place. */
export function wordingOf(
  error: ImbotError,
  said: { readonly method: string; readonly status?: number; readonly description?: string },
  as: string,
  echo: Echo,
): Wording {
  const { code, v2Code, description, status } = error;
  const method = [said.method, as] as const;
  if (v2Code === undefined) return { method, echo };
  return {
    method,
    echo,
    code: [v2Code, code],
    ...(said.description && description !== undefined ? { description: [said.description, description] as const } : {}),
    ...(said.status !== undefined && said.status >= 400 && status !== undefined && status !== said.status
      ? { status: [said.status, status] as const }
      : {}),
  };
}

/**
 * Says in v1's words what a wrapper said in v2's, within its own error or answer, which stays the same object: the code, its
 * text, the status and the method's name, in fields, JSON texts, bodies kept as bytes, and messages. What was sent is left
 * alone, and a text in which the word may be the request's own is left alone too.
 */
export function speakV1(thrown: unknown, wording: Wording): unknown {
  const seen = new Set<object>();
  if (typeof thrown === 'string') return inText(thrown, wording, true);
  if (typeof thrown !== 'object' || thrown === null) return thrown;
  if (isResponse(thrown)) return thrown;
  const open = Object.isFrozen(thrown) ? thawed(thrown) : thrown;
  visit(open, 0);
  return open;

  function visit(value: object, depth: number): void {
    if (seen.has(value) || depth > DEPTH || seen.size > MOST || wording.echo.is(value)) return;
    seen.add(value);
    const message = textOrNone(foreignField(value, 'message'));
    for (const key of Object.getOwnPropertyNames(value)) {
      if (UNTOUCHED.has(key) || (key.startsWith('_') && !KEPT.has(key))) continue;
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (descriptor === undefined) continue;
      const isGetter = !('value' in descriptor);
      const inner: unknown = isGetter ? foreignField(value, key) : descriptor.value;
      if (typeof inner === 'object' && inner !== null && !(inner instanceof Uint8Array)) visit(inner, depth + 1);
      else if (typeof inner !== 'function') put(value, key, inner, changed(key, inner), descriptor);
    }
    if (value instanceof Error) inherited(value);
    else answered(value);
    headline(value, message);
  }

  function changed(key: string, inner: unknown): unknown {
    const { code, status } = wording;
    if (typeof inner === 'number') return status && STATUS_KEYS.has(key) && inner === status[0] ? status[1] : inner;
    if (typeof inner === 'boolean') return status && FLAGS[key] !== undefined ? flag(key, inner, status) : inner;
    if (inner instanceof Uint8Array) return code ? bytes(inner) : inner;
    if (typeof inner !== 'string') return inner;
    if (REASON_KEYS.has(key))
      return status && inner === STATUS_TEXTS[status[0]] ? (STATUS_TEXTS[status[1]] ?? inner) : inner;
    return inText(inner, wording, key === 'message');
  }

  function bytes(inner: Uint8Array): Uint8Array {
    const text = jsonText(new TextDecoder().decode(inner), wording);
    if (text === undefined) return inner;
    const from: unknown = Reflect.get(inner.constructor, 'from');
    const made = new TextEncoder().encode(text);
    const copy: unknown = typeof from === 'function' ? Reflect.apply(from, inner.constructor, [made]) : made;
    return copy instanceof Uint8Array ? copy : made;
  }

  /** A Response whose body was read, which an error keeps, tells its status by getters of its class. */
  function answered(response: object): void {
    for (const key of ['status', 'statusText']) {
      const inner = foreignField(response, key);
      const after = changed(key, inner);
      if (after !== inner && !Object.hasOwn(response, key))
        Object.defineProperty(response, key, { value: after, configurable: true, writable: true });
    }
  }

  /** Getters of the error's own class, which may answer from where nothing can be put. */
  function inherited(error: Error): void {
    for (let at: unknown = Object.getPrototypeOf(error); isOwnClass(at); at = Object.getPrototypeOf(at)) {
      for (const key of Object.getOwnPropertyNames(at)) {
        const descriptor = Object.getOwnPropertyDescriptor(at, key);
        if (descriptor?.get === undefined || UNTOUCHED.has(key) || Object.hasOwn(error, key)) continue;
        const inner = foreignField(error, key);
        const after = typeof inner === 'string' || typeof inner === 'number' ? changed(key, inner) : inner;
        if (after !== inner) Object.defineProperty(error, key, { value: after, configurable: true, writable: true });
      }
    }
  }
}

/** Puts a changed value in its place; where a getter stands, in the getter's. */
function put(owner: object, key: string, before: unknown, after: unknown, descriptor: PropertyDescriptor): void {
  if (after === before) return;
  if (descriptor.writable) Reflect.set(owner, key, after);
  else if (descriptor.configurable) {
    Object.defineProperty(owner, key, { value: after, configurable: true, enumerable: descriptor.enumerable ?? true });
  }
}

/** The first line of a stack is the message of before. */
function headline(value: object, before: string | undefined): void {
  const message = textOrNone(foreignField(value, 'message'));
  const stack = textOrNone(foreignField(value, 'stack'));
  if (!(value instanceof Error) || before === undefined || message === undefined || before === message) return;
  if (before !== '' && stack?.includes(before))
    Reflect.set(
      value,
      'stack',
      stack.replace(before, () => message),
    );
}

function inText(text: string, wording: Wording, isMessage: boolean): string {
  const { code, description, status, method, echo } = wording;
  if (text === code?.[0]) return code[1];
  if (text === description?.[0]) return description[1];
  if (status && text === STATUS_TEXTS[status[0]]) return STATUS_TEXTS[status[1]] ?? text;
  const json = jsonText(text, wording);
  if (json !== undefined) return json;
  let out = text;
  for (const pair of [description, code, method]) {
    const [v2, v1] = pair ?? ['', ''];
    if (v2.length >= SHORTEST && v2 !== v1 && out.includes(v2) && !echo.holds(v2)) out = out.split(wordOf(v2)).join(v1);
  }
  if (!isMessage || !status || echo.holds(String(status[0]))) return out;
  const [v2, v1] = status;
  out = out.replace(new RegExp(`(?<![\\w.])${v2}(?![\\w.])`, 'g'), String(v1));
  const [before, after] = [STATUS_TEXTS[v2], STATUS_TEXTS[v1]];
  return before && after && !echo.holds(before) ? out.split(before).join(after) : out;
}

/** JSON text of a refusal with v1's words in it. */
export function jsonText(text: string, { code, description }: Wording): string | undefined {
  const body = parsedObject(text);
  if (body === undefined || code === undefined || field(body, 'error') !== code[0]) return undefined;
  body.error = code[1];
  if (description && body.error_description === description[0]) body.error_description = description[1];
  return JSON.stringify(body);
}

/** Shorter texts may stand anywhere by chance. */
const SHORTEST = 6;

function wordOf(text: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9_])${text.replace(/[^A-Za-z0-9_ ]/g, '\\$&')}(?![A-Za-z0-9_])`, 'g');
}

/** A copy that can be changed, where the wrapper froze its error. */
function thawed(frozen: object): object {
  return Object.create(
    Object.getPrototypeOf(frozen),
    Object.fromEntries(
      Object.entries(Object.getOwnPropertyDescriptors(frozen)).map(([key, descriptor]) => [
        key,
        'value' in descriptor ? { ...descriptor, writable: true, configurable: true } : descriptor,
      ]),
    ),
  );
}

/** Is this the prototype of a class of somebody's own, and not one of the language? */
function isOwnClass(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value === Object.prototype) return false;
  const made: unknown = Reflect.get(value, 'constructor');
  return typeof made === 'function' && !/\[native code\]/.test(Function.prototype.toString.call(made));
}

function isResponse(value: object): boolean {
  return typeof Response !== 'undefined' && value instanceof Response;
}

function flag(key: string, before: boolean, [v2, v1]: readonly [number, number]): boolean {
  const status = FLAGS[key];
  return status === v2 ? false : status === v1 ? true : before;
}

const DEPTH = 5;
const MOST = 500;

/** Where ofetch and superagent keep the body. */
const KEPT: ReadonlySet<string> = new Set(['_data', '_body']);
const STATUS_KEYS: ReadonlySet<string> = new Set([
  'status',
  'statusCode',
  'status_code',
  'httpStatus',
  'http_status',
  'httpCode',
  'http_code',
  'code',
]);
const REASON_KEYS: ReadonlySet<string> = new Set(['statusText', 'statusMessage']);
/** What superagent says of a status. */
const FLAGS: Readonly<Record<string, number>> = { badRequest: 400, unauthorized: 401, forbidden: 403, notFound: 404 };
/** What HTTP calls the statuses that v1 refuses with. */
export const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

/** What was sent, and the machinery: neither is part of the answer. */
const UNTOUCHED: ReadonlySet<string> = new Set([
  'config',
  'request',
  'req',
  'options',
  'params',
  'headers',
  'rawHeaders',
  'header',
  'stack',
  'socket',
  'client',
  'connection',
  'agent',
  'timings',
]);
