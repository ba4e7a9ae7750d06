/** A v1 scalar as text, the way PHP would cast it; undefined for objects, arrays and functions. */
export function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '';
  return undefined;
}
