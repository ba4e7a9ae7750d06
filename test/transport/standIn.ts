import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import qs from 'qs';

/** One thing that goes wrong, once, at the next REST call. */
export type Fault =
  | 'drop-before'
  | 'drop-after'
  | '502'
  | 'html'
  | 'truncated'
  | 'slow'
  | '302'
  | '401'
  | { code: string; status?: number; description?: string; ran?: boolean }
  /** A redirect once the call has run; to its own address where none is named. */
  | { redirect: number; location?: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/**
 * A portal and its authorization server reduced to what transports meet: it counts effects, hands out one-time refresh tokens
 * and goes wrong on demand. Every call of a `*.add` method is one effect per arrival; `*.set` keeps the last; others read.
 */
export async function standIn({ port = 0 } = {}) {
  const faults: Fault[] = [];
  const effects: string[] = [];
  const state = new Map<string, unknown>();
  const requests: {
    method: string;
    params: Record<string, unknown>;
    contentType: string;
    url: string;
    verb: string;
  }[] = [];
  const tokenRequests: { verb: string; url: string; params: Record<string, unknown> }[] = [];
  const sockets = new Set<Socket>();
  const slow: ServerResponse[] = [];
  const spent = new Set<string>();
  const expired = new Set<string>();
  const oauth = {
    generation: 1,
    refreshes: 0,
    replays: 0,
    newestUsed: 0,
    expiresIn: 3600,
    oneTime: true,
    answer: undefined as undefined | ((params: Record<string, unknown>) => [number, unknown] | undefined),
    extra: {} as Record<string, unknown>,
    gate: undefined as Promise<void> | undefined,
  };
  const settings = { jsonBodies: true, time: undefined as unknown, moved: '' };

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x');
      const type = request.headers['content-type'] ?? '';
      const params: Record<string, unknown> = type.includes('json')
        ? JSON.parse(body === '' ? '{}' : body)
        : { ...qs.parse(request.method === 'GET' ? url.search.slice(1) : body) };
      if (url.pathname === '/oauth/token/') void token(request, response, params);
      else rest(request, response, url, params, type);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function send(response: ServerResponse, status: number, value: unknown) {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  }

  async function token(request: IncomingMessage, response: ServerResponse, params: Record<string, unknown>) {
    tokenRequests.push({ verb: request.method ?? '', url: request.url ?? '', params });
    await oauth.gate;
    const special = oauth.answer?.(params);
    if (special !== undefined) return send(response, ...special);
    const refresh = String(params['refresh_token']);
    if (spent.has(refresh)) oauth.replays++;
    if (!refresh.startsWith('refresh-') || (oauth.oneTime && spent.has(refresh))) {
      return send(response, 400, { error: 'invalid_grant', error_description: 'Invalid grant' });
    }
    spent.add(refresh);
    oauth.refreshes++;
    oauth.generation++;
    send(response, 200, pairOf(oauth.generation));
  }

  function pairOf(generation: number): Record<string, unknown> {
    return {
      access_token: `access-${generation}`,
      refresh_token: `refresh-${generation}`,
      expires: Math.floor(Date.now() / 1000) + oauth.expiresIn + generation,
      expires_in: oauth.expiresIn,
      client_endpoint: `${url}/rest/`,
      server_endpoint: 'https://oauth.bitrix.info/rest/',
      domain: 'oauth.bitrix.info',
      member_id: 'm3mb3r',
      scope: 'imbot',
      user_id: 1,
      ...oauth.extra,
    };
  }

  function rest(
    request: IncomingMessage,
    response: ServerResponse,
    at: URL,
    params: Record<string, unknown>,
    contentType: string,
  ) {
    const method = at.pathname.split('/').pop() ?? '';
    requests.push({ method, params, contentType, url: request.url ?? '', verb: request.method ?? '' });
    const fault = faults.shift();
    if (fault === '302') {
      response.writeHead(302, { location: settings.moved === '' ? at.pathname : settings.moved + at.pathname });
      return response.end('<html>moved</html>');
    }
    if (fault === 'drop-before') return request.socket.destroy();
    if (!settings.jsonBodies && contentType.includes('json')) {
      return send(response, 401, { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' });
    }
    if (typeof fault === 'function') return fault(request, response);
    const auth = params['auth'];
    if (fault === '401' || (typeof auth === 'string' && expired.has(auth))) {
      return send(response, 401, {
        error: 'expired_token',
        error_description: 'The access token provided has expired.',
      });
    }
    if (typeof auth === 'string') oauth.newestUsed = Math.max(oauth.newestUsed, Number(auth.split('-')[1]));
    if (typeof fault === 'object' && 'code' in fault && !fault.ran) {
      return send(response, fault.status ?? 503, { error: fault.code, error_description: fault.description ?? 'no' });
    }
    let result: unknown = true;
    if (method.endsWith('.add')) {
      effects.push(String(params['MESSAGE']));
      result = effects.length;
    } else if (method.endsWith('.set')) state.set('value', params['VALUE']);
    else result = state.get('value') ?? 'read';
    const text = JSON.stringify({ result, time: settings.time ?? { start: 1, finish: 2 } });
    if (fault === 'drop-after') return request.socket.destroy();
    if (fault === '502') {
      response.writeHead(502, { 'content-type': 'text/html' });
      return response.end('<html><h1>502 Bad Gateway</h1></html>');
    }
    if (fault === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' });
      return response.end('<!doctype html><title>Log in</title>');
    }
    if (fault === 'truncated') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(text.slice(0, text.length - 4));
    }
    if (fault === 'slow') {
      slow.push(response);
      return;
    }
    if (typeof fault === 'object' && 'redirect' in fault) {
      response.writeHead(fault.redirect, { location: fault.location ?? at.pathname });
      return response.end('<html>found</html>');
    }
    if (typeof fault === 'object') {
      return send(response, fault.status ?? 500, { error: fault.code, error_description: fault.description ?? 'no' });
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(text);
  }

  return {
    url,
    faults,
    effects,
    state,
    requests,
    tokenRequests,
    expired,
    oauth,
    settings,
    slow,
    /** The first pair, as Bitrix24 would hand it over with an event. */
    tokens: (changes: Record<string, unknown> = {}) => ({
      ...pairOf(1),
      domain: '127.0.0.1',
      application_token: 'app-token-secret',
      ...changes,
    }),
    webhookUrl: `${url}/rest/1/s3cr3t-path/`,
    tokenUrl: `${url}/oauth/token/`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type StandIn = Awaited<ReturnType<typeof standIn>>;
