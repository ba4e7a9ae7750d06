/**
 * An object that reads as `before`, with another value under one name. Of a class that answers by getters there is no copy: they
 * may read private fields, which only the object itself has. What is set on the view stays in it.
 */
export function viewOf(before: object, key: string, value: unknown): object {
  const own = new Map<PropertyKey, unknown>([[key, value]]);
  const isHeld = (name: PropertyKey): boolean => own.has(name);
  return new Proxy(Object.create(Object.getPrototypeOf(before)), {
    get(_target, name) {
      if (isHeld(name)) return own.get(name);
      const inner: unknown = Reflect.get(before, name);
      // A method reads private fields too. A class that stands there, or a callback, is no method of the object.
      return typeof inner === 'function' && isMethod(before, name) ? inner.bind(before) : inner;
    },
    set(_target, name, inner) {
      own.set(name, inner);
      return true;
    },
    has: (_target, name) => isHeld(name) || Reflect.has(before, name),
    ownKeys: () => [...new Set([...Reflect.ownKeys(before), ...[...own.keys()].filter(isName)])],
    getOwnPropertyDescriptor(_target, name) {
      const found = Reflect.getOwnPropertyDescriptor(before, name);
      if (found === undefined && !isHeld(name)) return undefined;
      const shown = isHeld(name) ? own.get(name) : Reflect.get(before, name);
      return { value: shown, configurable: true, writable: true, enumerable: found?.enumerable ?? true };
    },
  });
}

/** Does a class answer for its instances by getters? */
export function hasGetters(value: object): boolean {
  for (let at: unknown = Object.getPrototypeOf(value); isClass(at); at = Object.getPrototypeOf(at)) {
    const found = Object.values(Object.getOwnPropertyDescriptors(at));
    if (found.some(({ get }) => get !== undefined)) return true;
  }
  return false;
}

function isMethod(before: object, name: PropertyKey): boolean {
  for (let at: unknown = Object.getPrototypeOf(before); isClass(at); at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found !== undefined) return 'value' in found && name !== 'constructor';
  }
  return false;
}

function isClass(value: unknown): value is object {
  return typeof value === 'object' && value !== null && value !== Object.prototype;
}

function isName(key: PropertyKey): key is string | symbol {
  return typeof key !== 'number';
}
