import { type AnswerRule, answerRule } from '../map/rules';
import { LossFound } from './signals';

/**
 * The v1 result from the result of a v2 call.
 * @throws MissingField where v2 left out what v1 answers, LossFound for a list that may be cut
 */
export function v1Answer(rule: AnswerRule, result: unknown): unknown {
  const { apply, full } = answerRule(rule);
  const value = apply(result);
  if (full && Array.isArray(value) && value.length >= full.at) throw new LossFound(full.loss, value);
  return value;
}
