import { ImbotError } from '../errors/ImbotError';
import { channels } from '../http/channels';
import { type Clock, systemClock } from '../http/clock';
import { inTime } from '../http/inTime';
import type { Params } from '../http/types';
import { isResting } from './barren';
import { createKeeper, type Keeper } from './keeper';
import { checkOAuthOptions, type OAuthOptions } from './oauthOptions';
import { type RenewalReason, renewal } from './renewal';
import type { Auth, AuthIo } from './types';
import { withIo } from './withIo';

export type { OAuthOptions } from './oauthOptions';

/** How long `close` waits (ms): for an answer that may hold the only pair, and for a store. */
const CLOSE_WAIT = 25_000;
const CLOSE_SAVE = 5_000;

/**
 * Authorisation by an OAuth application. Renews the pair when the portal says `expired_token` or the stored expiry has passed
 * as a call is made, never on a timer, and once for all who wait: calls, clients and, through the store, processes. The answer
 * is waited for for five minutes, whatever becomes of the calls that wait for it. A portal that calls each new token expired
 * gets no new one for a while: a renewal per call would get the application blocked.
 *
 * A stored pair that names another application is CONFIG. One that names none is used where it is newer than `tokens`, until
 * the authorization server refuses it to this `clientId`: then our own pair is used for as long as its access token lives, that
 * other pair is neither marked nor overwritten (see `mayReplace`), and a renewal of ours is CONFIG before anything is spent.
 *
 * An application that stays idle for months calls `renew()` now and then: a refresh token lives 180 days.
 * @throws ImbotError CONFIG for malformed options, naming them without their values
 * @example
 * const auth = oauth({ clientId, clientSecret, tokens: install.auth, store: fileTokenStore('./tokens/my-app-acme.json') });
 */
export function oauth(options: OAuthOptions): Auth {
  checkOAuthOptions(options);
  const keeper = createKeeper(options);
  let renewing: Promise<boolean> | undefined;
  /** The access token that the portal has just refused. */
  let refused: string | undefined;
  let closings = 0;

  /** Is our token no good? What the portal refused is not shown again while its renewal is under way. */
  function needsRenewal({ clock }: AuthIo): boolean {
    return isDue(clock) || (renewing !== undefined && refused === keeper.pair().access_token);
  }

  function isDue(clock: Clock): boolean {
    return keeper.isExpired(clock) && !isResting(keeper.pair(), clock.now());
  }

  function authorised(params: Params): Params {
    return { ...params, auth: keeper.pair().access_token };
  }

  function authorise(params: Params, { io }: { io: AuthIo }): Params | Promise<Params> {
    if (keeper.isSettled() && !needsRenewal(io)) return authorised(params);
    return ready(io).then(() => authorised(params));
  }

  /** A good token in hand is used whatever the store does; a renewed one only after the store had its chance. */
  async function ready(io: AuthIo): Promise<void> {
    await keeper.load();
    if (renewing !== undefined && needsRenewal(io)) await renewing.catch(() => {});
    if (isDue(io.clock)) await renewOnce(io, 'expired');
    await keeper.save();
  }

  /** True when somebody else had already renewed. */
  function renewOnce(io: AuthIo, why: RenewalReason): Promise<boolean> {
    renewing ??= observed(io, why).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function observed(io: AuthIo, why: RenewalReason): Promise<boolean> {
    const asked = closings;
    const work = () => renewal(keeper, options, io, why, () => closings === asked);
    if (!channels.renewal.hasSubscribers) return work();
    const startedAt = io.clock.now();
    const tell = (ok: boolean, reused: boolean, code?: string) =>
      channels.renewal.publish({ portal: keeper.portalKey(), ok, code, reused, ms: io.clock.now() - startedAt });
    try {
      const reused = await work();
      tell(true, reused);
      return reused;
    } catch (error) {
      tell(false, false, error instanceof ImbotError ? error.code : undefined);
      throw error;
    }
  }

  return {
    kind: 'oauth',
    allowHosts: options.allowHosts,
    portalKey: keeper.portalKey,
    endpoint: () => (keeper.isSettled() ? keeper.endpoint() : keeper.load().then(keeper.endpoint)),
    authorise,
    async eventAuth({ io }) {
      await ready(io);
      return eventAuthOf(keeper);
    },
    renewalNamesPortal: true,
    async renewAfter(params, { io, adopted }) {
      const isOurs = () => params['auth'] === keeper.pair().access_token;
      if (isOurs() && isResting(keeper.pair(), io.clock.now())) {
        // Another pair may have come meanwhile, by a reinstallation.
        await keeper.reload().catch(() => {});
        if (isOurs()) return false;
      }
      if (isOurs()) refused = keeper.pair().access_token;
      if (!isOurs() || (await renewOnce(io, 'expired'))) adopted?.();
      return true;
    },
    refusedAgain(params, { io }) {
      if (params['auth'] === keeper.pair().access_token) keeper.rest(io.clock);
    },
    moved: keeper.moved,
    async renew(io) {
      await withIo(io, async (way) => {
        await keeper.load();
        await renewOnce(way, 'asked');
        await keeper.save();
      });
    },
    async close() {
      closings++;
      if (renewing !== undefined) {
        const text = 'the authorization server has not answered yet';
        await inTime(renewing, CLOSE_WAIT, systemClock, text).catch(() => {});
      }
      if (renewing !== undefined) {
        process.emitWarning(
          `Closed while a renewal for ${keeper.portalKey()} has no answer yet. It goes on for at most five minutes and its pair is saved if this process lives that long.`,
          { code: 'IMBOT_RENEWAL_PENDING' },
        );
      }
      await inTime(keeper.saveNow(), CLOSE_SAVE, systemClock, 'the token store does not answer').catch(keeper.say);
    },
    secrets: keeper.secrets,
  };
}

/** By name, so that nothing of the pair comes along that an event must not carry. */
function eventAuthOf(keeper: Keeper): Record<string, string> {
  const { access_token, expires, member_id } = keeper.pair();
  const client_endpoint = keeper.endpoint();
  return {
    access_token,
    ...(expires === undefined ? {} : { expires: String(expires) }),
    domain: new URL(client_endpoint).host,
    client_endpoint,
    ...(member_id === undefined ? {} : { member_id }),
  };
}
