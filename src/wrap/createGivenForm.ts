import type { Envelope } from '../engine/types';
import { callError } from '../errors/callError';
import { ImbotError } from '../errors/ImbotError';
import { type Echo, NO_ECHO } from '../facade/echo';
import { envelopeFailure, parsedObject } from '../facade/envelopes';
import { errorFields } from '../facade/errorFields';
import type { Failure } from '../facade/Failure';
import type { Reading } from '../facade/Form';
import { isKnownCode, readFailure, statusOf } from '../facade/readFailure';
import { speakV1, type Wording } from '../facade/speakV1';
import { field } from '../values/answers';
import { ANSWER_FORMS, type AnswerForm, formOf, isAmbiguous, replaceTwins } from './answerForms';
import { type AnswerPlace, answerPlace, isAsSeen, refusedIn } from './answerPlace';
import type { CallbackCall } from './CallbackCall';
import { copyOf } from './copyOf';
import { type Found, findPlace } from './findPlace';
import { fromMethods, writeMethods } from './resultMethods';
import { shownStatus, withStatus } from './shownStatus';
import type { CallbackPlaces, Invocation, LooseFunction, Place } from './types';

type Callback = (...given: unknown[]) => unknown;

/** The callbacks of a call, and how to put others in their places. */
export interface Callbacks {
  readonly success?: Callback;
  readonly failure?: Callback;
  place(args: readonly unknown[], success: Callback, failure: Callback): readonly unknown[];
  /** The same for a question of ours, whose failure is to be heard where the call itself hears of none. */
  placeAsking?(args: readonly unknown[], success: Callback, failure: Callback): readonly unknown[];
}

/** Names of a callback of errors beside one of success. */
const FAILURES = ['error', 'fail', 'failure', 'onError', 'reject'];

/** The callbacks of a call: those at the places of the layout, else its last function. */
export function callbacksOf(args: readonly unknown[], self: unknown, places?: CallbackPlaces): Callbacks {
  if (places === undefined) return lastFunction(args);
  const names = typeof places === 'object' ? places : { success: places };
  const success = findPlace(names.success, args, self);
  const failure = names.error === undefined ? besideOf(names.success, args, self) : findPlace(names.error, args, self);
  const place: Callbacks['place'] = (list, ours, oursOfErrors) =>
    inPlace(inPlace(list, success, ours), failure, oursOfErrors);
  const spare = isCallback(failure?.value) ? [] : sparePlaces(names, args, self);
  const asked = isCallback(success?.value) ? undefined : leftOut(names.success, args, self);
  return {
    ...(isCallback(success?.value) ? { success: success.value } : {}),
    ...(isCallback(failure?.value) ? { failure: failure.value } : {}),
    place,
    placeAsking(list, ours, oursOfErrors) {
      const placed = place(list, ours, oursOfErrors);
      const heard = asked?.replace?.(placed, ours) ?? placed;
      return spare.reduce((before, found) => found.replace?.(before, oursOfErrors) ?? before, heard);
    },
  };
}

/** Where the callback of a call would stand that gives none: by name, in its first object. */
function leftOut(place: Place, args: readonly unknown[], self: unknown): Found | undefined {
  if (typeof place === 'number' || /^\d/.test(place)) return findPlace(place, args, self);
  if (/^this\b/.test(place)) return undefined;
  const index = args.findIndex((arg) => typeof arg === 'object' && arg !== null);
  return index < 0 ? undefined : findPlace(`${index}.${place}`, args, self);
}

/** Where a transport may look for a callback of errors that this call does not give. */
function sparePlaces(
  { success, error }: { readonly success: Place; readonly error?: Place },
  args: readonly unknown[],
  self: unknown,
): Found[] {
  if (typeof error === 'number') return [findPlace(error, args, self)].filter((found) => found !== undefined);
  if (typeof success !== 'string' || /^this\b/.test(success) || /^this\b/.test(error ?? '')) return [];
  const before = success.split('.').slice(0, -1);
  const paths = error === undefined ? FAILURES.map((name) => [...before, name].join('.')) : [error];
  const holder = args.findIndex((arg) => findPlace(success, [arg], undefined) !== undefined);
  const index = holder < 0 ? args.findIndex((arg) => typeof arg === 'object' && arg !== null) : holder;
  return paths
    .map((path) => findPlace(/^\d/.test(path) ? path : `${index}.${path}`, args, self))
    .filter((found) => found !== undefined);
}

function inPlace(list: readonly unknown[], found: Found | undefined, callback: Callback): readonly unknown[] {
  return found?.value === undefined ? list : (found.replace?.(list, callback) ?? list);
}

function besideOf(place: number | string, args: readonly unknown[], self: unknown): Found | undefined {
  if (typeof place === 'number') return undefined;
  const before = place.split('.').slice(0, -1);
  for (const name of FAILURES) {
    const found = findPlace([...before, name].join('.'), args, self);
    if (typeof found?.value === 'function') return found;
  }
  return undefined;
}

function lastFunction(args: readonly unknown[]): Callbacks {
  const last = args.findLastIndex((arg) => typeof arg === 'function');
  const index = last < 0 ? args.length : last;
  const callback = args[index];
  return {
    ...(isCallback(callback) ? { success: callback } : {}),
    place(list, ours) {
      const own = [...list];
      while (own.length < index) own.push(undefined);
      own[index] = ours;
      return own;
    },
  };
}

/** What a call with callbacks of ours returned at once, and what they receive. */
export interface CalledWith {
  readonly returned: unknown;
  readonly given: Promise<CallbackCall>;
}

/** Calls the transport with callbacks of ours. Throws what the transport throws at once. */
export function withCallbacks(
  { fn, self }: Pick<Invocation, 'fn' | 'self'>,
  args: readonly unknown[],
  callbacks: Callbacks,
  { isQuestion = false, isEnd = () => true, onMore = () => {} }: HearOptions = {},
): CalledWith {
  let isHeard = false;
  let last: CallbackCall | undefined;
  let hear: (given: CallbackCall) => void = () => {};
  let fail: (thrown: unknown) => void = () => {};
  const given = new Promise<CallbackCall>((resolve, reject) => {
    hear = resolve;
    fail = reject;
  });
  const ours = (isError: boolean): LooseFunction =>
    function (this: unknown, ...values: unknown[]) {
      const came = { self: this, values, isError };
      if (isHeard || !isEnd(came)) onMore(came, isHeard);
      else {
        isHeard = true;
        hear(came);
      }
      last ??= came;
    };
  const placed = (isQuestion && callbacks.placeAsking) || callbacks.place;
  const returned: unknown = Reflect.apply(fn, self, placed(args, ours(false), ours(true)));
  if (returned instanceof Promise) returned.then(() => last && hear(last), fail);
  return { returned, given };
}

export interface HearOptions {
  readonly isQuestion?: boolean;
  /** Is it what the transport has to say, and no word of how far it is? Default: the first is. */
  readonly isEnd?: (given: CallbackCall) => boolean;
  /** Hears what else comes, before the end or behind it. */
  readonly onMore?: (given: CallbackCall, isBehind: boolean) => void;
}

/** Reads and writes what callbacks of one transport receive. */
export interface GivenForm {
  readonly fits: boolean;
  /** It is known where this transport puts an answer. */
  readonly knowsPlace: boolean;
  /** Learns that place from an answer to the question for the revision; false where it tells none. */
  learnPlace(given: CallbackCall, isFirst: boolean): boolean;
  /** It is no answer, and says so, or says nothing at all. */
  saysFailure(given: CallbackCall): boolean;
  /** An answer, or a failure that says so: where a transport tells how far it is, what is neither may be no end. */
  isEnd(given: CallbackCall): boolean;
  /** What was taken for a failure was none: an answer came behind it. */
  unlearn(given: CallbackCall): void;
  /** Reads `cb(error, answer)`, `cb(error, response, body)`, `cb(answer)` and answers with `data()` and `error()`. */
  read(given: CallbackCall, echo?: Echo): Reading;
  /** The same arguments with the v1 answer in them. */
  write(envelope: Envelope, given: CallbackCall | undefined): unknown[];
  /** Keeps the last refusal as a model of the next one. */
  learn(given: CallbackCall, failed: boolean): void;
  refusal(error: ImbotError): { values: readonly unknown[]; isError: boolean } | undefined;
}

/** Learns, from the answers that leave no doubt, which form this transport gives. */
export function createGivenForm(): GivenForm {
  let usual: AnswerForm | undefined;
  let fits = false;
  /** An answer came behind an empty place: errors come before it. */
  let errorsFirst = false;
  /** A failure that said nothing: what this transport gives for any. */
  let speechless: CallbackCall | undefined;
  let model: CallbackCall | undefined;
  let place: AnswerPlace | undefined;
  /** It calls back before there is an answer. */
  let tellsProgress = false;

  function form(value: unknown): AnswerForm {
    return formOf(value, usual);
  }

  /** A whole answer that says no failure. */
  function isSuccess(value: unknown): boolean {
    const found = form(value);
    return found !== ANSWER_FORMS.result && 'envelope' in found.read(value);
  }

  function reading(given: CallbackCall, echo: Echo): Reading {
    if (place === undefined) return guessed(given, echo);
    const { at } = place;
    const value = given.values[at];
    const read = isAsSeen(place, given) ? (fromMethods(value, echo) ?? form(value).read(value)) : undefined;
    if (read && 'envelope' in read) return read;
    const guess = guessed(given, echo);
    return 'failure' in guess ? guess : { failure: failureAmong(given.values, echo) };
  }

  function guessed({ values, isError }: CallbackCall, echo: Echo): Reading {
    const at = payloadIndex(values);
    const value = values[at];
    if (isError) return { failure: readFailure(values[0], echo) };
    // `(status, body)`, `('success', body)`: what stands before a whole answer is no error.
    if (at > 0 && values[0] && !isSuccess(value)) return { failure: failureOf(values[0], value, echo) };
    if (value instanceof Error) return { failure: readFailure(value, echo) };
    if (errorsFirst && values.length === 1 && value && !isAnswer(value)) return { failure: readFailure(value, echo) };
    const alone = codeAlone(value, echo);
    if (alone) return { failure: alone };
    const asked = fromMethods(value, echo);
    if (asked) return asked;
    if (value !== undefined && value !== null && !isAmbiguous(value)) usual = form(value);
    const read = form(value).read(value);
    if (!('failure' in read)) return read;
    // `(error, response, body)`: the status stands in the response.
    const status = values.map(statusOf).find((found) => found !== undefined);
    return { failure: { ...(status === undefined ? {} : { status }), ...read.failure } };
  }

  function saysFailure(given: CallbackCall): boolean {
    if (given.isError || given.values.every(isNothing)) return true;
    const read = reading(given, NO_ECHO);
    return 'failure' in read && (read.failure.code !== undefined || read.failure.status !== undefined);
  }

  return {
    get fits() {
      return fits;
    },
    get knowsPlace() {
      return place !== undefined;
    },
    learnPlace(given, isFirst) {
      const found = answerPlace(given);
      if (found === undefined) return false;
      place = found;
      tellsProgress ||= !isFirst;
      const value = given.values[found.at];
      if (!fromMethods(value)) usual = formOf(value);
      return true;
    },
    saysFailure,
    isEnd: (given) =>
      !tellsProgress || saysFailure(given) || (place !== undefined && 'envelope' in reading(given, NO_ECHO)),
    unlearn(given) {
      if (speechless?.values === given.values) speechless = undefined;
    },
    read(given, echo = NO_ECHO) {
      const read = reading(given, echo);
      if ('envelope' in read) {
        fits = true;
        errorsFirst ||= given.values.length >= 2 && !given.values[0] && given.values[1] !== null;
      }
      return read;
    },
    write(envelope, given) {
      const isSeen = place !== undefined && given !== undefined && isAsSeen(place, given);
      if (given?.isError && place === undefined) return [envelope.result];
      const values = (isSeen || place === undefined ? given : place.seen)?.values ?? [null, undefined];
      const at = place?.at ?? payloadIndex(values);
      const copy = [...values];
      if (place === undefined && at > 0 && copy[0] && !isSuccess(values[at])) copy[0] = null;
      const before = values[at];
      if (fromMethods(before)) {
        copy[at] = Object.assign(Object.create(Object(before)), {
          data: () => envelope.result,
          error: () => undefined,
        });
        return copy;
      }
      const body = (before === undefined ? (usual ?? ANSWER_FORMS.envelope) : form(before)).write(envelope, before);
      copy[at] = body;
      // A response beside its body holds it too.
      for (const one of values) if (isObject(one) && one !== before) replaceTwins(one, before, body);
      return copy;
    },
    learn(given, failed) {
      if (!failed) return;
      const read = reading(given, NO_ECHO);
      if ('failure' in read && read.failure.code !== undefined) model = given;
      // An error, and a text, are of that failure alone: a lost connection for example.
      else if (!given.values.some(isOfItsOwn)) speechless = given;
    },
    refusal(error) {
      const read = model && reading(model, NO_ECHO);
      if (model === undefined || read === undefined || !('failure' in read)) {
        if (speechless !== undefined) {
          const shown = speechless.values.map(shownStatus).find((status) => status !== undefined);
          if (shown === undefined || error.status === undefined) return speechless;
          const pair = [shown, error.status] as const;
          return { values: speechless.values.map((value) => withStatus(value, pair)), isError: speechless.isError };
        }
        const values = place && refusedIn(place, error);
        return values && { values, isError: false };
      }
      const { code, description, status } = read.failure;
      if (code === undefined) return undefined;
      const made = new Set<object>();
      const wording: Wording = {
        method: ['', ''],
        code: [code, error.code],
        ...(description && error.description !== undefined ? { description: [description, error.description] } : {}),
        ...(status === undefined || error.status === undefined ? {} : { status: [status, error.status] }),
        echo: { ...NO_ECHO, is: (value) => !made.has(value) },
      };
      const values = model.values.map((value) =>
        fromMethods(value) ? writeMethods(value, error) : speakV1(copyOf(value, made, true), wording),
      );
      return { values, isError: model.isError };
    },
  };
}

/** A code that stands for itself: a text, or an object that says it in a field, in place of an answer. */
function codeAlone(value: unknown, echo: Echo): Failure | undefined {
  if (value === null || (typeof value !== 'string' && typeof value !== 'object') || isAnswer(value)) return undefined;
  const named =
    typeof value === 'string'
      ? value
      : CODES.map((name) => field(value, name)).find((code) => typeof code === 'string' && isKnownCode(code));
  const code = typeof named === 'string' ? named.split(/[^A-Za-z_]/)[0] : undefined;
  if (code === undefined || !isKnownCode(code) || echo.holds(code)) return undefined;
  const failure = readFailure(value, echo);
  return failure.code === code ? failure : undefined;
}

const CODES = ['code', 'error', 'errorCode', 'error_code'];

/** The error tells, or the body beside it. */
function failureOf(error: unknown, value: unknown, echo: Echo): Failure {
  const told = readFailure(error, echo);
  if (told.code !== undefined) return told;
  const beside = readFailure(value, echo);
  return beside.code === undefined ? told : { ...beside, ...told };
}

/** The same arguments with the v1 error in them. */
export function writeError({ values }: CallbackCall, wording: Wording): unknown[] {
  return values.map((value) => {
    const asked = fromMethods(value);
    if (asked === undefined) return speakV1(value, wording);
    const { code, description, status } = wording;
    const failure = 'failure' in asked ? asked.failure : {};
    if (code === undefined) return value;
    return writeMethods(
      value,
      callError({
        code: code[1],
        method: wording.method[1],
        outcome: 'refused',
        status: status?.[1] ?? failure.status,
        description: description?.[1] ?? failure.description ?? '',
        text: '',
      }),
    );
  });
}

/** The arguments that tell an error, where the transport gave none: error first, or an error envelope. */
export function errorGiven(error: unknown, { success, failure }: Callbacks): unknown[] {
  if (failure !== undefined || (success?.length ?? 0) >= 2 || !(error instanceof ImbotError)) return [error];
  return [errorFields(error)];
}

/** The first of them that says a code, else a status. */
function failureAmong(values: readonly unknown[], echo: Echo): Failure {
  const told = values.map((value) => codeAlone(value, echo) ?? readFailure(value, echo));
  return told.find(({ code }) => code !== undefined) ?? told.find(({ status }) => status !== undefined) ?? {};
}

/** An error, or a text, that says something of one failure alone, and not by a status. */
function isOfItsOwn(value: unknown): boolean {
  const isText = value instanceof Error || (typeof value === 'string' && value !== '');
  return isText && shownStatus(value) === undefined;
}

/** What says nothing of how far a request is. */
function isNothing(value: unknown): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0 && !(value instanceof Error));
}

function payloadIndex(values: readonly unknown[]): number {
  const found = values.findIndex((value) => isAnswer(value));
  if (found >= 0) return found;
  return values.length >= 2 ? 1 : 0;
}

function isAnswer(value: unknown): boolean {
  if (value instanceof Error) return false;
  return (
    fromMethods(value) !== undefined ||
    envelopeFailure(typeof value === 'string' ? parsedObject(value) : value) !== undefined ||
    formOf(value) !== ANSWER_FORMS.result
  );
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
