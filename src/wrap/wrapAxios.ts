import { ImbotError } from '../errors/ImbotError';
import { flatten } from '../translate/flatten';
import { errorFields } from './answerForms';
import { controlsOf, createFacadeEngine } from './createFacadeEngine';
import { envelopeFailure } from './envelopes';
import { noticeUnreadable } from './noticeUnreadable';
import { type Carrier, createTravel, type Reading, thrownInV1 } from './travel';
import type { FacadeOptions, WrapControls } from './types';
import { type UrlCall, urlCall } from './urlCall';

/** What is needed of an axios request; every axios 1.x config is one. */
export interface AxiosLikeConfig {
  url?: string;
  baseURL?: string;
  params?: unknown;
  data?: unknown;
  adapter?: unknown;
  headers?: unknown;
  [name: string]: unknown;
}

/** What is needed of an axios response. */
export interface AxiosLikeResponse {
  data: unknown;
  status: number;
  [name: string]: unknown;
}

/** What is needed of an axios instance (axios 1.x). */
export interface AxiosLike {
  interceptors: { request: { use(onFulfilled: <C extends object>(config: C) => C): number } };
  create(config?: object): { request(config: object): Promise<AxiosLikeResponse> };
  getUri(config?: object): string;
}

/**
 * Teaches an axios instance to translate calls of imbot by their address, `…/rest/imbot.x[.json]`, webhooks and `?auth=`,
 * with JSON, form and query parameters. Interceptors, transformers and retries of the instance stay in charge; answers are
 * axios responses, refusals AxiosErrors with the v1 code in `response.data`. Everything else is untouched.
 *
 * @returns the same instance, with `imbot.report()` and `imbot.explain()` beside it
 */
export function wrapAxios<A extends AxiosLike>(instance: A, options: FacadeOptions = {}): A & { imbot: WrapControls } {
  const engine = createFacadeEngine(options);
  const travel = createTravel<AxiosLikeResponse>(engine);
  /** Sends what is ready to send: no interceptors a second time, no transformers. */
  const bare = instance.create();

  instance.interceptors.request.use((config) => {
    const url: unknown = Reflect.get(config, 'url');
    if (typeof url !== 'string' || !/imbot\.|batch/i.test(url)) return config;
    const adapter: unknown = Reflect.get(config, 'adapter');
    Reflect.set(config, 'adapter', (ready: AxiosLikeConfig) => sendReady(ready, adapter));
    return config;
  });

  async function sendReady(ready: AxiosLikeConfig, adapter: unknown): Promise<AxiosLikeResponse> {
    const raw: AxiosLikeConfig = { ...ready, adapter, transformRequest: [same], transformResponse: [same] };
    const call = readConfig(ready, instance.getUri({ ...ready, params: undefined }));
    if (call === undefined) {
      noticeUnreadable(instance.getUri({ ...ready, params: undefined }), options);
      return bare.request(raw);
    }
    const carrier: Carrier<AxiosLikeResponse> = {
      portal: call.portal,
      carry(method, params) {
        const { url, body } = call.write(method, params);
        const asItIs = method === call.method && params === call.params;
        return bare.request(asItIs ? raw : { ...raw, url, data: body, params: undefined });
      },
      read: readResponse,
    };
    const arrival = await travel(carrier, call);
    if (arrival.kind === 'untouched') {
      if ('thrown' in arrival.original) throw arrival.original.thrown;
      return arrival.original.answer;
    }
    const model = arrival.original && 'answer' in arrival.original ? arrival.original.answer : undefined;
    const failed = arrival.original && 'thrown' in arrival.original ? arrival.original.thrown : undefined;
    const came = model ?? responseOf(failed);
    if (arrival.kind === 'answer') {
      const body = {
        ...Object(parsed(came?.data)),
        ...(came ? {} : arrival.envelope),
        result: arrival.envelope.result,
      };
      for (const name of ['error', 'error_description']) Reflect.deleteProperty(body, name);
      return {
        headers: {},
        config: ready,
        request: undefined,
        ...came,
        status: 200,
        statusText: 'OK',
        data: JSON.stringify(body),
      };
    }
    const { error } = arrival;
    if (arrival.original && 'thrown' in arrival.original && error instanceof ImbotError) {
      throw thrownInV1(arrival.original, error);
    }
    if (error instanceof ImbotError && model) {
      return {
        ...model,
        status: error.status ?? model.status,
        data: JSON.stringify({ ...Object(parsed(model.data)), ...errorFields(error) }),
      };
    }
    if (!(error instanceof ImbotError) || error.status === undefined) throw error;
    return refusedLocally(error, ready);
  }

  return Object.assign(instance, { imbot: controlsOf(engine) });
}

/** A refusal that nobody sent: where the instance takes it for an error, old code reads `error.response.data` of it. */
function refusedLocally(error: ImbotError, { validateStatus }: AxiosLikeConfig): AxiosLikeResponse {
  const status = error.status ?? 400;
  const response = { status, statusText: 'Bad Request', headers: {}, data: JSON.stringify(errorFields(error)) };
  const fine: unknown = typeof validateStatus === 'function' ? validateStatus(status) : validateStatus === null;
  if (fine) return response;
  throw Object.assign(error, { isAxiosError: true, response });
}

/** The call in a config whose data are already text; its query parameters stand in the address or in `params`. */
function readConfig(config: AxiosLikeConfig, whole: string): UrlCall | undefined {
  const { url = '', params, data } = config;
  const extra = queryOf(params);
  const full = extra === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${extra}`;
  return urlCall(full, data, whole);
}

function queryOf(params: unknown): string {
  if (params instanceof URLSearchParams) return params.toString();
  if (typeof params !== 'object' || params === null) return '';
  return new URLSearchParams(flatten({ ...params })).toString();
}

function readResponse({ data, status }: AxiosLikeResponse): Reading {
  const body = parsed(data);
  const failure = envelopeFailure(body);
  if (failure) return { failure: { ...failure, status } };
  if (typeof body === 'object' && body !== null && 'result' in body)
    return { envelope: { ...body, result: body.result } };
  return { unreadable: 'the portal answered with something that is no envelope', nothing: true };
}

function responseOf(failed: unknown): AxiosLikeResponse | undefined {
  const response: unknown = typeof failed === 'object' && failed !== null ? Reflect.get(failed, 'response') : undefined;
  return isResponse(response) ? response : undefined;
}

function isResponse(value: unknown): value is AxiosLikeResponse {
  return typeof value === 'object' && value !== null && 'data' in value && 'status' in value;
}

function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function same(data: unknown): unknown {
  return data;
}
