import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { isAssignment } from '../source/isAssignment';
import { unwrap } from '../source/unwrap';

/** Is the text of this expression certainly more than white space and `[br]`, wherever the latter was cut in two? */
export function isCertainText(given: ts.Expression, tree: ts.SourceFile, assumed: Assumed = new Set()): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isStringLiteralLike(node)) return says(node.text);
  if (s.isNumericLiteral(node)) return true;
  if (s.isTemplateExpression(node))
    return says(node.head.text) || node.templateSpans.some(({ literal }) => says(literal.text));
  if (s.isConditionalExpression(node))
    return isCertainText(node.whenTrue, tree, assumed) && isCertainText(node.whenFalse, tree, assumed);
  if (s.isBinaryExpression(node)) return ofOperator(node, tree, assumed);
  if (!s.isIdentifier(node)) return false;
  const declaration = declarationOf(node, tree);
  if (!declaration || !s.isVariableDeclaration(declaration)) return false;
  return isFilledWithTexts(declaration, node, tree, assumed);
}

function ofOperator(node: ts.BinaryExpression, tree: ts.SourceFile, assumed: Assumed): boolean {
  const { SyntaxKind } = syntax();
  const operator = node.operatorToken.kind;
  const [left, right] = [node.left, node.right];
  if (operator === SyntaxKind.PlusToken)
    return isCertainText(left, tree, assumed) || isCertainText(right, tree, assumed);
  return (
    operator === SyntaxKind.BarBarToken && isCertainText(right, tree, assumed) && isCertainText(left, tree, assumed)
  );
}

/** Variables that this one is asked for: each starts as a certain text, and stays one as long as it is given such. */
type Assumed = ReadonlySet<ts.Node>;

const DEEPEST = 5;

/** A variable that is given such texts only, wherever it is given one. */
function isFilledWithTexts(
  declaration: ts.VariableDeclaration,
  use: ts.Identifier,
  tree: ts.SourceFile,
  assumed: Assumed,
): boolean {
  const s = syntax();
  const { initializer, parent: list } = declaration;
  // What is put into it may be made of what it was.
  if (assumed.has(declaration)) return true;
  if (!s.isVariableDeclarationList(list) || assumed.size === DEEPEST) return false;
  const inner = new Set([...assumed, declaration]);
  const isConstant = (list.flags & s.NodeFlags.Const) !== 0;
  if (isConstant || initializer) {
    if (!initializer || !isCertainText(initializer, tree, inner)) return false;
    return isConstant || keepsTexts(declaration, tree, inner);
  }
  // The compiler sees to it that one that must be a text is given one before it is used, in the same function.
  const isSeenTo = declaration.type?.kind === s.SyntaxKind.StringKeyword && /\.[mc]?tsx?$/.test(tree.fileName);
  if (!isSeenTo || declaration.exclamationToken || functionAround(declaration) !== functionAround(use)) return false;
  return keepsTexts(declaration, tree, inner);
}

function keepsTexts(declaration: ts.VariableDeclaration, tree: ts.SourceFile, assumed: Assumed): boolean {
  const { PlusEqualsToken, EqualsToken } = syntax().SyntaxKind;
  return referencesOf(declaration, tree).every((use) => {
    const by = writeBy(use);
    if (by === undefined) return true;
    if (by === 'other') return false;
    const { kind } = by.operatorToken;
    return kind === PlusEqualsToken || (kind === EqualsToken && isCertainText(by.right, tree, assumed));
  });
}

/** What puts something into a name here: an assignment, or a pattern, a step or a loop. */
function writeBy(use: ts.Identifier): ts.BinaryExpression | 'other' | undefined {
  const s = syntax();
  let node: ts.Node = use;
  // Within a pattern it is what stands for what is missing there.
  let own: ts.BinaryExpression | undefined;
  for (;;) {
    const { parent } = node;
    if (s.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind) && parent.left === node) {
      if (node !== use) return 'other';
      own = parent;
      node = parent;
      continue;
    }
    if (s.isPrefixUnaryExpression(parent) || s.isPostfixUnaryExpression(parent))
      return parent.operator === s.SyntaxKind.PlusPlusToken || parent.operator === s.SyntaxKind.MinusMinusToken
        ? 'other'
        : own;
    if (s.isForOfStatement(parent) || s.isForInStatement(parent)) return parent.initializer === node ? 'other' : own;
    const isWithin =
      s.isParenthesizedExpression(parent) ||
      s.isArrayLiteralExpression(parent) ||
      s.isObjectLiteralExpression(parent) ||
      s.isPropertyAssignment(parent) ||
      s.isShorthandPropertyAssignment(parent) ||
      s.isSpreadElement(parent) ||
      s.isSpreadAssignment(parent) ||
      s.isBinaryExpression(parent);
    if (!isWithin) return own;
    node = parent;
  }
}

function says(text: string): boolean {
  return text.replace(/[\s\0[\]br]/gi, '') !== '';
}
