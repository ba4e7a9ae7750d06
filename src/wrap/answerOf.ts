import { methodEntry } from '../map/index';
import { translate } from '../translate/translate';
import type { TranslateContext } from '../translate/types';
import { v1Answer } from '../translate/v1Answer';
import type { WrappedCall } from './WrappedCall';

/** The v1 result from a result of the one v2 call that a call becomes; undefined where it is no such result. */
export function answerOf(
  { method, params }: WrappedCall,
  v2: string,
  result: unknown,
  context: TranslateContext,
): { readonly result: unknown } | undefined {
  try {
    // Whichever bot it is, the answer has the same form.
    const one = translate(methodEntry(method)?.v1 ?? method, params, { botId: 1, ...context })?.one;
    return one?.method === v2 ? { result: v1Answer(one.answer, result) } : undefined;
  } catch {
    return undefined;
  }
}
