import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { attached } from '../../source/attached';
import { functionAround } from '../../source/declarations';
import { isDeferred } from '../../source/isDeferred';
import { isPure } from '../../source/isPure';
import { unwrap } from '../../source/unwrap';
import { createReadingEngine } from '../createReadingEngine';
import type { Frame, FunctionNode, Reach, ReadingEngine } from '../types';
import { alternatives } from '../values/Value';

const DEPTH = 4;

/**
 * Does a call only read: `config.get('BOT_ID')`, whose every function in the given files gives back a name, a member, a
 * literal, or another such call? Then it may stand twice.
 */
export function onlyReads(call: ts.CallExpression, tree: ts.SourceFile, reach: Reach): boolean {
  const before = known.get(call);
  if (before !== undefined) return before;
  const engine = createReadingEngine(reach, new Map(), call);
  const found = readsOnly(call, engine.openFrame(functionAround(call), tree), engine, DEPTH);
  known.set(call, found);
  return found;
}

/** Asked in each round of a plan. */
const known = attached<ts.CallExpression, boolean>();

function readsOnly(given: ts.Expression, frame: Frame, engine: ReadingEngine, depth: number): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (isPure(node)) return true;
  if (!s.isCallExpression(node) || depth === 0 || !node.arguments.every(isPure)) return false;
  const functions = alternatives(engine.evaluate(node.expression, frame));
  return (
    functions.length > 0 && functions.every((one) => one.kind === 'function' && isReader(one.node, engine, depth - 1))
  );
}

function isReader(node: FunctionNode, engine: ReadingEngine, depth: number): boolean {
  const s = syntax();
  const { body } = node;
  if (!body || isDeferred(node) || !node.parameters.every(({ initializer }) => !initializer)) return false;
  const value = s.isBlock(body) ? returned(body) : body;
  return value !== undefined && readsOnly(value, engine.openFrame(node, node.getSourceFile()), engine, depth);
}

/** What a function gives back that does nothing else. */
function returned({ statements }: ts.Block): ts.Expression | undefined {
  const s = syntax();
  const [only, more] = statements;
  return only && !more && s.isReturnStatement(only) ? only.expression : undefined;
}
