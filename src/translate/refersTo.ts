import type { BatchCommand } from './batchCommand';

/** Does a command of a batch refer to the answer under `key`? */
export function refersTo(key: string, command: BatchCommand): boolean {
  const wanted = `$result[${key}]`;
  return typeof command === 'string' ? decoded(command).includes(wanted) : mentions(command, wanted, 0);
}

function decoded(text: string): string {
  return [...new URLSearchParams(text.slice(text.indexOf('?') + 1)).values()].join('\n');
}

function mentions(value: unknown, wanted: string, depth: number): boolean {
  if (typeof value === 'string') return value.includes(wanted);
  if (typeof value !== 'object' || value === null || depth > 50) return false;
  return Object.values(value).some((inner) => mentions(inner, wanted, depth + 1));
}
