import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { unwrap } from './unwrap';

/** `if (!bot) return;` before it, `if (bot) { … }` or `bot ? … : …` around it. */
export function isGuarded(node: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  const text = node.getText(tree).replaceAll('?.', '.');
  for (let at: ts.Node = node; at.parent && !s.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (s.isIfStatement(parent) && parent.thenStatement === at && says(parent.expression, true, text)) return true;
    if (s.isConditionalExpression(parent) && parent.whenTrue === at && says(parent.condition, true, text)) return true;
    if (s.isBinaryExpression(parent) && parent.right === at && says(parent.left, true, text)) {
      if (parent.operatorToken.kind === s.SyntaxKind.AmpersandAmpersandToken) return true;
    }
    if (s.isBlock(parent) || s.isSourceFile(parent)) {
      for (const statement of parent.statements) {
        if (statement.pos >= at.pos) break;
        if (endsWithout(statement, text)) return true;
      }
    }
  }
  return false;
}

/** `const BOT_ID = process.env.BOT_ID;` of a module that goes no further without it. */
export function isCheckedAfter(declaration: ts.VariableDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  const list = declaration.parent;
  if (!s.isVariableDeclarationList(list) || (list.flags & s.NodeFlags.Const) === 0) return false;
  if (!s.isIdentifier(declaration.name) || list.parent.parent !== tree) return false;
  const name = declaration.name.text;
  return tree.statements.some((one) => one.pos > list.pos && endsWithout(one, name));
}

/** `if (!name) throw …;` */
function endsWithout(statement: ts.Statement, text: string): boolean {
  return syntax().isIfStatement(statement) && ends(statement.thenStatement) && says(statement.expression, false, text);
}

function says(condition: ts.Expression, truth: boolean, text: string): boolean {
  const s = syntax();
  const inner = unwrap(condition);
  if (s.isPrefixUnaryExpression(inner) && inner.operator === s.SyntaxKind.ExclamationToken)
    return says(inner.operand, !truth, text);
  if (s.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    const { AmpersandAmpersandToken, BarBarToken } = s.SyntaxKind;
    if (kind === (truth ? AmpersandAmpersandToken : BarBarToken))
      return says(inner.left, truth, text) || says(inner.right, truth, text);
    const isEmpty = /^(?:undefined|null)$/.test(inner.right.getText());
    const operator = inner.operatorToken.getText();
    return isEmpty && operator === (truth ? '!=' : '==') && inner.left.getText() === text;
  }
  return truth && inner.getText().replaceAll('?.', '.') === text;
}

/** Does whatever comes behind a statement not run after it? */
export function ends(node: ts.Statement): boolean {
  const s = syntax();
  if (s.isBlock(node)) {
    const last = node.statements.at(-1);
    return last !== undefined && ends(last);
  }
  if (s.isExpressionStatement(node)) return /^(?:process|Deno)\.exit\(/.test(node.expression.getText());
  return (
    s.isReturnStatement(node) || s.isThrowStatement(node) || s.isContinueStatement(node) || s.isBreakStatement(node)
  );
}
