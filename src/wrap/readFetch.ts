import { snapshot } from '../values/snapshot';
import { mayNameImbot } from './urlCall';

/** What a fetch was given, as it stands then: the caller may change all of it before the request goes out. */
export interface FetchGiven {
  readonly url: string;
  readonly input: RequestInfo | URL;
  readonly init: RequestInit | undefined;
  /** A copy of the Request that was given, as it stood then. */
  readonly request: Request | undefined;
  /** The Request itself, whose signal counts: a copy's follows by a weak reference, and may be lost. */
  readonly original: Request | undefined;
  /** What is sent, or a promise of it. */
  readonly body: unknown;
}

/** Undefined for what cannot be a call of imbot, and for what fetch will refuse. */
export function readFetch(to: RequestInfo | URL, given: RequestInit | undefined): FetchGiven | undefined {
  const whole = typeof Request !== 'undefined' && to instanceof Request ? to : undefined;
  const url = whole ? whole.url : addressOf(to);
  if (url === undefined || !mayNameImbot(url) || !url.includes('/rest/')) return undefined;
  const init = copyOf(given);
  if (whole === undefined)
    return {
      url,
      input: to instanceof URL ? new URL(to) : to,
      init,
      request: undefined,
      original: undefined,
      body: init?.body,
    };
  const isRead = init?.body === undefined && whole.body !== null;
  if (isRead && whole.bodyUsed) return undefined;
  const request = whole.clone();
  // The original is used up at once, as it would be by fetch.
  return { url, input: request, init, request, original: whole, body: isRead ? whole.text() : init?.body };
}

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
