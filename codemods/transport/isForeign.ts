import { syntax } from '../files/sourceFile';
import type { ClassValue, ReadingEngine, Value } from './types';
import { baseClass } from './values/baseClass';
import { alternatives } from './values/Value';

/** Is the owner of a method, in any case that shows, a thing of a package? Its methods are no functions of the given files. */
export function isForeign(owner: Value | undefined, engine: ReadingEngine): boolean {
  return owner !== undefined && alternatives(owner).some((one) => isOfPackage(one, engine));
}

function isOfPackage(one: Value, engine: ReadingEngine): boolean {
  switch (one.kind) {
    case 'external':
      // What lies deeper in it may have been put there.
      return one.module !== 'global' && one.path.filter((name) => name !== 'default').length < 2;
    case 'made':
      return one.what.includes('.');
    case 'unknown':
      return one.isForeign === true;
    case 'instance':
      return extendsPackage(one.of, engine);
    default:
      return false;
  }
}

function extendsPackage(of: ClassValue, engine: ReadingEngine): boolean {
  const base = baseClass(of, engine);
  if (base) return extendsPackage(base, engine);
  const { ExtendsKeyword } = syntax().SyntaxKind;
  const [type] = of.node.heritageClauses?.find(({ token }) => token === ExtendsKeyword)?.types ?? [];
  const value = type && engine.evaluate(type.expression, of.around);
  return value?.kind === 'external' && !/^(?:global|events)$/.test(value.module);
}
