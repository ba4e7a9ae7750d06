import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import { callsByName } from '../../source/callsByName';
import type { CallOrNew } from '../../source/callsIn';
import { apartOf, lookedUp } from '../apartOf';
import { holdersOf, isRelated } from '../changes/holdersOf';
import { filesAround } from '../filesAround';
import type { ReadingEngine, Value } from '../types';

/** Calls of such a method on the very thing that a value is, in the files around a node. */
export function callsOn(
  self: Value,
  methods: ReadonlySet<string>,
  node: ts.Node,
  engine: ReadingEngine,
): ts.CallExpression[] {
  const s = syntax();
  const [own] = holdersOf(self, engine) ?? [];
  if (!own) return [];
  const apart = apartOf(engine);
  return callsAround(methods, node, engine).filter((call): call is ts.CallExpression => {
    const { expression } = call;
    if (!s.isCallExpression(call) || !s.isPropertyAccessExpression(expression)) return false;
    return holdersOf(lookedUp(expression.expression, apart), apart)?.some((one) => isRelated(own, one)) === true;
  });
}

/** All calls and `new` of such a name, in the files around a node. */
export function callsAround(methods: ReadonlySet<string>, node: ts.Node, engine: ReadingEngine): CallOrNew[] {
  const tree = node.getSourceFile();
  const texts = new RegExp(`\\b(?:${[...methods].join('|')})\\b`);
  return filesAround(tree, apartOf(engine)).flatMap((file) => {
    if (!texts.test(file.text)) return [];
    const calls = callsByName(file.path === tree.fileName ? tree : treeOf(file));
    return [...methods].flatMap((name) => calls.get(name) ?? []);
  });
}
