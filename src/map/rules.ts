import * as values from '../values/index';
import { MOST_MEMBERS } from './limits';
import type { LossId } from './losses';

/** What a value rule may need to know besides the value. */
export interface ValueContext {
  readonly botId: unknown;
}

interface RuleEntry {
  readonly apply: (value: unknown, context: ValueContext) => unknown;
  /** In a batch a value may be a reference, `$result[…]`: kept as text, put behind `chat`, or the value itself is needed. */
  readonly reference: 'keep' | 'chat' | 'list' | 'needs-value';
}

/** The value rules: how a v1 parameter becomes a v2 one. The same names in source form stand in `codemods/`. */
export const VALUE_RULES = {
  text: { apply: values.text, reference: 'keep' },
  string: { apply: values.string, reference: 'keep' },
  id: { apply: values.id, reference: 'keep' },
  ids: { apply: values.ids, reference: 'needs-value' },
  oneId: { apply: values.oneId, reference: 'list' },
  dialog: { apply: values.dialog, reference: 'keep' },
  chatDialog: { apply: values.chatDialog, reference: 'chat' },
  yesNo: { apply: values.yesNo, reference: 'needs-value' },
  yesNoAnyCase: { apply: values.yesNoAnyCase, reference: 'needs-value' },
  unlessNo: { apply: values.unlessNo, reference: 'needs-value' },
  unlessNoText: { apply: values.unlessNoText, reference: 'needs-value' },
  attach: { apply: values.attach, reference: 'needs-value' },
  keyboard: { apply: (value, { botId }) => values.keyboard(value, botId), reference: 'needs-value' },
  keyboardUpdate: { apply: (value, { botId }) => values.keyboardUpdate(value, botId), reference: 'needs-value' },
  colour: { apply: values.colour, reference: 'needs-value' },
  languageTitles: { apply: values.languageTitles, reference: 'needs-value' },
  languageParams: { apply: values.languageParams, reference: 'needs-value' },
  botType: { apply: values.botType, reference: 'needs-value' },
  openType: { apply: values.openType, reference: 'needs-value' },
  command: { apply: values.command, reference: 'keep' },
  asIs: { apply: values.asIs, reference: 'keep' },
} as const satisfies Record<string, RuleEntry>;

export type ValueRule = keyof typeof VALUE_RULES;

interface AnswerEntry {
  readonly apply: (result: unknown) => unknown;
  /** What stands before the rest of a batch reference: `$result[x]` of v1 is `$result[x]<path>` of v2. */
  readonly path: readonly string[];
  /** `$result[x][n]` of v1 is `$result[x][n]<eachPath>` of v2. */
  readonly each?: readonly string[];
  /** A list of this length may be cut. */
  readonly full?: { readonly at: number; readonly loss: LossId };
}

/** The answer rules: how the `result` of a v2 call becomes the v1 one. */
const ANSWER_RULES = {
  messageId: { apply: values.messageId, path: ['id'] },
  done: { apply: values.done, path: ['result'] },
  chatId: { apply: values.chatId, path: ['chat', 'id'] },
  commandId: { apply: values.commandId, path: ['command', 'id'] },
  botId: { apply: values.botId, path: ['bot', 'id'] },
  memberIds: { apply: values.memberIds, path: [], each: ['id'], full: { at: MOST_MEMBERS, loss: 'member-limit' } },
  dialogV1: { apply: values.dialogV1, path: ['chat'] },
  asIs: { apply: values.asIs, path: [] },
} as const satisfies Record<string, AnswerEntry>;

export type AnswerRule = keyof typeof ANSWER_RULES;

export function valueRule(name: ValueRule): RuleEntry {
  return VALUE_RULES[name];
}

export function answerRule(name: AnswerRule): AnswerEntry {
  return ANSWER_RULES[name];
}
