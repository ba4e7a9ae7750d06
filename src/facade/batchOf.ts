import { isV1Imbot } from '../map/imbotName';
import type { BatchCommand } from '../translate/batchCommand';
import { readCommand } from '../translate/batchCommand';
import { normalise } from '../translate/normalise';
import { isEmpty, type Params } from '../values/structures';

export interface FoundBatch {
  readonly calls: readonly BatchCommand[] | Readonly<Record<string, BatchCommand>>;
  readonly halt: boolean;
}

/** The commands of a REST `batch` call, where one of them is imbot v1; undefined leaves the batch alone. */
export function batchOf(method: string, params: Params): FoundBatch | undefined {
  if (method.toLowerCase() !== 'batch') return undefined;
  const { CMD, HALT } = normalise(params).params;
  const cmd = typeof CMD === 'string' ? parse(CMD) : CMD;
  if (typeof cmd !== 'object' || cmd === null) return undefined;
  const calls = new Map<string, BatchCommand>();
  for (const [key, command] of Object.entries(cmd)) {
    if (!isCommand(command)) return undefined;
    calls.set(key, command);
  }
  if (![...calls.values()].some((command) => isV1Imbot(readCommand(command)?.method ?? ''))) return undefined;
  // `(bool)` of PHP: 'N' and 'false' stop as well.
  const halt = !isEmpty(HALT);
  return { calls: Array.isArray(cmd) ? [...calls.values()] : Object.fromEntries(calls), halt };
}

/** One without a method is refused by the portal alone; the others of its batch run. */
function isCommand(value: unknown): value is BatchCommand {
  return Boolean(readCommand(value)?.method);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
