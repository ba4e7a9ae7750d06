import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { refusalReply } from '../../src/gateway/refusals';
import { pageKey } from './pageKey';

/** What stands behind the door: one gateway, and those of bots by name. */
export interface Behind {
  readonly main: RequestListener | undefined;
  readonly byName: ReadonlyMap<string, RequestListener>;
  /** What stands beside the calls, by the first part of its address: `events`, `install`, `oauth`. It gets what comes behind. */
  readonly beside?: ReadonlyMap<string, RequestListener>;
}

/** Pages that a browser opens, by the first part of their address behind the key of pages. */
const PAGES = ['install'];

/** Takes the token and the name of a bot off an address, `/{token}/{bot}/rest/…`, and hands the rest to its gateway. */
export function createRoutes(
  { main, byName, beside }: Behind,
  token: string | undefined,
  onRefused: (why: string) => void,
  onOldPage: (name: string) => void,
): RequestListener {
  const secret = token === undefined ? undefined : digest(token);
  const pages = token === undefined ? undefined : digest(pageKey(token));
  return (request, response) => {
    let url = request.url ?? '/';
    if (secret !== undefined && pages !== undefined) {
      const [first, rest] = firstPart(url);
      if (timingSafeEqual(digest(first), pages)) {
        const [page, behind] = firstPart(rest);
        const handler = PAGES.includes(page) ? beside?.get(page) : undefined;
        if (handler === undefined) return refuse('page', request, response);
        hideToken(request);
        request.url = behind;
        return handler(request, response);
      }
      const header = request.headers['x-gateway-token'];
      const isInHeader = typeof header === 'string' && timingSafeEqual(digest(header), secret);
      if (!isInHeader) {
        if (!timingSafeEqual(digest(first), secret)) return refuse('token', request, response);
        url = rest;
        const [page] = firstPart(url);
        if (PAGES.includes(page) && beside?.has(page)) onOldPage(page);
      }
      // For the gateway alone: no portal gets it.
      hideToken(request);
    }
    const [name, rest] = firstPart(url);
    const bot = byName.get(name) ?? beside?.get(name);
    const handler = bot ?? main;
    if (handler === undefined) return refuse('bot', request, response);
    request.url = bot === undefined ? url : rest;
    handler(request, response);
  };

  function refuse(why: string, request: IncomingMessage, response: ServerResponse): void {
    onRefused(why);
    request.resume();
    const { status, headers, body } = refusalReply('address');
    response.writeHead(status, [...headers]).end(body);
  }
}

/** `/a/b?c` → `a` and `/b?c`. Slashes that stand twice are one. */
function firstPart(url: string): readonly [first: string, rest: string] {
  const [, first = '', rest = ''] = /^\/+([^/?]*)(.*)$/s.exec(url) ?? [];
  return [first, rest.startsWith('/') ? rest : `/${rest}`];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function hideToken({ rawHeaders }: IncomingMessage): void {
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    if (rawHeaders[index]?.toLowerCase() === 'x-gateway-token') rawHeaders.splice(index, 2);
  }
}
