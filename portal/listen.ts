import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import { ConnectionDropped } from './faults';
import { selfSigned } from './selfSigned';
import type { Webhook } from './types';

/** How the loopback server speaks. */
export interface ListenOptions {
  /**
   * Answers over https: `true` with a certificate of its own for 127.0.0.1 and localhost, which stands in `ca`; or with
   * the key and certificate given, in PEM. Default: plain http.
   */
  tls?: boolean | { key: string; cert: string };
}

/** A portal on a loopback port. */
export interface PortalServer {
  /** `http://127.0.0.1:PORT`, or `https://…` with `tls`, without a slash at the end. */
  url: string;
  /** With `tls`: the certificate in PEM, for the `ca` of a client. */
  ca?: string;
  /** The address of an incoming webhook, with a slash at the end. */
  webhookUrl: (webhook: { path: string } | Webhook) => string;
  /** The authorization server of this portal. */
  tokenUrl: string;
  /** Stops listening and drops what is open. */
  close: () => Promise<void>;
}

export async function listen(
  handle: (request: Request) => Promise<Response>,
  onAddress: (url: string) => void,
  options: ListenOptions = {},
): Promise<PortalServer> {
  const secret = options.tls === true ? selfSigned() : options.tls || undefined;
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void serve(handle, incoming, outgoing);
  };
  const server: Server = secret ? createSecureServer(secret, answer) : createServer(answer);
  const port = await listenAnew(server);
  const url = `${secret ? 'https' : 'http'}://127.0.0.1:${port}`;
  onAddress(url);
  return {
    url,
    ...(secret ? { ca: secret.cert } : {}),
    webhookUrl: (webhook) => `${url}${'path' in webhook ? webhook.path : `/rest/${webhook.userId}/${webhook.secret}/`}`,
    tokenUrl: `${url}/oauth/token/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The ports on which portals of this process have listened. */
const given = new Set<number>();

/**
 * Listens on a port that no portal of this process had before. A client knows a portal by its address, for as long as its
 * process lives, and the system gives a port anew as soon as it is free: one portal in some hundreds was taken for another.
 */
async function listenAnew(server: Server): Promise<number> {
  for (let tries = 100; ; tries--) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    if (!given.has(port) || tries === 0) {
      given.add(port);
      return port;
    }
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

async function serve(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const answer = await handle(await toRequest(incoming));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    if (error instanceof ConnectionDropped) incoming.socket.destroy();
    else if (!outgoing.headersSent) outgoing.writeHead(500).end(String(error));
  }
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const scheme = incoming.socket instanceof TLSSocket ? 'https' : 'http';
  return new Request(`${scheme}://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`, {
    method,
    headers: headers.filter(([name]) => name !== 'connection' && name !== 'transfer-encoding' && name !== 'expect'),
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}
