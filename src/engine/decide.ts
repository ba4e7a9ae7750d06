import { methodEntry } from '../map/index';
import type { LossId } from '../map/losses';
import { answerRule } from '../map/rules';
import { V2 as NAMES } from '../map/v2Names';
import type { Translation } from '../translate/types';
import type { Mode } from './modeOf';

/**
 * Where a call goes, by its mode and its translation: out under its v1 name, to v2, or nowhere. In mode `auto` `v2` means
 * that v2 would do; the portal and the bot have a say too. Only mode `v2` refuses anything by itself: in the others v1
 * refuses, in the form that the caller knows. The same for single calls and for commands of a batch.
 */
export type Decision =
  | { readonly to: 'v1' | 'v2' }
  | { readonly refuse: 'like-v1' | 'no-portal' }
  | { readonly refuse: 'UNTRANSLATABLE' | 'LOSSY'; readonly losses: readonly LossId[] };

export interface DecideInput {
  readonly mode: Mode;
  /** Undefined where the call has none, or where it could not be read. */
  readonly translation: Translation | undefined;
  /** Does the transport tell which portal it serves? Without that nothing can be looked up. */
  readonly portalKnown: boolean;
  /** Somebody else's transport, whose failures may come without their status. */
  readonly foreign: boolean;
  readonly accepts: (loss: LossId) => boolean;
}

export function decide({ mode, translation, portalKnown, foreign, accepts }: DecideInput): Decision {
  if (translation === undefined || mode === 'v1' || mode === 'audit') return V1;
  const { verdict, losses, refusal, lookup, byRefusal, unsure } = translation;
  if (mode === 'auto') {
    const whole = (verdict === 'exact' || verdict === 'emulated') && refusal === undefined && !unsure;
    return whole && (portalKnown || !lookup) && !(foreign && byRefusal) ? V2 : V1;
  }
  if (refusal) return { refuse: 'like-v1' };
  if (losses.length > 0 || verdict === 'none') {
    const ids = [...new Set(losses.map(({ id }) => id))];
    if (verdict === 'none') return { refuse: 'UNTRANSLATABLE', losses: ids };
    const open = ids.filter((loss) => !accepts(loss));
    if (open.length > 0) return { refuse: 'LOSSY', losses: open };
  }
  return lookup && !portalKnown ? { refuse: 'no-portal' } : V2;
}

/** What of a batch bears on one of its commands. */
export interface InBatch {
  /** The batch stops at its first error. */
  readonly halt: boolean;
  /** The command refers to an earlier answer. */
  readonly refersBack: () => boolean;
  /** A later command refers to its answer. */
  readonly isReferredTo: () => boolean;
}

/** Does a command go to v2? One that a single v2 call does not do stays on v1, in every mode, for its place cannot be taken by several. */
export function decideInBatch(given: DecideInput, { halt, refersBack, isReferredTo }: InBatch): 'v1' | 'v2' {
  const { translation, mode } = given;
  const one = translation?.one;
  if (translation === undefined || one === undefined) return 'v1';
  // Nobody knows yet which bot a reference will name: a registration in this batch, say, which goes out as v1.
  if (typeof translation.unseenBot === 'string' || (mode === 'auto' && translation.unseenBot !== undefined))
    return 'v1';
  const decision = decide(given);
  if (!('to' in decision) || decision.to === 'v1') return 'v1';
  // v1 always answers true to this one; a refusal of v2 would end the batch.
  if (halt && one.method === NAMES.chatInputActionNotify) return 'v1';
  // The two answers have other fields.
  if (one.answer === 'dialogV1' && isReferredTo()) return 'v1';
  if (mode === 'v2') return 'v2';
  // v2 may deny what v1 allows, and in a batch nothing could be sent again in its place.
  if (methodEntry(translation.method)?.higherRank) return 'v1';
  // A list that turns out to be cut is asked for again as v1, after the batch: a reference means nothing then.
  return answerRule(one.answer).full && refersBack() ? 'v1' : 'v2';
}

const V1: Decision = { to: 'v1' };
const V2: Decision = { to: 'v2' };
