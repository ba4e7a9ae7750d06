/** Objects and arrays may arrive as JSON text: parsed. What does not parse to one is passed on untouched. */
export function json(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
