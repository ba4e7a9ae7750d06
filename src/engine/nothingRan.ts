import { ImbotError } from '../errors/ImbotError';
import { NO_SUCH_METHOD, systemCode } from '../http/systemCodes';
import { BRIDGE_REFUSALS } from '../map/bridgeRefusals';
import { deniesByRank } from '../map/errors';
import { NOTHING_ARRIVED } from '../map/v2Names';
import { derived } from './errors';

/**
 * The one place where a failure decides what is sent next. Only a failure whose `outcome` is `refused` proves that nothing
 * ran, and only such a call may be repeated or sent the other way; a code alone proves nothing, for it also stands in
 * answers with a 5xx status that came after the portal had run the call. Undefined: not proven, so nothing follows from it.
 *
 * Whoever wants to act on a code asks here; a test holds that no other file of the engine compares one.
 */
export function nothingRan(error: unknown): ProvenRefusal | undefined {
  if (!(error instanceof ImbotError) || error.outcome !== 'refused') return undefined;
  const { code } = error;
  return {
    methodMissing: code === NO_SUCH_METHOD,
    botRefused: refusesBot(code) || settled.has(error),
    botGone: code === BOT_GONE,
    unsent: code === 'UNTRANSLATABLE' || code === NOTHING_ARRIVED,
    rankDenied: deniesByRank(code, error.description ?? ''),
    oneOf: (codes) => (codes?.includes(code) ? code : undefined),
  };
}

/** What a proven refusal says. */
export interface ProvenRefusal {
  /** The portal has no method of this name. */
  readonly methodMissing: boolean;
  /** The portal does not accept this bot through v2. */
  readonly botRefused: boolean;
  /** A facade cannot carry the call in v2's form, or what it carried did not arrive: v1 was asked for no message that is empty. */
  readonly unsent: boolean;
  /** There is no bot of this id. */
  readonly botGone: boolean;
  /** The bot may not do this in this chat; not the portal's plan. */
  readonly rankDenied: boolean;
  /** The code, where it is one of these. */
  oneOf(codes: readonly string[] | undefined): string | undefined;
}

/**
 * What a foreign transport left of a failure, where it may have been a refusal: its code without a status, or a 4xx status
 * without a code. Neither proves that nothing ran; a question can.
 */
export type Doubt = { readonly code: string } | { readonly status: number };

/** The doubt in a failure whose outcome is `unknown`; undefined where no question could settle it. */
export function doubtIn(error: ImbotError): Doubt | undefined {
  const { code, status, outcome } = error;
  if (outcome !== 'unknown') return undefined;
  if (status === undefined) return refusesBot(code) || code === NO_SUCH_METHOD ? { code } : undefined;
  return code === NO_CODE && REFUSING.has(status) ? { status } : undefined;
}

/** Failures whose doubt was settled: the portal refuses the bot. */
const settled = new WeakSet<ImbotError>();

/**
 * The failure as a refusal, where a question about the same bot met the same one: a question changes nothing, so a portal that
 * refuses the bot there refused the call too. Undefined: the answer proves nothing.
 */
export function settle(error: ImbotError, doubt: Doubt, answer: unknown): ImbotError | undefined {
  if (!(answer instanceof ImbotError)) return undefined;
  const { code, status } = answer;
  const same =
    'code' in doubt ? code === doubt.code && (status === undefined || status < 500) : status === doubt.status;
  return same ? refusedFor(error) : undefined;
}

/** The failure as a refusal of the bot, which a question has proven. */
export function refusedFor(error: ImbotError): ImbotError {
  const refused = derived(error, { outcome: 'refused' });
  settled.add(refused);
  return refused;
}

/** Did a question end because nobody waits any more, or nothing can be sent? The call itself fails as v1 too. */
export function isOver(error: ImbotError): boolean {
  return OVER.has(error.code);
}

/** Was this client closed meanwhile? */
export function isClosed(error: unknown): boolean {
  return error instanceof ImbotError && error.code === 'CLOSED';
}

/**
 * Does a failed Revision.get say that there is no v2 for us? A question changes nothing, and what follows is that calls stay
 * on v1; so a code that came without its status will do, and one beside a 5xx will not.
 */
export function saysNoV2(error: unknown): boolean {
  return error instanceof ImbotError && lacksV2(error.code) && (error.status === undefined || error.status < 500);
}

/** Does a failed question about a bot say that v2 does not accept it? See `saysNoV2`. */
export function saysBotRefused(error: ImbotError): boolean {
  return refusesBot(error.code) && (error.status === undefined || error.status < 500);
}

/** Did a question end without an answer? It changed nothing, whoever gave it up, so it may be put once more. */
export function mayAskAgain(error: unknown): boolean {
  return error instanceof ImbotError && error.code === NO_CODE;
}

const BOT_GONE = 'BOT_NOT_FOUND';

/** The code of a failure that came without one. */
const NO_CODE = 'NO_ANSWER';

/** Statuses that the portal refuses a bot with; 401, 408 and 429 speak of tokens and limits. */
const REFUSING: ReadonlySet<number> = new Set([400, 403, 404]);

const OVER: ReadonlySet<string> = new Set(['ABORTED', 'CLOSED', 'REINSTALL', 'CONFIG']);

/** Refusals of a bot, or of everything to a webhook or application without the scope. */
function refusesBot(code: string): boolean {
  return BRIDGE_REFUSALS.has(code) || systemCode(code).lacks === 'scope';
}

/** Refusals of Revision.get that mean "no v2 for us". */
function lacksV2(code: string): boolean {
  const { lacks } = systemCode(code);
  return lacks === 'method' || lacks === 'scope' || code === 'ACCESS_DENIED';
}
