import type { CallOptions, Params } from '../engine/types';
import { METHODS } from '../map/index';
import type { V1Tree } from './methods.generated';

type Caller = (method: string, params?: Params | null, options?: CallOptions) => Promise<unknown>;
type Branch = { [part: string]: Branch | ((params?: Params | null, options?: CallOptions) => Promise<unknown>) };

/** `imbot.message.add(…)` and its kin, each a call of the method of that name. */
export function methodTree(call: Caller): V1Tree {
  const root: Branch = {};
  for (const { v1 } of METHODS) {
    const path = v1.split('.').slice(1);
    const name = path.pop() ?? '';
    let branch = root;
    for (const part of path) {
      const inner = branch[part];
      const next: Branch = typeof inner === 'object' ? inner : {};
      branch[part] = next;
      branch = next;
    }
    branch[name] = (params, options) => call(v1, params, options);
  }
  if (!isTree(root)) throw new TypeError('the map lacks a method of the generated tree');
  return root;
}

/** The generated interface and this tree come from the same map; a test holds them together. */
function isTree(tree: object): tree is V1Tree {
  return METHODS.every(({ v1 }) => typeof reach(tree, v1.split('.').slice(1)) === 'function');
}

function reach(node: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined),
    node,
  );
}
