/** A field of what others made, if it has fields; their getters may throw. */
export function foreignField(value: unknown, name: string): unknown {
  try {
    return Reflect.get(Object(value), name);
  } catch {
    return undefined;
  }
}
