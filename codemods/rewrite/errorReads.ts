import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeKind } from '../find/calleeKind';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { catchAround } from './catchAround';
import { followRejection } from './followRejection';

/** What becomes of the error of a call. */
export interface ErrorReads {
  /** Nobody waits for it: what fails is an unhandled rejection. */
  readonly isFloating: boolean;
  /** It goes on to those who call the function around. */
  readonly leaves: boolean;
  /** Something is read of it that an error of ours has not: `error.response.data`, a class of the team's. */
  readonly isForeign: boolean;
}

const NOTHING: ErrorReads = { isFloating: false, leaves: false, isForeign: false };
const FOREIGN: ErrorReads = { ...NOTHING, isForeign: true };
const LEAVES: ErrorReads = { ...NOTHING, leaves: true };

/** Follows the error of a call, seen from the call with its await, to who catches it in this function. */
export function errorReads(outer: ts.Expression, tree: ts.SourceFile): ErrorReads {
  const s = syntax();
  const rejection = followRejection(outer);
  if (rejection.handler) return ofHandler(rejection.handler, tree);
  const { node, awaited } = rejection;
  if (!awaited)
    return s.isExpressionStatement(node.parent) || s.isVoidExpression(node.parent)
      ? { ...LEAVES, isFloating: true }
      : LEAVES;
  const caught = catchAround(node, functionAround(node));
  if (caught === undefined) return LEAVES;
  return caught.variableDeclaration ? ofBinding(caught.variableDeclaration, tree, 3) : NOTHING;
}

function ofHandler(handler: ts.Expression, tree: ts.SourceFile): ErrorReads {
  const s = syntax();
  if (s.isArrowFunction(handler) || s.isFunctionExpression(handler)) {
    const [parameter] = handler.parameters;
    return parameter ? ofBinding(parameter, tree, 3) : NOTHING;
  }
  if (calleeKind(handler.getText()) === 'log') return NOTHING;
  return s.isIdentifier(handler) ? ofFunction(handler, tree, 3) : LEAVES;
}

/** A function that is given the error. */
function ofFunction(name: ts.Identifier, tree: ts.SourceFile, depth: number): ErrorReads {
  const s = syntax();
  const declaration = declarationOf(name, tree);
  const made = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  const isKnown =
    made && (s.isFunctionDeclaration(made) || s.isArrowFunction(made) || s.isFunctionExpression(made)) && depth > 0;
  if (isKnown) {
    const [parameter] = made.parameters;
    return parameter ? ofBinding(parameter, tree, depth - 1) : NOTHING;
  }
  // It is asked something of which only its name tells.
  return /^(?:is|has|was|should|can|get)/i.test(name.text) ? FOREIGN : LEAVES;
}

function ofBinding(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  tree: ts.SourceFile,
  depth: number,
): ErrorReads {
  const s = syntax();
  if (s.isObjectBindingPattern(declaration.name)) {
    const isKnown = declaration.name.elements.every((one) => PLAIN.test((one.propertyName ?? one.name).getText()));
    return isKnown ? NOTHING : FOREIGN;
  }
  if (!s.isIdentifier(declaration.name)) return FOREIGN;
  const all = referencesOf(declaration, tree).map((use) => ofUse(use, tree, depth));
  return {
    isFloating: false,
    leaves: all.some(({ leaves }) => leaves),
    isForeign: all.some(({ isForeign }) => isForeign),
  };
}

/** What errors of ours have too. */
const PLAIN = /^(?:message|code|status|description|name|stack|cause|toString)$/;

function ofUse(use: ts.Expression, tree: ts.SourceFile, depth: number): ErrorReads {
  const s = syntax();
  const { parent } = use;
  if (s.isPropertyAccessExpression(parent) && parent.expression === use) return ofMember(parent);
  if (s.isParenthesizedExpression(parent) || s.isAsExpression(parent) || s.isNonNullExpression(parent))
    return ofUse(parent, tree, depth);
  if (s.isCallExpression(parent) && parent.expression !== use) {
    if (
      calleeKind(parent.expression.getText()) === 'log' ||
      /^(?:String|Boolean|JSON\.stringify)$/.test(parent.expression.getText())
    )
      return NOTHING;
    const at = parent.arguments.indexOf(use);
    if (s.isIdentifier(parent.expression) && at === 0) return ofFunction(parent.expression, tree, depth);
    return /(?:^|\.)(?:is|has|was|should|can)\w*$/i.test(parent.expression.getText()) ? FOREIGN : LEAVES;
  }
  if (s.isTemplateSpan(parent) || s.isIfStatement(parent) || s.isPrefixUnaryExpression(parent)) return NOTHING;
  if (s.isVariableDeclaration(parent) || s.isElementAccessExpression(parent)) return FOREIGN;
  if (s.isBinaryExpression(parent)) {
    const kind = parent.operatorToken.kind;
    if (kind === s.SyntaxKind.InstanceOfKeyword)
      return /^(?:Error|Object)$/.test(parent.right.getText()) ? NOTHING : FOREIGN;
    if (kind === s.SyntaxKind.InKeyword) return FOREIGN;
  }
  return LEAVES;
}

function ofMember(access: ts.PropertyAccessExpression): ErrorReads {
  const s = syntax();
  const { name, parent } = access;
  if (!PLAIN.test(name.text)) return isSafelyLogged(access) ? NOTHING : FOREIGN;
  if (name.text !== 'message') return NOTHING;
  // The text of ours holds the code, and more.
  if (s.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText())) return FOREIGN;
  if (s.isCaseClause(parent) || s.isSwitchStatement(parent)) return FOREIGN;
  if (s.isPropertyAccessExpression(parent) && parent.expression === access)
    return /^(?:includes|indexOf|match|search|toLowerCase|toUpperCase|length)$/.test(parent.name.text)
      ? NOTHING
      : FOREIGN;
  if (s.isCallExpression(parent) && /[\^$]\S*\/\w*\.test$/.test(parent.expression.getText())) return FOREIGN;
  return NOTHING;
}

/** `console.error(error.response?.data)` prints less than before, and that is all. */
function isSafelyLogged(access: ts.PropertyAccessExpression): boolean {
  const s = syntax();
  let at: ts.Node = access;
  for (; s.isPropertyAccessExpression(at.parent) && at.parent.expression === at; at = at.parent)
    if (!at.parent.questionDotToken) return false;
  for (let up = at.parent; up; up = up.parent) {
    if (s.isCallExpression(up)) return calleeKind(up.expression.getText()) === 'log';
    if (s.isStatement(up)) return false;
  }
  return false;
}
