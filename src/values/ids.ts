import { id } from './id';
import { json } from './json';

/** USERS as numbers; JSON text is parsed, what is no id is left out. */
export function ids(value: unknown): number[] | undefined {
  const parsed = json(value);
  return Array.isArray(parsed) ? parsed.map(id).filter((number) => number > 0) : undefined;
}
