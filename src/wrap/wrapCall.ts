import { CALL_PATIENCE } from '../engine/briefly';
import { type ModeOptions, modeOf } from '../engine/modeOf';
import { notify } from '../engine/notify';
import { portalState } from '../engine/shared';
import type { CallOptions } from '../engine/types';
import type { FoundBatch } from '../facade/batchOf';
import { checkFacade } from '../facade/checkFacade';
import { createDeliver } from '../facade/createDeliver';
import { controlsOf } from '../facade/createFacadeEngine';
import { factsCheck } from '../facade/factsCheck';
import { reportedEngine } from '../facade/reportedEngine';
import type { FacadeOptions, WrapControls } from '../facade/types';
import { withPatience } from '../facade/withPatience';
import { isV1Imbot } from '../map/imbotName';
import { methodEntry, REVISION_GET } from '../map/index';
import { readCommand } from '../translate/batchCommand';
import { answerCall, type Seen } from './answerCall';
import { answerForm } from './answerForms';
import { answerOf } from './answerOf';
import { askAhead } from './askAhead';
import { askFirst } from './askFirst';
import type { CallbackCall } from './CallbackCall';
import { callBack, type Learning } from './callBack';
import { createFeeler } from './createFeeler';
import { type Callbacks, type CalledWith, callbacksOf, createGivenForm, withCallbacks } from './createGivenForm';
import { everSeldomer } from './everSeldomer';
import { findPlace } from './findPlace';
import { handOn } from './handOn';
import { LAYOUT_CHECKS } from './layoutChecks';
import { learningForm } from './learned';
import { portalOf } from './portalOf';
import { NATIVE, promiseKind, quiet } from './promiseKind';
import { readWrappedCall } from './readWrappedCall';
import { soon } from './soon';
import * as texts from './texts';
import type { Invocation, LooseFunction, WrapOptions } from './types';
import type { PromiseKind, UnderWay } from './UnderWay';
import type { WrappedCall } from './WrappedCall';

type AnyFunction = (...args: never[]) => unknown;

/**
 * Puts the shim under a team's own transport function: the result takes the same arguments, keeps `this`, and answers in
 * the same form; calls of `imbot.*` go out as v2 where the mode says so. All other calls pass untouched.
 *
 * What the wrapper gives on failure stays what it was: an envelope, `null`, its own error with its class and fields, the v1
 * code and text where it puts them. In modes `v1` and `audit` its own return value is handed on, the same object; otherwise
 * a promise of the same kind. A wrapper whose values have methods of their own (got, superagent) stays on v1, said once.
 * Mode `v2` refuses LOSSY and UNTRANSLATABLE with an ImbotError, and what v1 would refuse in the form of an earlier failure.
 *
 * @param fn the transport, `callBitrix(domain, token, method, params)` for example
 * @param options where its method and parameters stand and how it answers, and the options of the client
 * @throws ImbotError CONFIG for options that are unknown or malformed, with the nearest right word
 * @example
 * export const callBitrix = wrapCall(original, { portal: 0, method: 2, params: 3, answer: { envelope: 'body' } });
 */
export function wrapCall<F extends AnyFunction>(fn: F, options?: WrapOptions): F & WrapControls;
export function wrapCall(fn: LooseFunction, given: WrapOptions = {}): LooseFunction & WrapControls {
  checkFacade('wrapCall', given, { ...LAYOUT_CHECKS, ...factsCheck });
  const options = withPlaces(given);
  const engine = reportedEngine(literal(options));
  const { answer, warnings } = options;
  const form = answer === 'callback' ? undefined : learningForm(answerForm(answer));
  const givenForm = createGivenForm();
  const takesBatch = options.prefix === undefined;
  // Whoever says how values go out is asked nothing that holds others.
  const batches = { left: takesBatch && options.encoding === undefined ? 2 : 0, isWhole: false };
  const feeler = createFeeler({
    said: options.encoding,
    takesBatch,
    onFound: (found) => onMisfit(found ? texts.flattens : texts.losesNested),
  });
  const deliverAnswer = createDeliver<unknown>(engine);
  const deliverGiven = createDeliver<CallbackCall>(engine);
  /** What this function returns: undefined until it was seen, `as-is` where nothing else can be returned in its place. */
  let kind: PromiseKind | 'as-is' | 'nothing' | undefined = isAsync(fn)
    ? NATIVE
    : isGenerator(fn)
      ? 'as-is'
      : undefined;
  /** The question for the place of an answer, while it is under way. */
  let learning: Learning | undefined;
  /** It did not call back when it was asked: the portal may have been slow, so it is asked again beside later calls. */
  let isSilent = false;
  const mayAskSilent = everSeldomer();
  const mayAskPlace = everSeldomer();
  /** Does it return something to calls without a callback? Many take a callback or return a promise. */
  let answersWithout: boolean | undefined;

  function onMisfit(explanation: string): void {
    notify(warnings, `wrap-layout:${explanation}`, explanation, 'wrap-layout');
  }

  function onUnheard(explanation: string): void {
    notify(warnings, `unheard:${explanation}`, explanation, 'wrap-layout');
  }

  /** Whoever does not call back for a question never lets a call go out that waits for the answer. */
  function onSilence(): void {
    isSilent = true;
    onMisfit(texts.neverCalledBack);
  }

  function wrapped(this: unknown, ...args: unknown[]): unknown {
    const read = readWrappedCall(args, this, options, feeler);
    if (read.kind === 'other') {
      if (read.notice) onMisfit(read.notice);
      return Reflect.apply(fn, this, args);
    }
    if (read.kind === 'misfit') {
      onMisfit(read.error.message);
      if (modeFor(options, read.method, {}) !== 'v2') return Reflect.apply(fn, this, args);
      if (form) return Promise.reject(read.error);
      throw read.error;
    }
    const { call } = read;
    const portal = portalOf(options.portal, args, this);
    const own = ownOptions(options, call);
    const invocation: Invocation = {
      fn,
      self: this,
      args,
      call,
      portal,
      own,
      callback: options.callback,
      batches,
      isAsGiven: call.batch !== undefined && !batches.isWhole && !modesIn(options, call.batch).has('v2'),
      onMisfit,
      onSilence,
      onUnheard,
    };
    if (own.mode === 'v1' || own.mode === 'audit') return handOn(engine, invocation, own.mode);
    if (kind === 'as-is') {
      if (isGenerator(fn)) onMisfit(texts.keepsMethods);
      return handOn(engine, invocation, 'audit');
    }
    return form ? answered(invocation) : calledBack(invocation);
  }

  function answered(invocation: Invocation): unknown {
    const seen: Seen = { beside: [] };
    if (kind === undefined && invocation.own.mode !== 'v2') {
      seen.asked = askFirst(invocation);
      if (seen.asked === undefined || !learn(seen.asked.returned, true)) return handOn(engine, invocation, 'audit');
    }
    if (form === undefined) return undefined;
    const work = answerCall(invocation, deliverAnswer, form, seen);
    // Mode v2 asks nothing first: what it returns is seen from the call itself, or from what it cannot go without.
    if (kind === undefined && 'returned' in seen) learn(seen.returned, false);
    seen.shown = (typeof kind === 'object' ? kind : NATIVE).promise(work, seen);
    return seen.shown;
  }

  function calledBack(invocation: Invocation): unknown {
    const other = otherCallback(invocation);
    if (other !== undefined) {
      onMisfit(other);
      return handOn(engine, invocation, 'audit');
    }
    let asked: CalledWith | undefined;
    const callbacks = callbacksOf(invocation.args, invocation.self, options.callback);
    if (callbacks.success === undefined && (invocation.own.mode !== 'v2' || options.callback === undefined)) {
      // In a place that a call leaves out no answer to a question is heard: it would wait for ever, and never be sent.
      if (options.callback !== undefined || answers(invocation)) return handOn(engine, invocation, 'audit');
    }
    if (isSilent) {
      if (callbacks.success !== undefined && learning === undefined && mayAskSilent()) askAside(invocation, callbacks);
      return handOn(engine, invocation, 'audit');
    }
    if (isToAsk(invocation, callbacks)) {
      const reply = askAhead(invocation, () => learnPlace(invocation, callbacks));
      if (reply === undefined && invocation.own.mode !== 'v2') return handOn(engine, invocation, 'audit');
      asked = reply?.returned;
      if (asked !== undefined && returnsNothing(asked.returned)) kind = 'nothing';
      else if (asked !== undefined && !learn(asked.returned, invocation.own.mode !== 'v2'))
        return handOn(engine, invocation, 'audit');
    }
    const underWay: UnderWay = {};
    const work = callBack(invocation, deliverGiven, givenForm, {
      underWay,
      asked: asked?.given,
      learning,
      inV1: (v2, result) => answerOf(invocation.call, v2, result, { auth: 'site', events: options.events }),
    });
    if (typeof kind === 'object') {
      const ended = work.then(
        () => ENDED,
        (error: unknown) => ({ ok: false, values: [error] }),
      );
      return kind.promise(ended, underWay);
    }
    work.catch((error: unknown) => {
      soon(() => {
        throw error;
      });
    });
    return undefined;
  }

  /** Is there a question to put before this call, to see what the function returns, or where it puts an answer? */
  function isToAsk({ own, portal }: Invocation, { success }: Callbacks): boolean {
    const isUnknown = success !== undefined && !givenForm.knowsPlace && learning === undefined;
    if (own.mode === 'v2') return isUnknown;
    if (kind === undefined) return true;
    // Another function has seen that the portal has v2, so the engine will not ask.
    return isUnknown && portal !== undefined && portalState(portal).v2 === true && mayAskPlace();
  }

  /** The call goes out as it is meanwhile: nobody waits for a function that may not call back. */
  function askAside(invocation: Invocation, callbacks: Callbacks): void {
    if (askAhead(invocation, () => learnPlace(invocation, callbacks)) === undefined) return;
    void learning?.then((end) => {
      isSilent = end === 'silent';
    });
  }

  /** Asks for the revision, to see in the answer where this transport puts one. */
  function learnPlace(invocation: Invocation, callbacks: Callbacks): CalledWith {
    let end: (given: CallbackCall | undefined) => void = () => {};
    const learnt = new Promise<Awaited<Learning>>((resolve) => {
      end = resolve;
    });
    let isFirst = true;
    let came: CallbackCall | undefined;
    const hear = (given: CallbackCall): void => {
      came = given;
      const isLearnt = givenForm.learnPlace(given, isFirst);
      isFirst = false;
      // However late it came.
      if (isLearnt) isSilent = false;
      // Mode v2 waits for an answer behind what may be a word of progress; the others go on as v1.
      if (isLearnt || givenForm.saysFailure(given) || invocation.own.mode !== 'v2') end(given);
    };
    const list = invocation.call.argumentsFor(REVISION_GET, {});
    const asked = withCallbacks(invocation, list, callbacks, {
      isQuestion: true,
      isEnd(given) {
        hear(given);
        return true;
      },
      onMore: hear,
    });
    asked.given.catch(() => end(undefined));
    quiet(asked.returned);
    // The call itself waits for this one.
    const patience = invocation.own.mode === 'v2' ? undefined : CALL_PATIENCE;
    const mine: Learning = withPatience(learnt, patience).catch(() => came ?? 'silent');
    learning = mine;
    void mine.then(() => {
      if (learning === mine) learning = undefined;
    });
    return asked;
  }

  /** Does a call without a callback return its answer? Asked once, by a question; what throws at once will do so itself. */
  function answers(invocation: Invocation): boolean {
    if (answersWithout !== undefined) return answersWithout;
    const asked = askAhead(invocation, () => applyTo(invocation, REVISION_GET));
    if (asked === undefined) return true;
    answersWithout = !returnsNothing(asked.returned);
    return answersWithout;
  }

  /** Learns from a returned value; false where calls can only be handed on as they are. */
  function learn(returned: unknown, mayEnd: boolean): boolean {
    kind = promiseKind(returned, mayEnd) ?? 'as-is';
    if (kind === 'as-is') onMisfit(texts.keepsMethods);
    return kind !== 'as-is';
  }

  keepFace(wrapped, fn);
  return Object.assign(wrapped, controlsOf(engine));
}

const ENDED = { ok: true, values: [undefined] } as const;

function returnsNothing(returned: unknown): boolean {
  return (typeof returned !== 'object' && typeof returned !== 'function') || returned === null;
}

function applyTo({ fn, self, call }: Invocation, method: string): unknown {
  return Reflect.apply(fn, self, call.argumentsFor(method, {}));
}

/** An async function returns promises of the language, whatever happens within. */
function isAsync(fn: LooseFunction): boolean {
  return Object.prototype.toString.call(fn) === '[object AsyncFunction]';
}

/** What it returns is asked step by step: nothing else can stand in its place. */
function isGenerator(fn: LooseFunction): boolean {
  return /^\[object (?:Async)?GeneratorFunction\]$/.test(Object.prototype.toString.call(fn));
}

/** Functions that a transport calls however a request ends: ours would be heard too. */
const ENDINGS = ['complete', 'always', 'finally', 'onComplete', 'statusCode'];

/** Why a call stays v1 for the sake of another function in it. */
function otherCallback({ args, self, callback }: Invocation): string | undefined {
  const place = typeof callback === 'object' ? callback.success : callback;
  if (place === undefined) {
    // Of two the last one may be of errors: an answer to a question of ours would be told to the other one.
    const first = args.findIndex((arg) => typeof arg === 'function');
    const last = args.findLastIndex((arg) => typeof arg === 'function');
    return first === last ? undefined : texts.severalFunctions(first, last);
  }
  if (typeof place === 'number') {
    const places = typeof callback === 'object' ? [place, callback.error] : [place];
    // One more function is of errors, of progress, or of both: nobody says.
    const more = args.findIndex((arg, index) => typeof arg === 'function' && !places.includes(index));
    return more < 0 ? undefined : texts.otherFunction(place, more);
  }
  if (typeof place !== 'string') return undefined;
  const before = place.split('.').slice(0, -1);
  const name = ENDINGS.find((ending) => holdsFunction(findPlace([...before, ending].join('.'), args, self)?.value));
  return name && texts.otherCallbacks(name);
}

/** A function, or some by name, as jQuery takes them by status. */
function holdsFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  return Object.values(value).some((inner) => typeof inner === 'function');
}

/** The mode of a call, decided once; of a batch, where all of its commands go out as they are. */
function ownOptions(options: ModeOptions, { method, params, batch }: WrappedCall): CallOptions {
  if (batch === undefined) {
    const mode = modeFor(options, method, params);
    return mode === undefined ? {} : { mode };
  }
  const modes = modesIn(options, batch);
  if ([...modes].some((mode) => mode !== 'v1' && mode !== 'audit')) return {};
  return { mode: modes.has('audit') ? 'audit' : 'v1' };
}

function modesIn(options: ModeOptions, { calls }: FoundBatch): Set<CallOptions['mode']> {
  const modes = new Set<CallOptions['mode']>();
  for (const command of Object.values(calls)) {
    const read = readCommand(command);
    if (read && isV1Imbot(read.method)) modes.add(modeFor(options, read.method, read.params));
  }
  return modes;
}

/** Undefined where it cannot be told: the engine says why. */
function modeFor(options: ModeOptions, method: string, params: WrappedCall['params']): CallOptions['mode'] {
  try {
    return modeOf(options, methodEntry(method)?.v1 ?? method, params);
  } catch {
    return undefined;
  }
}

/** `clientId: 'this.…'` names a place; any other text is the id. */
function withPlaces(options: WrapOptions): WrapOptions {
  const { clientId } = options;
  return typeof clientId === 'string' && clientId.startsWith('this.')
    ? { ...options, clientId: { place: clientId } }
    : options;
}

/** What the engine knows from the start. */
function literal({ clientId, botId, ...options }: WrapOptions): FacadeOptions {
  return {
    ...options,
    ...(typeof clientId === 'string' ? { clientId } : {}),
    ...(typeof botId === 'number' ? { botId } : {}),
  };
}

/** The wrapped function looks like the original: its name, its number of arguments, its own properties. */
function keepFace(wrapped: LooseFunction, fn: LooseFunction): void {
  Object.setPrototypeOf(wrapped, fn);
  for (const name of ['name', 'length'] as const) {
    Object.defineProperty(wrapped, name, { value: fn[name], configurable: true });
  }
}
