import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { V1_ONLY_CODES } from '../find/v1OnlyCodes';
import { equalityOperators } from '../plan/equalityOperators';
import { attached } from '../source/attached';
import { declarationOf, functionAround } from '../source/declarations';
import { unwrap } from '../source/unwrap';

/** Does the function around a call name an error code of v1, other than to compare the answer of another call? */
export function comparesV1Errors(node: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const around = functionAround(node);
  // Of a module only the statement: a file that is one long script is not one function.
  let at = node;
  if (s.isSourceFile(around)) while (at.parent && at.parent !== around) at = at.parent;
  return codesIn(s.isSourceFile(around) ? at : around).some((code) => !isOfAnother(code, node, tree));
}

const known = attached<ts.Node, readonly ts.Node[]>();

/** The error codes of v1 that a function names; of a function with many calls they are looked for once. */
function codesIn(around: ts.Node): readonly ts.Node[] {
  const before = known.get(around);
  if (before) return before;
  const s = syntax();
  const found: ts.Node[] = [];
  const visit = (inner: ts.Node): void => {
    if (s.isStringLiteralLike(inner) && V1_ONLY_CODES.has(inner.text)) found.push(inner);
    s.forEachChild(inner, visit);
  };
  visit(around);
  known.set(around, found);
  return found;
}

/** `other.error === 'CODE'` where `other` is a constant that another call answered. */
function isOfAnother(code: ts.Node, site: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const { parent } = code;
  if (!s.isBinaryExpression(parent) || !equalityOperators().has(parent.operatorToken.kind)) return false;
  let root = unwrap(parent.left === code ? parent.right : parent.left);
  while (s.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  const declaration = s.isIdentifier(root) ? declarationOf(root, tree) : undefined;
  if (!declaration || !s.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const { initializer, parent: list } = declaration;
  const isConstant = s.isVariableDeclarationList(list) && (list.flags & s.NodeFlags.Const) !== 0;
  const isAnswer = s.isAwaitExpression(initializer) && s.isCallExpression(unwrap(initializer.expression));
  return isConstant && isAnswer && !(initializer.pos <= site.pos && site.end <= initializer.end);
}
