/** Nested parameters as PHP bracket keys, `fields[message]`; flags as Y and N, since text has no booleans. */
export function flatten(params: Readonly<Record<string, unknown>>): [key: string, value: string][] {
  const pairs: [string, string][] = [];
  for (const name of Object.keys(params)) add(pairs, name, params[name], 0);
  return pairs;
}

const DEEPEST = 50;

function add(pairs: [string, string][], key: string, value: unknown, depth: number): void {
  if (value === undefined || value === null || typeof value === 'function' || typeof value === 'symbol') return;
  if (typeof value === 'boolean') pairs.push([key, value ? 'Y' : 'N']);
  else if (typeof value !== 'object') pairs.push([key, String(value)]);
  else if (value instanceof Date) pairs.push([key, value.toISOString()]);
  else if (depth < DEEPEST) {
    for (const [name, inner] of Object.entries(value)) add(pairs, `${key}[${name}]`, inner, depth + 1);
  } else throw new TypeError(`${key} is nested too deeply, or holds itself`);
}
