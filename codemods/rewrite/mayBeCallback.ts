import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from '../source/declarations';

const CALLBACK = /^(?:cb|done|next|callback|resolve|success|on[A-Z]\w*|handle\w*)$|[cC]allback$|[hH]andler$/;
const NO_CALLBACK =
  /(?:token|auth|domain|portal|retr(?:y|ies)|options|opts|ctx|context|timeout|signal|headers|config|log|logger|verb|url|hook|id)$/i;

/** A function that stands elsewhere and reads the answer. Where the answer is awaited, nobody else gets it. */
export function mayBeCallback(given: ts.Expression, callee: string, awaited: boolean, tree: ts.SourceFile): boolean {
  const s = syntax();
  const name = s.isIdentifier(given) ? given : s.isPropertyAccessExpression(given) ? given.name : undefined;
  if (!name || name.text === 'undefined') return false;
  if (/(?:^|\.)BX24\.call\w+$/.test(callee) || CALLBACK.test(name.text)) return true;
  const declaration = s.isIdentifier(given) ? declarationOf(given, tree) : undefined;
  if (declaration && isFunction(declaration)) return true;
  const isData = declaration && s.isVariableDeclaration(declaration) && declaration.initializer;
  return !awaited && !isData && !NO_CALLBACK.test(name.text);
}

function isFunction(declaration: ts.Node): boolean {
  const s = syntax();
  if (s.isFunctionDeclaration(declaration)) return true;
  const value = s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && (s.isArrowFunction(value) || s.isFunctionExpression(value));
}
