import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPortal, type Portal, type PortalOptions, type PortalServer } from '../../portal/index';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway/index';

/** One way to a portal of its own: straight, or through a gateway. */
export interface Side {
  readonly portal: Portal;
  readonly url: string;
  readonly server: PortalServer;
  readonly gateway?: Gateway;
  readonly close: () => Promise<void>;
}

export interface Scene {
  /** Path of the webhook, `/rest/1/…/`. */
  readonly hook: string;
  readonly bot: number;
  readonly chat: string;
  readonly clientId: string;
}

export async function direct(options: PortalOptions = {}): Promise<Side> {
  const portal = createPortal(options);
  const server = await portal.listen();
  return { portal, url: server.url, server, close: server.close };
}

export async function behindGateway(
  options: PortalOptions = {},
  gatewayOptions: Partial<GatewayOptions> = {},
): Promise<Side & { readonly gateway: Gateway }> {
  const { portal, server } = await direct(options);
  const gateway = createGateway({ portal: server.url, warnings: false, ...gatewayOptions });
  const front = createServer(gateway.listener);
  const url = await listening(front);
  return { portal, url, server, gateway, close: () => closeAll(front, gateway, server) };
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() satisfies string | AddressInfo | null;
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function closeAll(front: Server, gateway: Gateway, server: { close(): Promise<void> }): Promise<void> {
  front.close();
  front.closeAllConnections();
  await gateway.close();
  await server.close();
}

/** The same people, webhook and bot on every portal. */
export function seeded(portal: Portal): Scene {
  const { path } = portal.webhook({ scope: 'imbot,im,user' });
  const bot = portal.addBot({ code: 'helper', clientId: 'my_bot' });
  const chat = portal.addChat({ title: 'Team', users: [2, bot.id], owner: 1 });
  return { hook: path, bot: bot.id, chat: `chat${chat.id}`, clientId: 'my_bot' };
}

export interface Got {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Without what differs by the clock and by counters of running time. */
  readonly body: unknown;
}

/** One request as it stands; rejects where the connection breaks. */
export function send(
  url: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const outgoing = httpRequest({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode = 0 } = answer;
        const type = answer.headers['content-type'];
        resolve({ status: statusCode, type, headers: answer.headers, text, body: withoutTimes(parsed(text)) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The `time` blocks stay, with their keys: only how much time a method used up so far is the portal's affair. */
function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, /^operating/.test(key) ? '…' : withoutTimes(inner)]),
  );
}
