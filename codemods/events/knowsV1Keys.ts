import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, functionAround, isNameReference } from '../source/declarations';

const V1_KEYS = /(?<![A-Za-z0-9_])(?:PARAMS|BOT|COMMAND|USER)(?![A-Za-z0-9_])/;

/**
 * Does the code that makes the body look for keys that only v1 has, itself or in what it calls? Of an event of v2 nothing
 * comes out of it. `unseen`: it calls what stands in another file of the bot.
 */
export function knowsV1Keys(made: ts.Node, tree: ts.SourceFile): 'yes' | 'no' | 'unseen' {
  const s = syntax();
  const seen = new Set<ts.Node>();
  let isUnseen = false;
  const look = (node: ts.Node): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    const isWord = s.isIdentifier(node) || s.isStringLiteralLike(node) || s.isTemplateLiteralToken(node);
    if (isWord && V1_KEYS.test(node.text)) return true;
    if (node.kind === s.SyntaxKind.RegularExpressionLiteral && V1_KEYS.test(node.getText(tree))) return true;
    if (s.isIdentifier(node) && isCalledMember(node)) return methodsNamed(node.text, tree).some(look);
    if (s.isIdentifier(node) && isNameReference(node)) {
      const declaration = declarationOf(node, tree);
      if (declaration && isOfFile(declaration, tree)) return look(declaration);
      if (declaration && isFromOwnFile(declaration)) isUnseen = true;
    }
    return s.forEachChild(node, (child) => look(child) || undefined) ?? false;
  };
  if (look(made)) return 'yes';
  return isUnseen ? 'unseen' : 'no';
}

/** Functions, classes and constants of the file; what stands within a function is looked at with it. */
function isOfFile(declaration: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const isCode =
    s.isFunctionDeclaration(declaration) || s.isClassDeclaration(declaration) || s.isVariableDeclaration(declaration);
  return isCode && functionAround(declaration) === tree;
}

function isFromOwnFile(declaration: ts.Node): boolean {
  const s = syntax();
  for (let at: ts.Node | undefined = declaration; at; at = at.parent)
    if (s.isImportDeclaration(at))
      return s.isStringLiteral(at.moduleSpecifier) && /^[.@~#]\/?/.test(at.moduleSpecifier.text);
  return false;
}

/** `parse` of `this.parse(…)`. */
function isCalledMember({ parent }: ts.Identifier): boolean {
  const s = syntax();
  return (
    s.isPropertyAccessExpression(parent) && s.isCallExpression(parent.parent) && parent.parent.expression === parent
  );
}

function methodsNamed(name: string, tree: ts.SourceFile): ts.Node[] {
  const s = syntax();
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isMember = s.isMethodDeclaration(node) || s.isPropertyAssignment(node) || s.isPropertyDeclaration(node);
    if (isMember && s.isIdentifier(node.name) && node.name.text === name) found.push(node);
    s.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
