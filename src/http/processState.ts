const KEY = Symbol.for('imbot-compat');

/**
 * What all copies of this package in one process share under `name`; made by `create` where it is not there yet. The ESM and
 * the CommonJS copy may be loaded side by side, so the state hangs on `globalThis` and not on a module. The type of a state
 * belongs to the one function that asks for its name.
 */
export function processState<T extends object>(name: string, create: () => T): T {
  const holder: typeof globalThis & { [KEY]?: Record<string, T | undefined> } = globalThis;
  holder[KEY] ??= {};
  const known = holder[KEY][name];
  if (known !== undefined) return known;
  const made = create();
  holder[KEY][name] = made;
  return made;
}
