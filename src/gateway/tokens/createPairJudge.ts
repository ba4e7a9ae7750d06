import { isPortalId } from '../../events/ids';
import { inTime } from '../../http/inTime';
import { createCandidates } from './createCandidates';
import { type LivingPair, PATIENCE, REST_MS } from './createLivingPair';
import type { HandedOver, HeldPairOptions } from './HeldPair';
import { type HeldNow, judgePair, type PairRuling } from './judgePair';
import { provenPair } from './provenPair';
import { givenText, tokensOf } from './tokensOf';
import { whoseToken } from './whoseToken';

/** Decides which of the pairs that are brought is held. */
export interface PairJudge {
  /** True where it is held from now on. */
  consider(handed: HandedOver): Promise<boolean>;
  /** Goes on with those that waited when the process before this one ended. */
  resume(): Promise<void>;
  /**
   * Looks again at those that wait, each time later than before. True where another pair is held since; whoever asks waits no longer
   * for it than for a renewal.
   * @param withPages the held pair is of no use: whoever opened a page may have one that is
   */
  again(withPages: boolean): Promise<boolean>;
  /** Does a pair of an installation wait? */
  hasInstallation(): boolean;
  /** Does one wait that came with this access token? */
  has(token: string): boolean;
}

/** Between two looks at pairs that wait: each is a question to the portal, which takes two a second. */
const LONGEST_PAUSE = 300_000;

/** @param renewedAfter the next token after one that the portal refused */
export function createPairJudge(
  options: HeldPairOptions,
  living: LivingPair,
  renewedAfter: (sent: string) => Promise<string | undefined>,
): PairJudge {
  const { clientId, known, tell } = options;
  const { io } = living;
  const { clock } = io;
  const place = { portal: options.portal, allowHosts: options.allowHosts };
  /** Pairs of which nobody could say yet whether they are to be held. */
  const candidates = createCandidates<HandedOver>();
  let judgesAt = Number.NEGATIVE_INFINITY;
  let judgePause: number = REST_MS.other;
  let provesAt = Number.NEGATIVE_INFINITY;
  let judging: Promise<void> | undefined;

  const now: HeldNow = {
    clientId,
    pair: living.pair,
    isFree: () => living.pair() === undefined || living.isDead(),
    isProven: living.isProven,
    async code() {
      let own = await living.token();
      let ours = own === undefined ? 'no answer' : await whoseToken('application', own, place, io);
      if (own !== undefined && (ours === 'unknown' || ours === 'expired')) {
        // Good by the clock, and the portal takes it no more: a new installation may have ended it.
        own = await renewedAfter(own);
        ours = own === undefined ? 'no answer' : await whoseToken('application', own, place, io);
      }
      return typeof ours === 'string' ? undefined : ours.is;
    },
    async prove() {
      const own = await living.token();
      if (own !== undefined) await renewedAfter(own);
    },
  };

  function isPair({ auth: given }: HandedOver): boolean {
    const tokens = [given['access_token'], given['refresh_token']];
    return tokens.every((token) => typeof token === 'string') && isPortalId(given['member_id']);
  }

  function mayBeOurs(handed: HandedOver): boolean {
    return isPair(handed) && living.isOfPortal(handed.auth) === true && !living.isFormer(handed.auth);
  }

  async function judge(handed: HandedOver): Promise<PairRuling> {
    const { auth: given, by } = handed;
    if (!isPair(handed)) return LEAVE;
    if (living.isOfPortal(given) !== true) return { kind: 'leave', why: 'it belongs to another portal' };
    // Posted again, by a browser or by the portal: it has become what is held.
    if (living.isFormer(given)) return LEAVE;
    const member = living.pair()?.member_id;
    if (member !== undefined && member !== given['member_id'])
      return { kind: 'leave', why: 'it belongs to another portal' };
    // A renewal that a bot asked for itself leaves a pair of its own: ours lives on.
    if (by === 'server') return now.isFree() ? { kind: 'take', user: givenText(given['user_id']) } : LEAVE;
    const token = String(given['access_token']);
    const brought = {
      isInstallation: by === 'installation',
      applicationToken: given['application_token'],
      owner: (what: 'user' | 'application') => whoseToken(what, token, place, io),
    };
    return judgePair(brought, now);
  }

  async function consider(handed: HandedOver, isWaiting = false): Promise<boolean> {
    // The portal may take long to say whose it is, and nobody sends an installation twice.
    if (handed.by === 'installation' && !isWaiting && mayBeOurs(handed)) await living.waitFor(handed.auth);
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
    return takeOver(handed, proven, givenText(proven['user_id']));
  }

  async function takeOver(
    handed: HandedOver,
    pair: Readonly<Record<string, unknown>>,
    user: string | undefined,
  ): Promise<true> {
    const others = candidates.clear().filter(({ auth }) => auth['access_token'] !== pair['access_token']);
    for (const given of [handed.auth, pair]) await known.note(tokensOf(given, 'own'));
    await living.hold(pair, user);
    for (const { auth } of others) await options.waiting.forget(auth['access_token']);
    return true;
  }

  /** What is held may not be in its store yet. */
  async function forget(given: HandedOver['auth']): Promise<void> {
    if (!living.isFormer(given)) await options.waiting.forget(given['access_token']);
  }

  async function putOff(
    handed: HandedOver,
    { kind, why = '' }: Exclude<PairRuling, { kind: 'take' | 'prove' }>,
  ): Promise<false> {
    const isInstallation = handed.by === 'installation';
    const isNews = kind === 'leave' || candidates.add(handed, isInstallation);
    if (isNews) judgePause = REST_MS.other;
    if (kind === 'leave') {
      candidates.remove(handed);
      if (isInstallation) await forget(handed.auth);
    }
    // Nobody sends an installation twice, so whoever runs the gateway has to hear of it.
    if (isInstallation && isNews && why !== '')
      tell('tokens', { what: kind === 'leave' ? 'not held' : 'not held yet', by: handed.by, why });
    return false;
  }

  async function again(withPages: boolean): Promise<boolean> {
    const before = living.auth();
    const waiting = candidates.inTurn(withPages);
    if (judging === undefined && waiting.length > 0 && clock.now() >= judgesAt) {
      judgesAt = clock.now() + judgePause;
      judgePause = Math.min(2 * judgePause, LONGEST_PAUSE);
      judging = (async () => {
        if (withPages && !living.isDead()) await now.code();
        for (const handed of waiting) if (await consider(handed, true)) return;
      })()
        .catch((error: unknown) => living.tell('kept', error))
        .finally(() => {
          judging = undefined;
        });
    }
    if (judging !== undefined) await inTime(judging, PATIENCE, clock, 'it takes long').catch(() => {});
    return living.auth() !== before;
  }

  return {
    consider: (handed) => consider(handed),
    async resume() {
      for (const auth of [...(await living.waitingPairs())].reverse())
        candidates.add({ auth, by: 'installation' }, true);
      void again(false);
    },
    again,
    hasInstallation: candidates.hasInstallation,
    has: candidates.has,
  };
}

const LEAVE: PairRuling = { kind: 'leave' };
