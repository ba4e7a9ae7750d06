import type { Envelope } from '../engine/types';
import { envelopeFailure, parsedObject } from '../facade/envelopes';
import type { Reading } from '../facade/Form';
import { isFailed, statusOf } from '../facade/readFailure';
import { STATUS_TEXTS } from '../facade/speakV1';
import { field } from '../values/answers';
import { isPlain } from './copyOf';
import * as texts from './texts';
import type { CallLayout } from './types';

/** A form of answer: how to read one, and how to write a v1 answer in the same form. */
export interface AnswerForm {
  read(answer: unknown): Reading;
  /** `model` is what the transport answered last, where it did. */
  write(envelope: Envelope, model: unknown): unknown;
}

/** The form that a layout names. */
export function answerForm(answer: Exclude<CallLayout['answer'], 'callback'> = 'envelope'): AnswerForm {
  if (typeof answer === 'string') return ANSWER_FORMS[answer];
  return 'envelope' in answer
    ? envelopeAt(pathOf(answer.envelope), answer.envelope)
    : resultAt(pathOf(answer.result), answer.result);
}

function pathOf(text: string): string[] {
  return text === '' ? [] : text.split('.');
}

/** Whole envelopes, at a place in the answer; as an object, as JSON text or as bytes of it. */
function envelopeAt(path: readonly string[], name: string): AnswerForm {
  return {
    read(answer) {
      const body = objectOf(valueAt(answer, path));
      const failure = envelopeFailure(body);
      if (failure) {
        const status = path.length === 0 ? undefined : statusOf(answer);
        return { failure: status === undefined ? failure : { ...failure, status } };
      }
      if (isEnvelope(body)) return { envelope: body };
      return {
        unreadable: texts.unreadable(name, hintFor(answer)),
        nothing: !isObject(answer) || isFailed(answer) || saysNothing(answer) || saysNothing(body),
      };
    },
    write(envelope, model) {
      const before = valueAt(model, path);
      return putBody(model, path, before, withResult(objectOf(before), envelope));
    },
  };
}

/** The result alone, at a place in the answer. */
function resultAt(path: readonly string[], name: string): AnswerForm {
  const parent = path.slice(0, -1);
  return {
    read(answer) {
      if (isNothing(answer)) return { unreadable: texts.unreadable(name, ''), nothing: true };
      const holder = valueAt(answer, parent);
      const failure = envelopeFailure(holder);
      if (failure) {
        const status = statusOf(answer);
        return { failure: status === undefined ? failure : { ...failure, status } };
      }
      const result = valueAt(answer, path);
      if (isNothing(result)) return { unreadable: texts.unreadable(name, ''), nothing: true };
      if (path.length === 0 && isEnvelope(result) && 'time' in result)
        return { unreadable: texts.unreadable(name, texts.envelopeHint) };
      return { envelope: { result } };
    },
    write(envelope, model) {
      if (path.length === 0) return envelope.result;
      const before = valueAt(model, parent);
      if (isEnvelopeKey(path) || envelopeFailure(before)) {
        return putBody(model, parent, before, withResult(before, envelope, path.at(-1)));
      }
      return putBody(model, path, valueAt(model, path), envelope.result);
    },
  };
}

function isEnvelopeKey(path: readonly string[]): boolean {
  return path.at(-1) === 'result';
}

/** The forms that have a name. A callback gets one of them as its argument. */
export const ANSWER_FORMS = {
  envelope: envelopeAt([], 'envelope'),
  result: resultAt([], 'result'),
  axios: envelopeAt(['data'], 'axios'),
} as const satisfies Record<string, AnswerForm>;

/**
 * The form of what a callback received: nobody says, so it is seen from the value. `{ result: true }` and the answer of a
 * batch may be either, the bare result of v2 or an envelope: then it is what the transport usually gives.
 */
export function formOf(value: unknown, usual: AnswerForm = ANSWER_FORMS.result): AnswerForm {
  const body = objectOf(value);
  if (isAmbiguous(body)) return usual;
  if (isEnvelope(body) || envelopeFailure(body)) return ANSWER_FORMS.envelope;
  const data = field(value, 'data');
  return isEnvelope(data) || envelopeFailure(data) ? ANSWER_FORMS.axios : ANSWER_FORMS.result;
}

export function isAmbiguous(value: unknown): boolean {
  if (!isEnvelope(value)) return false;
  const names = Object.keys(value);
  return names.includes('result_error') || (names.length === 1 && typeof value.result === 'boolean');
}

/** JSON text and bytes count as what they hold. */
function objectOf(value: unknown): unknown {
  return typeof value === 'string' || value instanceof Uint8Array ? parsedObject(value) : value;
}

/**
 * The answer with another body in it, and in the other places where it keeps the same body: as text, as bytes. Plain answers
 * are copied; an instance of a class stays the same object, for a copy of it would not be one.
 */
function putBody(model: unknown, path: readonly string[], before: unknown, body: unknown): unknown {
  const after = likeBefore(before, body);
  if (path.length === 0) return after;
  const open = isObject(model) && !isPlain(model) && !Array.isArray(model) ? model : shallow(model);
  const [key = '', ...rest] = path;
  const inner: unknown = Reflect.get(open, key);
  Reflect.set(open, key, putBody(inner, rest, before, body));
  replaceTwins(open, before, body);
  if (isFailed(open)) {
    for (const name of ['status', 'statusCode'])
      if (typeof field(open, name) === 'number') Reflect.set(open, name, 200);
    for (const name of ['statusText', 'statusMessage'])
      if (typeof field(open, name) === 'string') Reflect.set(open, name, STATUS_TEXTS[200]);
  }
  if (model === undefined && path[0] === 'data')
    Object.assign(open, { status: 200, statusText: 'OK', headers: {}, config: {} });
  return open;
}

/** Puts a body in the fields of a response that hold the same one as before. */
export function replaceTwins(holder: object, before: unknown, body: unknown): void {
  const old = textFrom(before);
  for (const name of Object.getOwnPropertyNames(holder)) {
    if ((name.startsWith('_') && name !== '_body') || name === 'config' || name === 'request') continue;
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    const value: unknown = descriptor?.value;
    if (descriptor?.writable !== true || value === undefined || value === null) continue;
    const isSame = value === before || (old !== undefined && isText(value) && sameJson(textFrom(value), old));
    if (isSame) Reflect.set(holder, name, likeBefore(value, objectOf(body) ?? body));
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}

function sameJson(text: string | undefined, old: string): boolean {
  return (
    text === old || (text !== undefined && JSON.stringify(parsedObject(text)) === JSON.stringify(parsedObject(old)))
  );
}

function textFrom(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return isObject(value) ? JSON.stringify(value) : undefined;
}

/** As text where there was text, as bytes where there were bytes. */
function likeBefore(before: unknown, body: unknown): unknown {
  if (typeof before === 'string' && parsedObject(before)) return JSON.stringify(body);
  if (!(before instanceof Uint8Array)) return body;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const from: unknown = Reflect.get(before.constructor, 'from');
  return typeof from === 'function' ? Reflect.apply(from, before.constructor, [bytes]) : bytes;
}

function withResult(model: unknown, envelope: Envelope, key = 'result'): unknown {
  if (!isObject(model)) return envelope;
  const copy: object = Object.assign(shallow(model), { [key]: envelope.result });
  for (const name of ['error', 'error_description']) Reflect.deleteProperty(copy, name);
  return copy;
}

function shallow(model: unknown): object {
  if (!isObject(model)) return {};
  if (Array.isArray(model)) return [...model];
  return Object.assign(Object.create(Object.getPrototypeOf(model)), model);
}

function hintFor(answer: unknown): string {
  const data = field(answer, 'data');
  if (isObject(data) && 'result' in data) return texts.axiosHint;
  for (const place of ['body', 'response', 'json']) {
    const inner = objectOf(field(answer, place));
    if (isEnvelope(inner)) return texts.pathHint(place);
  }
  if (isEnvelope(answer)) return texts.envelopeHint;
  return isObject(answer) ? texts.bareHint : '';
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), root);
}

/** No answer of either generation, whatever its layout: an empty list or object, or an object that says so itself. */
function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value) && isPlain(value) && Object.keys(value).length === 0) return true;
  return field(value, 'ok') === false || field(value, 'success') === false;
}

/** What transports give for a call that failed, where they say nothing else. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === '';
}

function isEnvelope(value: unknown): value is Envelope {
  return isObject(value) && 'result' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
