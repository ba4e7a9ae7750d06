import { type AnswerRule, answerRule } from '../../src/map/rules';

/** How the v1 answer is read from the v2 answer in source. */
export interface AnswerSource {
  /** What is put behind the expression of the v2 `result`; undefined where no path gives the v1 answer. */
  readonly path?: string;
  /** The type of the v2 `result`, where `number` or `boolean` was the type of the v1 one. */
  readonly type?: string;
}

/** The second reading of every answer rule. A rule without source does not compile. */
export const ANSWER_SOURCES: Readonly<Record<AnswerRule, AnswerSource>> = {
  messageId: ofPath('messageId', 'number'),
  done: ofPath('done', 'boolean'),
  chatId: ofPath('chatId', 'number'),
  commandId: ofPath('commandId', 'number'),
  botId: ofPath('botId', 'number'),
  memberIds: { path: '?.map((member) => member.id)', type: '{ id: number }[]' },
  dialogV1: {},
  asIs: { path: '' },
};

/** `?.`, since code of v1 reads the answer of a failed call too: there `result` is missing. */
function ofPath(rule: AnswerRule, leaf: string): AnswerSource {
  const { path } = answerRule(rule);
  return {
    path: path.map((key) => `?.${key}`).join(''),
    type: path.reduceRight((type, key) => `{ ${key}: ${type} }`, leaf),
  };
}
