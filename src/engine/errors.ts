import { callError, retold } from '../errors/callError';
import type { ImbotError, ImbotErrorDetails, Outcome } from '../errors/ImbotError';
import { v1Outcome, v1Status } from '../map/errors';
import { UNDOCUMENTED } from '../map/index';
import type { LossId } from '../map/losses';
import { v1Text } from '../map/v1Texts';
import type { Refusal } from '../translate/types';
import { TEXTS } from './texts';

/** The error that v1 would answer, found before anything was sent. */
export function refusedLikeV1(method: string, { code, status, description }: Refusal): ImbotError {
  const text = `${TEXTS.refusedLikeV1(code)} (${description}).`;
  return callError({ code, status, method, outcome: 'refused', description, text });
}

/** LOSSY or UNTRANSLATABLE: nothing was sent. */
export function notSent(
  method: string,
  code: 'LOSSY' | 'UNTRANSLATABLE',
  losses: readonly LossId[],
  params: readonly (string | undefined)[] = [],
): ImbotError {
  const text = code === 'LOSSY' ? TEXTS.lossy(losses) : TEXTS.untranslatable(losses);
  const names = [...new Set(params.filter((name) => name !== undefined && PARAM_NAME.test(name)))];
  const whose = names.length === 0 ? '' : ` ${TEXTS.because(names.join(', '))}`;
  return callError({ code, method, outcome: 'refused', losses, text: `${text}${whose}` });
}

/** Anything else under a name's place may be a value. */
const PARAM_NAME = /^[A-Z][\w.]{0,50}$/;

export function badAnswer(method: string, v2: string, path: string, outcome: Outcome): ImbotError {
  const text = outcome === 'ran' ? TEXTS.badAnswer(v2, path) : TEXTS.badAnswerRead(v2, path);
  return callError({ code: 'BAD_ANSWER', method, outcome, text });
}

/** The failure of a transport that an error of the engine was made from. */
const sources = new WeakMap<ImbotError, ImbotError>();

/** The failure as the transport gave it, whatever the engine made of it: facades hand on what belongs to it. */
export function originalFailure(error: ImbotError): ImbotError {
  return sources.get(error) ?? error;
}

/** The same failure, told in another way. */
export function derived(from: ImbotError, changes: Partial<ImbotErrorDetails>): ImbotError {
  const made = retold(from, changes);
  sources.set(made, originalFailure(from));
  return made;
}

/** A v2 refusal in v1 terms: the error to throw, or the value that v1 answers instead of an error. */
export function toV1(method: string, v2: string, error: ImbotError): { error: ImbotError } | { answer: unknown } {
  const outcome = v1Outcome(method, v2, error.code, error.description);
  if (outcome === undefined) return { error };
  if ('answer' in outcome) return outcome;
  const { code } = outcome;
  const said = error.description ? ` (${error.description})` : '';
  return {
    error: derived(error, {
      code,
      description: v1Text(method, code, error.code) ?? error.description,
      v2Code: error.code,
      v2Description: error.description,
      // A 5xx says more than the code beside it: the call may have run.
      status: error.status !== undefined && error.status >= 500 ? error.status : v1Status(code),
      method,
      message: `${method}: ${TEXTS.mapped(code, v2, error.code)}${said}.`,
    }),
  };
}

/** A question before the call failed: whatever became of the question, the call itself was not sent. */
export function lookupFailed(method: string, v2: string, error: ImbotError): ImbotError {
  const { code, description } = error;
  const said = description ? ` (${description})` : '';
  return derived(error, {
    method,
    outcome: 'refused',
    message: `${method}: ${TEXTS.lookupFailed(v2, code)}${said}.`,
  });
}

/** The answer shows a loss that could not be known before, `member-limit`: the read ran. */
export function cutList(method: string, loss: LossId): ImbotError {
  return callError({ code: 'LOSSY', method, outcome: 'ran', losses: [loss], text: TEXTS.cutList([loss]) });
}

export function unknownMethod(method: string): ImbotError {
  const losses = ['unknown-method'] as const;
  const v2 = UNDOCUMENTED.get(method.toLowerCase());
  return callError({
    code: 'UNTRANSLATABLE',
    method,
    outcome: 'refused',
    losses,
    text: v2 === undefined ? TEXTS.unknownMethod : TEXTS.undocumented(v2),
  });
}
