/** A value with other texts in it, however deep. The same object where none changes. */
export function withTexts<Value>(value: Value, change: (text: string) => string, depth?: number): Value;
export function withTexts(value: unknown, change: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null || depth > 50) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withTexts(inner, change, depth + 1)]);
  if (Object.values(value).every((inner, index) => inner === entries[index]?.[1])) return value;
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
