import { createHash, timingSafeEqual } from 'node:crypto';
import { fingerprint, pairSecrets } from '../../auth/pair';
import { ImbotError } from '../../errors/ImbotError';
import { createLivingPair, REST_MS } from './createLivingPair';
import { createPairJudge } from './createPairJudge';
import type { HandedOver, HeldPair, HeldPairOptions } from './HeldPair';
import type { KnownToken } from './KnownTokens';
import { expiryOf, givenText, refreshName, tokensOf } from './tokensOf';
import { toldOf } from './toldOf';

/** Milliseconds that an event waits for a renewal: the portal waits too. */
const EVENT_PATIENCE = 5_000;

/**
 * Holds the pair of an application for its bots: keeps it alive, and takes another where one is brought that may be held.
 * @throws ImbotError CONFIG for a stored pair that is none, or of another application
 * @throws OtherPortal
 */
export async function createHeldPair(options: HeldPairOptions): Promise<HeldPair> {
  const { clientId, clientSecret, known } = options;
  const living = await createLivingPair(options);
  const judge = createPairJudge(options, living, (sent) => renewedAfter(sent));
  const { io } = living;
  const { clock } = io;
  await judge.resume();
  let looksAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  /** An access token that is good by the clock; a pair that waits takes the place of one that is dead. */
  async function current(): Promise<string | undefined> {
    const own = await living.token();
    if (own !== undefined || !living.isDead()) return own;
    return (await judge.again(true)) ? living.token() : undefined;
  }

  /** The next token after one that the portal refused; undefined where there is none. */
  async function renewedAfter(sent: string): Promise<string | undefined> {
    const next = (await living.renewAfter(sent)) ? await current() : undefined;
    return next === sent ? undefined : next;
  }

  function isOwnUser(given: Readonly<Record<string, unknown>>): boolean {
    const user = givenText(given['user_id']);
    return user !== undefined && user === givenText(living.pair()?.['user_id']);
  }

  async function see(handed: HandedOver): Promise<void> {
    const { auth: given, by, more = [] } = handed;
    const token = living.pair()?.['application_token'];
    const isOurs = by !== 'event' || (givenText(token) !== undefined && token === given['application_token']);
    if (!isOurs) return;
    const taken = by !== 'event' && typeof given['access_token'] === 'string' && (await judge.consider(handed));
    if ((by === 'page' || by === 'installation') && !taken) return;
    const isOwn = taken || ((by === 'server' || by === 'event') && isOwnUser(given));
    const until = expiryOf(given, Math.floor(clock.now() / 1000));
    const tokens = tokensOf(given, isOwn ? 'own' : 'application', until);
    for (const one of more) if (!tokens.has(one)) tokens.set(one, { kind: 'application', until });
    await known.note(tokens);
  }

  return {
    async inPlaceOf(token, ofBot) {
      if (judge.hasInstallation()) {
        const judged = judge.again(false);
        // Whoever has it has no other one.
        if (judge.has(token)) await judged;
      }
      const entry = token === living.pair()?.access_token ? OWN : await known.find(token);
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
        looking = living
          .look(sent)
          .catch((error: unknown) => living.tell('store', error))
          .finally(() => {
            looking = undefined;
          });
      }
      await looking;
      const next = await current();
      if (next !== sent) return next;
      // It may be a new installation that has ended it.
      const other = (await judge.again(true)) ? await living.token() : undefined;
      return other === sent ? undefined : other;
    },
    refusedAgain: (sent) => living.auth()?.refusedAgain?.({ auth: sent }, { io }),
    see: (handed) => see(handed).catch((error: unknown) => living.tell('kept', error)),
    async exchange(wish) {
      const { grant_type, client_id, client_secret = '', refresh_token = '' } = wish;
      const holder = living.auth();
      if (grant_type !== 'refresh_token' || client_id !== clientId || holder === undefined) return undefined;
      if (!isSameSecret(client_secret, clientSecret)) return undefined;
      const isCurrent = refresh_token === living.pair()?.refresh_token;
      const isFormer = living.pair()?.imbot_compat?.spent?.includes(fingerprint(refresh_token)) === true;
      if (!isCurrent && !isFormer && (await known.find(refreshName(refresh_token)))?.kind !== 'own') return undefined;
      try {
        if (isCurrent) await holder.renew(io);
        else await holder.authorise({}, { io });
      } catch (error) {
        living.tell('renewal', error);
        // What the authorization server says to such a token, it says itself.
        if (error instanceof ImbotError && error.code === 'REINSTALL') return undefined;
        throw error;
      }
      const pair = living.pair();
      if (pair === undefined) return undefined;
      await known.note(tokensOf(pair, 'own'));
      return toldOf.answer(pair, Math.floor(clock.now() / 1000));
    },
    async eventAuth(applicationToken) {
      const holder = living.auth();
      const own = givenText(living.pair()?.['application_token']);
      if (holder?.eventAuth === undefined || own === undefined || own !== applicationToken) return undefined;
      if (living.rests()) return undefined;
      const given = await living.attempt(async () => holder.eventAuth?.({ io }), EVENT_PATIENCE);
      const pair = living.pair();
      if (given === undefined || pair === undefined) return undefined;
      await known.note(tokensOf(given, 'own'));
      return toldOf.event(pair, given);
    },
    auth: living.auth,
    isOf: (id) => id === clientId,
    secrets() {
      const pair = living.pair();
      return [
        clientId,
        clientSecret,
        ...(pair === undefined ? [] : pairSecrets(pair)),
        ...(living.auth()?.secrets() ?? []),
      ];
    },
    close: living.close,
  };
}

const OWN: KnownToken = { kind: 'own', until: 0 };

function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
