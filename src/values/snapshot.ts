/** Deeper than anybody's parameters; what lies below stays the caller's own. */
const DEPTH = 100;

/**
 * What a caller gave, as it stands now: plain objects and lists are copied with all that they hold, and so are form data and
 * maps. Whoever reuses one object for many calls, and changes it without waiting, has said something else with each of them.
 * Instances of classes stay the same objects: nobody can copy what they keep in private. So does what cannot be read.
 *
 * @param asJson as JSON would have it: what says itself what stands for it (`toJSON`: dates, addresses, somebody's keyboard
 *   class) gives way to that, and so do texts and numbers that are objects; of an instance of a class the fields are taken;
 *   NaN and the infinities are null
 */
export function snapshot<T>(given: T, asJson?: boolean): T;
export function snapshot(given: unknown, asJson = false): unknown {
  if (typeof given !== 'object' || given === null) return given;
  try {
    return copyOf(given, { asJson, made: new Map() }, 0);
  } catch {
    return given;
  }
}

interface Taking {
  readonly asJson: boolean;
  readonly made: Map<object, unknown>;
}

/** Does `given` say the same as when `before` was taken of it? */
export function isAsBefore(given: unknown, before: unknown): boolean {
  try {
    return isSame(given, before, 0);
  } catch {
    return true;
  }
}

/**
 * Every call passes here: no function is invoked for a value that is no object, and keys are set by plain assignment.
 *
 * @param at the key under which it stands; null for what a `toJSON` gave
 */
function copyOf(value: object, taking: Taking, depth: number, at: string | symbol | null = ''): unknown {
  const { asJson, made } = taking;
  if (asJson && at !== null && depth < DEPTH && 'toJSON' in value && typeof value.toJSON === 'function') {
    const said: unknown = value.toJSON(at);
    return typeof said === 'object' && said !== null ? copyOf(said, taking, depth + 1, null) : said;
  }
  const prototype: object | null = Object.getPrototypeOf(value);
  // A plain object, also one of another realm.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  const isList = Array.isArray(value);
  if (!isPlain && !isList && !(asJson && holdsFields(value))) return copyOfOther(value, taking, depth);
  const known = made.get(value);
  if (known !== undefined || depth > DEPTH) return known ?? value;
  // What nearly everybody gives is copied at once, and then only what has to change is set.
  const isUsual = prototype === Object.prototype && at !== null;
  const copy: Fields = isUsual ? { ...value } : Object(isPlain ? Object.create(prototype) : isList ? [] : {});
  const given: Fields = isUsual ? copy : Object(value);
  made.set(value, copy);
  const names: (string | symbol)[] = Object.keys(given);
  // JSON knows no symbols.
  for (const key of asJson ? names : names.concat(Object.getOwnPropertySymbols(given))) {
    const inner = given[key];
    // JSON asks each value once, and would ask the copy again. It leaves functions out.
    if (at === null && typeof inner === 'function') continue;
    let taken = typeof inner === 'object' && inner !== null ? copyOf(inner, taking, depth + 1, key) : inner;
    // JSON has no word for NaN and the infinities.
    if (asJson && typeof inner === 'number' && inner - inner !== 0) taken = null;
    if (isUsual && taken === inner) continue;
    if (key !== '__proto__') copy[key] = taken;
    else Object.defineProperty(copy, key, { value: taken, enumerable: true, configurable: true, writable: true });
  }
  // Holes at its end.
  if (isList && copy.length !== value.length) copy.length = value.length;
  return copy;
}

type Fields = Record<string | symbol, unknown>;

function copyOfOther(value: object, taking: Taking, depth: number): unknown {
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, inner]) => [
        key,
        typeof inner === 'object' && inner !== null ? copyOf(inner, taking, depth + 1) : inner,
      ]),
    );
  }
  if (taking.asJson && WRAPPED.some((kind) => value instanceof kind)) return value.valueOf();
  if (isSearch(value)) return new URLSearchParams(value);
  return isForm(value) ? formOf(value) : value;
}

/** An instance of somebody's class, and none of the language's, no promise and no stream: JSON takes its fields. */
function holdsFields(value: object): boolean {
  const isObject = Object.prototype.toString.call(value) === '[object Object]';
  return isObject && !['then', 'pipe'].some((name) => typeof Reflect.get(value, name) === 'function');
}

const WRAPPED = [String, Number, Boolean];

function isSame(given: unknown, before: unknown, depth: number): boolean {
  if (Object.is(given, before)) return true;
  if (typeof given !== 'object' || typeof before !== 'object' || given === null || before === null || depth > DEPTH)
    return false;
  if (given instanceof Map && before instanceof Map) return isSame([...given], [...before], depth + 1);
  if (isSearch(given)) return String(given) === String(before);
  if (isForm(given) && isForm(before)) return isSame([...given], [...before], depth + 1);
  const names = namesOf(given);
  const earlier = new Set<string | symbol>(namesOf(before));
  if (names.length !== earlier.size || Reflect.get(given, 'length') !== Reflect.get(before, 'length')) return false;
  return names.every(
    (name) => earlier.has(name) && isSame(Reflect.get(given, name), Reflect.get(before, name), depth + 1),
  );
}

function namesOf(value: object): (string | symbol)[] {
  return Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
}

function formOf(given: FormData): FormData {
  const copy = new FormData();
  // A file of its own class would lose its name otherwise.
  given.forEach((value, key) => {
    copy.append(key, value);
  });
  return copy;
}

function isSearch(value: object): value is URLSearchParams {
  return typeof URLSearchParams !== 'undefined' && value instanceof URLSearchParams;
}

function isForm(value: object): value is FormData {
  return typeof FormData !== 'undefined' && value instanceof FormData;
}
