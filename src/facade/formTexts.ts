/**
 * Parameters as a form carries them, for a text is all that v1 gets to read: `true` is `'true'` there, which switches no flag on
 * (`URLSearchParams`, qs, querystring and axios agree). What holds nothing of the kind stays the same object.
 */
export function formTexts<T extends object>(params: T): T;
export function formTexts(params: object): object {
  return textsOf(params, 0);
}

const DEEPEST = 50;

function textsOf(value: object, depth: number): object {
  if (depth > DEEPEST || !(Array.isArray(value) || isPlain(value))) return value;
  let copy: object | undefined;
  for (const name of Object.keys(value)) {
    const inner: unknown = Reflect.get(value, name);
    const text = typeof inner === 'object' && inner !== null ? textsOf(inner, depth + 1) : textOf(inner);
    if (text === inner) continue;
    copy ??= Array.isArray(value) ? [...value] : { ...value };
    Object.defineProperty(copy, name, { value: text, enumerable: true, configurable: true, writable: true });
  }
  return copy ?? value;
}

function textOf(value: unknown): unknown {
  return typeof value === 'boolean' || (typeof value === 'number' && !Number.isFinite(value)) ? String(value) : value;
}

/** Also one of another realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
