import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAsBefore, snapshot } from '../../src/values/snapshot';

const given = fc.anything({
  withNullPrototype: true,
  withSparseArray: true,
  withMap: true,
  withDate: true,
  maxDepth: 4,
});

/** Every object within that a copy has to own. */
function owned(value: unknown, found = new Set<unknown>()): Set<unknown> {
  if (typeof value !== 'object' || value === null || value instanceof Date || found.has(value)) return found;
  found.add(value);
  for (const one of value instanceof Map ? [...value.values()] : Object.values(value)) owned(one, found);
  return found;
}

test('a snapshot says what was given, and shares no object, list or map with it', () => {
  fc.assert(
    fc.property(given, (value) => {
      const copy = snapshot(value);
      expect(copy).toStrictEqual(value);
      expect(isAsBefore(value, copy)).toBe(true);
      const theirs = owned(value);
      expect([...owned(copy)].filter((one) => theirs.has(one))).toEqual([]);
    }),
  );
});

test('as JSON would have it, it is what JSON makes of it', () => {
  fc.assert(
    fc.property(fc.anything({ withDate: true, withSparseArray: false, maxDepth: 4 }), (value) => {
      expect(JSON.stringify(snapshot(value, true))).toBe(JSON.stringify(value));
    }),
  );
});

test('what says itself what stands for it is asked once, as JSON asks it, and taken as it stands', () => {
  const self = {
    list: [1],
    toJSON() {
      return this;
    },
  };
  const anew = {
    n: 1,
    toJSON() {
      return { ...this, n: this.n + 1 };
    },
  };
  const others = [{ toJSON: (at: string) => at }, { toJSON: () => [anew] }, { toJSON: 1 }, { toJSON: () => {} }];
  for (const value of [self, anew, [self, anew], { self, anew, others }, others]) {
    expect(JSON.stringify(snapshot(value, true))).toBe(JSON.stringify(value));
  }
  const copy = snapshot({ self }, true);
  self.list.push(2);
  expect(JSON.stringify(copy)).toBe('{"self":{"list":[1]}}');
});

test('lists with holes, names or symbols of their own, circles and __proto__ as a key', () => {
  const mark = Symbol('mark');
  const holes = Object.assign(Array.from<unknown>({ length: 0 }), { 0: 1, 2: { a: 2 } });
  const named = Object.assign([1, 2], { extra: { b: 1 }, [mark]: [3] });
  // As long as its keys are many, and yet with a hole.
  const hidden = Object.assign(Array.from<unknown>({ length: 0 }), { 1: 2, extra: 1 });
  const proto: object = JSON.parse('{"__proto__":{"polluted":true},"a":[{}]}');
  for (const value of [holes, named, hidden, proto, [], [[]], { [mark]: {} }]) {
    const copy = snapshot(value);
    expect(copy).toStrictEqual(value);
    expect(copy).not.toBe(value);
    expect(Reflect.ownKeys(copy)).toEqual(Reflect.ownKeys(value));
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(value));
  }
  const circle: { self?: unknown; list: unknown[] } = { list: [] };
  circle.self = circle;
  circle.list.push(circle);
  const copy = snapshot(circle);
  expect(copy.self).toBe(copy);
  expect(copy.list[0]).toBe(copy);
});

test('a getter is asked once, and what it throws leaves what was given as it is', () => {
  let asked = 0;
  const inner = { TEXT: 'Go' };
  const value = {
    get KEYBOARD() {
      asked += 1;
      return [inner];
    },
  };
  const copy = snapshot(value, true);
  expect(copy).toEqual({ KEYBOARD: [{ TEXT: 'Go' }] });
  expect(copy.KEYBOARD[0]).not.toBe(inner);
  expect(asked).toBe(1);
  const bad = {
    get MESSAGE(): string {
      throw new Error('unreadable');
    },
  };
  expect(snapshot(bad, true)).toBe(bad);
});
