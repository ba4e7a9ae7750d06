import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ConnectionDropped } from './faults';
import type { Webhook } from './types';

/** A portal on a loopback port. */
export interface PortalServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** The address of an incoming webhook, with a slash at the end. */
  webhookUrl: (webhook: { path: string } | Webhook) => string;
  /** The authorization server of this portal. */
  tokenUrl: string;
  close: () => Promise<void>;
}

export async function listen(
  handle: (request: Request) => Promise<Response>,
  onAddress: (url: string) => void,
): Promise<PortalServer> {
  const server = createServer((incoming, outgoing) => {
    void serve(handle, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  onAddress(url);
  return {
    url,
    webhookUrl: (webhook) => `${url}${'path' in webhook ? webhook.path : `/rest/${webhook.userId}/${webhook.secret}/`}`,
    tokenUrl: `${url}/oauth/token/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
  return new Request(`http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`, {
    method,
    headers: headers.filter(([name]) => name !== 'connection' && name !== 'transfer-encoding' && name !== 'expect'),
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}
