import { ImbotError } from '../errors/ImbotError';
import { checkFacade } from '../facade/checkFacade';
import { createDeliver } from '../facade/createDeliver';
import { controlsOf } from '../facade/createFacadeEngine';
import { createTurns } from '../facade/createTurns';
import { envelopeFailure } from '../facade/envelopes';
import { errorFields } from '../facade/errorFields';
import { answerIn, type Form, passed, type Reading } from '../facade/Form';
import { factsCheck } from '../facade/factsCheck';
import { reportedEngine } from '../facade/reportedEngine';
import { headersLike, responseLike } from '../facade/responseLike';
import { responseText } from '../facade/responseText';
import { STATUS_TEXTS } from '../facade/speakV1';
import type { ReportedOptions, WrapControls } from '../facade/types';
import { noticeUnreadable } from './noticeUnreadable';
import { type FetchGiven, readFetch } from './readFetch';
import { untilGivenUp } from './untilGivenUp';
import { type UrlCall, urlCall } from './urlCall';

type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` that translates calls of imbot by their address: `…/rest/imbot.x[.json]`, webhooks and `?auth=`, with JSON,
 * form, multipart and query parameters. A translated call keeps the form of its body; the answer is a Response with the
 * v1 body. Everything else goes to the given `fetch` untouched.
 *
 * Rejects with ImbotError for LOSSY and UNTRANSLATABLE; what v1 would refuse is a Response like any refusal.
 * @example
 * const fetch = wrapFetch(globalThis.fetch, { mode: 'auto' });
 * await fetch(`${webhookUrl}imbot.message.add?BOT_ID=39&DIALOG_ID=chat5&MESSAGE=Hi`);
 */
export function wrapFetch(fetch: Fetch, options: ReportedOptions = {}): Fetch & WrapControls {
  checkFacade('wrapFetch', options, factsCheck);
  const engine = reportedEngine(options);
  const deliver = createDeliver<ReadResponse>(engine);

  /** The calls made before take their places first: the body of a Request takes a moment to be read. */
  const inTurn = createTurns();

  function wrapped(to: RequestInfo | URL, given?: RequestInit): Promise<Response> {
    const asked = readFetch(to, given);
    if (asked === undefined) return fetch(to, given);
    return inTurn(originOf(asked.url), asked.body, asked.signal, (ready) => {
      if (ready === undefined) return fetch(asked.input, asked.init);
      const read = readRequest(asked, ready.body);
      if (read) return send(asked, read);
      noticeUnreadable(asked.url, options);
      return ready.isAtOnce ? fetch(to, given) : fetch(asked.input, asked.init);
    });
  }

  async function send({ input, init }: FetchGiven, read: ReadRequest): Promise<Response> {
    const { call, signal } = read;
    if (signal?.aborted) return fetch(input, init);
    const form: Form<ReadResponse, Response> = {
      portal: call.portal,
      async carry(method, params, { signal: own }) {
        const { url, body } = call.write(method, params);
        if (url === read.url && body === read.body) return answerOf(await fetch(input, init));
        return answerOf(await fetch(url, read.init(body, own)));
      },
      read: readAnswer,
      pass: (sent) => passed(sent).response,
      write(envelope, sent) {
        const model = answerIn(sent);
        const { error: _error, error_description: _text, ...rest } = { ...Object(model?.body) };
        return respond(read.url, 200, { ...rest, ...(model ? {} : envelope), result: envelope.result }, model);
      },
      writeError(error, sent) {
        // A fetch that is given up fails with the caller's own reason, wherever it was.
        if (signal?.aborted && error instanceof ImbotError && error.code === 'ABORTED') throw signal.reason;
        if (!(error instanceof ImbotError) || error.status === undefined) throw error;
        const model = answerIn(sent);
        return respond(read.url, error.status, { ...Object(model?.body), ...errorFields(error) }, model);
      },
    };
    const response = await deliver({ ...call, own: { signal } }, form);
    if (signal) untilGivenUp(response, signal);
    return response;
  }

  return Object.assign(wrapped, controlsOf(engine));
}

interface ReadResponse {
  readonly response: Response;
  readonly body: unknown;
}

interface ReadRequest {
  readonly call: UrlCall;
  readonly url: string;
  readonly body: unknown;
  readonly signal?: AbortSignal;
  readonly init: (body: unknown, signal: AbortSignal | undefined) => RequestInit;
}

/** Two portals have no order between them. */
function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/]+/i.exec(url)?.[0] ?? '';
}

function readRequest(given: FetchGiven, body: unknown): ReadRequest | undefined {
  const { url, init = {}, request, signal } = given;
  const call = urlCall(url, body);
  if (call === undefined) return undefined;
  return {
    call,
    url,
    body,
    signal,
    init: (written, own) => ({ ...initFor(written, body, init, request), signal: own }),
  };
}

function initFor(written: unknown, before: unknown, init: RequestInit, request: Request | undefined): RequestInit {
  const headers = new Headers(init.headers ?? request?.headers);
  headers.delete('content-length');
  // A multipart body needs a boundary of its own.
  if (isBody(written) && typeof written !== 'string') headers.delete('content-type');
  const own: RequestInit = request ? Object.fromEntries(OF_REQUEST.map((name) => [name, request[name]])) : {};
  return { ...own, ...dispatcherOf(request), ...init, headers, body: isBody(written) ? written : toBody(before) };
}

/** Without `keepalive` a page that closes takes its last message along. */
const OF_REQUEST = [
  'method',
  'credentials',
  'mode',
  'redirect',
  'cache',
  'keepalive',
  'referrer',
  'referrerPolicy',
] as const;

/** Undici's way to a portal, through a proxy for example. From Node 24 on it cannot be seen in a Request. */
function dispatcherOf(request: Request | undefined): object {
  if (request === undefined) return {};
  const key = Object.getOwnPropertySymbols(request).find(({ description }) => description === 'dispatcher');
  const dispatcher: unknown = key && Reflect.get(request, key);
  return dispatcher ? { dispatcher } : {};
}

function toBody(body: unknown): BodyInit | undefined {
  return isBody(body) && body !== '' ? body : undefined;
}

function isBody(value: unknown): value is string | URLSearchParams | FormData {
  return typeof value === 'string' || value instanceof URLSearchParams || value instanceof FormData;
}

async function answerOf(response: Response): Promise<ReadResponse> {
  return { response, body: parse(await responseText(response)) };
}

function readAnswer({ response, body }: ReadResponse): Reading {
  const failure = envelopeFailure(body);
  if (failure) return { failure: { ...failure, status: response.status } };
  if (typeof body === 'object' && body !== null && 'result' in body)
    return { envelope: { ...body, result: body.result } };
  return { unreadable: 'the portal answered with something that is no envelope', nothing: true };
}

/** A Response like the one that came, with another body, from the address that the caller asked. */
function respond(url: string, status: number, body: object, model: ReadResponse | undefined): Response {
  const came = model?.response;
  const headers = headersLike(came);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  if (!headers.has('content-type')) headers.set('content-type', 'application/json; charset=utf-8');
  const face = { status, statusText: STATUS_TEXTS[status] ?? '', headers, url };
  const response = responseLike(came, JSON.stringify(body), face);
  const { type = 'basic', redirected = false } = came ?? {};
  for (const [name, value] of Object.entries({ type, redirected })) Object.defineProperty(response, name, { value });
  return response;
}

function parse(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
