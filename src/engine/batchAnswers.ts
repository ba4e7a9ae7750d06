import { callError } from '../errors/callError';
import { ImbotError } from '../errors/ImbotError';
import { methodEntry } from '../map/index';
import type { ReadCommand } from '../translate/batchCommand';
import { LossFound } from '../translate/signals';
import { type SentCommand, translated } from '../translate/translateBatch';
import type { OneRequest } from '../translate/types';
import { v1Answer } from '../translate/v1Answer';
import { withoutEmptyReferences } from '../translate/withoutEmptyReferences';
import { field, MissingField } from '../values/answers';
import type { Asking } from './Call';
import { complete } from './complete';
import type { Desk } from './desk';
import { toV1 } from './errors';
import { noteRegistered } from './eventFormat';
import type { Command } from './readCommands';
import { TEXTS } from './texts';

/** The answer of REST `batch`, under the caller's keys: lists for a list of calls. */
export interface BatchResult {
  /** Results of the commands that went well. */
  result: Record<string, unknown> | unknown[];
  /** `{ error, error_description }` of those that did not. */
  result_error: Record<string, unknown> | unknown[];
  /** How many there are in all, of commands that list. */
  result_total: Record<string, unknown> | unknown[];
  /** Where the next page begins, of commands that list. */
  result_next: Record<string, unknown> | unknown[];
  /** Timings, as the portal tells them. */
  result_time: Record<string, unknown> | unknown[];
}

/** The answer of a batch in v1 terms, command by command. */
export async function batchAnswers(
  desk: Desk,
  asking: Asking,
  given: unknown,
  sent: readonly (Command & SentCommand)[],
): Promise<BatchResult> {
  const results = new Map(pairs(field(given, 'result')));
  const errors = new Map(pairs(field(given, 'result_error')));
  for (const { key, read, v2 } of sent) {
    if (v2 === undefined) {
      if (results.has(key)) noteRegistered(desk, asking, read.method, read.params, results.get(key));
      continue;
    }
    if (!errors.has(key) && !results.has(key)) continue;
    const back = errors.has(key)
      ? (emptyBack(asking, read, results) ?? errorBack(read.method, v2.method, errors.get(key)))
      : await valueBack(desk, asking, read, v2, results.get(key));
    if ('error' in back) {
      results.delete(key);
      errors.set(key, back.error);
    } else {
      errors.delete(key);
      results.set(key, back.result);
    }
  }
  const same = (name: string) => {
    const container = field(given, name);
    return sameForm(container, pairs(container));
  };
  return {
    result: sameForm(field(given, 'result'), [...results]),
    result_error: sameForm(field(given, 'result_error'), [...errors]),
    result_total: same('result_total'),
    result_next: same('result_next'),
    result_time: same('result_time'),
  };
}

/** What stands under the key of a command: its result, or its error as REST tells it. */
type Back = { readonly result: unknown } | { readonly error: unknown };

/**
 * What v1 says of a value that refers to nothing: it looks at it before the call, when the command before has failed. To v2 it is an id
 * like others, which it does not find.
 */
function emptyBack({ known }: Asking, { method, params }: ReadCommand, results: ReadonlyMap<string, unknown>) {
  const refusal = translated(method, withoutEmptyReferences(params, results), known.context)?.refusal;
  return refusal && { error: { error: refusal.code, error_description: refusal.description } };
}

function errorBack(method: string, v2: string, error: unknown): Back {
  const code = field(error, 'error');
  const description = field(error, 'error_description');
  if (typeof code !== 'string') return { error };
  const v1Name = methodEntry(method)?.v1 ?? method;
  const text = typeof description === 'string' ? description : '';
  const refused = callError({ code, method: v1Name, outcome: 'refused', description: text, text });
  const v1 = toV1(v1Name, v2, refused);
  if ('answer' in v1) return { result: v1.answer };
  return { error: v1.error.v2Code === undefined ? error : inV1(v1.error) };
}

/** As v1 answers it; what v2 said stands beside, out of sight of those who print or compare. */
function inV1({ code, description = '', v2Code, v2Description }: ImbotError): object {
  const answer = { error: code, error_description: description };
  return Object.defineProperties(answer, { v2Code: { value: v2Code }, v2Description: { value: v2Description } });
}

async function valueBack(desk: Desk, asking: Asking, read: ReadCommand, v2: OneRequest, value: unknown): Promise<Back> {
  try {
    return { result: v1Answer(v2.answer, value) };
  } catch (error) {
    if (error instanceof MissingField) {
      return { error: { error: 'BAD_ANSWER', error_description: TEXTS.badAnswer(v2.method, error.path) } };
    }
    if (!(error instanceof LossFound)) throw error;
    if (desk.modeOf(read.method, {}, asking.own.mode) === 'v2') {
      if (desk.accepts(asking.own, error.loss)) return { result: error.value };
      return { error: { error: 'LOSSY', error_description: TEXTS.cutList([error.loss]) } };
    }
    return askAgain(desk, asking, read);
  }
}

/** The list as v1 has it. The batch ran, so a failure of this question is one of its command alone. */
async function askAgain(desk: Desk, { connection, own }: Asking, { method, params }: ReadCommand): Promise<Back> {
  const { signal, timeout, until } = own;
  try {
    const full = complete(desk.options.context, method, params);
    const { result } = await connection.send(method, full, { replay: 'read', signal, timeout, until });
    return { result };
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
    return { error: { error: error.code, error_description: error.description ?? error.message } };
  }
}

function pairs(container: unknown): [string, unknown][] {
  return typeof container === 'object' && container !== null ? Object.entries(container) : [];
}

/** PHP writes an empty map as a list, and a list with gaps as a map: what came as a list stays one while it has no gaps. */
function sameForm(
  container: unknown,
  values: readonly (readonly [string, unknown])[],
): Record<string, unknown> | unknown[] {
  const isList = Array.isArray(container) && values.every(([key], index) => key === String(index));
  return isList ? values.map(([, value]) => value) : Object.fromEntries(values);
}
