/** Does a batch value refer to an earlier answer? */
export function isReference(value: unknown): value is string {
  return typeof value === 'string' && value.includes('$result[');
}

/** A reference anywhere within a value. */
export function holdsReference(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.includes('$result[');
  if (typeof value !== 'object' || value === null || depth > 20) return false;
  return Object.values(value).some((inner) => holdsReference(inner, depth + 1));
}
