import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { builtBatch, gathererOf, isPush, type SentBatch } from './sentBatch';

/**
 * The texts in reach of a batch that refer to answers (`$result[key]`): those of its own commands, and all that are not
 * seen to stand in a command of another batch, where the same key means another answer.
 */
export function ownReferences(batch: SentBatch, tree: ts.SourceFile): ts.Node[] {
  const s = syntax();
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isText = s.isStringLiteralLike(node) || s.isTemplateHead(node) || s.isTemplateMiddleOrTemplateTail(node);
    if (isText && node.getText(tree).includes('$result') && !isOfAnother(node, batch, tree)) found.push(node);
    s.forEachChild(node, visit);
  };
  visit(batch.scope);
  return found;
}

/** Written out in a command of a batch that another call of the same function sends. */
function isOfAnother(text: ts.Node, batch: SentBatch, tree: ts.SourceFile): boolean {
  const s = syntax();
  let at = text;
  while (isWithin(at.parent)) at = at.parent;
  const { parent } = at;
  const isAnother = (call: ts.CallExpression | undefined): boolean =>
    call !== undefined && call !== batch.call && isAlike(call, batch.call);
  if (s.isCallExpression(parent) && !isPush(parent))
    return isAnother(parent) && parent.arguments.some((one) => one === at);
  const owner = ownerAround(at, parent);
  return owner !== undefined && isAnother(builtBatch(owner, tree)?.call);
}

/** They are sent by the same function, or by another one of the same holder that sends batches: `api.callBatches`. */
function isAlike({ expression: one }: ts.CallExpression, { expression: other }: ts.CallExpression): boolean {
  const s = syntax();
  if (one.getText() === other.getText()) return true;
  if (!s.isPropertyAccessExpression(one) || !s.isPropertyAccessExpression(other)) return false;
  return /batch(?:es)?$/i.test(one.name.text) && one.expression.getText() === other.expression.getText();
}

/** The variable into which commands are put, or that begins with them. */
function ownerAround(at: ts.Node, parent: ts.Node): ts.Identifier | undefined {
  const s = syntax();
  if (s.isCallExpression(parent)) return gathererOf(parent.expression);
  if (s.isVariableDeclaration(parent)) return s.isIdentifier(parent.name) ? parent.name : undefined;
  const isPut = s.isBinaryExpression(parent) && parent.operatorToken.kind === s.SyntaxKind.EqualsToken;
  return isPut && parent.right === at ? gathererOf(parent.left) : undefined;
}

/** A part of a text, of an object or of a list. */
function isWithin(node: ts.Node): boolean {
  const s = syntax();
  return (
    s.isTemplateSpan(node) ||
    s.isTemplateExpression(node) ||
    s.isParenthesizedExpression(node) ||
    s.isPropertyAssignment(node) ||
    s.isObjectLiteralExpression(node) ||
    s.isArrayLiteralExpression(node) ||
    s.isAsExpression(node) ||
    s.isSatisfiesExpression(node) ||
    (s.isBinaryExpression(node) && node.operatorToken.kind === s.SyntaxKind.PlusToken)
  );
}
