/** Nested values under PHP's flat keys, `KEYBOARD[0][TEXT]`, as hand-written encoders make them. */
export function flattened(params: Record<string, unknown>): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  const add = (key: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) flat[key] = value;
    else for (const [name, inner] of Object.entries(value)) add(`${key}[${name}]`, inner);
  };
  for (const [name, value] of Object.entries(params)) add(name, value);
  return flat;
}
