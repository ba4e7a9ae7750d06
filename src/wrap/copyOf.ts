/** Fields that are the request and the machinery: a copy shares them. */
const SHARED: ReadonlySet<string> = new Set(['config', 'request', 'req', 'options', 'headers', 'socket', 'agent']);
const DEPTH = 6;

/**
 * A copy that can be changed without the first one changing: plain objects, lists and errors, with what they hold. Instances
 * of other classes are the same in both, unless they are to be taken too.
 *
 * @param made takes in every object that is new
 * @param takesClasses copies instances of any class that keeps what it has in fields
 */
export function copyOf(value: unknown, made: Set<object> = new Set(), takesClasses = false, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > DEPTH) return value;
  if (Array.isArray(value)) {
    const list: unknown[] = value.map((item) => copyOf(item, made, takesClasses, depth + 1));
    made.add(list);
    return list;
  }
  const isError = value instanceof Error;
  if (!isError && !isPlain(value) && !(takesClasses && keepsFields(value))) return value;
  const copy: object = Object.create(Object.getPrototypeOf(value));
  made.add(copy);
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined) continue;
    if (
      'value' in descriptor &&
      !(typeof key === 'string' && (SHARED.has(key) || (key.startsWith('_') && key !== '_body' && key !== '_data')))
    ) {
      descriptor.value = copyOf(descriptor.value, made, takesClasses, depth + 1);
    }
    Object.defineProperty(copy, key, {
      ...descriptor,
      configurable: true,
      ...('value' in descriptor ? { writable: true } : {}),
    });
  }
  return copy;
}

/** A response of a client, for example; the language's own classes keep what they have where no copy finds it. */
function keepsFields(value: object): boolean {
  return 'statusCode' in value && !(value instanceof Uint8Array);
}

/** A plain object, also one of another realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
