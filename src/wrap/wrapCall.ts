import type { Engine } from '../engine/createEngine';
import { modeOf } from '../engine/modeOf';
import { notify } from '../engine/notify';
import { ImbotError } from '../errors/ImbotError';
import { ANSWER_FORMS, type AnswerForm } from './answerForms';
import {
  callbackOf,
  createGivenForm,
  errorGiven,
  type Given,
  type GivenForm,
  withCallback,
  writeError,
} from './callbacks';
import { controlsOf, createFacadeEngine } from './createFacadeEngine';
import { portalOf } from './portalKey';
import { readCall, type WrappedCall } from './readCall';
import { speakV1 } from './speakV1';
import { type Arrival, type Carrier, travel } from './travel';
import type { WrapControls, WrapOptions } from './types';

type AnyFunction = (...args: never[]) => unknown;
type LooseFunction = (...args: unknown[]) => unknown;

/**
 * Puts the shim under a team's own transport function: the result takes the same arguments, keeps `this`, and answers in
 * the same form; calls of `imbot.*` go out as v2 where the mode says so. All other calls pass untouched.
 *
 * Errors keep the wrapper's own form: the v1 code stands where the wrapper puts codes. An ImbotError is thrown only where
 * the wrapper gave nothing: LOSSY, UNTRANSLATABLE, CONFIG, and calls that v1 would refuse and that are not sent.
 *
 * @param fn the transport, `callBitrix(domain, token, method, params)` for example
 * @param options where its method and parameters stand and how it answers, and the options of the client
 */
export function wrapCall<F extends AnyFunction>(fn: F, options?: WrapOptions): F & WrapControls;
export function wrapCall(fn: LooseFunction, options: WrapOptions = {}): LooseFunction & WrapControls {
  const engine = createFacadeEngine(options);
  const answer = options.answer ?? 'envelope';
  const form = answer === 'callback' ? undefined : createForm(ANSWER_FORMS[answer]);
  const givenForm = createGivenForm();

  function onMisfit(explanation: string): void {
    notify(options.warnings, `wrap-layout:${explanation}`, explanation, 'wrap-layout');
  }

  function wrapped(this: unknown, ...args: unknown[]): unknown {
    const read = readCall(args, this, options);
    if (read.kind === 'other') {
      if (read.notice) onMisfit(read.notice);
      return Reflect.apply(fn, this, args);
    }
    if (read.kind === 'misfit') {
      onMisfit(read.error.message);
      if (staysAsItIs(engine, read.error.method)) return Reflect.apply(fn, this, args);
      if (form) return Promise.reject(read.error);
      throw read.error;
    }
    const portal = portalOf(options.portal, args, this);
    if (form) return answered(engine, fn, this, read.call, portal, form, onMisfit);
    void calledBack(engine, fn, this, args, read.call, portal, givenForm, onMisfit);
    return undefined;
  }

  keepFace(wrapped, fn);
  return Object.assign(wrapped, controlsOf(engine));
}

/** Modes that promise to change nothing keep their promise even where the layout is wrong. */
function staysAsItIs(engine: Engine, method: string): boolean {
  const mode = modeOf(engine.parts.options, method, {});
  return mode === 'v1' || mode === 'audit';
}

/** A form that also learns whether this wrapper answers errors or throws them. */
interface LearningForm extends AnswerForm {
  answersErrors: boolean;
}

function createForm(form: AnswerForm): LearningForm {
  const learning: LearningForm = {
    ...form,
    answersErrors: false,
    read(answer) {
      const reading = form.read(answer);
      if ('failure' in reading) learning.answersErrors = true;
      return reading;
    },
  };
  return learning;
}

async function answered(
  engine: Engine,
  fn: LooseFunction,
  self: unknown,
  call: WrappedCall,
  portal: string | undefined,
  form: LearningForm,
  onMisfit: (explanation: string) => void,
): Promise<unknown> {
  const carrier: Carrier<unknown> = {
    portal,
    carry: async (method, params) => await Reflect.apply(fn, self, call.argumentsFor(method, params)),
    read: form.read,
    onMisfit,
  };
  const arrival = await travel(engine, carrier, call);
  if (arrival.kind === 'untouched') return original(arrival);
  const model = arrival.original && 'answer' in arrival.original ? arrival.original.answer : undefined;
  if (arrival.kind === 'answer') return form.write(arrival.envelope, model);
  const { error } = arrival;
  if (!(error instanceof ImbotError)) throw error;
  if (arrival.original && 'thrown' in arrival.original) throw speakV1(arrival.original.thrown, error);
  const said = arrival.original !== undefined || (form.answersErrors && error.status !== undefined);
  if (said) return form.writeError(error, model);
  throw error;
}

function original(arrival: Extract<Arrival<unknown>, { kind: 'untouched' }>): unknown {
  if ('thrown' in arrival.original) throw arrival.original.thrown;
  return arrival.original.answer;
}

async function calledBack(
  engine: Engine,
  fn: LooseFunction,
  self: unknown,
  args: readonly unknown[],
  call: WrappedCall,
  portal: string | undefined,
  form: GivenForm,
  onMisfit: (explanation: string) => void,
): Promise<void> {
  const own = callbackOf(args);
  const index = own?.index ?? args.length;
  const carrier: Carrier<Given> = {
    portal,
    carry: (method, params) => withCallback(fn, self, call.argumentsFor(method, params), index),
    read: form.read,
    onMisfit,
  };
  const arrival = await travel(engine, carrier, call);
  const given = arrival.original && 'answer' in arrival.original ? arrival.original.answer : undefined;
  const callback = own?.callback;
  if (callback === undefined) {
    if (arrival.kind === 'error' && arrival.error instanceof ImbotError) {
      onMisfit(arrival.error.message);
    }
    return;
  }
  const values = valuesOf(arrival, given, callback, form);
  // What the callback throws is the caller's, as if the transport had called it.
  queueMicrotask(() => {
    if (values) Reflect.apply(callback, given?.self, values);
    else if (arrival.original && 'thrown' in arrival.original) throw arrival.original.thrown;
  });
}

function valuesOf(
  arrival: Arrival<Given>,
  given: Given | undefined,
  callback: LooseFunction,
  form: GivenForm,
): readonly unknown[] | undefined {
  if (arrival.kind === 'untouched') return given?.values;
  if (arrival.kind === 'answer') return form.write(arrival.envelope, given);
  if (!(arrival.error instanceof ImbotError)) return errorGiven(arrival.error, callback);
  const { error, original: last } = arrival;
  if (given && last) return writeError(error, given);
  if (last && 'thrown' in last) return [speakV1(last.thrown, error)];
  return errorGiven(error, callback);
}

/** The wrapped function looks like the original: its name, its number of arguments, its own properties. */
function keepFace(wrapped: LooseFunction, fn: LooseFunction): void {
  Object.setPrototypeOf(wrapped, fn);
  for (const name of ['name', 'length'] as const) {
    Object.defineProperty(wrapped, name, { value: fn[name], configurable: true });
  }
}
