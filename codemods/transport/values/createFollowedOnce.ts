import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { attached } from '../../source/attached';
import { callForm } from '../callForm';
import type { NameRead } from '../startCall';
import type { Reach, ReadingEngine } from '../types';

/** What following a call showed; `isWhole`: the call itself told it, and nothing around the call had to be run. */
export interface Followed<T> {
  readonly value: T;
  readonly engine: ReadingEngine;
  readonly isWhole: boolean;
}

interface Known<T> {
  readonly value: T;
  readonly looked: ReadonlyMap<ts.Node, number>;
}

/**
 * Calls that enter the same function in the same form show the same of it: only the first one is followed. Where a reading
 * came by the nodes of another call in a second way, through callers or what was put somewhere, that one is followed too.
 */
export function createFollowedOnce<T>(): (
  read: NameRead,
  tree: ts.SourceFile,
  reach: Reach,
  follow: () => Followed<T>,
) => T {
  const trees = attached<ts.SourceFile, WeakMap<Reach, Map<string, Known<T>>>>();
  return (read, tree, reach, follow) => {
    const form = callForm(read, tree);
    if (form === undefined) return follow().value;
    const reached = trees.get(tree) ?? new WeakMap<Reach, Map<string, Known<T>>>();
    trees.set(tree, reached);
    const known = reached.get(reach) ?? new Map<string, Known<T>>();
    reached.set(reach, known);
    const before = known.get(form);
    const own = ownNodes(read);
    if (before && !own.some((node) => before.looked.has(node))) return before.value;
    const { value, engine, isWhole } = follow();
    const { looked } = engine.trace;
    if (!before && isWhole && own.every((node) => (looked.get(node) ?? 0) <= 1)) known.set(form, { value, looked });
    return value;
  };
}

/** The nodes that stand for something else while a call is followed. */
function ownNodes({ call, name, params }: NameRead): ts.Node[] {
  const { isArrowFunction, isFunctionExpression } = syntax();
  const callbacks = (call?.arguments ?? []).filter((one) => isArrowFunction(one) || isFunctionExpression(one));
  return [name, ...(params ? [params] : []), ...callbacks];
}
