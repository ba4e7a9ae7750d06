import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { type RefusalKind, refusalReply } from '../../src/gateway/refusals';
import { takeBareLetters } from '../../src/gateway/takeBareLetters';
import { mustEnd } from './mustEnd';
import { readCertificate } from './readCertificate';
import { refuseRest, underWay } from './refuseRest';
import type { GatewayConfig } from './settings';

/** The server that bots call. */
export interface Front {
  readonly server: Server;
  running(): number;
  /** No new calls; resolves when those that run are over, or their time is. An answer that holds a new pair has minutes. */
  drain(ms: number): Promise<void>;
}

/** Bytes of the headers of one request, and how many there may be. */
const HEADERS = { bytes: 16 * 1024, count: 200 };
/** Milliseconds that an answer with a new pair is waited for in all, as long as the authorization server is asked. */
const MUST_END = 300_000;
/** Milliseconds for which a connection may rest; a proxy before it closes its own sooner. */
const REST = 75_000;
/** Milliseconds for which whoever was refused may still read why. */
const MOST_PATIENCE = 5_000;

/**
 * An HTTP server that is strict with what comes in: whatever is not one plain request is a 400, and ends its connection.
 * @throws UsageError for a certificate or a key that is none
 */
export function createFront(
  config: GatewayConfig,
  handle: RequestListener,
  onRefused: (why: string) => void,
  onUntimely: (what: string) => void,
): Front {
  const limits = {
    maxHeaderSize: HEADERS.bytes,
    headersTimeout: config.headerTime,
    requestTimeout: config.requestTime,
    keepAliveTimeout: REST,
    connectionsCheckingInterval: Math.min(5_000, config.headerTime),
    insecureHTTPParser: false,
  };
  const patience = Math.min(MOST_PATIENCE, config.headerTime);
  const running = new Set<ServerResponse>();
  let isDraining = false;
  let whenLess = (): void => {};

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    underWay(request, response);
    const refused = whyNot(request) ?? (running.size >= config.concurrency ? 'busy' : undefined);
    if (refused !== undefined) {
      onRefused(refused);
      response.shouldKeepAlive = false;
      refuse(refused, response);
      return;
    }
    running.add(response);
    if (isDraining) response.shouldKeepAlive = false;
    response.on('close', () => {
      running.delete(response);
      if (isDraining) server.closeIdleConnections();
      whenLess();
    });
    handle(request, response);
  };

  /** Resolves when that is so, or the time is up. */
  function isOver(ms: number, test: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      whenLess = () => {
        if (!test()) return;
        clearTimeout(timer);
        resolve();
      };
      whenLess();
    });
  }

  const server = config.cert === undefined ? createServer(limits, answer) : secure(config, limits, answer, onUntimely);
  // Whoever ends its side once the request is out still waits for the answer.
  Reflect.set(server, 'httpAllowHalfOpen', true);
  // Counted below: what Node does with more is to leave them out.
  server.maxHeadersCount = 0;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (takeBareLetters(server, socket, error)) return;
    onRefused(error.code ?? 'malformed');
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else refuseRest(socket, patience);
  });
  server.on('connect', (_request, socket: Duplex) => refuseRest(socket, patience));
  // Node would say 417, and nothing else.
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    onRefused('expectation');
    response.shouldKeepAlive = false;
    refuse('malformed', response);
  });

  return {
    server,
    running: () => running.size,
    async drain(ms) {
      isDraining = true;
      // Told so, a client does not send its next call into a connection that closes.
      for (const response of running) response.shouldKeepAlive = false;
      server.close();
      server.closeIdleConnections();
      await isOver(ms, () => running.size === 0);
      if (ms > 0) await isOver(Math.max(0, MUST_END - ms), () => ![...running].some(mustEnd.has));
      server.closeAllConnections();
    },
  };
}

function secure(
  config: GatewayConfig,
  limits: object,
  answer: RequestListener,
  onUntimely: (what: string) => void,
): Server {
  const { cert, key, untimely } = readCertificate(config);
  if (untimely !== undefined) onUntimely(untimely);
  return createSecureServer({ ...limits, cert, key, minVersion: 'TLSv1.2' }, answer);
}

/** One host, written as one; a path and not an address; nothing that two servers may read in two ways. */
function whyNot({ url = '', rawHeaders, headers, httpVersionMajor }: IncomingMessage): 'address' | undefined {
  if (rawHeaders.length > 2 * HEADERS.count || httpVersionMajor !== 1) return 'address';
  const { 'transfer-encoding': coding = 'chunked' } = headers;
  if (coding.toLowerCase() !== 'chunked') return 'address';
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== 'host') continue;
    hosts += 1;
    if (!/^(?:\[[\da-f:.]+\]|[\w.-]*)(?::\d{1,5})?$/i.test(rawHeaders[index + 1] ?? '')) return 'address';
  }
  return hosts > 1 || !url.startsWith('/') ? 'address' : undefined;
}

function refuse(kind: RefusalKind, response: ServerResponse): void {
  const { status, headers, body } = refusalReply(kind);
  response.writeHead(status, [...headers]).end(body);
}
