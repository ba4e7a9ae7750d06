import type { Pair } from '../../auth/pair';
import { givenText } from './tokensOf';
import type { TokenOwner } from './whoseToken';

/** What is to become of a pair that somebody brings. */
export type PairRuling =
  /** Held from now on. */
  | { readonly kind: 'take'; readonly user: string | undefined }
  /** Not held; `why` is left out where that is what mostly happens. */
  | { readonly kind: 'leave'; readonly why?: string }
  /** Nobody can say yet. */
  | { readonly kind: 'unclear'; readonly why: string }
  /** Its access token is over, so the portal tells no more of it: the authorization server has to. */
  | { readonly kind: 'prove' };

/** A pair that somebody brings. */
interface BroughtPair {
  readonly isInstallation: boolean;
  readonly applicationToken: unknown;
  /** Asks the portal of the access token. */
  owner(what: 'user' | 'application'): Promise<TokenOwner | 'unknown' | 'expired' | 'no answer'>;
}

/** The pair that is held. */
export interface HeldNow {
  readonly clientId: string;
  pair(): Pair | undefined;
  /** Is there none, or one that is known to be dead? */
  isFree(): boolean;
  /**
   * The code of its application, as the portal says it by a token that is good; undefined where nobody says, and where the pair is
   * found to be dead.
   */
  code(): Promise<string | undefined>;
  /** Was it renewed for this application? It is ours for certain then. */
  isProven(): boolean;
  /** Renews it. */
  prove(): Promise<void>;
}

/**
 * May a pair be held in the place of the one that is? A page and an installation can be posted by anybody who knows the address,
 * and any application of the portal has tokens of its own, so the portal has to say whose they are. While the held pair lives a
 * doubt costs nothing: what is unclear is asked about again.
 */
export async function judgePair(brought: BroughtPair, held: HeldNow): Promise<PairRuling> {
  const user = await brought.owner('user');
  if (user === 'unknown') return { kind: 'leave', why: 'the portal does not know its token' };
  if (held.isFree()) return take(user);
  if (user === 'expired') return brought.isInstallation ? { kind: 'prove' } : { kind: 'leave' };
  if (user === 'no answer') return unclearUnlessDead(held, 'the portal did not say whose it is', user);
  const isSameUser = user.is === givenText(held.pair()?.['user_id']);
  // Everybody who opens a page brings a pair, which is wanted where the held one turns out to be dead.
  if (!brought.isInstallation && !isSameUser) return { kind: 'unclear', why: 'another user opened the page' };
  if (!isSameUser && user.mayManage === false)
    return unclearUnlessDead(held, 'its user may not manage applications', user);
  return judgeApplication(brought, held, user);
}

async function judgeApplication(brought: BroughtPair, held: HeldNow, user: TokenOwner): Promise<PairRuling> {
  const { applicationToken } = brought;
  // Only the portal and the application know it.
  if (givenText(applicationToken) !== undefined && applicationToken === held.pair()?.['application_token'])
    return take(user);
  const theirs = await brought.owner('application');
  if (theirs === 'unknown') return { kind: 'leave', why: 'the portal does not know its token' };
  if (theirs === 'expired') return { kind: 'prove' };
  if (theirs === 'no answer')
    return unclearUnlessDead(held, 'the portal did not say which application it belongs to', user);
  // The code of a local application is its client id.
  if (theirs.is === held.clientId) return take(user);
  const ours = await held.code();
  if (held.isFree() || ours === theirs.is) return take(user);
  if (ours === undefined)
    return { kind: 'unclear', why: 'the portal did not say which application the held pair belongs to' };
  // The held one may be a stranger's, who came first.
  if (!held.isProven()) await held.prove();
  if (held.isFree()) return take(user);
  return held.isProven()
    ? { kind: 'leave', why: 'it belongs to another application' }
    : { kind: 'unclear', why: 'the authorization server did not say whose the held pair is' };
}

async function unclearUnlessDead(held: HeldNow, why: string, user: TokenOwner | 'no answer'): Promise<PairRuling> {
  await held.code();
  return held.isFree() ? take(user) : { kind: 'unclear', why };
}

function take(user: TokenOwner | 'expired' | 'no answer'): PairRuling {
  return { kind: 'take', user: typeof user === 'string' ? undefined : user.is };
}
