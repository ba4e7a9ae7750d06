import { isFields } from '../values/structures';
import { idMap } from './idMap';
import { hasSafeIds } from './ids';
import { LIMITS } from './limits';
import { lists } from './lists';
import { nestPairs } from './nestPairs';
import { plainCopy } from './plainCopy';
import type { DecodedEvent, DecodeProblem, Fields } from './types';

/**
 * An event of either generation from whatever a server hands over: the text or bytes of a form or JSON body, a body that
 * express, fastify, formidable, multer or others already parsed (ids they lost are found again), the pairs of busboy in a Map,
 * a queue event of `imbot.v2.Event.get`.
 * Never throws: a body that is no event has `event: ''` and a `problem`, since anybody may post anything.
 *
 * @param info.contentType the Content-Type header; without it the body itself tells
 * @example
 * decodeEvent('event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=Hi').data; // { PARAMS: { MESSAGE: 'Hi' } }
 */
export function decodeEvent(body: unknown, info: { contentType?: string } = {}): DecodedEvent {
  const fields = fieldsOf(body, info.contentType ?? '');
  return typeof fields === 'string' ? refused(fields) : eventOf(fields);
}

function fieldsOf(body: unknown, contentType: string): Fields | DecodeProblem {
  if (typeof body === 'string') return parseText(body, contentType);
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
    if (body.byteLength > LIMITS.characters) return 'too-large';
    return parseText(new TextDecoder().decode(body), contentType);
  }
  if (body instanceof URLSearchParams) return formOf(body);
  if (typeof FormData !== 'undefined' && body instanceof FormData) return formOf(body.entries());
  if (body instanceof Map) return formOf(body);
  if (!isFields(body)) return 'not-an-event';
  const copy = plainCopy(isOfArrays(body) ? firstOfEach(body) : body);
  return typeof copy === 'string' || !cameFromForm(body) ? copy : lists(copy);
}

/**
 * formidable 3 makes an array of every value of a form, the name of the event included, which no other parser does. What is a
 * list in the form has `[]` or a number in its key, and stays one.
 */
export function isOfArrays(body: Fields): boolean {
  const { event } = body;
  if (!Array.isArray(event) || event.length !== 1 || typeof event[0] !== 'string') return false;
  return Object.values(body).every(Array.isArray);
}

function firstOfEach(body: Fields): Fields {
  const entries = Object.entries(body).map(([key, value]) => {
    const isList = key.endsWith('[]') || !Array.isArray(value) || value.length !== 1;
    return [key, isList ? value : value[0]] as const;
  });
  return Object.fromEntries(entries);
}

/** Flat parsers leave bracket keys at the top; what they parsed is a form. */
function cameFromForm(body: Fields): boolean {
  return Object.keys(body).some((key) => key.includes('['));
}

function parseText(text: string, contentType: string): Fields | DecodeProblem {
  if (text.length > LIMITS.characters) return 'too-large';
  const looksLikeJson = /^\s*\{/.test(text);
  if (!looksLikeJson && !contentType.includes('json')) return parseForm(text);
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? plainCopy(parsed) : 'not-an-event';
  } catch {
    return looksLikeJson ? 'bad-json' : parseForm(text);
  }
}

function parseForm(text: string): Fields | DecodeProblem {
  if (hasMore(text, '&', LIMITS.fields)) return 'too-many-fields';
  return formOf(new URLSearchParams(text));
}

/** Counts no further than needed, before a parser makes a million pairs. */
function hasMore(text: string, sign: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}

function formOf(pairs: Iterable<readonly [string, unknown]>): Fields | DecodeProblem {
  const nested = nestPairs(pairs);
  return typeof nested === 'string' ? nested : lists(nested);
}

function eventOf(raw: Fields): DecodedEvent {
  const queued = raw['event'] === undefined && typeof raw['type'] === 'string' && raw['eventId'] !== undefined;
  const name = queued ? raw['type'] : raw['event'];
  if (typeof name !== 'string' || !EVENT_NAME.test(name)) return refused('not-an-event', raw);
  if (isFields(raw['auth']) && !hasSafeIds(raw['auth'])) return refused('bad-id', raw);
  const event = name.toUpperCase();
  const generation = /^ONIM(BOT)?V2/.test(event) ? 'v2' : 'v1';
  const data = isFields(raw['data']) ? raw['data'] : {};
  const decoded: DecodedEvent = { generation, event, data: generation === 'v1' ? withIdMaps(data) : data, raw };
  const ts = queued ? unixSeconds(raw['date']) : textOf(raw['ts']);
  if (ts !== undefined) decoded.ts = ts;
  if (isFields(raw['auth'])) decoded.auth = raw['auth'];
  const eventId = Number(raw['eventId']);
  if (queued && Number.isSafeInteger(eventId)) decoded.eventId = eventId;
  return decoded;
}

/** Names of REST events; another text could be meant for a path. */
const EVENT_NAME = /^[A-Z][\w:.-]{0,99}$/i;

function withIdMaps(data: Fields): Fields {
  return {
    ...data,
    ...(typeof data['BOT'] === 'object' ? { BOT: idMap(data['BOT'], 'BOT_ID') } : {}),
    ...(typeof data['COMMAND'] === 'object' ? { COMMAND: idMap(data['COMMAND'], 'COMMAND_ID') } : {}),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function unixSeconds(date: unknown): string | undefined {
  const milliseconds = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : String(Math.floor(milliseconds / 1000));
}

function refused(problem: DecodeProblem, raw: Fields = {}): DecodedEvent {
  return { generation: 'v1', event: '', data: {}, raw, problem };
}
