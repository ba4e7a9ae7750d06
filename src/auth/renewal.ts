import { ImbotError } from '../errors/ImbotError';
import { CODE_TEXTS } from '../errors/texts';
import { type Clock, systemClock } from '../http/clock';
import { foreignCause } from '../http/redact';
import { authError } from './authError';
import { afterBarren } from './barren';
import { nameless } from './guardedStore';
import type { Keeper } from './keeper';
import type { OAuthOptions } from './oauthOptions';
import { fingerprint, mergePair, type Pair } from './pair';
import { spendOnce } from './spendOnce';
import type { StoreAccess } from './TokenStore';
import type { AuthIo } from './types';

/** `'expired'` is content with a pair that somebody else has renewed; `'asked'` renews in any case. */
export type RenewalReason = 'expired' | 'asked';

/** How one turn under the lock ended. */
type Turn =
  | { end: 'done'; reused: boolean }
  /** Somebody before us may be about to save a pair: leave the lock to it for a moment. */
  | { end: 'yield' }
  /** The token is spent, and the one who spent it may still come with the pair. */
  | { end: 'lost'; token: string };

/** Before the second and the third try to save a pair (ms). */
const SAVE_PAUSES = [50, 200];
/**
 * A lock that took longer than this (ms) may have been held by somebody, whose pair is still in hand where its commit failed.
 * Little, for a quick server answers in a few of them; a lock that is slow by itself costs one pause a renewal.
 */
const CONTENDED = 5;
const YIELD = 500;
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
  const before = keeper.pair();
  let isPatient = true;
  let deadline = Number.POSITIVE_INFINITY;
  for (;;) {
    const isLast = io.clock.now() >= deadline;
    const turn = await underLock(keeper, options, { io, why, before, isPatient, isLast });
    if (turn.end === 'done') return turn.reused;
    if (turn.end === 'yield') {
      isPatient = false;
      await pause(YIELD, systemClock);
      continue;
    }
    deadline = Math.min(deadline, io.clock.now() + LOST_WAIT);
    await otherPair(keeper, turn.token, deadline, io.clock, isWanted);
  }
}

interface Round {
  io: AuthIo;
  why: RenewalReason;
  /** The pair as the renewal began. */
  before: Pair;
  isPatient: boolean;
  /** The wait for somebody else's pair is over. */
  isLast: boolean;
}

async function underLock(keeper: Keeper, options: OAuthOptions, round: Round): Promise<Turn> {
  let turn: Turn | undefined;
  const askedAt = performance.now();
  try {
    await keeper.store.exclusive(async (access) => {
      const isContended = performance.now() - askedAt > CONTENDED;
      turn = await oneTurn(keeper, options, round, access, isContended);
    });
  } catch (error) {
    if (error instanceof ImbotError) throw error;
    if (turn === undefined) {
      throw authError('CONFIG', 'the token store fails, so the pair can not be renewed safely', {
        cause: foreignCause(error, keeper.secrets()),
      });
    }
    // The work was done, and giving the lock back failed: a COMMIT that failed has lost what was written.
    keeper.say(error);
    if (turn.end === 'done') keeper.adopt(keeper.pair(), { unsaved: true });
  }
  if (turn === undefined) throw authError('CONFIG', 'the token store did not run what it was given');
  return turn;
}

async function oneTurn(
  keeper: Keeper,
  options: OAuthOptions,
  round: Round,
  access: StoreAccess,
  isContended: boolean,
): Promise<Turn> {
  const { io, why, before, isPatient, isLast } = round;
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
  // Who had the lock before us has not renewed: refused, or a pair in hand that it could not commit.
  const isUnchanged = ours().refresh_token === before.refresh_token;
  if (isContended && isPatient && isUnchanged && access.takenOver !== true) return { end: 'yield' };
  for (;;) {
    // A pair that does not say whose it is tells by being renewed for us: then it is ours, and our older one is not needed.
    const inDoubt = keeper.inDoubt(stored);
    const refusal = inDoubt && keeper.disowned(inDoubt);
    if (refusal !== undefined) throw nameless(refusal);
    const spent = inDoubt ?? ours();
    // We were frozen since we got the lock, and another process is at it.
    if ((await access.isMine?.()) === false) return { end: 'yield' };
    try {
      const key = renewalKey(spent, options, keeper, io);
      const { next, reused } = await spendOnce(key, spent, options, io);
      const merged = afterBarren(spent, mergePair(spent, next));
      keeper.hide(merged);
      const isSaved = await persist(keeper, merged, io, access);
      keeper.adopt(merged, { unsaved: !isSaved });
      // Somebody renewed it so long ago that its successor has expired as well.
      if (reused && keeper.isExpired(io.clock)) continue;
      return { end: 'done', reused };
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
      const isInvalid = error.code === 'REINSTALL';
      if (!isInvalid && !OF_ANOTHER.test(error.code)) throw error;
      if (isInvalid) {
        // Somebody who could not wait for the lock may have been faster.
        stored = await access.read();
        if (isAlive(stored, spent) && keeper.disowned(stored) === undefined) {
          if (spent === ours()) keeper.bury();
          keeper.use(stored);
          if (isDone()) return { end: 'done', reused: true };
          continue;
        }
        // Frozen on the way to the server: whoever has taken the lock over has spent the token, or sees to it that we are waited for.
        if ((await access.isMine?.()) === false) return { end: 'lost', token: spent.refresh_token };
        if (access.takenOver === true) {
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

/** Another pair than the one that is spent, and not known to be dead. */
function isAlive(stored: Pair | undefined, spent: Pair): stored is Pair {
  if (stored === undefined || stored.refresh_token === spent.refresh_token) return false;
  const { dead, lost } = stored.imbot_compat ?? {};
  return ![dead, lost].includes(fingerprint(stored.refresh_token));
}

/** Resolves when the store holds another pair, or at `deadline`. */
async function otherPair(keeper: Keeper, token: string, deadline: number, clock: Clock, isWanted: () => boolean) {
  while (clock.now() < deadline) {
    if (!isWanted()) {
      throw authError(
        'NO_ANSWER',
        'another process has spent the refresh token and has not stored its pair yet; closed before it came',
      );
    }
    await pause(LOST_LOOK, clock);
    const stored = await keeper.store.read().catch(() => undefined);
    if (stored !== undefined && stored.refresh_token !== token) return;
  }
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
