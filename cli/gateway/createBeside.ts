import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Agent } from 'undici';
import { DEFAULT_TOKEN_URL } from '../../src/auth/authorizationServer';
import { UsageError } from '../../src/errors/UsageError';
import { createEventGate, type EventGate } from '../../src/gateway/events/createEventGate';
import { holdJournal, type ReleaseJournal } from '../../src/gateway/events/holdJournal';
import { openHandlerBook } from '../../src/gateway/events/openHandlerBook';
import { type PublicAddress, publicAddress } from '../../src/gateway/events/publicAddress';
import { servePage } from '../../src/gateway/events/servePage';
import { serveTokens } from '../../src/gateway/events/serveTokens';
import { incomingFromNode, outgoingToNode } from '../../src/gateway/fromNode';
import { refusalReply } from '../../src/gateway/refusals';
import { sendReply } from '../../src/gateway/sendReply';
import type { HandlerAddresses } from '../../src/gateway/serveRequest';
import type { CallerTokens } from '../../src/gateway/tokens/CallerTokens';
import type { Log } from './createLog';
import { openHeldPair } from './openHeldPair';
import type { GatewayConfig } from './settings';
import { startPolling } from './startPolling';

type HandlerSettings = NonNullable<GatewayConfig['handlers']>[string];

/** What a gateway serves beside calls: events, the page of an application, tokens. */
export interface Beside {
  readonly routes: ReadonlyMap<string, RequestListener>;
  /** Events that no handler has yet. */
  waiting(): number;
  /** Addresses of the gateway that stand for those of handlers. */
  readonly handlers: HandlerAddresses | undefined;
  /** What stands for tokens of callers, where an application's pair is held. */
  readonly tokens: CallerTokens | undefined;
  stop(): Promise<void>;
}

/** @throws system errors of the journal, as they are */
export async function createBeside(config: GatewayConfig, log: Log): Promise<Beside> {
  const { publicUrl, portal, token, handlers = {}, journal, install, tokenUrl = DEFAULT_TOKEN_URL } = config;
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const base =
    publicUrl === undefined ? undefined : publicUrl.replace(/\/+$/, '') + (token === undefined ? '' : `/${token}`);
  const address: PublicAddress | undefined =
    base === undefined || portal === undefined ? undefined : publicAddress(base, () => portal);
  const held = await openHeldPair(config, dispatcher, log);
  const release = journal === undefined ? undefined : await lockOf(journal);
  const book = journal === undefined || base === undefined ? undefined : openHandlerBook(`${journal}.handlers`);
  const targetOf = async (name: string): Promise<HandlerSettings | undefined> => {
    if (Object.hasOwn(handlers, name)) return handlers[name];
    const url = await book?.urlOf(name);
    return url === undefined ? undefined : { url };
  };
  const named = (url: string): string | undefined => Object.keys(handlers).find((name) => handlers[name]?.url === url);
  const gate: EventGate | undefined =
    journal === undefined || (base === undefined && Object.keys(handlers).length === 0)
      ? undefined
      : await createEventGate({ targetOf, journal, address, dispatcher, held, tell: log });
  const pollers: (() => Promise<void>)[] = [];
  for (const [name, handler] of Object.entries(handlers)) {
    if (gate !== undefined && journal !== undefined)
      pollers.push(await startPolling(name, handler, gate, log, journal));
  }
  const routes = new Map<string, RequestListener>();
  const route = (name: string, serve: (path: string, query: string, ...given: Given) => Promise<void>): void => {
    routes.set(name, (request, response) => {
      const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
      void serve(path, query, ...given(request, response));
    });
  };
  if (gate !== undefined) {
    route('events', (path, query, ...rest) => gate.serve(path.replace(/^\/|\/$/g, ''), query, ...rest));
  }
  if (install !== undefined)
    route('install', (_path, query, ...rest) => servePage(install, address, dispatcher, query, ...rest, held));
  if (address !== undefined || held !== undefined) {
    const service = { tokenUrl, address, dispatcher, held };
    route('oauth', async (path, query, incoming, outgoing) => {
      if (/^\/token\/?$/.test(path)) await serveTokens(service, query, incoming, outgoing);
      else sendReply(refusalReply('address'), outgoing);
    });
  }
  return {
    routes,
    handlers:
      base === undefined || book === undefined
        ? undefined
        : {
            addressOf: (url) =>
              url.startsWith(`${base}/events/`) ? url : `${base}/events/${named(url) ?? book.nameOf(url)}`,
            settle: book.settle,
          },
    tokens: held,
    waiting: () => gate?.waiting() ?? 0,
    async stop() {
      await Promise.all(pollers.map((stop) => stop()));
      await gate?.stop();
      await held?.close();
      await dispatcher.close();
      await release?.();
    },
  };
}

/** @throws UsageError */
async function lockOf(journal: string): Promise<ReleaseJournal> {
  const release = await holdJournal(journal);
  if (release !== undefined) return release;
  throw new UsageError('Another gateway of this machine uses this journal. Each needs one of its own.');
}

type Given = readonly [incoming: ReturnType<typeof incomingFromNode>, outgoing: ReturnType<typeof outgoingToNode>];

function given(request: IncomingMessage, response: ServerResponse): Given {
  return [incomingFromNode(request), outgoingToNode(response)];
}
