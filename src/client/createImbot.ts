import type { Dispatcher } from 'undici';
import type { Auth } from '../auth/types';
import { callSite } from '../engine/callSite';
import { createEngine } from '../engine/createEngine';
import { heldOnV1 } from '../engine/heldOnV1';
import type { Mode, ModeChoice } from '../engine/modeOf';
import type { Warnings } from '../engine/notify';
import { observeTranslation } from '../engine/observe';
import { reading } from '../engine/reading';
import { reportAtExit } from '../engine/reportAtExit';
import type { BatchCalls, BatchOptions, BatchResult } from '../engine/runBatch';
import { TEXTS } from '../engine/texts';
import type { CallOptions, Connection, Envelope, LearnedFacts, OwnOptions, Params } from '../engine/types';
import type { UsageReport } from '../engine/usage';
import { configError } from '../errors/callError';
import { type Clock, systemClock } from '../http/clock';
import type { LossId } from '../map/losses';
import { targetsOf } from '../map/targetsOf';
import type { Explanation } from '../translate/explain';
import { normalise } from '../translate/normalise';
import { createTransport, DEFAULT_TIMEOUT } from '../transport/createTransport';
import type { Limits } from '../transport/limiterFor';
import { snapshot } from '../values/snapshot';
import { checkOptions } from './checkOptions';
import type { V1Methods, V1Tree } from './methods.generated';
import { methodTree } from './methodTree';
import { type PortalProfile, portalProfile } from './portalProfile';
import { warnWithoutAdapter } from './warnWithoutAdapter';

/** What `createImbot` takes; all but `auth` has a default. */
export interface ImbotOptions {
  /** `webhook(…)` or `oauth(…)`. */
  auth: Auth;
  /** Default `auto`; a function decides per call, for a roll-out by bot or share. */
  mode?: ModeChoice;
  /** Mode per v1 method, or per prefix that ends in `*`. */
  methods?: Readonly<Record<string, Mode>>;
  /** Losses that mode `v2` may take. */
  accept?: readonly LossId[];
  /** `v2` once the handlers run through `imbot-compat/events`. Default `v1`. */
  events?: 'v1' | 'v2';
  /**
   * What `imbot-compat prove` found on this portal: the path of imbot-portal.json, or its content. In mode `auto` calls that
   * rest on a fact which does not hold there stay on v1.
   */
  facts?: string | PortalProfile;
  /** The bot of calls that may omit BOT_ID. Default: the lowest id of the application's own bots, looked up once. */
  botId?: number;
  /** The v2 botToken, where it is not the CLIENT_ID. */
  botToken?: string;
  /** Default `standard`: 50 calls at once, 2 per second. */
  limits?: Limits;
  /** An undici Dispatcher: proxies, mocks, tests. Not closed here. */
  dispatcher?: Dispatcher;
  /** Sockets per portal of the default dispatcher. Default 16. */
  connections?: number;
  /** Default: JSON, and a form for portals that turn out to refuse JSON bodies. */
  encoding?: 'json' | 'form';
  /** Milliseconds for a whole call, waiting and repeats included. Default 60,000, for as long may a request run on the portal. */
  timeout?: number;
  /** Bytes of one answer of the portal; a longer one fails the call with BAD_ANSWER, outcome `unknown`. Default 64 MB. */
  maxAnswer?: number;
  /** Notices, each said once per process. `false` or `'off'` silences, a function receives them. */
  warnings?: Warnings;
  /** Time and chance, for tests. */
  clock?: Clock;
}

/** A client that speaks imbot v1 to the caller, and v1 or v2 to the portal. */
export interface Imbot extends V1Tree {
  /** Calls a method and resolves to its v1 result. `imbot.v2.*` and other methods pass through. */
  call<M extends keyof V1Methods>(
    method: M,
    params?: V1Methods[M]['params'] | null,
    options?: CallOptions,
  ): Promise<V1Methods[M]['result']>;
  call<T = unknown>(method: string, params?: Params | null, options?: CallOptions): Promise<T>;
  /** As `call`, resolving to the whole envelope. */
  request<M extends keyof V1Methods>(
    method: M,
    params?: V1Methods[M]['params'] | null,
    options?: CallOptions,
  ): Promise<Envelope & { result: V1Methods[M]['result'] }>;
  request<T = unknown>(
    method: string,
    params?: Params | null,
    options?: CallOptions,
  ): Promise<Envelope & { result: T }>;
  /** Up to 50 calls in one request; answers under the caller's keys. */
  batch(calls: BatchCalls, options?: BatchOptions): Promise<BatchResult>;
  /** What a call maps to: verdict, losses and v2 requests. No network. */
  explain(method: string, params?: Params | null): Explanation;
  /** What was used, how often, with which verdicts, from where. */
  report(): UsageReport;
  /** Takes in what an event told: dialogs of messages, bots of commands. */
  learn(facts: LearnedFacts): void;
  /**
   * Takes in that an event of a bot came: of v1, of v2, or out of v2's queue. Event handlers and pollers that know this client
   * say so by themselves; with `events: 'v2'` it decides where the bot's commands and addresses are registered.
   */
  deliveredAs?(format: 'v1' | 'v2' | 'queue', botId: number, code?: string): void;
  /** Names the portal for what is remembered about it. Holds no secret. */
  portalKey(): string;
  /**
   * What an event delivered by v1 says of the portal: `domain` and `client_endpoint`, under OAuth also `member_id`,
   * `access_token` and `expires`. Pollers give it to old handlers, whose events have none. Never a refresh token.
   */
  eventAuth?(): Promise<Record<string, string>>;
  /** OAuth: renews the tokens now, for applications that stay idle for months. */
  renew(): Promise<void>;
  /** Ends what is under way and gives the sockets back. May be called again. */
  close(): Promise<void>;
}

/**
 * A client for one portal.
 * @throws ImbotError CONFIG for options that are missing or malformed
 * @example
 * const imbot = createImbot({ auth: webhook(webhookUrl, { clientId }), mode: 'auto' });
 * const messageId = await imbot.message.add({ DIALOG_ID: 'chat5', MESSAGE: 'Hi' });
 * await imbot.close();
 */
export function createImbot(options: ImbotOptions): Imbot {
  checkOptions(options);
  const { auth, limits, dispatcher, connections, encoding, timeout, maxAnswer, clock } = options;
  const { botId, botToken, events } = options;
  const transport = createTransport({ auth, limits, dispatcher, connections, encoding, timeout, maxAnswer, clock });
  const engine = createEngine({
    site: () => callSite(),
    observe: observeTranslation,
    mode: options.mode,
    methods: options.methods,
    accept: options.accept,
    warnings: options.warnings,
    heldOnV1: options.facts === undefined ? undefined : heldOnV1(portalProfile(options.facts).facts),
    context: { auth: auth.kind, clientId: auth.clientId, botToken, botId, events: events ?? 'v1', encoding },
  });
  const connection: Connection = {
    send: (method, params, sendOptions) => {
      if (sendOptions.replay === 'read') return transport.send(method, params, sendOptions);
      const target = targetsOf(method, params);
      return transport.send(method, params, target.length === 0 ? sendOptions : { ...sendOptions, target });
    },
    get portal() {
      return auth.portalKey();
    },
  };
  const late: Connection = {
    send: (method, params, sendOptions) => connection.send(method, params, { ...sendOptions, late: true }),
    get portal() {
      return auth.portalKey();
    },
  };
  const time = clock ?? systemClock;
  /** A call that was made before `close()` may wait for a question of ours then: it is sent all the same. */
  let way = connection;

  /** The one deadline of a call, for all of its requests together. */
  function timed(given: BatchOptions | undefined): BatchOptions & OwnOptions {
    const ms = given?.timeout ?? timeout ?? DEFAULT_TIMEOUT;
    return ms > 0 ? { ...given, timeout: ms, until: time.now() + ms } : { ...given, timeout: ms };
  }

  function request<M extends keyof V1Methods>(
    method: M,
    params?: V1Methods[M]['params'] | null,
    given?: CallOptions,
  ): Promise<Envelope & { result: V1Methods[M]['result'] }>;
  function request<T = unknown>(
    method: string,
    params?: object | null,
    given?: CallOptions,
  ): Promise<Envelope & { result: T }>;
  function request(method: string, params?: object | null, given?: CallOptions): Promise<Envelope> {
    if (typeof method === 'string' && method.length === 5 && method.toLowerCase() === 'batch')
      return batch(params, given);
    try {
      return engine.request(way, method, snapshot(params, true), timed(given));
    } catch {
      // Getters of the options may throw anything.
      return Promise.reject(configError('call', TEXTS.unreadable));
    }
  }

  async function batch(params?: object | null, given?: CallOptions): Promise<Envelope> {
    const own = reading('batch', () => timed(given));
    const { CMD, HALT } = reading('batch', () => normalise({ ...snapshot(params, true) }).params);
    const stops = HALT === 1 || HALT === '1' || HALT === true || HALT === 'true' || HALT === 'Y';
    return engine.batch(way, callsOf(CMD), { ...own, halt: stops });
  }

  function call<M extends keyof V1Methods>(
    method: M,
    params?: V1Methods[M]['params'] | null,
    own?: CallOptions,
  ): Promise<V1Methods[M]['result']>;
  function call<T = unknown>(method: string, params?: Params | null, own?: CallOptions): Promise<T>;
  function call(method: string, params?: object | null, own?: CallOptions): Promise<unknown> {
    return request(method, params, own).then(resultOf);
  }

  if (events === 'v2') warnWithoutAdapter(options.warnings);
  const retire = reportAtExit(engine.report);
  const imbot: Imbot = {
    ...methodTree((method, params, own) => call<unknown>(method, params, own)),
    call,
    request,
    batch: async (calls, given) => {
      const own = reading('batch', () => timed(given));
      return (await engine.batch(way, snapshot(calls, true), own)).result;
    },
    explain: (method, params) => engine.explain(connection, method, params),
    report: engine.report,
    learn: (facts) => engine.learn(connection, facts),
    deliveredAs: (format, botId, code) => engine.learn(connection, { delivery: { format, botId, code } }),
    portalKey: () => transport.portalKey(),
    renew: () => transport.renew(),
    close() {
      way = late;
      return transport.close().finally(retire);
    },
  };
  // Not among what an inspection or a copy of the client shows: it hands out a token.
  return Object.defineProperty(imbot, 'eventAuth', { value: () => transport.eventAuth(), enumerable: false });
}

function resultOf({ result }: Envelope): unknown {
  return result;
}

function callsOf(cmd: unknown): BatchCalls {
  return isCalls(cmd) ? cmd : {};
}

/** Each command is checked where the batch is read. */
function isCalls(cmd: unknown): cmd is BatchCalls {
  return typeof cmd === 'object' && cmd !== null;
}
