import type { Engine } from '../engine/createEngine';
import { notify } from '../engine/notify';
import { ImbotError } from '../errors/ImbotError';
import { isV1Imbot, isV2Imbot } from '../map/imbotName';
import type { BatchCommand } from '../translate/batchCommand';
import { field } from '../values/answers';
import { batchOf } from '../wrap/batchOf';
import { controlsOf } from '../wrap/createFacadeEngine';
import { errorFields } from '../wrap/errorFields';
import { portalKey } from '../wrap/portalKey';
import { isKnownCode, readFailure } from '../wrap/readFailure';
import * as texts from '../wrap/texts';
import { type Arrival, type Carrier, createTravel, type Reading } from '../wrap/travel';
import type { FacadeOptions, WrapControls } from '../wrap/types';
import { allFailed, type BatchResults, batchResults } from './batchResults';
import { type Calls, commandsOf, queryOf } from './commandsOf';
import { createMould, type Mould } from './createMould';
import type { Answer, Query, ResultCallback, ResultLike } from './createResult';
import { flags } from './flags';

type Params = Readonly<Record<string, unknown>>;

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
  const travel = createTravel<unknown>(engine);

  const carrier: Carrier<unknown> = {
    // A page belongs to one portal.
    get portal() {
      return portalKey(bx24.getDomain?.()) ?? 'page';
    },
    carry: (method, params) =>
      new Promise((resolve) => {
        bx24.callMethod(method, isV2Imbot(method) ? Object(flags(params)) : params, (result) => {
          mould.see(result);
          resolve(result);
        });
      }),
    read: readResult,
  };

  function callMethod(method: string, params?: object | null, callback?: (result: unknown) => unknown): unknown {
    const given: Params = { ...params };
    const batch = typeof method === 'string' ? batchOf(method, given) : undefined;
    if (batch === undefined && !(typeof method === 'string' && isV1Imbot(method))) {
      return bx24.callMethod(method, params, callback);
    }
    void travel(carrier, { method, params: given, batch }).then((arrival) => {
      const query: Query = { method, data: given };
      const result = arrived(arrival, (answer) => mould.make(answer, query, callback, again));
      hand(callback, result, arrival);
    });
    return undefined;
  }

  function callBatch(calls: Calls, callback?: (results: BatchResults) => unknown, haltOnError?: boolean): unknown {
    const { keys, list, commands } = commandsOf(calls);
    const ours = [...commands.values()].some((command) => isV1Imbot(queryOf(command).method));
    if (!ours) return bx24.callBatch(calls, callback, haltOnError);
    const batch = {
      calls: list && keys.length === commands.size ? [...commands.values()] : Object.fromEntries(commands),
    };
    void travel(carrier, { method: 'batch', params: {}, batch: { ...batch, halt: haltOnError === true } }).then(
      (arrival) => {
        const parts = { keys, list, commands, again, mould };
        hand(callback, batchArrived(arrival, parts), arrival);
      },
    );
    return undefined;
  }

  function again({ method, data }: Query, callback: ResultCallback | undefined): unknown {
    return callMethod(method, data, callback && ((result) => (isResult(result) ? callback(result) : undefined)));
  }

  function hand<T>(callback: ((given: T) => unknown) | undefined, given: T, arrival: Arrival<unknown>): void {
    if (callback) queueMicrotask(() => callback(given));
    else if (arrival.kind === 'error' && arrival.error instanceof ImbotError) {
      // A code from a table, and nothing that came with the failure: it may quote anything.
      const { method, code } = arrival.error;
      const text = texts.unheard(method, isKnownCode(code) ? code : undefined);
      notify(options.warnings, `unheard:${text}`, text, 'bx24');
    }
  }

  const wrapped: Loose & WrapControls = Object.create(bx24);
  return Object.assign(wrapped, { callMethod, callBatch }, controlsOf(engine));
}

/** The original result where nothing was translated, else one of ours. */
function arrived(arrival: Arrival<unknown>, make: (answer: Answer) => ResultLike): unknown {
  if (arrival.kind === 'untouched') {
    const { original } = arrival;
    return 'answer' in original ? original.answer : make(failed(original.thrown));
  }
  if (arrival.kind === 'error') {
    const { original } = arrival;
    const time = original && 'answer' in original ? field(field(original.answer, 'answer'), 'time') : undefined;
    return make({ ...failed(arrival.error), time });
  }
  const { result, time, total, next } = arrival.envelope;
  return make({ result, time, total, next, status: 200 });
}

function batchArrived(
  arrival: Arrival<unknown>,
  parts: {
    keys: readonly string[];
    list: boolean;
    commands: ReadonlyMap<string, BatchCommand>;
    again: Again;
    mould: Mould;
  },
): BatchResults {
  if (arrival.kind === 'answer') return batchResults(arrival.envelope.result, parts);
  if (arrival.kind === 'error') return everyFailed(failed(arrival.error), parts);
  const { original } = arrival;
  if ('thrown' in original) return everyFailed(failed(original.thrown), parts);
  const reading = readResult(original.answer);
  return 'envelope' in reading
    ? batchResults(reading.envelope.result, parts)
    : everyFailed(failed(original.answer), parts);
}

type Again = (query: Query, callback: ResultCallback | undefined) => unknown;

function everyFailed({ error, status }: Answer, parts: Parameters<typeof allFailed>[2]): BatchResults {
  return allFailed(error, status, parts);
}

function failed(error: unknown): Answer {
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
