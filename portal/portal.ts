import type { RequestHandler } from 'msw';
import { createDeliver, type Delivery } from './events/deliver';
import { createEmit } from './events/emit';
import type { Facts } from './facts';
import { AUTHORIZATION_SERVER, ConnectionDropped, createFaults, type Fault } from './faults';
import { createLimits, type LimitOptions } from './limits';
import { type ListenOptions, listen, type PortalServer } from './listen';
import { mswHandlers } from './mswHandlers';
import { type OauthLog, oauthServer } from './oauthServer';
import { createPeople } from './people';
import { type ApplicationOptions, type BotOptions, type ChatOptions, seed } from './seed';
import { type LoggedRequest, serve } from './serve';
import { type Snapshot, snapshot } from './snapshot';
import { createState } from './state';
import { systemFailure } from './systemFailure';
import type { User } from './types';

/** What kind of portal it is; everything has a default. */
export interface PortalOptions {
  /** REST revision that `imbot.v2.Revision.get` answers, default 36. null: a portal without imbot.v2. */
  revision?: number | null;
  /** The portal's clock in milliseconds; a fixed date unless given. */
  now?: () => number;
  /** false: an old portal that answers NO_AUTH_FOUND to JSON bodies. */
  jsonBodies?: boolean;
  /** The leaky bucket; none by default. */
  limits?: LimitOptions;
  /** How many people there are at first, ids from 1; default 5. */
  users?: number;
  /** How many bots one owner may have: through v2, default 100; through v1, default 5 or what is given here. */
  maxBots?: number;
  /** What is not true on this portal, by the names of `portalFacts`; default: every fact holds. */
  facts?: Facts;
}

/** A fake portal, as `createPortal` makes it. */
export type Portal = ReturnType<typeof createPortal>;

const FIXED_DATE = Date.UTC(2026, 0, 15, 10, 0, 0);

/**
 * A fake Bitrix24 portal: imbot v1 and imbot.v2 over one state. See the module comment for what is not modelled.
 * @example
 * const portal = createPortal({ users: 2 });
 * const bot = portal.addBot({ code: 'helper', clientId: 'my_bot' });
 * const server = await portal.listen();
 * const imbot = createImbot({ auth: webhook(server.webhookUrl(portal.webhook()), { clientId: 'my_bot' }) });
 * await imbot.message.add({ BOT_ID: bot.id, DIALOG_ID: '1', MESSAGE: 'Hi' });
 * console.log(portal.snapshot().messages.length); // 1
 * await imbot.close();
 * await server.close();
 */
export function createPortal(options: PortalOptions = {}) {
  const now = options.now ?? (() => FIXED_DATE);
  const state = createState(now, options.facts);
  const { deliver, deliveries, flush } = createDeliver();
  const emit = createEmit(state, deliver);
  const limits = createLimits(now, options.limits);
  const faults = createFaults();
  const requests: LoggedRequest[] = [];
  const oauth: OauthLog = { refreshes: 0, requests: 0, refused: {}, styles: [] };
  let revision = options.revision === undefined ? 36 : options.revision;
  for (let count = 0; count < (options.users ?? 5); count += 1) seed.user(state);

  const serving = {
    state,
    emit,
    limits,
    takeFault: faults.take,
    log: requests,
    revision: () => revision,
    jsonBodies: options.jsonBodies ?? true,
    maxBots: options.maxBots ?? 100,
    maxV1Bots: options.maxBots ?? (state.holds('v1-five-bots') ? 5 : 100),
  };

  /** Answers a request; throws `ConnectionDropped` where a server would close the socket. */
  const handle = async (request: Request): Promise<Response> => {
    if (/^\/oauth\/token\/?$/.test(new URL(request.url).pathname)) return token(request);
    return serve(serving, request);
  };

  const token = async (request: Request): Promise<Response> => {
    const fault = faults.take(AUTHORIZATION_SERVER);
    if (fault?.kind === 'drop-before') throw new ConnectionDropped(false);
    if (fault?.kind === 'slow') await (fault.gate ?? new Promise<void>((done) => setTimeout(done, fault.ms ?? 0)));
    if (fault?.kind === 'html') return new Response('<html></html>', { status: fault.status ?? 502 });
    if (fault?.kind === 'redirect') {
      return new Response('', { status: fault.status ?? 302, headers: { location: fault.location ?? '/' } });
    }
    if (fault?.kind === 'status') {
      const { code = 'invalid_request', description = 'On demand', status = 400 } = fault;
      return Response.json({ error: code, error_description: description }, { status });
    }
    const answer = await oauthServer(state, oauth, request);
    if (fault?.kind === 'drop-after') throw new ConnectionDropped(true);
    if (fault?.kind !== 'truncated') return answer;
    const text = await answer.text();
    return new Response(text.slice(0, Math.ceil(text.length / 2)), { status: answer.status, headers: answer.headers });
  };

  return {
    ...createPeople(state, emit),
    addUser: (wish?: Partial<Omit<User, 'isBot'>>) => seed.user(state, wish),
    addBot: (wish: BotOptions) => seed.bot(state, wish),
    addChat: (wish: ChatOptions) => seed.chat(state, wish),
    webhook: (wish?: { userId?: number; secret?: string; scope?: string }) => seed.webhook(state, wish),
    application: (wish: ApplicationOptions) => seed.application(state, wish),

    /** Starts a loopback server; the portal's own address (client_endpoint) becomes its address. `{ tls: true }`: https. */
    listen: (options?: ListenOptions): Promise<PortalServer> =>
      listen(
        handle,
        (url) => {
          state.address = url;
        },
        options,
      ),
    /** msw handlers that answer below this address, which also becomes the portal's own. */
    handlers: (baseUrl: string): RequestHandler[] => {
      state.address = new URL(baseUrl).origin;
      return mswHandlers(handle, baseUrl);
    },
    handle,

    /** The whole state as plain JSON in stable order. */
    snapshot: (): Snapshot => snapshot(state),
    /** Every call, newest last; commands of a batch stand behind their batch. */
    requests,
    /** How often each method was called, commands of batches included. */
    counts: (): Record<string, number> => {
      const counted: Record<string, number> = {};
      for (const { method } of requests) counted[method] = (counted[method] ?? 0) + 1;
      return counted;
    },
    fault: (fault: Fault): void => faults.add(fault),
    clearFaults: (): void => faults.clear(),
    /** From now on each call of the method costs this many seconds of operating time; at 480 it is blocked. */
    operatingCost: (method: string, seconds: number): void => limits.setCost(method, seconds),
    /** Changes what Revision.get answers; null takes imbot.v2 away. */
    setRevision: (value: number | null): void => {
      revision = value;
    },
    /** Everything is refused with OVERLOAD_LIMIT for the next calls. */
    overload: (times = 1): void => {
      const { code, message, status } = systemFailure('OVERLOAD_LIMIT');
      faults.add({ kind: 'status', times, code, description: message, status });
    },

    /** Resolves when all event deliveries so far are answered. */
    flush,
    /** Every event that was sent, or held back because its address is not on loopback. */
    deliveries: deliveries as readonly Delivery[],
    oauth,
    /** The portal's own address. */
    get address() {
      return state.address;
    },
    /** The state itself, for looking at. */
    state,
  };
}
