import { extendedType } from '../../source/extendedType';
import type { ClassValue, ReadingEngine } from '../types';
import { baseClass } from './baseClass';

/** The module of the class that a class extends in the end, where that is in none of the given files. */
export function packageBase(of: ClassValue, engine: ReadingEngine): string | undefined {
  let at = of;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const base = baseClass(at, engine);
    if (!base) {
      const type = extendedType(at.node);
      const value = type && engine.evaluate(type.expression, at.around);
      return value?.kind === 'external' ? value.module : undefined;
    }
    at = base;
  }
  return undefined;
}

const DEEPEST = 10;
