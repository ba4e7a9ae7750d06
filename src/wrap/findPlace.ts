import { field } from '../values/answers';
import type { Place } from './types';
import { hasGetters, viewOf } from './viewOf';

export interface Found {
  readonly value: unknown;
  /** The same arguments with another value there; undefined for what stands in `this`. */
  readonly replace?: (args: readonly unknown[], value: unknown) => unknown[];
}

/** Finds what a layout speaks of. Undefined where the place does not exist. */
export function findPlace(place: Place, args: readonly unknown[], self: unknown): Found | undefined {
  if (typeof place === 'number') return { value: args[place], replace: (list, value) => putAt(list, place, value) };
  const [first = '', ...rest] = place.split('.');
  if (first === 'this') return { value: valueAt(self, rest) };
  if (/^\d+$/.test(first)) {
    const index = Number(first);
    return {
      value: valueAt(args[index], rest),
      replace: (list, value) => putAt(list, index, put(list[index], rest, value)),
    };
  }
  const path = [first, ...rest];
  const index = args.findIndex((arg) => has(arg, path));
  if (index >= 0) {
    return {
      value: valueAt(args[index], path),
      replace: (list, value) => putAt(list, index, put(list[index], path, value)),
    };
  }
  return has(self, path) ? { value: valueAt(self, path) } : undefined;
}

/** Which argument a layout speaks of; undefined for `this`, and where none holds the place. */
export function argumentOf(place: Place, args: readonly unknown[]): number | undefined {
  if (typeof place === 'number') return place;
  const path = place.split('.');
  if (path[0] === 'this') return undefined;
  if (/^\d+$/.test(path[0] ?? '')) return Number(path[0]);
  const index = args.findIndex((arg) => has(arg, path));
  return index < 0 ? undefined : index;
}

function has(root: unknown, path: readonly string[]): boolean {
  return valueAt(root, path) !== undefined;
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : field(value, key)), root);
}

function putAt(list: readonly unknown[], index: number, value: unknown): unknown[] {
  const copy = [...list];
  while (copy.length < index) copy.push(undefined);
  copy[index] = value;
  return copy;
}

function put(root: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const before = isObject(root) ? root : {};
  if (hasGetters(before)) return viewOf(before, key, put(Reflect.get(before, key), rest, value));
  const copy: object = Array.isArray(before)
    ? [...before]
    : Object.assign(Object.create(Object.getPrototypeOf(before)), before);
  Reflect.set(copy, key, put(Reflect.get(before, key), rest, value));
  return copy;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
