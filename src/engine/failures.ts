import { configError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';
import { methodEntry } from '../map/index';
import { CannotTranslate, LossFound, Refused } from '../translate/signals';
import type { Translation } from '../translate/types';
import { stayOnV1 } from './bridge';
import type { Call } from './Call';
import type { Decision } from './decide';
import type { Desk } from './desk';
import { cutList, lookupFailed, notSent, refusedLikeV1, toV1 } from './errors';
import { bridgeKey, deniedKey } from './memory';
import { isClosed, isOver, nothingRan } from './nothingRan';
import { StepFailed } from './runPlan';
import { TEXTS } from './texts';
import type { Envelope } from './types';
import { lacksV2 } from './v2Usable';

/** What mode `v2` refuses: an error that v1 would answer, or a loss that nobody accepted. */
export function refusalOf({ method, translation }: Call, decision: Extract<Decision, { refuse: string }>): ImbotError {
  if (!('losses' in decision)) {
    const likeV1 = decision.refuse === 'like-v1' ? translation?.refusal : undefined;
    return likeV1 ? refusedLikeV1(method, likeV1) : configError(method, TEXTS.noPortal);
  }
  const { refuse, losses } = decision;
  const params = translation?.losses.filter(({ id }) => losses.includes(id)).map(({ param }) => param);
  return notSent(method, refuse, losses, refuse === 'LOSSY' ? params : []);
}

/** Nothing ran, nothing changed, or a look-up found nothing, which v1 may know better: this call may go out as v1, and where the bridge failed, the bot's later ones too. */
export function goesBack(error: unknown, desk: Desk, call: Call, translation: Translation): boolean {
  if (error instanceof LossFound || error instanceof Refused || error instanceof CannotTranslate) return true;
  if (!(error instanceof StepFailed) || error.changed) return false;
  const { bridges, denied } = call.known;
  const refused = nothingRan(error.error);
  if (refused?.methodMissing) {
    lacksV2(desk.keyOf(call.portal), desk.options.warnings);
    return true;
  }
  const failed = error.step.params;
  if (refused?.unsent) return true;
  const key = bridgeKey(failed.botId === undefined ? translation.token : failed);
  if (refused?.botRefused && bridges.get(key) !== true) {
    stayOnV1(desk, call, key);
    return true;
  }
  if (refused?.rankDenied && methodEntry(translation.method)?.higherRank) {
    denied.set(deniedKey(error.step.method, failed), true);
    return true;
  }
  return isPreliminary(error, translation) && !isOver(error.error);
}

/** What the caller gets when the v2 call failed: the v1 error, or the value v1 answers in its place. */
export function afterFailure(error: unknown, desk: Desk, { method, own }: Call, translation: Translation): Envelope {
  if (error instanceof LossFound) {
    if (desk.accepts(own, error.loss)) return { result: error.value };
    throw cutList(method, error.loss);
  }
  if (error instanceof Refused) throw refusedLikeV1(method, error.refusal);
  if (error instanceof CannotTranslate) throw notSent(method, 'UNTRANSLATABLE', [error.loss]);
  if (!(error instanceof StepFailed)) throw error;
  if (isPreliminary(error, translation) && (nothingRan(error.error) === undefined || isClosed(error.error))) {
    throw lookupFailed(method, error.step.method, error.error);
  }
  const v1 = toV1(method, error.step.method, error.error);
  if ('answer' in v1) return { result: v1.answer };
  throw v1.error;
}

/** A question before the call itself failed: the call was not sent, and v1 may need no such question. */
function isPreliminary({ step, changed }: StepFailed, { replay }: Translation): boolean {
  return !changed && (step.lookup === true || (step.replay === 'read' && replay !== 'read'));
}
