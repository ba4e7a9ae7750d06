import { ImbotError } from '../errors/ImbotError';
import { channels } from '../transport/channels';
import { systemClock } from '../transport/clock';
import { dispatcherId } from '../transport/dispatcherId';
import { foreignCause } from '../transport/redact';
import type { Params } from '../transport/types';
import { authError } from './authError';
import { memoryTokenStore } from './memoryTokenStore';
import { checkOAuthOptions, type OAuthOptions } from './oauthOptions';
import { fingerprint, isNewer, mergePair, type Pair, pairSecrets, readPair } from './pair';
import { portalAddress } from './portalAddress';
import { spendOnce } from './spendOnce';
import type { StoreAccess } from './TokenStore';
import type { Auth, AuthIo } from './types';
import { withIo } from './withIo';

export type { OAuthOptions } from './oauthOptions';

/** Before the second and the third try to save a pair (ms). */
const SAVE_PAUSES = [50, 200];

/**
 * Authorisation by an OAuth application. Renews the pair when the portal says `expired_token` or the stored expiry has passed
 * as a call is made, never on a timer, and once for all who wait: calls, clients and, through the store, processes.
 *
 * An application that stays idle for months calls `renew()` now and then: a refresh token lives 180 days.
 * @throws ImbotError CONFIG for malformed options, naming them without their values
 */
export function oauth(options: OAuthOptions): Auth {
  checkOAuthOptions(options);
  const { clientId, clientSecret, allowHosts } = options;
  const store = options.store ?? memoryTokenStore();
  const given = readPair(options.tokens, systemClock.now(), 'oauth(…) tokens');
  let pair: Pair = given.pair;
  let dated = given.dated;
  let endpoint = portalAddress(pair) ?? nowhere();
  const home = endpoint;
  let loading: Promise<void> | undefined;
  let loaded = false;
  let unsaved = false;
  let saving: Promise<void> | undefined;
  let renewing: Promise<void> | undefined;
  let warned = false;
  let former = pairSecrets(pair);

  function adopt(next: Pair): void {
    pair = next;
    // Answers to calls that are still under way may echo an older one.
    former = [...new Set([...pairSecrets(next), ...former])].slice(0, FORMER);
    dated = true;
    endpoint = portalAddress(pair) ?? endpoint;
  }

  function isExpired(io: AuthIo): boolean {
    const until = pair.imbot_compat?.until ?? pair.expires;
    return until !== undefined && io.clock.now() >= until * 1000;
  }

  function authorise(params: Params, { io }: { io: AuthIo }): Params | Promise<Params> {
    if (loaded && !unsaved && renewing === undefined && !isExpired(io)) return { ...params, auth: pair.access_token };
    return ready(io).then(() => ({ ...params, auth: pair.access_token }));
  }

  async function ready(io: AuthIo): Promise<void> {
    await load();
    // A new pair is used only after the store has it for good; what a failed renewal means, the calls that need one hear.
    if (renewing !== undefined && !isExpired(io)) await renewing.catch(() => {});
    if (isExpired(io)) await renewOnce(io, 'expired');
    if (unsaved) await save();
  }

  /** A pair that was renewed before, here or elsewhere, wins over the one in the code. */
  function load(): Promise<void> {
    if (loaded) return Promise.resolve();
    loading ??= store
      .read()
      .then(
        (stored) => {
          loaded = true;
          if (stored !== undefined && isNewer(stored, pair, dated)) adopt(stored);
        },
        (error: unknown) => {
          if (error instanceof ImbotError) throw error;
          say(error);
        },
      )
      .finally(() => {
        loading = undefined;
      });
    return loading;
  }

  function renewOnce(io: AuthIo, why: 'expired' | 'asked'): Promise<void> {
    renewing ??= observedRenewal(io, why).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function observedRenewal(io: AuthIo, why: 'expired' | 'asked'): Promise<void> {
    if (!channels.renewal.hasSubscribers) return void (await renewal(io, why));
    const startedAt = io.clock.now();
    const tell = (ok: boolean, reused: boolean, code?: string) =>
      channels.renewal.publish({ portal: portalKey(), ok, code, reused, ms: io.clock.now() - startedAt });
    try {
      tell(true, await renewal(io, why));
    } catch (error) {
      tell(false, false, error instanceof ImbotError ? error.code : undefined);
      throw error;
    }
  }

  /** True when somebody else had already renewed. */
  async function renewal(io: AuthIo, why: 'expired' | 'asked'): Promise<boolean> {
    const before = pair.access_token;
    let done: { reused: boolean } | undefined;
    try {
      await store.exclusive(async (access) => {
        done = await renewLocked(io, why, before, access);
      });
    } catch (error) {
      if (error instanceof ImbotError) throw error;
      // The work was done and only giving the lock back failed.
      if (done === undefined) throw storeError(error);
      say(error);
    }
    return done?.reused === true;
  }

  async function renewLocked(
    io: AuthIo,
    why: string,
    before: string,
    access: StoreAccess,
  ): Promise<{ reused: boolean }> {
    const stored = await access.read();
    if (stored !== undefined && isNewer(stored, pair, dated)) adopt(stored);
    loaded = true;
    if (stored?.imbot_compat?.dead === fingerprint(pair.refresh_token)) throw reinstall();
    if (pair.access_token !== before && why === 'expired' && !isExpired(io)) return { reused: true };
    for (;;) {
      const mine = pair.refresh_token;
      try {
        const { next, reused } = await spendOnce(renewalKey(io), pair, options, io);
        adopt(mergePair(pair, next));
        // Somebody renewed it so long ago that its successor has expired as well.
        if (reused && isExpired(io)) continue;
        unsaved = true;
        await persist(io, access);
        return { reused };
      } catch (error) {
        if (!(error instanceof ImbotError) || error.code !== 'REINSTALL') throw error;
        // Somebody who could not wait for the lock may have been faster.
        const other = await access.read();
        if (
          other !== undefined &&
          other.refresh_token !== mine &&
          other.imbot_compat?.dead !== fingerprint(other.refresh_token)
        ) {
          adopt(other);
          if (!isExpired(io) && why === 'expired') return { reused: true };
          continue;
        }
        await remember(access, mine, other);
        throw error;
      }
    }
  }

  /** Names what a renewal spends, at which server, so that others in this process recognise it. */
  function renewalKey({ sender }: AuthIo): string {
    const way = sender.own ? 0 : dispatcherId(sender.dispatcher);
    return fingerprint([clientId, options.tokenUrl, home, way, pair.refresh_token].join(' '));
  }

  /** Writes the new pair; a store that stumbles gets two more tries before the lock is given back. */
  async function persist(io: AuthIo, access: StoreAccess): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await access.write(pair);
        unsaved = false;
        return;
      } catch (error) {
        say(error);
        const pause = SAVE_PAUSES[attempt];
        if (pause === undefined) return;
        await new Promise<void>((resolve) => {
          io.clock.after(pause, resolve);
        });
      }
    }
  }

  /** What could not be saved before. */
  function save(): Promise<void> {
    saving ??= store
      .exclusive(async (access) => {
        const stored = await access.read();
        if (stored !== undefined && stored.access_token !== pair.access_token && isNewer(stored, pair)) adopt(stored);
        else await access.write(pair);
        unsaved = false;
      })
      .catch(say)
      .finally(() => {
        saving = undefined;
      });
    return saving;
  }

  async function remember(access: StoreAccess, dead: string, stored: Pair | undefined): Promise<void> {
    const notes = { ...pair.imbot_compat, dead: fingerprint(dead) };
    pair = { ...pair, imbot_compat: notes };
    if (stored !== undefined && stored.refresh_token !== dead) return;
    await access.write(pair).catch(say);
  }

  function say(error: unknown): void {
    if (warned) return;
    warned = true;
    const { message } = foreignCause(error, secrets());
    process.emitWarning(
      `The token store of ${portalKey()} fails (${message}). The newest pair is kept in memory and saved before a later call or at close().`,
      { code: 'IMBOT_TOKEN_STORE' },
    );
  }

  function storeError(error: unknown): ImbotError {
    return authError('CONFIG', 'the token store fails, so the pair can not be renewed safely', {
      cause: foreignCause(error, secrets()),
    });
  }

  function portalKey(): string {
    return pair.member_id ?? new URL(endpoint).origin;
  }

  function secrets(): string[] {
    return [clientId, clientSecret, ...former];
  }

  async function renew(io?: AuthIo): Promise<void> {
    await withIo(io, async (way) => {
      await load();
      await renewOnce(way, 'asked');
    });
  }

  return {
    kind: 'oauth',
    allowHosts,
    portalKey,
    endpoint: () => (loaded ? endpoint : load().then(() => endpoint)),
    authorise,
    renewalNamesPortal: true,
    async renewAfter(params, { io }) {
      if (params['auth'] === pair.access_token) await renewOnce(io, 'expired');
      return true;
    },
    moved(origin) {
      const { pathname } = new URL(endpoint);
      pair = { ...pair, client_endpoint: origin + pathname };
      endpoint = origin + pathname;
    },
    renew,
    async close() {
      await renewing?.catch(() => {});
      if (unsaved) await save();
    },
    secrets,
  };
}

/** Secrets of earlier pairs that are still kept out of errors. */
const FORMER = 20;

function reinstall(): ImbotError {
  return authError('REINSTALL', REINSTALL_TEXT);
}

const REINSTALL_TEXT =
  'the authorization server has called the refresh token invalid. Reinstall the application on the portal and hand its new tokens to oauth(…)';

function nowhere(): never {
  throw authError(
    'CONFIG',
    'oauth(…) tokens: client_endpoint (or domain) does not name the portal by an https: address',
  );
}
