import { ImbotError } from '../errors/ImbotError';
import { callerFile } from '../engine/callSite';
import { notify } from '../engine/notify';
import { type Engine } from '../engine/createEngine';
import { ANSWER_FORMS, type AnswerForm } from './answerForms';
import { batchOf } from './batchOf';
import { type Body, readBody } from './bodyForm';
import { withCallback } from './callbacks';
import { controlsOf, createFacadeEngine } from './createFacadeEngine';
import { isV1Imbot, nameIn } from './nameIn';
import { type Found, findPlace } from './places';
import { portalKey } from './portalKey';
import { speakV1 } from './speakV1';
import { WRAP_TEXTS } from './texts';
import { type Arrival, type Carrier, type Sent, travel } from './travel';
import type { Place, WrapControls, WrapOptions } from './types';

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
export function wrapCall<F extends AnyFunction>(fn: F, options: WrapOptions): F & WrapControls;
export function wrapCall(fn: (...args: unknown[]) => unknown, options: WrapOptions): WrapControls & typeof fn {
  const engine = createFacadeEngine(options);
  const wrapped = wrapperOf(fn, engine, options);
  return Object.assign(Object.setPrototypeOf(wrapped, fn), controlsOf(engine));
}
