import type { AnswerRule } from '../map/rules';
import { answerRule } from '../map/rules';
import { type BatchCommand, type ReadCommand, writeCommand } from './batchCommand';
import { translate } from './translate';
import type { OneRequest, Params, TranslateContext, Translation } from './types';
import { withTexts } from './withTexts';

/** A command that was read, and translated by itself. */
export interface KnownCommand {
  readonly key: string;
  readonly given: BatchCommand;
  readonly read: ReadCommand;
  readonly translation?: Translation;
}

/** What is sent for a command: `text`, and the v2 call in it where it is one. */
export interface SentCommand {
  readonly text: string;
  readonly v2?: OneRequest;
}

interface BatchChoice<Command> {
  /** Shall this command go to v2, given that one v2 call can do it? */
  readonly wanted: (command: Command, translation: Translation) => boolean;
  /** Completes v1 and passed-through commands (CLIENT_ID, botToken). */
  readonly complete: (method: string, params: Params) => Params;
}

/**
 * The commands of a batch, each as v2 where one v2 call does it and as v1 otherwise. References to the answer of a
 * translated command get the path of the v2 answer, and the command that holds them is translated anew. Keys, order and
 * positions stay.
 */
export function translateBatch<Command extends KnownCommand>(
  commands: readonly Command[],
  context: TranslateContext,
  { wanted, complete }: BatchChoice<Command>,
): (Command & SentCommand)[] {
  const answers = new Map<string, AnswerRule>();
  return commands.map((command) => {
    const { key, given, read } = command;
    const { method } = read;
    const params = redirect(read.params, answers);
    const isSame = params === read.params;
    const translation = isSame ? command.translation : translated(method, params, context);
    const one = translation?.one;
    if (translation !== undefined && one !== undefined && !translation.refusal && wanted(command, translation)) {
      answers.set(key, one.answer);
      return { ...command, text: writeCommand(one), v2: one };
    }
    const full = complete(method, params);
    const asGiven = typeof given === 'string' && isSame && full === params;
    return { ...command, text: asGiven ? given : writeCommand({ method, params: full }) };
  });
}

/** One command, whose values may refer to others. Undefined where it cannot be read. */
export function translated(method: string, params: Params, context: TranslateContext): Translation | undefined {
  try {
    return translate(method, params, context, { inBatch: true });
  } catch {
    // A reference where a value is needed, or a value that cannot be read: v1 may take it all the same.
    return undefined;
  }
}

/** References to answers of translated commands, with the path of the v2 answer. The same object where nothing changes. */
function redirect(params: Params, answers: ReadonlyMap<string, AnswerRule>): Params {
  return answers.size > 0 ? withTexts(params, (text) => redirectText(text, answers)) : params;
}

function redirectText(text: string, answers: ReadonlyMap<string, AnswerRule>): string {
  return text.replace(/\$result\[([^\]]*)\]((?:\[[^\]]*\])*)/g, (whole, key: string, path: string) => {
    const rule = answers.get(key);
    if (rule === undefined) return whole;
    const { path: before, each } = answerRule(rule);
    const first = before.map((part) => `[${part}]`).join('');
    const last = each && path !== '' ? each.map((part) => `[${part}]`).join('') : '';
    return `$result[${key}]${first}${path}${last}`;
  });
}
