import { Failure } from './failure';
import { phpForm } from './phpForm';
import { type Params, read } from './read';
import { systemFailure } from './systemFailure';

const MAX_COMMANDS = 50;

export interface CommandAnswer {
  result: unknown;
  /** Of a list: how many there are in all, and where the next page begins. */
  total?: number;
  next?: number;
  time: Record<string, unknown>;
}

/** Runs the commands of a batch in order; `run` executes one. */
export function batch(params: Params, run: (method: string, params: Params) => CommandAnswer): Record<string, unknown> {
  const halt = read.truthy(params.halt);
  const commands = Object.entries(read.record(params.cmd) ?? { ...(Array.isArray(params.cmd) ? params.cmd : []) });
  const results = new Map<string, unknown>();
  const errors = new Map<string, unknown>();
  const times = new Map<string, unknown>();
  const totals = new Map<string, unknown>();
  const nexts = new Map<string, unknown>();
  for (const [index, [key, command]] of commands.entries()) {
    try {
      if (index >= MAX_COMMANDS) throw systemFailure('ERROR_BATCH_LENGTH_EXCEEDED');
      const { method, params: own } = commandOf(command);
      if (method.toLowerCase() === 'batch') throw systemFailure('ERROR_BATCH_METHOD_NOT_ALLOWED');
      const answer = run(method, resolve(own, results));
      results.set(key, answer.result);
      times.set(key, answer.time);
      if (answer.total !== undefined) totals.set(key, answer.total);
      if (answer.next !== undefined) nexts.set(key, answer.next);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      errors.set(key, { error: error.code, error_description: error.message });
      if (halt) break;
    }
  }
  return {
    result: phpArray(results),
    result_error: phpArray(errors),
    result_total: phpArray(totals),
    result_next: phpArray(nexts),
    result_time: phpArray(times),
  };
}

function commandOf(command: unknown): { method: string; params: Params } {
  if (typeof command === 'string') {
    const [method = '', ...query] = command.split('?');
    return { method, params: phpForm.decode(query.join('?')) };
  }
  if (Array.isArray(command)) return { method: read.text(command[0]), params: read.record(command[1]) ?? {} };
  const named = read.record(command) ?? {};
  return { method: read.text(named.method), params: read.record(named.params) ?? {} };
}

/** PHP writes a map whose keys count up from 0 as a list, an empty one too. */
function phpArray(map: ReadonlyMap<string, unknown>): unknown {
  const isList = [...map.keys()].every((key, index) => key === String(index));
  return isList ? [...map.values()] : Object.fromEntries(map);
}

const REFERENCE = /\$result\[([^\]]+)\]((?:\[[^\]]+\])*)/g;

/** Puts earlier results where `$result[key][path]` stands; a value that is nothing else keeps its type. */
function resolve(params: Params, results: ReadonlyMap<string, unknown>): Params {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, resolved(value, results)]));
}

function resolved(value: unknown, results: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((inner) => resolved(inner, results));
  const record = read.record(value);
  if (record) return resolve(record, results);
  if (typeof value !== 'string') return value;
  const [only] = value.matchAll(REFERENCE);
  if (only && only[0] === value) return lookUp(results, only[1], only[2]) ?? '';
  return value.replace(REFERENCE, (_all, key: string, path: string) => read.text(lookUp(results, key, path)));
}

function lookUp(results: ReadonlyMap<string, unknown>, key = '', path = ''): unknown {
  const steps = [...path.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1] ?? '');
  return steps.reduce((value: unknown, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    const record = read.record(value);
    return record && Object.hasOwn(record, step) ? record[step] : undefined;
  }, results.get(key));
}
