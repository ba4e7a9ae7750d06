import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { boundKey, type EventBody, traceBody } from './traceBody';

const DEEPEST = 8;

/**
 * The body of the delivery of which a node reads a part: `req.body.data.PARAMS`, `{ PARAMS }` of `req.body.data`,
 * `form.get('data[PARAMS][MESSAGE]')`. Undefined where nobody sees that it is one.
 */
export function dataOf(node: ts.Node, tree: ts.SourceFile): EventBody | undefined {
  const s = syntax();
  if (s.isPropertyAccessExpression(node)) return ofData(node.expression, tree, 0);
  if (s.isBindingElement(node)) return ofPattern(node.parent, tree, 0);
  if (!s.isStringLiteralLike(node)) return undefined;
  const { parent } = node;
  if (s.isElementAccessExpression(parent)) return traceBody(parent.expression, tree);
  const isGet =
    s.isCallExpression(parent) &&
    s.isPropertyAccessExpression(parent.expression) &&
    /^get(?:All)?$/.test(parent.expression.name.text);
  return isGet && s.isPropertyAccessExpression(parent.expression)
    ? traceBody(parent.expression.expression, tree)
    : undefined;
}

/** Of an expression that is the `data` of an event. */
function ofData(given: ts.Expression, tree: ts.SourceFile, depth: number): EventBody | undefined {
  const s = syntax();
  const node = withoutDefault(given);
  if (depth > DEEPEST) return undefined;
  if (s.isPropertyAccessExpression(node) && node.name.text === 'data') return traceBody(node.expression, tree);
  if (!s.isIdentifier(node)) return undefined;
  const declaration = declarationOf(node, tree);
  if (!declaration) return undefined;
  if (s.isVariableDeclaration(declaration))
    return declaration.initializer && ofData(declaration.initializer, tree, depth + 1);
  if (!s.isBindingElement(declaration) || boundKey(declaration) !== 'data') return undefined;
  return bodyOfPattern(declaration.parent, tree);
}

/** Of the pattern in which `PARAMS` stands. */
function ofPattern(pattern: ts.BindingPattern, tree: ts.SourceFile, depth: number): EventBody | undefined {
  const s = syntax();
  const around = pattern.parent;
  if (s.isVariableDeclaration(around)) return around.initializer && ofData(around.initializer, tree, depth + 1);
  return s.isBindingElement(around) && boundKey(around) === 'data' ? bodyOfPattern(around.parent, tree) : undefined;
}

/** Of the pattern in which `data` stands: `const { data } = req.body`, `({ body: { data } }) => …`. */
function bodyOfPattern(pattern: ts.BindingPattern, tree: ts.SourceFile): EventBody | undefined {
  const s = syntax();
  const around = pattern.parent;
  if (s.isVariableDeclaration(around)) return around.initializer && traceBody(around.initializer, tree);
  if (!s.isBindingElement(around) || boundKey(around) !== 'body') return undefined;
  const owner = around.parent.parent;
  return s.isParameter(owner) ? { kind: 'member', node: around.name, name: 'body', owner } : undefined;
}

function withoutDefault(given: ts.Expression): ts.Expression {
  const s = syntax();
  const node = unwrap(given);
  if (!s.isBinaryExpression(node)) return node;
  const { kind } = node.operatorToken;
  const isDefault = kind === s.SyntaxKind.QuestionQuestionToken || kind === s.SyntaxKind.BarBarToken;
  return isDefault ? withoutDefault(node.left) : node;
}
