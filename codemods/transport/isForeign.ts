import type { ClassValue, ReadingEngine, Value } from './types';
import { packageBase } from './values/packageBase';
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

/** Emitters are known by what is called on them. */
function extendsPackage(of: ClassValue, engine: ReadingEngine): boolean {
  const module = packageBase(of, engine);
  return module !== undefined && !/^(?:global|events)$/.test(module);
}
