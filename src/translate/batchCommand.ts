import { flatten } from './flatten';
import { readForm } from './readForm';
import type { Params } from './types';

/** A command of a batch: `method?query` text, `[method, params]` or `{ method, params }`. */
export type BatchCommand =
  | string
  | readonly [method: string, params?: Params | null]
  | { readonly method: string; readonly params?: Params | null };

export interface ReadCommand {
  readonly method: string;
  readonly params: Params;
}

/** A command in one form; undefined where it is none of the three. */
export function readCommand(command: unknown): ReadCommand | undefined {
  if (typeof command === 'string') return fromText(command);
  if (Array.isArray(command)) return fromParts(command[0], command[1]);
  if (typeof command !== 'object' || command === null) return undefined;
  const own = new Map<string, unknown>(Object.entries(command));
  return fromParts(own.get('method'), own.get('params'));
}

/** A command as the REST method `batch` takes it. */
export function writeCommand({ method, params }: ReadCommand): string {
  const query = flatten(params)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
  return query === '' ? method : `${method}?${query}`;
}

function fromText(text: string): ReadCommand {
  const [method = '', ...rest] = text.split('?');
  return { method, params: readForm(rest.join('?')) };
}

function fromParts(method: unknown, params: unknown): ReadCommand | undefined {
  if (typeof method !== 'string') return undefined;
  return { method, params: typeof params === 'object' && params !== null ? { ...params } : {} };
}
