/** Objects and arrays may arrive as JSON text, and nothing as `null`: parsed. What does not parse to one is passed on untouched. */
export function json(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*(?:[[{]|null\s*$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
