import type { AjaxResult as SdkResult, TypeHttp } from '@bitrix24/b24jssdk';
import type { Engine } from '../engine/createEngine';
import { ImbotError } from '../errors/ImbotError';
import { isV1Imbot } from '../map/imbotName';
import type { Envelope } from '../transport/types';
import { batchOf } from '../wrap/batchOf';
import type { Failure } from '../wrap/Failure';
import type { Params } from '../wrap/readBody';
import { type Arrival, type Carrier, createTravel, type Reading, type Travel } from '../wrap/travel';
import { repeatRefusals } from './repeatRefusals';
import { AjaxError, AjaxResult } from './sdk';

type Result = SdkResult<unknown>;
type Call = (method: string, params?: object, requestId?: string) => Promise<Result>;

const translated = new WeakSet<object>();

/**
 * Teaches an HTTP client of the SDK to translate: every way of calling, single, listed or batched, goes through its
 * `call`. Answers are the SDK's own results and errors; its limiter and renewal stay in charge.
 */
export function translateClient(http: TypeHttp, engineOf: () => Engine, portal: () => string | undefined): TypeHttp {
  if (translated.has(http)) return http;
  translated.add(http);
  const original: unknown = http.call;
  if (!isCall(original)) return http;
  const careful = repeatRefusals(http);
  let travel: Travel<Result> | undefined;

  const call: Call = async (method, params = {}, requestId) => {
    const given = withoutPaging(method, { ...params });
    const batch = typeof method === 'string' ? batchOf(method, given) : undefined;
    const ours = batch !== undefined || (typeof method === 'string' && isV1Imbot(method));
    if (!ours) return Reflect.apply(original, http, [method, params, requestId]);
    const carrier: Carrier<Result> = {
      portal: portal(),
      carry: (name, sent, { replay }) =>
        Reflect.apply(original, replay === 'never' ? careful : http, [name, { ...sent }, requestId]),
      read: readResult,
      readThrown,
    };
    travel ??= createTravel(engineOf());
    const arrival = await travel(carrier, { method, params: given, batch });
    return arrived(arrival, { method, params: { ...params }, requestId: requestId ?? '' }, http);
  };

  Object.defineProperty(http, 'call', { value: call, configurable: true, writable: true });
  return http;
}

/** What the SDK's list helpers add by themselves; imbot has no pages, and no parameters of these names. */
const PAGING: ReadonlySet<string> = new Set(['start', 'order', 'filter']);

function withoutPaging(method: unknown, params: Params): Params {
  if (typeof method !== 'string' || !isV1Imbot(method)) return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => !PAGING.has(name)));
}

interface Query {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly requestId: string;
}

function arrived(arrival: Arrival<Result>, query: Query, http: object): Result {
  if (arrival.kind === 'untouched') {
    if ('thrown' in arrival.original) throw arrival.original.thrown;
    return arrival.original.answer;
  }
  if (arrival.kind === 'answer') return resultOf(arrival.envelope, query);
  const { error } = arrival;
  if (!(error instanceof ImbotError) || (error.status === undefined && error.v2Code === undefined)) throw error;
  const { code, status = 400, description = error.message } = error;
  const inV1 = new AjaxError({ code, description, status, requestInfo: query, originalError: originalOf(arrival) });
  if (!isSoft(http, code)) throw inV1;
  return softResult({ code, description, status }, query);
}

function resultOf({ result, time, total, next }: Envelope, query: Query): Result {
  const answer = { result, time, ...(total === undefined ? {} : { total }), ...(next === undefined ? {} : { next }) };
  return makeResult(answer, query, 200);
}

function softResult(
  { code, description, status }: { code: string; description: string; status: number },
  query: Query,
) {
  return makeResult({ error: { code, message: description } }, query, status);
}

function makeResult(answer: object, query: Query, status: number): Result {
  return Reflect.construct(AjaxResult, [{ answer, query, status }]);
}

/** Codes that the SDK answers in a result instead of throwing. */
function isSoft(http: object, code: string): boolean {
  const manager: unknown = Reflect.get(http, '_restrictionManager');
  const codes: unknown =
    typeof manager === 'object' && manager !== null ? Reflect.get(manager, 'exceptionCodeForSoft') : [];
  return Array.isArray(codes) && codes.includes(code);
}

function originalOf(arrival: Arrival<Result>): Error | null {
  const thrown = arrival.original && 'thrown' in arrival.original ? arrival.original.thrown : undefined;
  const cause: unknown =
    typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'originalError') : undefined;
  return cause instanceof Error ? cause : null;
}

function readResult(result: Result): Reading {
  if (!result.isSuccess) {
    for (const error of result.getErrors()) return { failure: readThrown(error) };
    return { unreadable: 'the SDK answered an error without saying which', nothing: true };
  }
  const data = result.getData();
  if (data === undefined) return { unreadable: 'the SDK answered without data', nothing: true };
  const { result: value, time } = data;
  return { envelope: { result: value, time } };
}

/** The SDK's own codes and those of the network say nothing about what the portal did. */
function readThrown(thrown: unknown): Failure {
  if (!(thrown instanceof AjaxError)) return {};
  const { code, status, message } = thrown;
  if (/^(JSSDK_|ERR_|NETWORK_ERROR$|REQUEST_TIMEOUT$|ECONN|ETIMEDOUT)/.test(code)) return { status };
  return { code, status, description: message };
}

function isCall(value: unknown): value is Call {
  return typeof value === 'function';
}
