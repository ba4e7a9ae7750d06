import { text } from './text';

/** COMMAND as v2 writes it: without the slash that v1 takes before it. */
export function command(value: unknown): string | undefined {
  return text(value)?.replace(/^\//, '');
}
