import { json } from './json';

/** A list as PHP sees it: an array, a map by index (which PHP cannot tell from one), or JSON text of either. */
export function list(value: unknown): readonly unknown[] | undefined {
  const parsed = json(value);
  if (Array.isArray(parsed)) return parsed;
  return typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : undefined;
}
