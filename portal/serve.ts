import { authorise } from './authorise';
import { batch, type CommandAnswer } from './batch';
import type { Caller, MethodCall } from './call';
import { dates } from './dates';
import type { Emit } from './events/emit';
import { Failure } from './failure';
import { ConnectionDropped, type Fault } from './faults';
import type { Limits } from './limits';
import { findMethod } from './methods';
import { Page } from './page';
import type { Params } from './read';
import { type Encoding, restRequest } from './request';
import type { State } from './state';
import { systemFailure } from './systemFailure';
import type { Generation } from './types';

/** One call as the portal saw it. */
export interface LoggedRequest {
  /** As the portal spells it. */
  method: string;
  /** As they came. */
  params: Record<string, unknown>;
  /** Whose method it is. */
  generation: Generation | 'other';
  /** How it was authorised. */
  auth: 'webhook' | 'oauth' | 'none';
  /** How the body came. */
  encoding: Encoding;
  /** HTTP status of the answer. */
  status: number;
  /** The error code, where there was one. */
  code?: string;
  /** Whether the call ran: false for what was refused before its method was entered. */
  executed: boolean;
  /** Set for the commands of a batch, which stand after the batch itself. */
  inBatch?: true;
  /** The portal's clock, in milliseconds. */
  at: number;
}

export interface Serving {
  state: State;
  emit: Emit;
  limits: Limits;
  takeFault: (method: string) => Fault | undefined;
  log: LoggedRequest[];
  /** null: a portal without imbot.v2 */
  revision: () => number | null;
  jsonBodies: boolean;
  maxBots: number;
  maxV1Bots: number;
}

/** Answers one request to /rest/. */
export async function serve(serving: Serving, request: Request): Promise<Response> {
  const rest = await restRequest(request);
  if (!rest) return Response.json({ error: 'NOT_FOUND', error_description: 'Not found' }, { status: 404 });
  const { state } = serving;
  const { credentials } = rest;
  const entry: LoggedRequest = {
    method: findMethod(rest.method)?.name ?? rest.method,
    params: { ...rest.params },
    generation: findMethod(rest.method)?.generation ?? guess(rest.method),
    auth: credentials.webhook ? 'webhook' : credentials.accessToken === undefined ? 'none' : 'oauth',
    encoding: rest.encoding,
    status: 0,
    executed: false,
    at: state.now(),
  };
  serving.log.push(entry);
  const fault = serving.takeFault(entry.method);
  const early = await before(fault, entry);
  if (early) return early;
  const answer = answerTo(serving, rest.method, rest.params, entry, () => {
    if (!serving.jsonBodies && rest.encoding === 'json') throw systemFailure('NO_AUTH_FOUND');
    const caller = authorise(state, credentials);
    serving.limits.enter();
    return caller;
  });
  return after(fault, entry, answer);
}

function guess(method: string): Generation | 'other' {
  if (/^imbot\.v2\./i.test(method)) return 'v2';
  return /^imbot\./i.test(method) ? 'v1' : 'other';
}

/** Faults that answer, or go, before the call runs. */
async function before(fault: Fault | undefined, entry: LoggedRequest): Promise<Response | undefined> {
  switch (fault?.kind) {
    case 'drop-before':
      throw new ConnectionDropped(false);
    case 'slow':
      await (fault.gate ?? new Promise<void>((resolve) => setTimeout(resolve, fault.ms ?? 0)));
      return undefined;
    case 'html': {
      entry.status = fault.status ?? 502;
      const headers = { 'content-type': 'text/html; charset=utf-8' };
      return new Response('<html><body><h1>Bad Gateway</h1></body></html>', { status: entry.status, headers });
    }
    case 'redirect':
      entry.status = fault.status ?? 302;
      return new Response('', { status: entry.status, headers: { location: fault.location ?? '/' } });
    case 'expired':
      return refusal(entry, systemFailure('expired_token'));
    case 'status':
      return refusal(
        entry,
        new Failure(fault.code ?? 'INTERNAL_SERVER_ERROR', fault.description ?? 'On demand', fault.status ?? 500),
      );
    default:
      return undefined;
  }
}

function refusal(entry: LoggedRequest, failure: Failure): Response {
  entry.status = failure.status;
  entry.code = failure.code;
  return json({ error: failure.code, error_description: failure.message }, failure.status);
}

function json(body: unknown, status: number): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

/** Faults that spoil the answer of a call that did run. */
function after(fault: Fault | undefined, entry: LoggedRequest, answer: { body: unknown; status: number }): Response {
  if (fault?.kind === 'drop-after') throw new ConnectionDropped(entry.executed);
  if (fault?.kind !== 'truncated') return json(answer.body, answer.status);
  const text = JSON.stringify(answer.body);
  return new Response(text.slice(0, Math.ceil(text.length / 2)), {
    status: answer.status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

function answerTo(
  serving: Serving,
  method: string,
  params: Params,
  entry: LoggedRequest,
  enter: () => Caller,
): { body: unknown; status: number } {
  const { state, limits } = serving;
  try {
    const caller = enter();
    const answer =
      method.toLowerCase() === 'batch'
        ? runBatch(serving, caller, params, entry)
        : run(serving, caller, method, params, entry);
    entry.status = 200;
    return { body: answer, status: 200 };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    entry.status = error.status;
    entry.code = error.code;
    const { operating, resetAt } = limits.operating(entry.method);
    const time = dates.time(state.now(), operating, resetAt);
    return {
      body: { error: error.code, error_description: error.message, time },
      status: error.status,
    };
  }
}

function runBatch(serving: Serving, caller: Caller, params: Params, entry: LoggedRequest): CommandAnswer {
  entry.executed = true;
  const result = batch(params, (method, own) => {
    const found = findMethod(method);
    const inner: LoggedRequest = {
      ...entry,
      method: found?.name ?? method,
      params: { ...own },
      generation: found?.generation ?? guess(method),
      executed: false,
      inBatch: true,
    };
    serving.log.push(inner);
    try {
      const answer = run(serving, caller, method, own, inner);
      inner.status = 200;
      return answer;
    } catch (error) {
      if (error instanceof Failure) Object.assign(inner, { status: error.status, code: error.code });
      throw error;
    }
  });
  return { result, time: dates.time(serving.state.now(), 0, 0) };
}

function run(serving: Serving, caller: Caller, method: string, params: Params, entry: LoggedRequest): CommandAnswer {
  const { state, limits } = serving;
  const found = findMethod(method);
  const revision = serving.revision();
  if (!found || (found.generation === 'v2' && revision === null)) throw systemFailure('ERROR_METHOD_NOT_FOUND');
  if (!hasScope(caller.scope, found.scope)) throw systemFailure('insufficient_scope');
  limits.check(found.name);
  entry.executed = true;
  const call: MethodCall = {
    state,
    caller,
    params: found.generation === 'v1' || found.scope === 'im' ? upperKeys(params) : params,
    emit: serving.emit,
    revision: revision ?? 0,
    maxBots: found.generation === 'v1' ? serving.maxV1Bots : serving.maxBots,
  };
  const result = found.run(call);
  limits.spend(found.name);
  const { operating, resetAt } = limits.operating(found.name);
  const time = dates.time(state.now(), operating, resetAt);
  if (!(result instanceof Page)) return { result, time };
  const { rows, total, next } = result;
  return { result: rows, ...(next === undefined ? {} : { next }), total, time };
}

/** The scope of users has narrower forms. */
function hasScope(granted: string, needed: string): boolean {
  const names = granted.split(',').map((name) => (name.startsWith('user_') ? 'user' : name));
  return needed === 'basic' || names.includes(needed);
}

/** [seen] the server does not mind the case of top-level names, of imbot v1 and of im. */
function upperKeys(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key.toUpperCase(), value]));
}
