/** A map by index as the list that PHP cannot tell from it: parsers of forms and Go's maps make them. Else the value itself. */
export function indexed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : value;
}
