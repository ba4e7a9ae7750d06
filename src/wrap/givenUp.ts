import { TEXTS } from '../engine/texts';
import { callError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';

/** Why nothing is sent of a call that was aborted before. Its caller has heard already, in the transport's own form. */
export function givenUp(method: string): ImbotError {
  return callError({ code: 'ABORTED', method, outcome: 'refused', text: TEXTS.aborted });
}
