import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Site } from '../plan/site';
import { callsIn } from '../source/callsIn';
import { functionAround } from '../source/declarations';
import { outermost } from '../source/outermost';
import { createReadingEngine } from '../transport/createReadingEngine';
import type { Reach } from '../transport/types';
import { alternatives } from '../transport/values/Value';

/** `req.method = 'imbot.x'; this.send(req)`: is the object, into which the name is put, handed to a function that was found? */
export function isHandedIn({ shape }: Site, reach: Reach): boolean {
  const s = syntax();
  const name = shape?.name;
  const put = name && outermost(name).parent;
  if (!put || !s.isBinaryExpression(put) || put.operatorToken.kind !== s.SyntaxKind.EqualsToken) return false;
  if (!s.isPropertyAccessExpression(put.left) && !s.isElementAccessExpression(put.left)) return false;
  const holder = put.left.expression.getText();
  const around = functionAround(put);
  const tree = put.getSourceFile();
  return callsIn(tree).some((node) => {
    if (!s.isCallExpression(node) || node.pos < put.end || node.end > around.end) return false;
    if (!node.arguments.some((one) => one.getText(tree) === holder)) return false;
    return isFound(node, tree, reach);
  });
}

function isFound(call: ts.CallExpression, tree: ts.SourceFile, reach: Reach): boolean {
  const engine = createReadingEngine(reach, new Map(), call);
  const callee = engine.evaluate(call.expression, engine.openFrame(functionAround(call), tree));
  return alternatives(callee).some(({ kind }) => kind === 'function');
}
