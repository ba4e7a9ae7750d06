import { configError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';
import { EVENT_NAMES } from '../map/events';
import { nearestName } from './nearestName';

export type FindHandler = (name: string) => ((event: unknown) => unknown) | undefined;

/** Names that a handler gets under `on`; other names pass too, as they are (CRM events, user events). */
const NAMES: readonly string[] = [
  ...Object.keys(EVENT_NAMES),
  'ONAPPINSTALL',
  'ONAPPUNINSTALL',
  'ONIMBOTV2REACTIONCHANGE',
];

/** v2 names whose events come under their v1 names. */
const V1_OF: ReadonlyMap<string, string> = new Map(Object.entries(EVENT_NAMES).map(([v1, v2]) => [v2, v1]));

/**
 * Handlers by event name: of an object, an instance of a class with all it inherits, static methods, a Map, a getter.
 *
 * @throws ImbotError CONFIG for what can hold no handlers, a value that is no function, a misspelt name: each would be
 * ignored without a word
 */
export function resolveHandlers(on: unknown): FindHandler {
  if (on instanceof Map) {
    for (const [name, value] of on) check(String(name), value);
    return (name) => callable(on.get(name), on, name);
  }
  if (!holdsHandlers(on))
    throw unusable('`on` must be an object, an instance of a class or a Map with handlers by event name');
  const names = namesOf(on);
  // A function is taken for what its static methods are; without any it is one handler for everything, which '*' is for.
  if (typeof on === 'function' && !names.some(isEventName)) {
    throw unusable("`on` is one function; give { '*': handler } for a handler of every event");
  }
  if (
    Object.prototype.toString.call(on) !== '[object Object]' &&
    typeof on !== 'function' &&
    !names.some(isEventName)
  ) {
    throw unusable('`on` holds no handler');
  }
  for (const name of names) {
    const property = propertyOf(on, name);
    // A getter may have its value later.
    if (property !== undefined && 'value' in property) check(name, property.value);
    else check(name, undefined);
  }
  return (name) => {
    const value: unknown = Reflect.get(on, name);
    return value === Reflect.get(Object.prototype, name) ? undefined : callable(value, on, name);
  };
}

function holdsHandlers(on: unknown): on is object {
  return (typeof on === 'object' && on !== null && !Array.isArray(on)) || typeof on === 'function';
}

function callable(value: unknown, on: object, name: string): ((event: unknown) => unknown) | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'function') return (event) => value.call(on, event);
  throw unusable(`the handler of ${name} is no function`);
}

function check(name: string, value: unknown): void {
  const known = NAMES.includes(name) || name === '*';
  if (known && value !== undefined && value !== null && typeof value !== 'function') {
    throw unusable(`the handler of ${name} is no function`);
  }
  if (known || !/^on/i.test(name)) return;
  const v1 = V1_OF.get(name.toUpperCase());
  if (v1 !== undefined)
    throw unusable(`${name} is a name of v2; its events come in the v1 shape, to the handler ${v1}`);
  const meant = nearestName(name.toUpperCase(), NAMES);
  if (meant !== undefined) throw unusable(`${name} is no event; ${meant} was meant`);
}

function isEventName(name: string): boolean {
  return name === '*' || /^ON[A-Z]/.test(name);
}

function namesOf(on: object): string[] {
  const names = new Set<string>();
  for (let at: object | null = on; at !== null && !isBuiltIn(at); at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return [...names];
}

function propertyOf(on: object, name: string): PropertyDescriptor | undefined {
  for (let at: object | null = on; at !== null; at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, name);
    if (property !== undefined) return property;
  }
  return undefined;
}

function isBuiltIn(prototype: object): boolean {
  return prototype === Object.prototype || prototype === Function.prototype;
}

function unusable(message: string): ImbotError {
  return configError('on', `${message}.`);
}
