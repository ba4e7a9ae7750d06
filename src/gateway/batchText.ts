import type { OwnErrorCode } from '../errors/ErrorCode';
import type { FoundBatch } from '../facade/batchOf';
import { methodEntry } from '../map/index';
import { v1Text } from '../map/v1Texts';
import { readCommand } from '../translate/batchCommand';
import type { Params } from '../translate/types';
import { field } from '../values/answers';
import { answerTexts } from './answerTexts';

/**
 * The answer of a batch as text: what the portal wrote, but for the commands that went out under another name.
 *
 * @param sent the parameters of the batch as it went out
 * @param result what the engine makes of its answer
 */
export function batchText(text: string, batch: FoundBatch, sent: Params, result: unknown): string {
  const results = new Map(entriesOf(field(result, 'result')));
  const errors = new Map(entriesOf(field(result, 'result_error')));
  const given = Object.entries(batch.calls);
  const texts = new Map(entriesOf(sent['cmd']));
  const anew = new Set<string>();
  for (const [key, command] of given) {
    const read = readCommand(command);
    if (read === undefined || readCommand(texts.get(key))?.method === read.method) continue;
    const code = field(errors.get(key), 'error');
    if (code === 'BAD_ANSWER' && methodEntry(read.method)?.replay !== 'read') {
      // It ran, and nobody can say more of it than the portal did.
      errors.delete(key);
      results.set(key, undefined);
      continue;
    }
    anew.add(key);
    if (OURS.has(code))
      errors.set(key, { error: WRONG, error_description: v1Text(read.method, WRONG, '') ?? 'Wrong request' });
  }
  return answerTexts.withCommands(text, { results, errors, anew, order: given.map(([key]) => key) });
}

const WRONG = 'WRONG_REQUEST';
/** Codes of the engine's own: callers of v1 know none of them. */
const OURS: ReadonlySet<unknown> = new Set<OwnErrorCode>(['BAD_ANSWER', 'LOSSY', 'NO_ANSWER', 'TIMEOUT', 'ABORTED']);

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
