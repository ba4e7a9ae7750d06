import { snapshot } from '../values/snapshot';
import { mayNameImbot } from './urlCall';

/** What a fetch was given, as it stands then: the caller may change all of it before the request goes out. */
export interface FetchGiven {
  readonly url: string;
  readonly input: RequestInfo | URL;
  readonly init: RequestInit | undefined;
  /** The Request that was given, or its heir. */
  readonly request: Request | undefined;
  /** Whose abort ends the call. */
  readonly signal: AbortSignal | undefined;
  /** What is sent, or a promise of it. */
  readonly body: unknown;
}

/** Undefined for what cannot be a call of imbot, and for what fetch will refuse. */
export function readFetch(to: RequestInfo | URL, given: RequestInit | undefined): FetchGiven | undefined {
  const whole = typeof Request !== 'undefined' && to instanceof Request ? to : undefined;
  const url = whole ? whole.url : addressOf(to);
  if (url === undefined || !mayNameImbot(url) || !url.includes('/rest/')) return undefined;
  const init = copyOf(given ?? undefined);
  if (whole === undefined) {
    const input = to instanceof URL ? new URL(to) : to;
    return { url, input, init, request: undefined, signal: init?.signal ?? undefined, body: init?.body };
  }
  // No signal is said by null, and nothing by a body of null.
  const signal = (init?.signal === undefined ? whole.signal : init.signal) ?? undefined;
  if (init?.body != null && whole.body !== null) {
    // Nobody reads its own body, which may be used up: only the headers can change.
    const headers = init.headers ?? new Headers(whole.headers);
    return { url, input: whole, init: { ...init, headers }, request: whole, signal, body: init.body };
  }
  if (whole.bodyUsed) return undefined;
  const request = heir(whole);
  return { url, input: request, init, request, signal, body: whole.body ? request.clone().text() : init?.body };
}

/**
 * Uses the original up at once, as it would be by fetch, and is sent in its place. Before Node 24 a clone has no dispatcher. Undici
 * lets a signal follow the one before as long as its Request is held, and a clone's not even then.
 */
function heir(whole: Request): Request {
  const request = new Request(whole);
  ORIGINALS.set(request, whole);
  return request;
}

const ORIGINALS = new WeakMap<Request, Request>();

function addressOf(to: RequestInfo | URL): string | undefined {
  try {
    return String(to);
  } catch {
    return undefined;
  }
}

function copyOf(given: RequestInit | undefined): RequestInit | undefined {
  const init = snapshot(given);
  if (typeof Headers === 'undefined' || !(init?.headers instanceof Headers)) return init;
  return { ...init, headers: new Headers(init.headers) };
}
