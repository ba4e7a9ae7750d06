import { isKin } from '../../auth/mayReplace';
import { oauth } from '../../auth/oauth';
import { fingerprint, isNewer, type Pair } from '../../auth/pair';
import { portalAddress } from '../../auth/portalAddress';
import type { Auth, AuthIo } from '../../auth/types';
import { ImbotError } from '../../errors/ImbotError';
import { createTokenKeeper } from '../../events/createTokenKeeper';
import type { DecodedEvent } from '../../events/types';
import { systemClock } from '../../http/clock';
import { inTime } from '../../http/inTime';
import { undiciSender } from '../../http/senders/undiciSender';
import { boundedMap } from '../../translate/boundedMap';
import type { HeldPairOptions } from './HeldPair';
import { expiryOf, givenText, tokensOf } from './tokensOf';
import type { WaitingPair } from './WaitingPairs';
import { watchedStore } from './watchedStore';

/** A pair that is kept alive in its store, whoever brought it. */
export interface LivingPair {
  readonly io: AuthIo;
  pair(): Pair | undefined;
  auth(): Auth | undefined;
  /** An access token that is good by the clock; undefined where there is none. */
  token(): Promise<string | undefined>;
  /** Renews after a token that the portal refused; false where there is no next one. */
  renewAfter(sent: string): Promise<boolean>;
  /** What a renewal brings; undefined where it fails, or takes long: calls wait no longer then, and it goes on. */
  attempt<T>(work: () => Promise<T>, ms?: number): Promise<T | undefined>;
  /** Is the pair left alone for now, as its renewal failed just now? */
  rests(): boolean;
  /** Was it renewed for this application? */
  isProven(): boolean;
  /** Did the authorization server refuse it for good? */
  isDead(): boolean;
  /** Has it become what is held? */
  isFormer(given: Readonly<Record<string, unknown>>): boolean;
  /** Undefined where it does not say. */
  isOfPortal(given: Readonly<Record<string, unknown>>): boolean | undefined;
  /** Takes another in the place of it. One after the other: of two at once the later one stays. */
  hold(given: Readonly<Record<string, unknown>>, user: string | undefined): Promise<void>;
  /** Has one wait where a crash leaves it. */
  waitFor(given: Readonly<Record<string, unknown>>): Promise<void>;
  /** Those that a crash left, the newest first. */
  waitingPairs(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Takes the one from the store that another gateway has put there since `sent` was refused. */
  look(sent: string): Promise<void>;
  tell(what: string, error: unknown): void;
  close(): Promise<void>;
}

/** Milliseconds that a call waits for a renewal; it goes out as it came then, and the renewal goes on. */
export const PATIENCE = 30_000;
/** Milliseconds before a renewal that failed is tried again: bots ask in loops. */
export const REST_MS = { REINSTALL: 60_000, other: 5_000 } as const;
const MOST_REPLACED = 1_000;

/**
 * Holds a pair by the library's own keeper: one renewal for all who wait, under the lock of the store.
 * @throws ImbotError CONFIG for a stored pair that is none, or of another application
 * @throws OtherPortal
 */
export async function createLivingPair(options: HeldPairOptions): Promise<LivingPair> {
  const { clientId, clientSecret, known, waiting, tokenUrl, dispatcher, clock = systemClock, tell } = options;
  const io: AuthIo = { sender: undiciSender(dispatcher), clock };
  const { host: portalHost } = new URL(options.portal);
  let latest: Pair | undefined;
  /** Refresh tokens of pairs that others took the place of. A renewal of one may still be under way, and brings a pair that is later. */
  const replaced = boundedMap<string, true>(MOST_REPLACED);
  const isReplaced = ({ refresh_token, imbot_compat }: Pair): boolean =>
    [fingerprint(refresh_token), ...(imbot_compat?.spent ?? [])].some((name) => replaced.has(name));
  const store = watchedStore(options.store, {
    onPair(pair) {
      const isSame = latest?.access_token === pair.access_token;
      if (latest === undefined || isSame || isNewer(pair, latest)) latest = pair;
    },
    onStored(pair) {
      if (unstored === undefined || !isKin(pair, unstored)) return;
      void waiting.forget(unstored.access_token);
      unstored = undefined;
    },
    isReplaced,
  });
  const keep = createTokenKeeper(store, async (error) => told('store', error), clientId);
  let auth: Auth | undefined;
  let asksAt = 0;
  let restsUntil = Number.NEGATIVE_INFINITY;
  /** The refresh token that the authorization server refused for good. */
  let over: string | undefined;
  let holding: Promise<void> = Promise.resolve();
  /** What could not be brought to the store yet. */
  let unkept: DecodedEvent | undefined;
  /** What was brought, and did not stand in the store yet: another process may have its lock for minutes. */
  let unstored: Pair | undefined;

  function told(what: string, error: unknown): void {
    const code = error instanceof ImbotError ? error.code : error instanceof Error ? error.message : String(error);
    tell('tokens', { what, error: code });
  }

  function isOfPortal(given: Readonly<Record<string, unknown>>): boolean | undefined {
    const [client_endpoint, domain] = [givenText(given['client_endpoint']), givenText(given['domain'])];
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

  async function look(sent: string): Promise<void> {
    const stored = await store.read();
    if (stored === undefined || stored.access_token === sent || isOfPortal(stored) === false) return;
    await known.note(tokensOf(stored, 'own'));
    open(stored);
    latest = stored;
    options.onHeld?.();
  }

  async function ownToken(): Promise<string | undefined> {
    if (auth === undefined && clock.now() >= asksAt) await openStored().catch((error: unknown) => told('store', error));
    if (auth === undefined || clock.now() < restsUntil) return undefined;
    const holder = auth;
    return attempt(async () => String((await holder.authorise({}, { io }))['auth']));
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

  function isFormer(given: Readonly<Record<string, unknown>>): boolean {
    if (latest === undefined) return false;
    const [access, refresh] = [given['access_token'], String(given['refresh_token'])];
    if (refresh === latest.refresh_token) return access === latest.access_token;
    return latest.imbot_compat?.spent?.includes(fingerprint(refresh)) === true;
  }

  function isProven(): boolean {
    return (latest?.imbot_compat?.spent ?? []).length > 0;
  }

  function isDead(): boolean {
    if (latest === undefined) return false;
    const { refresh_token, imbot_compat } = latest;
    return over === refresh_token || imbot_compat?.dead === fingerprint(refresh_token);
  }

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
    const former = unstored;
    await waitFor(pair);
    if (latest !== undefined) replaced.set(fingerprint(latest.refresh_token), true);
    replaced.delete(fingerprint(refresh_token));
    // The store may not take it, or not yet: it is the newest all the same.
    latest = { ...pair, access_token, refresh_token };
    unstored = latest;
    if (former !== undefined) await waiting.forget(former.access_token);
    open(pair);
    unkept = { generation: 'v1', event: 'ONAPPINSTALL', data: {}, raw: {}, auth: pair };
    await keepNow();
    tell('tokens', { what: 'held' });
    options.onHeld?.();
  }

  async function waitFor(given: Readonly<Record<string, unknown>>): Promise<void> {
    const expires = expiryOf(given, Math.floor(clock.now() / 1000));
    const before = latest && fingerprint(latest.refresh_token);
    await waiting.keep({ auth: { ...given, expires }, at: clock.now(), before });
  }

  /** Not where somebody has put another pair there since. */
  async function waitingPairs(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const line = latest === undefined ? [] : [fingerprint(latest.refresh_token), ...(latest.imbot_compat?.spent ?? [])];
    const isLater = ({ before }: WaitingPair): boolean =>
      latest === undefined || isDead() || (before !== undefined && line.includes(before));
    const found = await waiting.list();
    for (const one of found) if (!isLater(one) || isFormer(one.auth)) await waiting.forget(one.auth['access_token']);
    return found.filter((one) => isLater(one) && !isFormer(one.auth)).map(({ auth: given }) => given);
  }

  async function keepNow(): Promise<void> {
    if (unkept !== undefined) await keep(unkept);
  }

  await openStored();
  return {
    io,
    pair: () => latest,
    auth: () => auth,
    token: ownToken,
    async renewAfter(sent) {
      const holder = auth;
      if (holder === undefined || clock.now() < restsUntil) return false;
      return (await attempt(async () => (await holder.renewAfter?.({ auth: sent }, { io })) === true)) === true;
    },
    attempt,
    rests: () => clock.now() < restsUntil,
    isProven,
    isDead,
    isFormer,
    isOfPortal,
    hold,
    waitFor,
    waitingPairs,
    look,
    tell: told,
    async close() {
      await auth?.close(io);
      const stored = await store.read().catch(() => undefined);
      if (latest !== undefined && (stored === undefined || !isKin(stored, latest))) await keepNow();
      await known.close();
    },
  };
}

/** What an authorization server may say of the pair of another application. */
const OF_ANOTHER = /^(?:wrong|unauthorized)_(?:client|grant|token)/i;

/** The pair belongs to another portal than the gateway's: its tokens would be shown to a stranger. */
export class OtherPortal extends Error {}
