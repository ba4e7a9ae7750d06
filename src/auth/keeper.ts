import { randomUUID } from 'node:crypto';
import { ImbotError } from '../errors/ImbotError';
import { type Clock, systemClock } from '../http/clock';
import { inTime } from '../http/inTime';
import { foreignCause } from '../http/redact';
import { askingOf, withAsking } from './asking';
import { authError } from './authError';
import { rested } from './barren';
import { type GuardedStore, guardedStore, wordOf } from './guardedStore';
import { isKin, mayReplace } from './mayReplace';
import { memoryTokenStore } from './memoryTokenStore';
import type { OAuthOptions } from './oauthOptions';
import { fingerprint, isNewer, type Pair, pairSecrets, readPair } from './pair';
import { portalAddress } from './portalAddress';

/** The newest pair of one portal: in memory at once, in the store as soon as that can be. */
export interface Keeper {
  readonly store: GuardedStore;
  pair(): Pair;
  /** The newest pair that is ours for certain. */
  ownPair(): Pair;
  /** A random name of this client. */
  readonly name: string;
  /** The base address of the portal's REST interface. */
  endpoint(): string;
  /** The address as it was at first. */
  readonly home: string;
  /** A key without secrets. */
  portalKey(): string;
  secrets(): string[];
  /** The stored pair is known, and everything is saved: a call need not wait. */
  isSettled(): boolean;
  isUnsaved(): boolean;
  /** Asked as soon as a pair is there: from then on its age is counted. */
  isExpired(clock: Clock): boolean;
  /** Reads the stored pair if that has not been done. Waits two seconds at most, then calls go on with the pair in hand. */
  load(): Promise<void>;
  /** Reads the stored pair again, with the same patience. */
  reload(): Promise<void>;
  /** Uses `stored` if it is newer than ours. */
  take(stored: Pair | undefined): void;
  /** Uses `stored`, which may be another application's where it does not say whose it is. */
  use(stored: Pair): void;
  /** `stored`, where it does not say whose it is and what becomes of our pair must not overwrite it. */
  inDoubt(stored: Pair | undefined): Pair | undefined;
  /**
   * The authorization server refuses `stored` to this application: it is not used any more, and the pair in use is our own one
   * again. False where it is ours for certain, or nothing better is at hand.
   */
  disown(stored: Pair, refusal: ImbotError): boolean;
  /** Why `stored` (or the pair that led to it) was disowned. */
  disowned(stored: Pair): ImbotError | undefined;
  /** Keeps the secrets of a pair that is not in use yet out of every text. */
  hide(next: Pair): void;
  /** Uses a new pair. */
  adopt(next: Pair, options: { unsaved: boolean }): void;
  /** The work under the lock is over: what was written should be there from now on. */
  committed(): void;
  /** The portal was renamed. */
  moved(origin: string): void;
  /** Notes in memory that the authorization server called our refresh token invalid. */
  bury(): void;
  /** Notes that the portal refused the access token as soon as a renewal had brought it, here and in the store. */
  rest(clock: Clock): void;
  /** Saves what could not be saved before. Never rejects; waits two seconds at most for a store that is slow. */
  save(): Promise<void>;
  /** The same, to the end. */
  saveNow(): Promise<void>;
  /** Warns, once until the store works again, that it fails. */
  say(error: unknown): void;
}

/** How long a call waits for a store (ms). A store that made one wait that long, or half of it in vain, makes no other wait. */
const PATIENCE = 2_000;
const SLOW = 1_000;
/** Pauses before an unsaved pair is tried again without a call (ms). The last one goes on. */
const SAVE_AGAIN = [500, 1_000, 2_000, 5_000, 30_000, 60_000];
/** Secrets of earlier pairs that are still kept out of errors. */
const FORMER = 20;

/** @throws ImbotError CONFIG for tokens that hold no pair or do not name the portal */
export function createKeeper(options: OAuthOptions): Keeper {
  const { clientId, clientSecret } = options;
  const store = guardedStore(options.store ?? memoryTokenStore(), clientId);
  const given = readPair(options.tokens, systemClock.now(), 'oauth(…) tokens');
  let { pair, dated } = given;
  /** The newest pair that is ours for certain, with its `dated`. */
  let own = given;
  const refused = new Map<string, ImbotError>();
  let endpoint = portalAddress(pair) ?? nowhere();
  const home = endpoint;
  let former = pairSecrets(pair);
  let isLoaded = false;
  let isUnsaved = false;
  let warned = false;
  let isLossTold = false;
  /** The refresh token that the store should hold, for its work under the lock is over. */
  let committed: string | undefined;
  let retries = 0;
  let nextTry: NodeJS.Timeout | undefined;
  const age = ageOf(() => pair);
  const loading = patiently(readStored);
  const saving = patiently(saveNow);

  function adopt(next: Pair, { unsaved }: { unsaved: boolean }): void {
    own = { pair: next, dated: true };
    change(own);
    isUnsaved = unsaved;
    if (unsaved) saveLater();
  }

  function use(stored: Pair): void {
    // What others are about to ask stands in the store alone.
    const next = { pair: withAsking(stored, undefined), dated: true };
    if (stored.imbot_compat?.client !== undefined || isKin(stored, own.pair)) own = next;
    change(next);
    isUnsaved = false;
  }

  function change(next: { pair: Pair; dated: boolean }): void {
    ({ pair, dated } = next);
    hide(pair);
    endpoint = portalAddress(pair) ?? endpoint;
  }

  function note(fields: Partial<Pair>): void {
    const isOwn = own.pair.refresh_token === pair.refresh_token;
    pair = { ...pair, ...fields };
    if (isOwn) own = { pair, dated };
  }

  function hide(next: Pair): void {
    // Answers to calls that are still under way may echo an older one.
    former = [...new Set([...pairSecrets(next), ...former])].slice(0, FORMER);
  }

  /** A pair that was renewed before, here or elsewhere, wins over the one in the code. */
  function take(stored: Pair | undefined): void {
    isLoaded = true;
    tellLoss(stored);
    if (stored === undefined || disowned(stored) !== undefined) return;
    if (isNewer(stored, pair, dated) || replacesDead(stored)) use(stored);
  }

  /** A store that forgets or shortens what it said it had written is told of, once: no failure shows it. */
  function tellLoss(stored: Pair | undefined): void {
    const spent = own.pair.imbot_compat?.spent;
    if (isLossTold || isUnsaved || spent === undefined || committed !== own.pair.refresh_token) return;
    const isOlder = stored === undefined || spent.includes(fingerprint(stored.refresh_token));
    const isShort = stored?.access_token === own.pair.access_token && stored.imbot_compat === undefined;
    if (!isOlder && !isShort) return;
    isLossTold = true;
    process.emitWarning(
      isOlder
        ? `The token store of ${portalKey()} took the newest pair and does not hold it. The pair is used from memory; it is lost with this process, and then the application has to be reinstalled. Let write() resolve only once the pair is stored.`
        : `The token store of ${portalKey()} keeps the tokens without the keys beside them. Calls go on; but processes can not tell older pairs from newer ones, so each renews once more than it needs to. Keep the whole object.`,
      { code: 'IMBOT_TOKEN_STORE' },
    );
  }

  function disown(stored: Pair, refusal: ImbotError): boolean {
    const isOurs = stored.imbot_compat?.client !== undefined || isKin(stored, own.pair);
    if (isOurs || own.pair.imbot_compat?.dead === fingerprint(own.pair.refresh_token)) return false;
    refused.set(fingerprint(stored.refresh_token), refusal);
    if (pair.refresh_token === stored.refresh_token) change(own);
    process.emitWarning(
      `The token store of ${portalKey()} holds a pair that does not say whose it is, and the authorization server refuses it to this clientId (${wordOf(refusal)}). It is left as it is, and our own pair is used until it expires: it can not be renewed, for what it becomes could not be kept there. Give each application a file or key of its own.`,
      { code: 'IMBOT_TOKEN_STORE' },
    );
    return true;
  }

  function disowned(stored: Pair): ImbotError | undefined {
    const line = [...(stored.imbot_compat?.spent ?? []), fingerprint(stored.refresh_token)];
    return line.map((name) => refused.get(name)).find((refusal) => refusal !== undefined);
  }

  /** Ours is dead, and this is another one that neither is dead nor led to ours: somebody reinstalled, or had it in hand. */
  function replacesDead(stored: Pair): boolean {
    const { dead, spent } = pair.imbot_compat ?? {};
    const theirs = fingerprint(stored.refresh_token);
    return (
      dead === fingerprint(pair.refresh_token) &&
      theirs !== dead &&
      theirs !== stored.imbot_compat?.dead &&
      spent?.includes(theirs) !== true
    );
  }

  async function readStored(): Promise<void> {
    try {
      take(await store.read());
    } catch (error) {
      if (error instanceof ImbotError) throw error;
      say(error);
      throw new StoreFailure();
    }
  }

  async function saveNow(): Promise<void> {
    try {
      await store.exclusive(async (access) => {
        const stored = await access.read();
        if (stored !== undefined && stored.access_token !== pair.access_token && isNewer(stored, pair)) use(stored);
        else await access.write(withAsking(pair, askingOf(stored, pair.refresh_token)));
      });
      isUnsaved = false;
      warned = false;
      retries = 0;
    } catch (error) {
      say(error);
      throw new StoreFailure();
    }
  }

  /** A pair in memory alone is lost with the process: saving does not wait for the next call. It keeps no process alive. */
  function saveLater(): void {
    if (nextTry !== undefined) return;
    const pause = SAVE_AGAIN[Math.min(retries++, SAVE_AGAIN.length - 1)];
    nextTry = setTimeout(() => {
      nextTry = undefined;
      if (!isUnsaved) return;
      saving.run().then(
        () => {},
        () => saveLater(),
      );
    }, pause);
    nextTry.unref();
  }

  function say(error: unknown): void {
    if (warned) return;
    warned = true;
    const { message } = foreignCause(error, secrets());
    process.emitWarning(
      `The token store of ${portalKey()} fails (${message}). The newest pair is kept in memory and saved as soon as the store takes it: before a later call, by and by, or at close().`,
      { code: 'IMBOT_TOKEN_STORE' },
    );
  }

  function portalKey(): string {
    return pair.member_id ?? new URL(endpoint).origin;
  }

  function secrets(): string[] {
    return [clientId, clientSecret, ...former];
  }

  return {
    store,
    pair: () => pair,
    ownPair: () => own.pair,
    name: randomUUID(),
    endpoint: () => endpoint,
    home,
    portalKey,
    secrets,
    isSettled: () => isLoaded && !isUnsaved,
    isUnsaved: () => isUnsaved,
    isExpired: age.isExpired,
    async load() {
      if (!isLoaded) await loading.wait();
    },
    reload: loading.wait,
    take,
    use,
    inDoubt: (stored) => (mayReplace(stored, pair, systemClock.now()) ? undefined : stored),
    disown,
    disowned,
    hide,
    adopt,
    committed() {
      committed = own.pair.refresh_token;
    },
    moved(origin) {
      const { pathname } = new URL(endpoint);
      endpoint = origin + pathname;
      note({ client_endpoint: endpoint });
    },
    bury() {
      note({ imbot_compat: { ...pair.imbot_compat, dead: fingerprint(pair.refresh_token) } });
    },
    rest(clock) {
      // What may be another application's gets no note of ours.
      const next = own.pair.refresh_token === pair.refresh_token ? rested(pair, clock.now()) : pair;
      if (next === pair) return;
      note(next);
      process.emitWarning(
        `${portalKey()} calls access tokens expired that have just been renewed. Each renewal spends a token, and the vendor blocks applications that renew at every call: the next one waits a while, and calls fail by the portal's error.`,
        { code: 'IMBOT_RENEWAL' },
      );
      isUnsaved = true;
      saveLater();
    },
    async save() {
      if (isUnsaved) await saving.wait().catch(() => {});
    },
    async saveNow() {
      if (isUnsaved) await saving.run().catch(() => {});
    },
    say,
  };
}

/**
 * Whether a pair has expired. The clock on the wall tells how long it has to live, once, as the pair is seen first; from then on
 * the time that passes counts, so that a clock that is set makes no fresh pair old and no old one fresh.
 */
function ageOf(pair: () => Pair) {
  let seen: { token: string; until: number; clock: Clock; at: number; left: number } | undefined;
  return {
    isExpired(clock: Clock): boolean {
      const { access_token: token, imbot_compat, expires } = pair();
      const until = imbot_compat?.until ?? expires;
      if (until === undefined) return false;
      const passed = (clock.elapsed ?? clock.now)();
      if (seen?.token !== token || seen.until !== until || seen.clock !== clock)
        seen = { token, until, clock, at: passed, left: until * 1000 - clock.now() };
      return passed - seen.at >= seen.left;
    },
  };
}

/** The store did not do it; that has been told. */
class StoreFailure extends Error {}

/**
 * One `work` at a time, which callers wait for with patience: two seconds, and not at all after it was slow to fail. The work
 * itself goes on, for those who come later.
 */
function patiently(work: () => Promise<void>) {
  let running: Promise<void> | undefined;
  let isSlow = false;

  function run(): Promise<void> {
    running ??= timed().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function timed(): Promise<void> {
    const startedAt = systemClock.now();
    try {
      await work();
      isSlow = false;
    } catch (error) {
      if (systemClock.now() - startedAt >= SLOW) isSlow = true;
      throw error;
    }
  }

  return {
    run,
    /** @throws ImbotError for what waiting does not mend; a store that fails is no error here */
    async wait(): Promise<void> {
      const mine = run();
      if (isSlow) return void mine.catch(() => {});
      try {
        await inTime(mine, PATIENCE, systemClock, 'slow');
      } catch (error) {
        if (error instanceof ImbotError) throw error;
        if (!(error instanceof StoreFailure)) isSlow = true;
      }
    },
  };
}

function nowhere(): never {
  throw authError(
    'CONFIG',
    'oauth(…) tokens: client_endpoint (or domain) does not name the portal by an https: address',
  );
}
