import type { AnswerRule } from '../map/rules';
import { answerRule } from '../map/rules';
import { V2 } from '../map/v2Names';
import { type BatchCommand, readCommand, writeCommand } from './batchCommand';
import { translate } from './translate';
import type { Params, TranslateContext, Translation } from './types';

export interface TranslatedCommand {
  readonly key: string;
  /** The method as the caller named it. */
  readonly method: string;
  /** What is sent under this key. */
  readonly text: string;
  /** Set where a v2 call is sent. */
  readonly v2?: { readonly method: string; readonly answer: AnswerRule; readonly params: Params };
  readonly translation?: Translation;
}

export interface BatchChoice {
  /** Shall this command go to v2, given that one v2 call can do it? */
  readonly wanted: (translation: Translation, key: string) => boolean;
  /** A batch that stops at the first error keeps calls on v1 that only v2 can refuse. */
  readonly halt: boolean;
  /** Completes v1 and passed-through commands (CLIENT_ID, botToken). */
  readonly complete: (method: string, params: Params) => Params;
}

/**
 * The commands of a batch, each as v2 where one v2 call does it and as v1 otherwise. References to the answer of a
 * translated command get the path of the v2 answer. Keys, order and positions stay.
 * @throws TypeError for a command that is neither text, tuple nor `{ method, params }`
 */
export function translateBatch(
  commands: readonly (readonly [key: string, command: BatchCommand])[],
  context: TranslateContext,
  choice: BatchChoice,
): TranslatedCommand[] {
  const answers = new Map<string, AnswerRule>();
  return commands.map(([key, command], index) => {
    const read = readCommand(command);
    if (read === undefined)
      throw new TypeError(`command ${key} is neither text, [method, params] nor { method, params }`);
    const { method } = read;
    const params = redirect(read.params, answers);
    const translation = translated(method, params, context);
    const one = translation?.one;
    const usable =
      translation !== undefined &&
      one !== undefined &&
      translation.refusal === undefined &&
      choice.wanted(translation, key) &&
      !(choice.halt && one.method === TYPING) &&
      !(one.answer === 'dialogV1' && refersTo(key, commands.slice(index + 1)));
    if (usable) {
      answers.set(key, one.answer);
      return { key, method, text: writeCommand(one), v2: one, translation };
    }
    const same = typeof command === 'string' && params === read.params;
    const complete = choice.complete(method, params);
    const text = same && complete === params ? command : writeCommand({ method, params: complete });
    return { key, method, text, translation };
  });
}

/** Does a later command refer to the answer of this one? */
function refersTo(key: string, later: readonly (readonly [string, BatchCommand])[]): boolean {
  const wanted = `$result[${key}]`;
  return later.some(([, command]) =>
    typeof command === 'string' ? decoded(command).includes(wanted) : mentions(command, wanted, 0),
  );
}

function decoded(text: string): string {
  return [...new URLSearchParams(text.slice(text.indexOf('?') + 1)).values()].join('\n');
}

function mentions(value: unknown, wanted: string, depth: number): boolean {
  if (typeof value === 'string') return value.includes(wanted);
  if (typeof value !== 'object' || value === null || depth > 50) return false;
  return Object.values(value).some((inner) => mentions(inner, wanted, depth + 1));
}

/** v1 always answers true to this one, v2 may refuse it. */
const TYPING = V2.chatInputActionNotify;

function translated(method: string, params: Params, context: TranslateContext): Translation | undefined {
  try {
    return translate(method, params, context, { inBatch: true });
  } catch {
    // A reference where a value is needed, or a value that cannot be read: v1 may take it all the same.
    return undefined;
  }
}

/** References to answers of translated commands, with the path of the v2 answer. The same object where nothing changes. */
function redirect(params: Params, answers: ReadonlyMap<string, AnswerRule>): Params {
  if (answers.size === 0) return params;
  const changed: Record<string, unknown> = {};
  let differs = false;
  for (const name of Object.keys(params)) {
    const value = redirectValue(params[name], answers, 0);
    changed[name] = value;
    if (value !== params[name]) differs = true;
  }
  return differs ? changed : params;
}

function redirectValue(value: unknown, answers: ReadonlyMap<string, AnswerRule>, depth: number): unknown {
  if (typeof value === 'string') return redirectText(value, answers);
  if (typeof value !== 'object' || value === null || depth > 50) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    redirectValue(inner, answers, depth + 1),
  ]);
  const before = Object.values(value);
  if (entries.every(([, inner], index) => inner === before[index])) return value;
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function redirectText(text: string, answers: ReadonlyMap<string, AnswerRule>): string {
  if (!text.includes('$result[')) return text;
  return text.replace(/\$result\[([^\]]*)\]((?:\[[^\]]*\])*)/g, (whole, key: string, path: string) => {
    const rule = answers.get(key);
    if (rule === undefined) return whole;
    const { path: before, each } = answerRule(rule);
    const first = before.map((part) => `[${part}]`).join('');
    const last = each && path !== '' ? each.map((part) => `[${part}]`).join('') : '';
    return `$result[${key}]${first}${path}${last}`;
  });
}
