import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Agent } from 'undici';
import { DEFAULT_TOKEN_URL } from '../../src/auth/authorizationServer';
import { UsageError } from '../../src/errors/UsageError';
import { createEventGate, type EventGate } from '../../src/gateway/events/createEventGate';
import { createHandlerBook } from '../../src/gateway/events/createHandlerBook';
import { type PublicAddress, publicAddress } from '../../src/gateway/events/publicAddress';
import { servePage } from '../../src/gateway/events/servePage';
import { serveTokens } from '../../src/gateway/events/serveTokens';
import { incomingFromNode, outgoingToNode } from '../../src/gateway/fromNode';
import { refusalReply } from '../../src/gateway/refusals';
import { sendReply } from '../../src/gateway/sendReply';
import type { HandlerAddresses } from '../../src/gateway/serveRequest';
import type { CallerTokens } from '../../src/gateway/tokens/CallerTokens';
import type { Connections } from './connectRedis';
import type { Log } from './createLog';
import { mustEnd } from './mustEnd';
import { openHeldPair } from './openHeldPair';
import { fileKeeping, type Keeping, sharedKeeping } from './openKeeping';
import { isRedisUrl } from './openRedis';
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

/** @throws system errors of the journal, as they are; UsageError for what cannot be used */
export async function createBeside(config: GatewayConfig, log: Log, connections: Connections): Promise<Beside> {
  const { publicUrl, portal, token, handlers = {}, journal, install, tokenUrl = DEFAULT_TOKEN_URL } = config;
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const base =
    publicUrl === undefined ? undefined : publicUrl.replace(/\/+$/, '') + (token === undefined ? '' : `/${token}`);
  const address: PublicAddress | undefined =
    base === undefined || portal === undefined ? undefined : publicAddress(base, portal, config.allowHosts);
  let isReading = false;
  let pollers: Promise<readonly (() => Promise<void>)[]> = Promise.resolve([]);
  const held = await openHeldPair(config, dispatcher, log, connections, () => pollAgain(isReading));
  const keeping = await keepingOf(journal);
  const book = keeping === undefined || base === undefined ? undefined : createHandlerBook(keeping.handlers);
  const targetOf = async (name: string): Promise<HandlerSettings | undefined> =>
    Object.hasOwn(handlers, name) ? handlers[name] : book?.handlerOf(name);
  const named = (url: string): string | undefined => Object.keys(handlers).find((name) => handlers[name]?.url === url);
  const gate: EventGate | undefined =
    keeping === undefined || (base === undefined && Object.keys(handlers).length === 0)
      ? undefined
      : createEventGate({ targetOf, ...keeping, address, dispatcher, held, tell: log });

  async function keepingOf(where: string | undefined): Promise<Keeping | undefined> {
    if (where === undefined) return undefined;
    if (!isRedisUrl(where)) return fileKeeping(where, log).catch((error: unknown) => unusable(where, error));
    return sharedKeeping(await connections.to(where), connections.keyOf(portal), log);
  }

  /** One gateway reads the queues: the one that brings events. */
  function poll(isLeading: boolean): Promise<unknown> {
    isReading = isLeading;
    pollers = pollers.then(async (running) => {
      await Promise.all(running.map((stop) => stop()));
      if (!isLeading || gate === undefined || keeping === undefined) return [];
      const started: (() => Promise<void>)[] = [];
      try {
        for (const [name, handler] of Object.entries(handlers))
          started.push(await startPolling(name, handler, gate, log, keeping, held));
      } catch (error) {
        await Promise.all(started.map((stop) => stop()));
        throw error;
      }
      return started;
    });
    return pollers;
  }
  function pollAgain(isLeading: boolean): void {
    poll(isLeading).catch((error: unknown) => {
      pollers = Promise.resolve([]);
      log('poll', { what: 'ended', error: error instanceof Error ? error.message : String(error) });
    });
  }
  const stop = async (): Promise<void> => {
    await poll(false);
    await gate?.stop();
    await held?.close();
    await dispatcher.close();
    await keeping?.release();
  };
  if (keeping?.journal.onLead !== undefined) keeping.journal.onLead(pollAgain);
  else
    await poll(true).catch(async (error: unknown) => {
      pollers = Promise.resolve([]);
      await stop();
      throw error;
    });

  const routes = new Map<string, RequestListener>();
  /** @param onAnswer told of each answer before it is made */
  const route = (
    name: string,
    serve: (path: string, query: string, ...given: Given) => Promise<void>,
    onAnswer: (response: ServerResponse) => void = () => {},
  ): void => {
    routes.set(name, (request, response) => {
      const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
      onAnswer(response);
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
    const tokensFor = async (path: string, query: string, ...[incoming, outgoing]: Given): Promise<void> => {
      if (/^\/token\/?$/.test(path)) await serveTokens(service, query, incoming, outgoing);
      else sendReply(refusalReply('address'), outgoing);
    };
    route('oauth', tokensFor, mustEnd.mark);
  }
  return {
    routes,
    handlers:
      base === undefined || book === undefined
        ? undefined
        : {
            addressOf: (handler) =>
              handler.url.startsWith(`${base}/events/`)
                ? handler.url
                : `${base}/events/${named(handler.url) ?? book.nameOf(handler)}`,
            begin: book.begin,
            settle: book.settle,
          },
    tokens: held,
    waiting: () => gate?.waiting() ?? 0,
    stop,
  };
}

/** What is wrong with a file is not told as if it were the port. */
function unusable(path: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) throw error;
  throw new UsageError(
    `--journal ${path} cannot be used (${code}): it takes a file in a folder that this user may write.`,
  );
}

type Given = readonly [incoming: ReturnType<typeof incomingFromNode>, outgoing: ReturnType<typeof outgoingToNode>];

function given(request: IncomingMessage, response: ServerResponse): Given {
  return [incomingFromNode(request), outgoingToNode(response)];
}
