import { syntax } from '../../files/sourceFile';
import type { ClassValue, ReadingEngine } from '../types';

/** The class of the given files that a class extends. */
export function baseClass(value: ClassValue, engine: ReadingEngine): ClassValue | undefined {
  const s = syntax();
  const clause = value.node.heritageClauses?.find(({ token }) => token === s.SyntaxKind.ExtendsKeyword);
  const [type] = clause?.types ?? [];
  const base = type ? engine.evaluate(type.expression, value.around) : undefined;
  return base?.kind === 'class' ? base : undefined;
}
