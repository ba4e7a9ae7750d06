import { type BatchCommand, type ReadCommand, readCommand } from '../translate/batchCommand';

/** The commands of `callBatch`: a list or an object, each `[method, params]`, `{ method, params }` or `method?query`. */
export type Calls = readonly unknown[] | Readonly<Record<string, unknown>>;

/** The commands of a callBatch, `[method, params]`, `{ method, params }` or text, under the caller's keys. */
export function commandsOf(calls: Calls): {
  keys: readonly string[];
  list: boolean;
  commands: Map<string, BatchCommand>;
} {
  const commands = new Map<string, BatchCommand>();
  for (const [key, call] of Object.entries(calls)) {
    if (isCommand(call)) commands.set(key, call);
  }
  return { keys: Object.keys(calls), list: Array.isArray(calls), commands };
}

/** Method and parameters of a command, for the query of its result. */
export function queryOf(command: BatchCommand | undefined): ReadCommand {
  return readCommand(command) ?? { method: '', params: {} };
}

function isCommand(value: unknown): value is BatchCommand {
  return readCommand(value) !== undefined;
}
