import type { Fields } from './types';

/** Whether a value is an object with named fields: no array, not null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
