import type { Verdict } from '../map/entry';
import { isV1Imbot } from '../map/imbotName';
import { NEVER_EXISTED } from '../map/index';
import { Signal } from '../values/answers';
import { lossNotice } from './findLosses';
import { translate } from './translate';
import type { LossNotice, Params, Refusal, TranslateContext } from './types';

/** What a call maps to: the answer of `explain`. */
export interface Explanation {
  /** As the map spells it. */
  readonly method: string;
  /** How well v2 does it. */
  readonly verdict: Verdict;
  /** What it would lose, one entry a loss and parameter. */
  readonly losses: readonly LossNotice[];
  /** The v2 requests in order; look-ups included, with placeholders for what they would find. */
  readonly requests: readonly { readonly method: string; readonly params: Params }[];
  /** What v1 would answer instead of running the call. */
  readonly refusal?: Refusal;
  /** Mode `auto` sends it as v1 whatever the verdict: v1 may read one of its values otherwise, such as a list for a text. */
  readonly unsure?: true;
}

/**
 * What a call maps to, without network: verdict, losses and the v2 requests. Methods that are no v1 imbot methods pass
 * through: `exact`, one request, themselves.
 * @example
 * explain('imbot.chat.sendTyping', { BOT_ID: 39, DIALOG_ID: 'chat5' }).requests; // [{ method: 'imbot.v2.Chat.InputAction.notify', params: { botId: 39, dialogId: 'chat5' } }]
 */
export function explain(method: string, params?: Params | null, context: TranslateContext = {}): Explanation {
  const translation = translate(method, params, context, { preview: true });
  if (translation === undefined) return notTranslated(method, params ?? {});
  const { verdict, losses, refusal, plan, unsure } = translation;
  const requests: { method: string; params: Params }[] = [];
  if (plan) preview(plan(), (step) => requests.push(step));
  const explanation = { method: translation.method, verdict, losses, requests, ...(unsure ? { unsure } : {}) };
  return refusal ? { ...explanation, refusal } : explanation;
}

function preview(
  plan: Generator<{ method: string; params: Params; sample?: object }, unknown, object>,
  add: (step: { method: string; params: Params }) => void,
): void {
  try {
    for (let step = plan.next({}); !step.done; step = plan.next(step.value.sample ?? { result: {} })) {
      add({ method: step.value.method, params: step.value.params });
    }
  } catch (stop) {
    if (!(stop instanceof Signal)) throw stop;
  }
}

function notTranslated(method: string, params: Params): Explanation {
  const misnamed = NEVER_EXISTED.includes(method.toLowerCase()) || isV1Imbot(method);
  if (misnamed) return { method, verdict: 'none', losses: [lossNotice('unknown-method')], requests: [] };
  return { method, verdict: 'exact', losses: [], requests: [{ method, params }] };
}
