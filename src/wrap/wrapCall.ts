import type { Engine } from '../engine/createEngine';
import { modeOf } from '../engine/modeOf';
import { notify } from '../engine/notify';
import { answerCall, learningForm } from './answerCall';
import { ANSWER_FORMS } from './answerForms';
import { callBack } from './callBack';
import { controlsOf, createFacadeEngine } from './createFacadeEngine';
import { createGivenForm, type Given } from './createGivenForm';
import { portalOf } from './portalKey';
import { readCall } from './readCall';
import { createTravel } from './travel';
import type { LooseFunction, WrapControls, WrapOptions } from './types';

type AnyFunction = (...args: never[]) => unknown;

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
  const form = answer === 'callback' ? undefined : learningForm(ANSWER_FORMS[answer]);
  const givenForm = createGivenForm();
  const answerTravel = createTravel<unknown>(engine);
  const callbackTravel = createTravel<Given>(engine);

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
    const errand = { fn, self: this, args, call: read.call, portal, onMisfit };
    if (form) return answerCall(errand, answerTravel, form);
    void callBack(errand, callbackTravel, givenForm);
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

/** The wrapped function looks like the original: its name, its number of arguments, its own properties. */
function keepFace(wrapped: LooseFunction, fn: LooseFunction): void {
  Object.setPrototypeOf(wrapped, fn);
  for (const name of ['name', 'length'] as const) {
    Object.defineProperty(wrapped, name, { value: fn[name], configurable: true });
  }
}
