/** A value with other texts in it, however deep. The same object where none changes. */
export function withTexts<Value>(value: Value, change: (text: string) => string, depth?: number): Value;
export function withTexts(value: unknown, change: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null || depth > 50) return value;
  let isSame = true;
  const entries = Object.entries(value).map(([key, inner]) => {
    const other = withTexts(inner, change, depth + 1);
    isSame &&= other === inner;
    return [key, other];
  });
  if (isSame) return value;
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
