import { ImbotError } from '../errors/ImbotError';
import { CODE_TEXTS } from '../errors/texts';
import type { Clock } from '../http/clock';
import { foreignCause } from '../http/redact';
import { askingOf, mayLeaveWord, withAsking } from './asking';
import { authError } from './authError';
import { afterBarren } from './barren';
import { type GuardedAccess, nameless } from './guardedStore';
import type { Keeper } from './keeper';
import type { OAuthOptions } from './oauthOptions';
import { fingerprint, mergePair, type Pair } from './pair';
import { sharedRenewals, spendOnce } from './spendOnce';
import type { StoreAccess } from './TokenStore';
import type { AuthIo } from './types';

/** `'expired'` is content with a pair that somebody else has renewed; `'asked'` renews in any case. */
export type RenewalReason = 'expired' | 'asked';

/** How one turn under the lock ended. */
type Turn =
  | { end: 'done'; reused: boolean }
  /** Not thrown under the lock: a transaction would take back what was noted about it. */
  | { end: 'failed'; error: ImbotError }
  /** Our word is written; the token is spent once it is committed. */
  | { end: 'declared' }
  /** Somebody (named `by` in the store, where that shows) may have the pair of this token: it is left to them to save it. */
  | { end: 'yield'; token: string; by?: string }
  /** The token is spent, and the one who spent it may still come with the pair. */
  | { end: 'lost'; token: string };

/** Before the second and the third try to save a pair (ms). */
const SAVE_PAUSES = [50, 200];
/** How long one who said that it asks is given to store its pair (ms): it tries to at once and four times in this time. */
const YIELD = 5_000;
const YIELD_LOOK = 100;
/** How often our word is left, where it does not stay, before a token is spent without it: a store that keeps nothing stops no bot. */
const WORDS = 2;
/** How long a pair that somebody else may have is waited for (ms): as long as an answer of the authorization server. */
const LOST_WAIT = 300_000;
const LOST_LOOK = 1_000;
/** What the authorization server says to the pair of another application, besides invalid_grant. */
const OF_ANOTHER = /^(invalid|wrong|unauthorized)_(client|grant|token)(_id)?$/i;

/**
 * Renews the pair under the lock of its store; resolves to true when somebody else had already done it.
 * @param isWanted false ends waiting for a pair that somebody else may have
 * @throws ImbotError REINSTALL, CONFIG (the store fails), NO_ANSWER, BAD_ANSWER, or the server's own code
 */
export async function renewal(
  keeper: Keeper,
  options: OAuthOptions,
  io: AuthIo,
  why: RenewalReason,
  isWanted: () => boolean,
): Promise<boolean> {
  const round: Round = { io, why, before: keeper.pair(), isLast: false, overtook: false, words: 0 };
  let deadline = Number.POSITIVE_INFINITY;
  for (;;) {
    round.isLast = io.clock.now() >= deadline;
    const turn = await underLock(keeper, options, round);
    if (turn.end === 'done') {
      keeper.committed();
      // Its age counts from here.
      keeper.isExpired(io.clock);
      return turn.reused;
    }
    if (turn.end === 'failed') throw turn.error;
    if (turn.end === 'yield') {
      const wait = { clock: io.clock, deadline: io.clock.now() + YIELD, look: YIELD_LOOK, by: turn.by };
      if (!(await otherPair(keeper, turn.token, wait, isWanted))) round.waitedFor = turn.by;
    }
    if (turn.end === 'lost') {
      deadline = Math.min(deadline, io.clock.now() + LOST_WAIT);
      await otherPair(keeper, turn.token, { clock: io.clock, deadline, look: LOST_LOOK }, isWanted);
    }
  }
}

interface Round {
  io: AuthIo;
  why: RenewalReason;
  /** The pair as the renewal began. */
  before: Pair;
  /** The wait for somebody else's pair is over. */
  isLast: boolean;
  /** Whose word was waited for in vain. */
  waitedFor?: string | undefined;
  /** We ask about a token that somebody else may have spent. */
  overtook: boolean;
  /** How often our word was left. */
  words: number;
}

async function underLock(keeper: Keeper, options: OAuthOptions, round: Round): Promise<Turn> {
  let turn: Turn | undefined;
  try {
    await keeper.store.exclusive(async (access) => {
      turn = await oneTurn(keeper, options, round, access).catch((error: unknown): Turn => {
        if (error instanceof ImbotError) return { end: 'failed', error };
        throw error;
      });
    });
  } catch (error) {
    if (turn === undefined) {
      if (error instanceof ImbotError) throw error;
      throw authError('CONFIG', 'the token store fails, so the pair can not be renewed safely', {
        cause: foreignCause(error, keeper.secrets()),
      });
    }
    // The work was done, and giving the lock back failed: a COMMIT that failed has lost what was written.
    if (turn.end !== 'declared' || round.words >= WORDS) keeper.say(error);
    if (turn.end === 'done') keeper.adopt(keeper.pair(), { unsaved: true });
  }
  if (turn === undefined) throw authError('CONFIG', 'the token store did not run what it was given');
  return turn;
}

async function oneTurn(keeper: Keeper, options: OAuthOptions, round: Round, access: GuardedAccess): Promise<Turn> {
  const { io, why, before, isLast } = round;
  let stored = await access.read();
  keeper.take(stored);
  const ours = () => keeper.pair();
  const isDone = () => why === 'expired' && !keeper.isExpired(io.clock);
  if (ours().access_token !== before.access_token && isDone()) {
    // A store that runs us again, because its commit failed, has lost what we wrote.
    if (stored?.access_token !== ours().access_token && keeper.inDoubt(stored) === undefined)
      keeper.adopt(ours(), { unsaved: !(await persist(keeper, ours(), io, access)) });
    return { end: 'done', reused: true };
  }
  const name = fingerprint(ours().refresh_token);
  // On a pair without a name another application may have left the note, for it could not renew it.
  if (stored?.imbot_compat?.dead === name && stored.imbot_compat.client !== undefined) throw reinstall();
  if (stored?.imbot_compat?.lost === name) {
    if (!isLast) return { end: 'lost', token: ours().refresh_token };
    await remember(keeper, access, 'dead', stored);
    throw reinstall();
  }
  for (;;) {
    // A pair that does not say whose it is tells by being renewed for us: then it is ours, and our older one is not needed.
    const inDoubt = keeper.inDoubt(stored);
    const refusal = inDoubt && keeper.disowned(inDoubt);
    if (refusal !== undefined) throw nameless(refusal);
    const spent = inDoubt ?? ours();
    // We were frozen since we got the lock, and another process is at it.
    if ((await access.isMine?.()) === false) return { end: 'yield', token: spent.refresh_token };
    const key = renewalKey(spent, options, keeper, io);
    // What this process has spent or is spending is shared and not asked again.
    const first = sharedRenewals().has(key) ? undefined : await leaveWord(keeper, round, access, stored, spent);
    if (first !== undefined) return first;
    try {
      const { next, reused } = await spendOnce(key, spent, options, io);
      const merged = afterBarren(spent, mergePair(spent, next));
      keeper.hide(merged);
      const isSaved = await persist(keeper, merged, io, access);
      keeper.adopt(merged, { unsaved: !isSaved });
      // Somebody renewed it so long ago that its successor has expired as well.
      if (reused && keeper.isExpired(io.clock)) {
        stored = isSaved ? merged : stored;
        continue;
      }
      return { end: 'done', reused };
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
      const isInvalid = error.code === 'REINSTALL';
      stored = await takeWordBack(keeper, access, spent);
      if (!isInvalid && !OF_ANOTHER.test(error.code)) throw error;
      if (isInvalid) {
        // Somebody who could not wait for the lock may have been faster.
        if (isAlive(stored, spent) && keeper.disowned(stored) === undefined) {
          if (spent === ours()) keeper.bury();
          keeper.use(stored);
          if (isDone()) return { end: 'done', reused: true };
          continue;
        }
        // Frozen on the way to the server: whoever has taken the lock over has spent the token, or sees to it that we are waited for.
        if ((await access.isMine?.()) === false) return { end: 'lost', token: spent.refresh_token };
        if (access.takenOver === true || round.overtook) {
          await remember(keeper, access, 'lost', stored);
          return { end: 'lost', token: spent.refresh_token };
        }
      }
      if (keeper.disown(spent, error)) {
        if (ours().access_token !== before.access_token && isDone()) return { end: 'done', reused: true };
        continue;
      }
      if (isInvalid) await remember(keeper, access, 'dead', stored);
      throw error;
    }
  }
}

/** Says in the store that we are about to spend a token; what comes first, or nothing where it may be spent now. */
async function leaveWord(
  keeper: Keeper,
  round: Round,
  access: GuardedAccess,
  stored: Pair | undefined,
  { refresh_token }: Pair,
): Promise<Turn | undefined> {
  const asking = askingOf(stored, refresh_token);
  if (asking?.by === keeper.name) {
    round.words = 0;
    return undefined;
  }
  if (access.takenOver === true) round.overtook = true;
  if (asking !== undefined) {
    // One who was silent under the lock is not waited for twice.
    if (access.takenOver !== true && asking.by !== round.waitedFor)
      return { end: 'yield', token: refresh_token, by: asking.by };
    round.overtook = true;
  }
  if (round.words >= WORDS || !mayLeaveWord(stored, keeper.ownPair())) return undefined;
  round.words++;
  const word = { token: fingerprint(refresh_token), by: keeper.name };
  try {
    if (stored === undefined) await access.write(withAsking(keeper.pair(), word));
    else await access.annotate(withAsking(stored, word));
  } catch (error) {
    keeper.say(error);
    round.words = WORDS;
    // Another pair may stand there meanwhile.
    return { end: 'declared' };
  }
  return access.lasting === true ? undefined : { end: 'declared' };
}

/** A question that brought no pair leaves no word behind. Resolves to what is stored. */
async function takeWordBack(keeper: Keeper, access: GuardedAccess, { refresh_token }: Pair): Promise<Pair | undefined> {
  const stored = await access.read();
  if (stored === undefined || askingOf(stored, refresh_token)?.by !== keeper.name) return stored;
  const without = withAsking(stored, undefined);
  await access.annotate(without).catch((error: unknown) => keeper.say(error));
  return without;
}

/** Another pair than the one that is spent, and not known to be dead. */
function isAlive(stored: Pair | undefined, spent: Pair): stored is Pair {
  if (stored === undefined || stored.refresh_token === spent.refresh_token) return false;
  const { dead, lost } = stored.imbot_compat ?? {};
  return ![dead, lost].includes(fingerprint(stored.refresh_token));
}

interface Wait {
  clock: Clock;
  deadline: number;
  look: number;
  /** Whose word it is for: the wait ends as well when it stands there no longer. */
  by?: string | undefined;
}

/** Waits until the store holds another pair; true when it does, false at the deadline. */
async function otherPair(keeper: Keeper, token: string, wait: Wait, isWanted: () => boolean): Promise<boolean> {
  const { clock, deadline, look, by } = wait;
  while (clock.now() < deadline) {
    if (!isWanted()) {
      throw authError(
        'NO_ANSWER',
        'another process has spent the refresh token and has not stored its pair yet; closed before it came',
      );
    }
    await pause(look, clock);
    const stored = await keeper.store.read().catch(() => undefined);
    if (stored === undefined) continue;
    if (stored.refresh_token !== token || (by !== undefined && askingOf(stored, token)?.by !== by)) return true;
  }
  return false;
}

/** Writes the new pair; a store that stumbles gets two more tries before the lock is given back. */
async function persist(keeper: Keeper, next: Pair, { clock }: AuthIo, access: StoreAccess): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    try {
      await access.write(next);
      return true;
    } catch (error) {
      keeper.say(error);
      const ms = SAVE_PAUSES[attempt];
      if (ms === undefined) return false;
      await pause(ms, clock);
    }
  }
}

/** Leaves a note about our refresh token at the stored pair, for the processes to come. */
async function remember(keeper: Keeper, access: StoreAccess, note: 'dead' | 'lost', stored: Pair | undefined) {
  const { refresh_token, imbot_compat, ...rest } = keeper.pair();
  if (note === 'dead') keeper.bury();
  // A pair of earlier versions does not say whose it is: if another application's, it is alive, and a note would kill it.
  const isOurs = stored === undefined || stored.imbot_compat?.client !== undefined;
  if (!isOurs || (stored !== undefined && stored.refresh_token !== refresh_token)) return;
  const notes = { ...imbot_compat, [note]: fingerprint(refresh_token) };
  await access.write({ ...rest, refresh_token, imbot_compat: notes }).catch((error: unknown) => keeper.say(error));
}

/** Names what a renewal spends, at which server, so that others in this process recognise it. */
function renewalKey(pair: Pair, { clientId, tokenUrl }: OAuthOptions, keeper: Keeper, { sender }: AuthIo): string {
  return fingerprint([clientId, tokenUrl, keeper.home, sender.world, pair.refresh_token].join(' '));
}

function reinstall(): ImbotError {
  return authError('REINSTALL', CODE_TEXTS['REINSTALL'] ?? '');
}

function pause(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
