import { configError } from '../errors/callError';
import { ImbotError } from '../errors/ImbotError';
import { checkFacade } from '../facade/checkFacade';
import { createDeliver, thrownInV1 } from '../facade/createDeliver';
import { controlsOf } from '../facade/createFacadeEngine';
import { envelopeFailure } from '../facade/envelopes';
import { errorFields } from '../facade/errorFields';
import { answerIn, type Form, type Reading } from '../facade/Form';
import { factsCheck } from '../facade/factsCheck';
import { formTexts } from '../facade/formTexts';
import { reportedEngine } from '../facade/reportedEngine';
import { STATUS_TEXTS } from '../facade/speakV1';
import type { ReportedOptions, WrapControls } from '../facade/types';
import { flatten } from '../translate/flatten';
import type { AxiosLike, AxiosLikeConfig, AxiosLikeResponse } from './AxiosLike';
import { axiosRefusal } from './axiosRefusal';
import { axiosSignal, throwGivenUp } from './axiosSignal';
import { noticeUnreadable } from './noticeUnreadable';
import * as texts from './texts';
import { mayNameImbot, type UrlCall, urlCall } from './urlCall';

/**
 * Teaches an axios instance to translate calls of imbot by their address, `…/rest/imbot.x[.json]`, webhooks and `?auth=`,
 * with JSON, form and query parameters. Interceptors, transformers and retries of the instance stay in charge; answers are
 * axios responses, refusals AxiosErrors with the v1 code in `response.data`. Everything else is untouched.
 *
 * @returns the same instance, with `imbot.report()` and `imbot.explain()` beside it
 * @example
 * const client = wrapAxios(axios.create({ baseURL: webhookUrl }), { mode: 'auto' });
 * await client.post('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi' });
 * console.log(client.imbot.report());
 */
export function wrapAxios<A extends AxiosLike>(
  instance: A,
  options: ReportedOptions = {},
): A & { imbot: WrapControls } {
  checkFacade('wrapAxios', options, factsCheck);
  // A function that requires axios comes by here at each of its calls, and each file that does gets the same one.
  if (isTaught(instance) && Object.keys(options).length === 0) return instance;
  const engine = reportedEngine(options);
  const deliver = createDeliver<AxiosLikeResponse>(engine);
  let bare: ReturnType<NonNullable<AxiosLike['create']>> | undefined;

  /** Sends what is ready to send: no interceptors a second time, no transformers. */
  function sendRaw(raw: AxiosLikeConfig): Promise<AxiosLikeResponse> {
    // Axios before 1.2 has the adapter as a function; later it is a list of names, which only an instance can read.
    if (isAdapter(raw.adapter)) return raw.adapter({ ...raw, headers: ownHeaders(raw.headers) });
    const plain = plainInstance();
    if (plain === undefined) throw configError('wrapAxios', texts.noAdapter);
    return plain.request(raw);
  }

  /** One that no interceptor of the caller's stands in. */
  function plainInstance(): typeof bare {
    bare ??= instance.create?.();
    return bare;
  }

  const translate = <C extends object>(given: C): C => {
    const url: unknown = Reflect.get(given, 'url');
    if (typeof url !== 'string' || !mayNameImbot(url)) return given;
    const adapter: unknown = Reflect.get(given, 'adapter');
    Reflect.set(given, 'adapter', (ready: AxiosLikeConfig) => sendAsAsked(ready, adapter));
    return given;
  };
  // Where all interceptors are synchronous axios reads the caller's data before the caller can go on and change them.
  instance.interceptors.request.use(translate, undefined, { synchronous: true });

  /** Whoever retries, logs or keeps an answer takes the request out of it: the one that the caller made, without us in it. */
  async function sendAsAsked(ready: AxiosLikeConfig, adapter: unknown): Promise<AxiosLikeResponse> {
    Reflect.set(ready, 'adapter', adapter);
    try {
      return withRequest(await sendReady(ready, adapter), ready);
    } catch (thrown) {
      withRequest(responseOf(thrown), ready);
      throw withRequest(thrown, ready);
    }
  }

  async function sendReady(ready: AxiosLikeConfig, adapter: unknown): Promise<AxiosLikeResponse> {
    const raw: AxiosLikeConfig = isAdapter(adapter)
      ? { ...ready, adapter }
      : { ...ready, adapter, transformRequest: [same], transformResponse: [same] };
    const whole = wholeOf(ready);
    const call = readConfig(ready, whole);
    if (call === undefined || UNREAD.has(ready.responseType)) {
      noticeUnreadable(whole, options);
      return sendRaw(raw);
    }
    const { signal, callOff } = axiosSignal(ready);
    const form: Form<AxiosLikeResponse, AxiosLikeResponse | Promise<AxiosLikeResponse>> = {
      portal: call.portal,
      carry(method, params) {
        const { url, body } = call.write(method, params);
        const asItIs = method === call.method && params === call.params;
        return sendRaw(asItIs ? raw : { ...raw, url, data: body, params: undefined });
      },
      read: readResponse,
      pass(sent, error) {
        if ('thrown' in sent) throw thrownInV1(sent, error);
        return sent.answer;
      },
      write(envelope, sent) {
        const came = answerIn(sent) ?? responseOf(sent && 'thrown' in sent ? sent.thrown : undefined);
        const body = { ...Object(parsed(came?.data)), ...(came ? {} : envelope), result: envelope.result };
        for (const name of ['error', 'error_description']) Reflect.deleteProperty(body, name);
        const plain = { headers: {}, config: ready, request: undefined };
        return { ...plain, ...came, status: 200, statusText: 'OK', data: written(body, came?.data, ready) };
      },
      writeError(error, sent) {
        if (!(error instanceof ImbotError)) throw error;
        if (signal?.aborted && error.code === 'ABORTED') return throwGivenUp(ready, plainInstance());
        if (sent && 'thrown' in sent) throw thrownInV1(sent, error);
        const model = answerIn(sent);
        if (model) {
          const body = { ...Object(parsed(model.data)), ...errorFields(error) };
          const status = error.status ?? model.status;
          const statusText = status === model.status ? model.statusText : (STATUS_TEXTS[status] ?? model.statusText);
          return { ...model, status, statusText, data: written(body, model.data, ready) };
        }
        if (error.status === undefined) throw error;
        return axiosRefusal(error, ready, instance);
      },
    };
    try {
      return await deliver(signal ? { ...call, own: { signal } } : call, form);
    } finally {
      callOff();
    }
  }

  return Object.assign(instance, { imbot: controlsOf(engine) });
}

/** Has this function been here already, that of another copy of the package too? Instances that it makes have not. */
function isTaught<A extends AxiosLike>(instance: A): instance is A & { imbot: WrapControls } {
  const own = Object.getOwnPropertyDescriptor(instance, 'imbot');
  return own !== undefined && typeof Object(own.value).explain === 'function';
}

function withRequest<T>(shown: T, ready: AxiosLikeConfig): T {
  if (typeof shown === 'object' && shown !== null && 'config' in shown) Reflect.set(shown, 'config', ready);
  return shown;
}

/** The whole address: `getUri` left the base out before 0.27. */
function wholeOf({ url = '', baseURL }: AxiosLikeConfig): string {
  if (!baseURL || /^([a-z][a-z\d+.-]*:)?\/\//i.test(url)) return url;
  return `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}

/** Adapters write into the headers: the length of one body must not go out with the next. */
function ownHeaders(headers: unknown): unknown {
  if (typeof headers !== 'object' || headers === null) return headers;
  const concat: unknown = Reflect.get(headers, 'concat');
  return typeof concat === 'function' ? Reflect.apply(concat, headers, []) : { ...headers };
}

function isAdapter(value: unknown): value is (config: object) => Promise<AxiosLikeResponse> {
  return typeof value === 'function';
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
  return new URLSearchParams(flatten(formTexts({ ...params }))).toString();
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

/** Kinds of answers that nobody can read without taking them from the caller: such calls stay v1. */
const UNREAD: ReadonlySet<unknown> = new Set(['stream', 'blob', 'document']);

/** A body as the adapter would have given it: text, or the bytes of it. */
function written(body: object, before: unknown, { responseType }: AxiosLikeConfig): unknown {
  const text = JSON.stringify(body);
  const asBytes = before === undefined ? responseType === 'arraybuffer' : isBytes(before);
  if (!asBytes) return text;
  const bytes = new TextEncoder().encode(text);
  if (before instanceof ArrayBuffer) return bytes.buffer;
  return typeof Buffer === 'undefined' ? bytes : Buffer.from(bytes);
}

function isBytes(value: unknown): value is ArrayBuffer | Uint8Array {
  return value instanceof ArrayBuffer || value instanceof Uint8Array;
}

function parsed(data: unknown): unknown {
  const text = isBytes(data) ? new TextDecoder().decode(data) : data;
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function same(data: unknown): unknown {
  return data;
}
