import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { unwrap } from '../source/unwrap';

/** Does the expression read the name of the event that is handled? */
export type IsEventName = (node: ts.Expression) => boolean;

/**
 * The events that can only be at hand where a node stands: within a `case`, behind an `if` that compares the name, behind
 * a guard that returns. Undefined where nothing tells.
 */
export function branchEvents(node: ts.Node, isEvent: IsEventName): readonly string[] | undefined {
  const s = syntax();
  for (let at = node; at.parent && !s.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    const found = fromParent(at, parent, isEvent) ?? (s.isBlock(parent) ? fromGuards(at, parent, isEvent) : undefined);
    if (found) return found;
    if (s.isFunctionLike(parent) && !s.isArrowFunction(parent) && !s.isFunctionExpression(parent)) return undefined;
  }
  return undefined;
}

function fromParent(node: ts.Node, parent: ts.Node, isEvent: IsEventName): readonly string[] | undefined {
  const s = syntax();
  if (s.isIfStatement(parent) && parent.thenStatement === node) return namesIf(parent.expression, isEvent);
  if (s.isConditionalExpression(parent) && parent.whenTrue === node) return namesIf(parent.condition, isEvent);
  if (s.isBinaryExpression(parent) && parent.right === node)
    return parent.operatorToken.kind === s.SyntaxKind.AmpersandAmpersandToken
      ? namesIf(parent.left, isEvent)
      : undefined;
  if (s.isCaseClause(parent) && parent.expression !== node) return namesOfCase(parent, isEvent);
  return undefined;
}

/** `if (event !== 'X') return;` before the node. */
function fromGuards(node: ts.Node, block: ts.Block, isEvent: IsEventName): readonly string[] | undefined {
  const s = syntax();
  for (const statement of block.statements) {
    if (statement === node) return undefined;
    if (!s.isIfStatement(statement) || statement.elseStatement || !leaves(statement.thenStatement)) continue;
    const names = namesUnless(statement.expression, isEvent);
    if (names) return names;
  }
  return undefined;
}

/** Names of which one must hold where the condition is true. */
function namesIf(condition: ts.Expression, isEvent: IsEventName): readonly string[] | undefined {
  const s = syntax();
  const node = unwrap(condition);
  if (!s.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  if (kind === s.SyntaxKind.AmpersandAmpersandToken) return namesIf(node.left, isEvent) ?? namesIf(node.right, isEvent);
  if (kind === s.SyntaxKind.BarBarToken) return both(namesIf(node.left, isEvent), namesIf(node.right, isEvent));
  const equal = kind === s.SyntaxKind.EqualsEqualsEqualsToken || kind === s.SyntaxKind.EqualsEqualsToken;
  return equal ? compared(node, isEvent) : undefined;
}

/** Names of which one must hold where the condition is false. */
function namesUnless(condition: ts.Expression, isEvent: IsEventName): readonly string[] | undefined {
  const s = syntax();
  const node = unwrap(condition);
  if (!s.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  if (kind === s.SyntaxKind.BarBarToken) return namesUnless(node.left, isEvent) ?? namesUnless(node.right, isEvent);
  if (kind === s.SyntaxKind.AmpersandAmpersandToken)
    return both(namesUnless(node.left, isEvent), namesUnless(node.right, isEvent));
  const unequal = kind === s.SyntaxKind.ExclamationEqualsEqualsToken || kind === s.SyntaxKind.ExclamationEqualsToken;
  return unequal ? compared(node, isEvent) : undefined;
}

function both(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  return left && right ? [...left, ...right] : undefined;
}

function compared({ left, right }: ts.BinaryExpression, isEvent: IsEventName): readonly string[] | undefined {
  const { isStringLiteralLike } = syntax();
  const [a, b] = [unwrap(left), unwrap(right)];
  if (isStringLiteralLike(b) && isEvent(a)) return [b.text];
  return isStringLiteralLike(a) && isEvent(b) ? [a.text] : undefined;
}

/** The names of a clause and of those that fall through into it. */
function namesOfCase(clause: ts.CaseClause, isEvent: IsEventName): readonly string[] | undefined {
  const s = syntax();
  const block = clause.parent;
  if (!isEvent(unwrap(block.parent.expression))) return undefined;
  const names: string[] = [];
  for (let index = block.clauses.indexOf(clause); index >= 0; index -= 1) {
    const one = block.clauses[index];
    if (!one || (one !== clause && one.statements.length > 0 && leavesClause(one))) break;
    if (!s.isCaseClause(one)) return undefined;
    const label = unwrap(one.expression);
    if (!s.isStringLiteralLike(label)) return undefined;
    names.push(label.text);
  }
  return names;
}

function leavesClause(clause: ts.CaseOrDefaultClause): boolean {
  const last = clause.statements.at(-1);
  return last !== undefined && (syntax().isBreakStatement(last) || leaves(last));
}

function leaves(statement: ts.Statement): boolean {
  const s = syntax();
  if (s.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && (s.isBreakStatement(last) ? isInSwitch(last) : leaves(last));
  }
  return s.isReturnStatement(statement) || s.isThrowStatement(statement) || s.isContinueStatement(statement);
}

function isInSwitch(statement: ts.BreakStatement): boolean {
  const s = syntax();
  let at: ts.Node = statement.parent;
  while (s.isBlock(at)) at = at.parent;
  return s.isCaseClause(at) || s.isDefaultClause(at);
}
