import { createHash, timingSafeEqual } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { knownServer } from '../../auth/authorizationServer';
import { isKin } from '../../auth/mayReplace';
import { oauth } from '../../auth/oauth';
import { fingerprint, isNewer, type Pair, pairSecrets } from '../../auth/pair';
import { portalAddress } from '../../auth/portalAddress';
import type { TokenStore } from '../../auth/TokenStore';
import type { Auth, AuthIo } from '../../auth/types';
import { ImbotError } from '../../errors/ImbotError';
import { createTokenKeeper } from '../../events/createTokenKeeper';
import { isPortalId } from '../../events/ids';
import type { DecodedEvent } from '../../events/types';
import { type Clock, systemClock } from '../../http/clock';
import { inTime } from '../../http/inTime';
import { undiciSender } from '../../http/senders/undiciSender';
import { boundedMap } from '../../translate/boundedMap';
import type { CallerTokens } from './CallerTokens';
import { createCandidates } from './createCandidates';
import { type HeldNow, judgePair, type PairRuling } from './judgePair';
import type { KnownToken, KnownTokens } from './KnownTokens';
import { provenPair } from './provenPair';
import { watchedStore } from './watchedStore';
import { whoseToken } from './whoseToken';

/** The application whose pair is held. */
export interface HeldPairOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly store: TokenStore;
  readonly known: KnownTokens;
  /** The pair to begin with, as Bitrix24 hands it over; a stored one that is newer wins. */
  readonly tokens?: Readonly<Record<string, unknown>> | undefined;
  readonly tokenUrl?: string | undefined;
  /** The origin of the portal. No token is sent anywhere else. */
  readonly portal: string;
  readonly allowHosts?: readonly string[] | undefined;
  readonly dispatcher: Dispatcher;
  readonly clock?: Clock;
  /** Told when another pair is held than before. */
  readonly onHeld?: () => void;
  readonly tell: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Tokens that the portal handed over, on their way to a bot. */
export interface HandedOver {
  /** `auth` of an event, or the same of a page or of a token answer. */
  readonly auth: Readonly<Record<string, unknown>>;
  /** Who brought it: an installation, a page that somebody opened, an event, or the authorization server. */
  readonly by: 'installation' | 'page' | 'event' | 'server';
  /** Access tokens that stand elsewhere in it. */
  readonly more?: readonly string[];
}

/** Whoever asks for a new pair, by `grant_type=refresh_token`. */
type TokenWish = Readonly<Partial<Record<'grant_type' | 'client_id' | 'client_secret' | 'refresh_token', string>>>;

/** One application's pair, kept alive for its bots. */
export interface HeldPair extends CallerTokens {
  /** Takes note of tokens on their way to a bot; a pair that may be held is held from then on. Never rejects. */
  see(handed: HandedOver): Promise<void>;
  /**
   * The pair for whoever proves to be the application: its secret, and a refresh token of this pair, spent or not. Undefined for
   * anybody else. Rejects where the authorization server does not say.
   */
  exchange(wish: TokenWish): Promise<Readonly<Record<string, unknown>> | undefined>;
  /**
   * What v1 had told in the `auth` of an event of this application, with a token that is good now; never a refresh token.
   * Undefined for another application's, by its `application_token`, and while there is no pair.
   */
  eventAuth(applicationToken: unknown): Promise<Readonly<Record<string, string>> | undefined>;
  /** The authorisation by the pair, for a client of the gateway's own. Undefined while there is no pair. */
  auth(): Auth | undefined;
  /** Is it this application? */
  isOf(clientId: string | undefined): boolean;
  secrets(): readonly string[];
  close(): Promise<void>;
}

/** Milliseconds that a call waits for a renewal; it goes out as it came then, and the renewal goes on. */
const PATIENCE = 30_000;
/** The same for an event: the portal waits. */
const EVENT_PATIENCE = 5_000;
/** Milliseconds before a renewal that failed is tried again: bots ask in loops. */
const REST_MS = { REINSTALL: 60_000, other: 5_000 } as const;
/** Between two looks at pairs that wait: each is a question to the portal, which takes two a second. */
const LONGEST_PAUSE = 300_000;
const MOST_REPLACED = 1_000;

/**
 * Holds the pair of an application by the library's own keeper: one renewal for all who wait, under the lock of the store.
 * @throws ImbotError CONFIG for a stored pair that is none, or of another portal or application
 */
export async function createHeldPair(options: HeldPairOptions): Promise<HeldPair> {
  const { clientId, clientSecret, known, tokenUrl, dispatcher, clock = systemClock, tell } = options;
  const io: AuthIo = { sender: undiciSender(dispatcher), clock };
  const { host: portalHost } = new URL(options.portal);
  const place = { portal: options.portal, allowHosts: options.allowHosts };
  let latest: Pair | undefined;
  /** Refresh tokens of pairs that others took the place of. A renewal of one may still be under way, and brings a pair that is later. */
  const replaced = boundedMap<string, true>(MOST_REPLACED);
  const isReplaced = ({ refresh_token, imbot_compat }: Pair): boolean =>
    [fingerprint(refresh_token), ...(imbot_compat?.spent ?? [])].some((name) => replaced.has(name));
  const store = watchedStore(
    options.store,
    (pair) => {
      const isSame = latest?.access_token === pair.access_token;
      if (latest === undefined || isSame || isNewer(pair, latest)) latest = pair;
    },
    isReplaced,
  );
  const keep = createTokenKeeper(store, async (error) => told('store', error), clientId);
  let auth: Auth | undefined;
  let asksAt = 0;
  let looksAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  let restsUntil = Number.NEGATIVE_INFINITY;
  /** The refresh token that the authorization server refused for good. */
  let over: string | undefined;
  /** Pairs of which nobody could say yet whether they are to be held. */
  const candidates = createCandidates<HandedOver>();
  let judgesAt = Number.NEGATIVE_INFINITY;
  let judgePause: number = REST_MS.other;
  let provesAt = Number.NEGATIVE_INFINITY;
  let judging: Promise<void> | undefined;
  let holding: Promise<void> = Promise.resolve();
  /** What could not be brought to the store yet. */
  let unkept: DecodedEvent | undefined;

  function told(what: string, error: unknown): void {
    const code = error instanceof ImbotError ? error.code : error instanceof Error ? error.message : String(error);
    tell('tokens', { what, error: code });
  }

  /** Undefined where it does not say. */
  function isOfPortal(given: Readonly<Record<string, unknown>>): boolean | undefined {
    const [client_endpoint, domain] = [textOf(given['client_endpoint']), textOf(given['domain'])];
    const address = portalAddress({ access_token: '', refresh_token: '', client_endpoint, domain });
    if (address === undefined) return client_endpoint === undefined && domain === undefined ? undefined : false;
    const { host } = new URL(address);
    return host === portalHost || options.allowHosts?.includes(host) === true;
  }

  function open(tokens: Readonly<Record<string, unknown>>): void {
    const before = auth;
    auth = oauth({
      clientId,
      clientSecret,
      store,
      ...(tokenUrl === undefined ? {} : { tokenUrl }),
      allowHosts: options.allowHosts ?? [],
      tokens: { ...tokens, client_endpoint: `${options.portal}/rest/` },
    });
    restsUntil = Number.NEGATIVE_INFINITY;
    // A renewal of it is not waited for: nothing that it brings is used.
    void before?.close();
  }

  async function openStored(given = options.tokens): Promise<void> {
    // A store that is away now is asked again before calls.
    asksAt = clock.now() + REST_MS.other;
    const stored = await store.read().catch((error: unknown) => {
      if (error instanceof ImbotError) throw error;
      told('store', error);
      return undefined;
    });
    for (const pair of [given, stored]) {
      if (pair === undefined) continue;
      if (isOfPortal(pair) === false) throw new OtherPortal();
      await known.note(tokensOf(pair, 'own'));
    }
    const tokens = given ?? stored;
    latest ??= stored;
    if (tokens !== undefined) open(tokens);
  }

  /** Another gateway may have taken the pair of a new installation. */
  async function look(sent: string): Promise<void> {
    const stored = await store.read();
    if (stored === undefined || stored.access_token === sent || isOfPortal(stored) === false) return;
    await known.note(tokensOf(stored, 'own'));
    open(stored);
    latest = stored;
    options.onHeld?.();
  }

  /** An access token that is good by the clock; undefined where there is none. */
  async function ownToken(): Promise<string | undefined> {
    if (auth === undefined && clock.now() >= asksAt) await openStored().catch((error: unknown) => told('store', error));
    if (auth === undefined || clock.now() < restsUntil) return undefined;
    const holder = auth;
    return attempt(async () => String((await holder.authorise({}, { io }))['auth']));
  }

  /** The same; a pair that waits takes the place of one that is dead. */
  async function current(): Promise<string | undefined> {
    const own = await ownToken();
    if (own !== undefined || !isDead()) return own;
    return (await judgeAgain(true)) ? ownToken() : undefined;
  }

  async function attempt<T>(work: () => Promise<T>, ms = PATIENCE): Promise<T | undefined> {
    try {
      return await inTime(work(), ms, clock, 'the renewal takes long');
    } catch (error) {
      const code = error instanceof ImbotError ? error.code : '';
      const isOver = code === 'REINSTALL' || (!isProven() && OF_ANOTHER.test(code));
      if (isOver) over = latest?.refresh_token;
      restsUntil = clock.now() + (isOver ? REST_MS.REINSTALL : REST_MS.other);
      told('renewal', error);
      return undefined;
    }
  }

  const now: HeldNow = {
    clientId,
    pair: () => latest,
    isFree: () => latest === undefined || isDead(),
    isProven,
    async code() {
      let own = await ownToken();
      let ours = own === undefined ? 'no answer' : await whoseToken('application', own, place, io);
      if (own !== undefined && (ours === 'unknown' || ours === 'expired')) {
        // Good by the clock, and the portal takes it no more: a new installation may have ended it.
        own = await renewedAfter(own);
        ours = own === undefined ? 'no answer' : await whoseToken('application', own, place, io);
      }
      return typeof ours === 'string' ? undefined : ours.is;
    },
    async prove() {
      const own = await ownToken();
      if (own !== undefined) await renewedAfter(own);
    },
  };

  async function judge({ auth: given, by }: HandedOver): Promise<PairRuling> {
    if (typeof given['refresh_token'] !== 'string' || !isPortalId(given['member_id'])) return LEAVE;
    if (isOfPortal(given) !== true) return { kind: 'leave', why: 'it belongs to another portal' };
    // Posted again, by a browser or by the portal: it has become what is held.
    if (isFormer(given)) return LEAVE;
    if (latest?.member_id !== undefined && latest.member_id !== given['member_id'])
      return { kind: 'leave', why: 'it belongs to another portal' };
    // A renewal that a bot asked for itself leaves a pair of its own: ours lives on.
    if (by === 'server') return now.isFree() ? { kind: 'take', user: textOf(given['user_id']) } : LEAVE;
    const token = String(given['access_token']);
    const brought = {
      isInstallation: by === 'installation',
      applicationToken: given['application_token'],
      owner: (what: 'user' | 'application') => whoseToken(what, token, place, io),
    };
    return judgePair(brought, now);
  }

  function isFormer(given: Readonly<Record<string, unknown>>): boolean {
    if (latest === undefined) return false;
    const [access, refresh] = [given['access_token'], String(given['refresh_token'])];
    if (refresh === latest.refresh_token) return access === latest.access_token;
    return latest.imbot_compat?.spent?.includes(fingerprint(refresh)) === true;
  }

  /** True where it is held from now on. */
  async function consider(handed: HandedOver, isWaiting = false): Promise<boolean> {
    const verdict = await judge(handed);
    if (verdict.kind === 'take') return takeOver(handed, handed.auth, verdict.user);
    if (verdict.kind !== 'prove') return putOff(handed, verdict);
    // Anybody may post pairs, and an application that asks too often is blocked.
    if (!isWaiting || clock.now() < provesAt)
      return putOff(handed, { kind: 'unclear', why: 'its access token is over' });
    provesAt = clock.now() + REST_MS.REINSTALL;
    const proven = await provenPair(handed.auth, options, io);
    if (proven === 'refused')
      return putOff(handed, { kind: 'leave', why: 'it can not be renewed for this application' });
    if (proven === undefined)
      return putOff(handed, { kind: 'unclear', why: 'the authorization server did not say whose it is' });
    return takeOver(handed, proven, textOf(proven['user_id']));
  }

  async function takeOver(
    handed: HandedOver,
    pair: Readonly<Record<string, unknown>>,
    user: string | undefined,
  ): Promise<true> {
    candidates.clear();
    for (const given of [handed.auth, pair]) await known.note(tokensOf(given, 'own'));
    await hold(pair, user);
    return true;
  }

  function putOff(handed: HandedOver, { kind, why = '' }: Exclude<PairRuling, { kind: 'take' | 'prove' }>): false {
    const isInstallation = handed.by === 'installation';
    const isNews = kind === 'leave' || candidates.add(handed, isInstallation);
    if (isNews) judgePause = REST_MS.other;
    if (kind === 'leave') candidates.remove(handed);
    // Nobody sends an installation twice, so whoever runs the gateway has to hear of it.
    if (isInstallation && isNews && why !== '')
      tell('tokens', { what: kind === 'leave' ? 'not held' : 'not held yet', by: handed.by, why });
    return false;
  }

  /**
   * Looks again at those that wait, each time later than before. True where another pair is held since; whoever asks waits no longer
   * for it than for a renewal.
   * @param withPages the held pair is of no use: whoever opened a page may have one that is
   */
  async function judgeAgain(withPages: boolean): Promise<boolean> {
    const before = auth;
    const waiting = candidates.inTurn(withPages);
    if (judging === undefined && waiting.length > 0 && clock.now() >= judgesAt) {
      judgesAt = clock.now() + judgePause;
      judgePause = Math.min(2 * judgePause, LONGEST_PAUSE);
      judging = (async () => {
        if (withPages && !isDead()) await now.code();
        for (const handed of waiting) if (await consider(handed, true)) return;
      })()
        .catch((error: unknown) => told('kept', error))
        .finally(() => {
          judging = undefined;
        });
    }
    if (judging !== undefined) await inTime(judging, PATIENCE, clock, 'it takes long').catch(() => {});
    return auth !== before;
  }

  /** Was it renewed for this application? */
  function isProven(): boolean {
    return (latest?.imbot_compat?.spent ?? []).length > 0;
  }

  function isDead(): boolean {
    if (latest === undefined) return false;
    const { refresh_token, imbot_compat } = latest;
    return over === refresh_token || imbot_compat?.dead === fingerprint(refresh_token);
  }

  /** The next token after one that the portal refused; undefined where there is none. */
  async function renewedAfter(sent: string): Promise<string | undefined> {
    const holder = auth;
    if (holder === undefined || clock.now() < restsUntil) return undefined;
    const mayRepeat = await attempt(async () => (await holder.renewAfter?.({ auth: sent }, { io })) === true);
    const next = mayRepeat === true ? await current() : undefined;
    return next === sent ? undefined : next;
  }

  /** One after the other: of two at once the later one stays. */
  function hold(given: Readonly<Record<string, unknown>>, user: string | undefined): Promise<void> {
    const work = holding.then(() => holdNow(given, user));
    holding = work.catch(() => {});
    return work;
  }

  async function holdNow(given: Readonly<Record<string, unknown>>, user: string | undefined): Promise<void> {
    if (isFormer(given)) return;
    const seconds = Math.floor(clock.now() / 1000);
    const expires = Math.max(expiryOf(given, seconds), (latest?.expires ?? 0) + 1);
    const [access_token, refresh_token] = [String(given['access_token']), String(given['refresh_token'])];
    // A page tells no application token.
    const told = latest?.['application_token'];
    const named = told === undefined || given['application_token'] !== undefined ? {} : { application_token: told };
    const pair = { ...named, ...given, expires, ...(user === undefined ? {} : { user_id: user }) };
    if (latest !== undefined) replaced.set(fingerprint(latest.refresh_token), true);
    replaced.delete(fingerprint(refresh_token));
    // The store may not take it, or not yet: it is the newest all the same.
    latest = { ...pair, access_token, refresh_token };
    open(pair);
    unkept = { generation: 'v1', event: 'ONAPPINSTALL', data: {}, raw: {}, auth: pair };
    await keepNow();
    tell('tokens', { what: 'held' });
    options.onHeld?.();
  }

  async function keepNow(): Promise<void> {
    if (unkept !== undefined) await keep(unkept);
  }

  function isOwnUser(given: Readonly<Record<string, unknown>>): boolean {
    const user = textOf(given['user_id']);
    return user !== undefined && user === textOf(latest?.['user_id']);
  }

  async function see(handed: HandedOver): Promise<void> {
    const { auth: given, by, more = [] } = handed;
    const token = latest?.['application_token'];
    const isOurs = by !== 'event' || (textOf(token) !== undefined && token === given['application_token']);
    if (!isOurs) return;
    const taken = by !== 'event' && typeof given['access_token'] === 'string' && (await consider(handed));
    if ((by === 'page' || by === 'installation') && !taken) return;
    const isOwn = taken || ((by === 'server' || by === 'event') && isOwnUser(given));
    const until = expiryOf(given, Math.floor(clock.now() / 1000));
    const tokens = tokensOf(given, isOwn ? 'own' : 'application', until);
    for (const one of more) if (!tokens.has(one)) tokens.set(one, { kind: 'application', until });
    await known.note(tokens);
  }

  await openStored();
  return {
    async inPlaceOf(token, ofBot) {
      if (candidates.hasInstallation()) {
        const judged = judgeAgain(false);
        // Whoever has it has no other one.
        if (candidates.has(token)) await judged;
      }
      const entry = token === latest?.access_token ? OWN : await known.find(token);
      if (entry === undefined) return undefined;
      if (entry.kind === 'application') {
        const isOver = entry.until > 0 && entry.until <= clock.now() / 1000;
        if (!isOver || !(await ofBot())) return undefined;
      }
      return current();
    },
    after: renewedAfter,
    async instead(sent) {
      if (looking === undefined && clock.now() >= looksAt) {
        looksAt = clock.now() + REST_MS.other;
        looking = look(sent)
          .catch((error: unknown) => told('store', error))
          .finally(() => {
            looking = undefined;
          });
      }
      await looking;
      const next = await current();
      if (next !== sent) return next;
      // It may be a new installation that has ended it.
      const other = (await judgeAgain(true)) ? await ownToken() : undefined;
      return other === sent ? undefined : other;
    },
    refusedAgain: (sent) => auth?.refusedAgain?.({ auth: sent }, { io }),
    see: (handed) => see(handed).catch((error: unknown) => told('kept', error)),
    async exchange(wish) {
      const { grant_type, client_id, client_secret = '', refresh_token = '' } = wish;
      const holder = auth;
      if (grant_type !== 'refresh_token' || client_id !== clientId || holder === undefined) return undefined;
      if (!isSameSecret(client_secret, clientSecret)) return undefined;
      const isCurrent = refresh_token === latest?.refresh_token;
      const isFormer = latest?.imbot_compat?.spent?.includes(fingerprint(refresh_token)) === true;
      if (!isCurrent && !isFormer && (await known.find(refreshName(refresh_token)))?.kind !== 'own') return undefined;
      try {
        if (isCurrent) await holder.renew(io);
        else await holder.authorise({}, { io });
      } catch (error) {
        told('renewal', error);
        // What the authorization server says to such a token, it says itself.
        if (error instanceof ImbotError && error.code === 'REINSTALL') return undefined;
        throw error;
      }
      if (latest === undefined) return undefined;
      await known.note(tokensOf(latest, 'own'));
      return answerOf(latest, Math.floor(clock.now() / 1000));
    },
    async eventAuth(applicationToken) {
      const holder = auth;
      const own = textOf(latest?.['application_token']);
      if (holder?.eventAuth === undefined || own === undefined || own !== applicationToken) return undefined;
      if (clock.now() < restsUntil) return undefined;
      const given = await attempt(async () => holder.eventAuth?.({ io }), EVENT_PATIENCE);
      if (given === undefined || latest === undefined) return undefined;
      await known.note(tokensOf(given, 'own'));
      return picked({ ...given, ...toldOf(latest) }, V1_AUTH);
    },
    auth: () => auth,
    isOf: (id) => id === clientId,
    secrets: () => [
      clientId,
      clientSecret,
      ...(latest === undefined ? [] : pairSecrets(latest)),
      ...(auth?.secrets() ?? []),
    ],
    async close() {
      await auth?.close(io);
      const stored = await store.read().catch(() => undefined);
      if (latest !== undefined && (stored === undefined || !isKin(stored, latest))) await keepNow();
      await known.close();
    },
  };
}

const LEAVE: PairRuling = { kind: 'leave' };
/** What an authorization server may say of the pair of another application. */
const OF_ANOTHER = /^(?:wrong|unauthorized)_(?:client|grant|token)/i;
const OWN: KnownToken = { kind: 'own', until: 0 };

/** The pair belongs to another portal than the gateway's: its tokens would be shown to a stranger. */
export class OtherPortal extends Error {}

function tokensOf(
  given: Readonly<Record<string, unknown>>,
  kind: KnownToken['kind'],
  until = 0,
): Map<string, KnownToken> {
  const tokens = [
    given['access_token'],
    ...(kind === 'own' && textOf(given['refresh_token']) !== undefined
      ? [refreshName(String(given['refresh_token']))]
      : []),
  ];
  return new Map(
    tokens.flatMap((token) =>
      typeof token === 'string' && token !== '' ? [[token, { kind, until: kind === 'own' ? 0 : until }]] : [],
    ),
  );
}

/** A refresh token is none to call with, nor the other way round. */
function refreshName(token: string): string {
  return `refresh ${token}`;
}

/** ONAPPINSTALL and pages tell how long a pair lives, not until when (Unix seconds). */
function expiryOf(given: Readonly<Record<string, unknown>>, now: number): number {
  const expires = Number(given['expires']);
  const lives = Number(given['expires_in']);
  if (expires > 0) return expires;
  return now + (lives > 0 ? lives : 3_600);
}

/** As the authorization server answers: `domain` is its own name there. */
function answerOf(pair: Pair, now: number): Readonly<Record<string, unknown>> {
  const { imbot_compat, application_token: _token, ...told } = pair;
  const server =
    typeof told['server_endpoint'] === 'string' && URL.canParse(told['server_endpoint'])
      ? new URL(told['server_endpoint']).host
      : undefined;
  const domain = knownServer(server) ?? imbot_compat?.server ?? 'oauth.bitrix.info';
  return { ...told, domain, ...(pair.expires === undefined ? {} : { expires_in: Math.max(0, pair.expires - now) }) };
}

/** The names of `auth` in the documented order of v1. Source: on-imbot-message-add.md of the REST documentation. */
const V1_AUTH = [
  ...['access_token', 'expires', 'expires_in', 'scope', 'domain', 'server_endpoint', 'status', 'client_endpoint'],
  ...['member_id', 'user_id', 'application_token'],
];

/** What an event tells of a pair besides its token. */
function toldOf(pair: Pair): Readonly<Record<string, string>> {
  const told = ['expires_in', 'scope', 'server_endpoint', 'status', 'user_id', 'application_token'];
  return Object.fromEntries(
    told.flatMap((name) => {
      const value = textOf(pair[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function picked(fields: Readonly<Record<string, string>>, order: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(order.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
