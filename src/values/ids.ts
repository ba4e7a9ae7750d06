import { id } from './id';
import { list } from './list';

/** USERS as numbers; JSON text is parsed, what is no id is left out. */
export function ids(value: unknown): number[] | undefined {
  return list(value)
    ?.map(id)
    .filter((number) => number > 0);
}
