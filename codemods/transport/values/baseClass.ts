import { extendedType } from '../../source/extendedType';
import type { ClassValue, ReadingEngine } from '../types';

/** The class of the given files that a class extends. */
export function baseClass(value: ClassValue, engine: ReadingEngine): ClassValue | undefined {
  const type = extendedType(value.node);
  const base = type ? engine.evaluate(type.expression, value.around) : undefined;
  return base?.kind === 'class' ? base : undefined;
}
