import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { configError } from '../errors/callError';
import { checkFacade } from '../facade/checkFacade';
import { createDeliver } from '../facade/createDeliver';
import { controlsOf } from '../facade/createFacadeEngine';
import { reportedEngine } from '../facade/reportedEngine';
import type { FacadeOptions, WrapControls } from '../facade/types';
import { type Clock, systemClock } from '../http/clock';
import { isSafe } from '../http/hosts';
import { processState } from '../http/processState';
import { foreignCause } from '../http/redact';
import { undiciSender } from '../http/senders/undiciSender';
import { type Limits, limiterFor } from '../transport/limiterFor';
import { createReuse } from './createReuse';
import { createRoom, type Room } from './createRoom';
import { incomingFromFetch, outgoingToFetch } from './fromFetch';
import { incomingFromNode, outgoingToNode } from './fromNode';
import type { Incoming, Outgoing } from './Incoming';
import { GATEWAY_LIMITS } from './limits';
import type { Portal } from './Portal';
import { mayBeTranslated } from './readGatewayCall';
import { refusalReply } from './refusals';
import { sendReply } from './sendReply';
import { type HandlerAddresses, type Served, type ServedRequest, type Serving, serveRequest } from './serveRequest';
import type { CallerTokens } from './tokens/CallerTokens';
import { serveWithTokens } from './tokens/serveWithTokens';
import { toldMethod } from './toldMethod';
import { withRoom } from './withRoom';

/** Where the portal is, and the options of every facade; the CLIENT_ID comes with each call. */
export interface GatewayOptions extends Omit<FacadeOptions, 'clientId'> {
  /** The portal's address, `https://acme.bitrix24.com`. Nothing goes anywhere else. */
  readonly portal: string;
  /** Hosts to which a renamed portal may send the gateway. Default: none. */
  readonly allowHosts?: readonly string[];
  /** Milliseconds for a translated call, look-ups included. Default 65,000: the portal lets a request run for 60 s. */
  readonly timeout?: number;
  /** The way to the portal; default: an Agent of its own. */
  readonly dispatcher?: Dispatcher;
  /** Told where the portal says that it has moved, and whether the gateway went there. */
  readonly onMoved?: (host: string, followed: boolean) => void;
  /** Told what should not happen: a fault of ours, whose call was left without an answer. Default: `console.error`. */
  readonly onError?: (error: unknown) => void;
  /**
   * Requests wait for what the portal allows, at most a minute: `'standard'`, `'enterprise'`, rates, or a limiter that several
   * processes share. Default: none, callers hear from the portal when there were too many.
   */
  readonly limits?: Limits;
  /** Puts other addresses in place of the handlers' own, wherever a bot registers one. Default: they stay. */
  readonly handlers?: HandlerAddresses;
  /** Tokens that go out in place of those that callers have. Default: each caller's own. */
  readonly tokens?: CallerTokens;
  /** Told of every request, when it is over. */
  readonly onServed?: (served: ServedRequest) => void;
  /** Time, for tests. */
  readonly clock?: Clock;
}

/** Speaks v1 to whoever calls, and v2 to the portal. */
export interface Gateway extends WrapControls {
  /**
   * Answers one request. Rejects where the portal gave no answer and the call may have run: close the connection then, as the
   * portal did, for a made-up answer would be believed.
   */
  (request: Request): Promise<Response>;
  /** The same for `http.createServer`. It closes connections by itself. */
  listener(request: IncomingMessage, response: ServerResponse): void;
  /** Closes the connections to the portal, once the calls that run are over. */
  close(): Promise<void>;
}

/**
 * The library behind HTTP: calls of `imbot.*` that come in as v1 go to the portal as v2 where that is the same, and everything
 * else passes through byte for byte. For bots in any language: they change an address, and nothing else.
 *
 * @throws ImbotError CONFIG for options that it does not know, or an address that is none
 * @example
 * const gateway = createGateway({ portal: 'https://acme.bitrix24.com' });
 * createServer(gateway.listener).listen(8790, '127.0.0.1');
 */
export function createGateway(options: GatewayOptions): Gateway {
  checkFacade('createGateway', options, CHECKS);
  const {
    timeout = GATEWAY_LIMITS.time,
    allowHosts = [],
    clock = systemClock,
    onMoved = () => {},
    onError = told,
  } = options;
  if (!URL.canParse(options.portal) || !isSafe(new URL(options.portal))) throw configError('createGateway', NO_PORTAL);
  const engine = reportedEngine(options, { site: undefined }, (name) => toldMethod(name) ?? name);
  const dispatcher = options.dispatcher ?? new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const { origin } = new URL(options.portal);
  const limiter = limiterFor(options.limits ?? false, clock);
  const sender = undiciSender(dispatcher);
  const reuse = createReuse(clock);
  const portal: Portal = { origin, allowHosts, dispatcher, sender, clock, onMoved, limiter, reuse };
  const serving: Serving = {
    portal,
    deliver: createDeliver(engine),
    clock,
    timeout,
    onError: report,
    handlers: options.handlers,
  };

  const { tokens } = options;
  const one = (...given: [Incoming, Outgoing]): Promise<Served> => serveRequest(serving, ...given);
  const service = {
    isRead: (incoming: Incoming): boolean => tokens !== undefined || mayBeTranslated(incoming),
    serve: tokens
      ? (...given: [Incoming, Outgoing]) =>
          serveWithTokens(tokens, ...given, { serve: one, refuse: busy, tell: report })
      : one,
  };

  function report(error: unknown): void {
    try {
      onError(error);
    } catch (second) {
      told(second);
    }
  }

  async function serve(incoming: Incoming, outgoing: Outgoing): Promise<void> {
    const begun = clock.now();
    let served: Served = { kind: 'unanswered' };
    try {
      served = await withRoom(room, clock, incoming, outgoing, service);
    } catch (error) {
      // What nobody foresaw. It may have run, so there is no answer.
      report(error);
      outgoing.drop();
    }
    const { kind, status, method } = served;
    try {
      options.onServed?.({ kind, status, method: toldMethod(method), ms: clock.now() - begun });
    } catch (error) {
      report(error);
    }
  }

  function answer(request: Request): Promise<Response> {
    const outgoing = outgoingToFetch();
    void serve(incomingFromFetch(request), outgoing);
    return outgoing.response;
  }

  return Object.assign(answer, controlsOf(engine), {
    listener(request: IncomingMessage, response: ServerResponse): void {
      void serve(incomingFromNode(request), outgoingToNode(response));
    },
    async close(): Promise<void> {
      if (options.dispatcher === undefined) await dispatcher.close();
      engine.retire();
    },
  });
}

function busy(outgoing: Outgoing): Served {
  return { kind: 'refused', status: sendReply(refusalReply('busy'), outgoing) };
}

/** One for all gateways of a process. */
function room(): Room {
  return processState('gateway room', () => createRoom(GATEWAY_LIMITS.held));
}

function told(error: unknown): void {
  console.error(foreignCause(error));
}

const NO_PORTAL = 'portal is to be the https: address of a portal, such as https://acme.bitrix24.com.';

const CHECKS = {
  portal: (value: unknown) => (typeof value === 'string' ? undefined : 'is no text'),
  allowHosts: (value: unknown) => (Array.isArray(value) ? undefined : 'is no list of hosts'),
  timeout: (value: unknown) => (typeof value === 'number' && value > 0 ? undefined : 'is no number of milliseconds'),
  dispatcher: () => undefined,
  onMoved: (value: unknown) => (typeof value === 'function' ? undefined : 'is no function'),
  onError: (value: unknown) => (typeof value === 'function' ? undefined : 'is no function'),
  limits: () => undefined,
  handlers: (value: unknown) => (typeof value === 'object' && value !== null ? undefined : 'is no object'),
  tokens: (value: unknown) => (typeof value === 'object' && value !== null ? undefined : 'is no object'),
  onServed: (value: unknown) => (typeof value === 'function' ? undefined : 'is no function'),
  clock: () => undefined,
};
