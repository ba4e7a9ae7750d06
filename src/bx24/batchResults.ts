import type { BatchCommand } from '../translate/batchCommand';
import { field } from '../values/answers';
import { queryOf } from './commandsOf';
import type { Mould } from './createMould';
import { createResult, type Query, type ResultCallback, type ResultLike, type ResultParts } from './createResult';

/**
 * The results of a batch under the keys of its commands: a list for a list, else an object. A command that was not reached
 * has none.
 */
export type BatchResults = (ResultLike | undefined)[] | Record<string, ResultLike>;

interface Batch {
  readonly keys: readonly string[];
  readonly list: boolean;
  readonly commands: ReadonlyMap<string, BatchCommand>;
  readonly again: (query: Query, callback: ResultCallback | undefined) => unknown;
  readonly mould?: Mould;
}

/**
 * The answer of REST `batch` as one result per command, under the caller's keys. A command that a halted batch never
 * reached has no entry, and no other moves into its place.
 */
export function batchResults(answer: unknown, { keys, list, commands, again, mould }: Batch): BatchResults {
  const make = mould?.make ?? createResult;
  const found = new Map<string, ResultLike>();
  for (const key of keys) {
    const one = answerOf(answer, key);
    const { method, params } = queryOf(commands.get(key));
    if (one) found.set(key, make(one, { method, data: params }, undefined, again));
  }
  if (!list) return Object.fromEntries(found);
  const results: (ResultLike | undefined)[] = [];
  for (const [key, result] of found) results[Number(key)] = result;
  return results;
}

/** Every command failed alike: the batch itself was refused. */
export function allFailed(error: ResultParts['error'], status: number, batch: Batch): BatchResults {
  const errors = Object.fromEntries(batch.keys.map((key) => [key, error]));
  return batchResults({ result_error: errors, status }, batch);
}

function answerOf(answer: unknown, key: string): ResultParts | undefined {
  const error = field(field(answer, 'result_error'), key);
  const code = field(error, 'error');
  const time = field(field(answer, 'result_time'), key);
  if (typeof code === 'string') {
    const given = field(answer, 'status');
    const status = typeof given === 'number' ? given : 400;
    return { error: { error: code, error_description: String(field(error, 'error_description') ?? '') }, time, status };
  }
  const results = field(answer, 'result');
  if (typeof results !== 'object' || results === null || !Object.hasOwn(results, key)) return undefined;
  const total = Number(field(field(answer, 'result_total'), key));
  const next = Number(field(field(answer, 'result_next'), key));
  return {
    result: field(results, key),
    total: Number.isNaN(total) ? undefined : total,
    next: Number.isNaN(next) ? undefined : next,
    time,
    status: 200,
  };
}
