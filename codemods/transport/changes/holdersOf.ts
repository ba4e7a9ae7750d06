import type { ts } from 'ts-morph';
import { pathOf } from '../pathOf';
import type { ClassValue, ReadingEngine, Value } from '../types';
import { baseClass } from '../values/baseClass';

/**
 * Something that holds values under names, told by where it is made.
 */
export interface Holder {
  readonly key: string;
  /** Of an instance or a class also what its bases are known by, nearest first. */
  readonly above: readonly string[];
  readonly node: ts.Node;
}

/** The holders that a value may be; undefined where it may be any. */
export function holdersOf(value: Value, engine: ReadingEngine): readonly Holder[] | undefined {
  switch (value.kind) {
    case 'object':
      return value.at ? [plain('object', value.at)] : [];
    case 'instance':
      return [ofClass('instance', value.of, engine)];
    case 'class':
      return [ofClass('class', value, engine)];
    case 'function':
      return [plain('function', value.node)];
    case 'module':
      return [plain('module', value.frame.tree)];
    case 'made': {
      const [first] = value.from;
      if (value.what === 'Proxy' && first) return holdersOf(first, engine);
      return value.node ? [plain('made', value.node)] : [];
    }
    case 'external':
      // The client that all files share.
      return value.module === 'axios' && (value.path[0] ?? 'default') === 'default' && value.path.length < 2
        ? [{ key: 'external axios', above: [], node: engine.site }]
        : [];
    case 'union': {
      const all = value.of.map((one) => holdersOf(one, engine));
      const told = all.flatMap((one) => one ?? []);
      return told.length === 0 && all.includes(undefined) ? undefined : told;
    }
    case 'unknown':
      return undefined;
    case 'literal':
      return value.value === undefined ? undefined : [];
    default:
      return [];
  }
}

/** An object that a literal makes. */
export function literalHolder(node: ts.Node): Holder {
  return plain('object', node);
}

function plain(kind: string, node: ts.Node): Holder {
  return { key: keyOf(kind, node), above: [], node };
}

function ofClass(kind: string, of: ClassValue, engine: ReadingEngine): Holder {
  const above: string[] = [];
  let at = baseClass(of, engine);
  for (let depth = 0; at && depth < DEEPEST; depth += 1) {
    above.push(keyOf(kind, at.node));
    at = baseClass(at, engine);
  }
  return { key: keyOf(kind, of.node), above, node: of.node };
}

const DEEPEST = 10;

function keyOf(kind: string, node: ts.Node): string {
  return `${kind} ${pathOf(node)}`;
}

/** May what is put into one be found in the other? An instance has what its bases have, and may be one of a subclass. */
export function isRelated(one: Holder, other: Holder): boolean {
  return one.key === other.key || one.above.includes(other.key) || other.above.includes(one.key);
}
