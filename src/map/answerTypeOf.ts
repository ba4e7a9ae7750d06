import type { MethodEntry } from './entry';
import type { AnswerRule } from './rules';

/** The type of a v1 answer as the generated interfaces show it: its own, else that of its rule. */
export function answerTypeOf({ answerType, answer }: MethodEntry): string {
  return answerType ?? TYPES[answer];
}

const TYPES: Readonly<Record<AnswerRule, string>> = {
  messageId: 'number',
  done: 'boolean',
  chatId: 'number',
  commandId: 'number',
  botId: 'number',
  memberIds: 'number[]',
  dialogV1: 'Dialog',
  asIs: 'unknown',
};
