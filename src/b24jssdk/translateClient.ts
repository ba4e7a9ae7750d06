import type { AjaxResult as SdkResult, TypeHttp } from '@bitrix24/b24jssdk';
import type { Engine } from '../engine/createEngine';
import { ImbotError } from '../errors/ImbotError';
import { batchOf } from '../facade/batchOf';
import { createDeliver, type Deliver } from '../facade/createDeliver';
import type { Failure } from '../facade/Failure';
import { passed, type Reading, type Sent } from '../facade/Form';
import type { Params } from '../http/types';
import { isV1Imbot } from '../map/imbotName';
import type { Envelope } from '../transport/types';
import { snapshot } from '../values/snapshot';
import { repeatRefusals } from './repeatRefusals';
import { AjaxError, AjaxResult } from './sdk';

type Result = SdkResult<unknown>;
type CallFunction = (method: string, params?: object, requestId?: string) => Promise<Result>;

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
  let deliver: Deliver<Result> | undefined;

  const call: CallFunction = async (method, params = {}, requestId) => {
    const given = withoutPaging(method, { ...snapshot(params, true) });
    const batch = typeof method === 'string' ? batchOf(method, given) : undefined;
    const ours = batch !== undefined || (typeof method === 'string' && isV1Imbot(method));
    if (!ours) return Reflect.apply(original, http, [method, params, requestId]);
    const query: Query = { method, params: { ...params }, requestId: requestId ?? '' };
    deliver ??= createDeliver(engineOf());
    return deliver(
      { method, params: given, batch },
      {
        portal: portal(),
        carry: (name, sent, { replay }) =>
          Reflect.apply(original, replay === 'never' ? careful : http, [name, { ...sent }, requestId]),
        read: readResult,
        readThrown,
        pass: (sent, error) => (error === undefined ? passed(sent) : passedAs(sent, query)),
        write: (envelope) => resultOf(envelope, query),
        writeError: (error, sent) => refused(error, originalOf(sent), query, http),
      },
    );
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

function refused(error: unknown, originalError: Error | null, query: Query, http: object): Result {
  if (!(error instanceof ImbotError) || (error.status === undefined && error.v2Code === undefined)) throw error;
  const { code, status = 400, description = error.message } = error;
  if (isSoft(http, code)) return softResult({ code, description, status }, query);
  throw new AjaxError({ code, description, status, requestInfo: query, originalError });
}

/** What had gone out under another name, with the name, the parameters and the id that the caller gave. */
function passedAs(sent: Sent<Result>, query: Query): Result {
  if (!('thrown' in sent)) {
    return makeResult(Reflect.get(sent.answer, '_data'), query, sent.answer.getStatus());
  }
  const { thrown, method } = sent;
  if (!(thrown instanceof AjaxError)) throw thrown;
  const { code, status, message, requestInfo } = thrown;
  // An error without a text of its own names the method in its message.
  const description = message.replaceAll(method, () => query.method);
  const { requestId = query.requestId } = requestInfo ?? {};
  throw new AjaxError({
    code,
    description,
    status,
    requestInfo: { ...query, requestId },
    originalError: originalOf(sent),
  });
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

function makeResult(answer: unknown, query: Query, status: number): Result {
  return Reflect.construct(AjaxResult, [{ answer, query, status }]);
}

/** Codes that the SDK answers in a result instead of throwing. */
function isSoft(http: object, code: string): boolean {
  const manager: unknown = Reflect.get(http, '_restrictionManager');
  const codes: unknown =
    typeof manager === 'object' && manager !== null ? Reflect.get(manager, 'exceptionCodeForSoft') : [];
  return Array.isArray(codes) && codes.includes(code);
}

function originalOf(sent: Sent<Result> | undefined): Error | null {
  const thrown = sent && 'thrown' in sent ? sent.thrown : undefined;
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

function isCall(value: unknown): value is CallFunction {
  return typeof value === 'function';
}
