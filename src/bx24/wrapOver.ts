import type { Engine } from '../engine/createEngine';
import { notify } from '../engine/notify';
import { ImbotError } from '../errors/ImbotError';
import { batchOf } from '../facade/batchOf';
import { createDeliver } from '../facade/createDeliver';
import { controlsOf } from '../facade/createFacadeEngine';
import { errorFields } from '../facade/errorFields';
import { answerIn, type Form, type Reading } from '../facade/Form';
import { portalKey } from '../facade/portalKey';
import { isKnownCode, readFailure } from '../facade/readFailure';
import * as texts from '../facade/texts';
import type { FacadeOptions, WrapControls } from '../facade/types';
import { isV1Imbot, isV2Imbot } from '../map/imbotName';
import { field } from '../values/answers';
import { snapshot } from '../values/snapshot';
import type { Params } from '../values/structures';
import { allFailed, type BatchResults, batchResults } from './batchResults';
import { type Calls, commandsOf, queryOf } from './commandsOf';
import { createMould } from './createMould';
import type { Query, ResultCallback, ResultLike, ResultParts } from './createResult';
import { flags } from './flags';

/** What is needed of the browser library. */
export interface BX24Like {
  callMethod(...args: never[]): unknown;
  callBatch(...args: never[]): unknown;
  getDomain?(): unknown;
}

/** The same, called without types. */
export interface Loose {
  callMethod(method: string, params?: object | null, callback?: (result: unknown) => unknown): unknown;
  callBatch(calls: Calls, callback?: (results: BatchResults) => unknown, haltOnError?: boolean): unknown;
  getDomain?(): unknown;
}

/** `wrapBX24` over a given engine. */
export function wrapOver(bx24: Loose, options: FacadeOptions, engine: Engine): Loose & WrapControls {
  const mould = createMould();
  const deliver = createDeliver<unknown>(engine);

  const page = {
    // A page belongs to one portal.
    get portal() {
      return portalKey(bx24.getDomain?.()) ?? 'page';
    },
    carry: (method: string, params: Params) =>
      new Promise<unknown>((resolve) => {
        bx24.callMethod(method, isV2Imbot(method) ? Object(flags(params)) : params, (result) => {
          mould.see(result);
          resolve(result);
        });
      }),
    read: readResult,
  };

  function callMethod(method: string, params?: object | null, callback?: (result: unknown) => unknown): unknown {
    const given: Params = { ...snapshot(params) };
    const batch = typeof method === 'string' ? batchOf(method, given) : undefined;
    if (batch === undefined && !(typeof method === 'string' && isV1Imbot(method))) {
      return bx24.callMethod(method, params, callback);
    }
    const make = (answer: ResultParts) => mould.make(answer, { method, data: given }, callback, again);
    const form: Form<unknown, unknown> = {
      ...page,
      portal: page.portal,
      pass: (sent) => ('answer' in sent ? sent.answer : make(failed(sent.thrown))),
      write: ({ result, time, total, next }) => make({ result, time, total, next, status: 200 }),
      writeError(error, sent) {
        if (!callback) unheard(error);
        return make({ ...failed(error), time: field(field(answerIn(sent), 'answer'), 'time') });
      },
    };
    void deliver({ method, params: given, batch }, form).then((result) => hand(callback, result));
    return undefined;
  }

  function callBatch(calls: Calls, callback?: (results: BatchResults) => unknown, haltOnError?: boolean): unknown {
    const { keys, list, commands } = commandsOf(snapshot(calls));
    const ours = [...commands.values()].some((command) => isV1Imbot(queryOf(command).method));
    if (!ours) return bx24.callBatch(calls, callback, haltOnError);
    const given = list && keys.length === commands.size ? [...commands.values()] : Object.fromEntries(commands);
    const parts = { keys, list, commands, again, mould };
    const everyFailed = ({ error, status }: ResultParts) => allFailed(error, status, parts);
    const form: Form<unknown, BatchResults> = {
      ...page,
      portal: page.portal,
      pass(sent) {
        if ('thrown' in sent) return everyFailed(failed(sent.thrown));
        const read = readResult(sent.answer);
        return 'envelope' in read ? batchResults(read.envelope.result, parts) : everyFailed(failed(sent.answer));
      },
      write: ({ result }) => batchResults(result, parts),
      writeError(error) {
        if (!callback) unheard(error);
        return everyFailed(failed(error));
      },
    };
    const batch = { calls: given, halt: haltOnError === true };
    void deliver({ method: 'batch', params: {}, batch }, form).then((results) => hand(callback, results));
    return undefined;
  }

  function again({ method, data }: Query, callback: ResultCallback | undefined): unknown {
    return callMethod(method, data, callback && ((result) => (isResult(result) ? callback(result) : undefined)));
  }

  /** A code from a table, and nothing that came with the failure: it may quote anything. */
  function unheard(error: unknown): void {
    if (!(error instanceof ImbotError)) return;
    const { method, code } = error;
    const text = texts.unheard(method, isKnownCode(code) ? code : undefined);
    notify(options.warnings, `unheard:${text}`, text, 'bx24');
  }

  const wrapped: Loose & WrapControls = Object.create(bx24);
  return Object.assign(wrapped, { callMethod, callBatch }, controlsOf(engine));
}

function hand<T>(callback: ((given: T) => unknown) | undefined, given: T): void {
  if (callback) queueMicrotask(() => callback(given));
}

function failed(error: unknown): ResultParts {
  if (error instanceof ImbotError) return { error: errorFields(error), status: error.status ?? 0 };
  const { code = 'NO_ANSWER', description = '', status = 0 } = readFailure(isResult(error) ? error.error() : error);
  return { error: { error: code, error_description: description }, status };
}

/** Reads a result of the page's own library. */
function readResult(result: unknown): Reading {
  if (!isResult(result)) return { unreadable: 'BX24 called back with something that is no result', nothing: true };
  const error: unknown = result.error();
  if (error) return { failure: { ...readFailure(field(error, 'ex') ?? error), ...statusOf(error) } };
  const more: unknown = Reflect.get(result, 'answer');
  const next = field(more, 'next');
  const total = field(more, 'total');
  return {
    envelope: {
      result: result.data(),
      time: field(more, 'time'),
      ...(typeof next === 'number' ? { next } : {}),
      ...(typeof total === 'number' ? { total } : {}),
    },
  };
}

function statusOf(error: unknown): { status?: number } {
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' ? { status } : {};
}

function isResult(value: unknown): value is ResultLike {
  if (typeof value !== 'object' || value === null) return false;
  return typeof Reflect.get(value, 'data') === 'function' && typeof Reflect.get(value, 'error') === 'function';
}
