import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, referencesOf } from '../source/declarations';
import { isAssignment } from '../source/isAssignment';
import { literalValue, propertyKey } from '../source/literalValue';
import { unwrap } from '../source/unwrap';
import { combined } from './combined';
import { isLogged } from './isLogged';

/** What becomes of an answer, as far as the function shows it. */
export interface AnswerUses {
  /** Expressions whose value is the `result` of the envelope: `body.result`, `res.getData().result`, `result.data()`. */
  readonly results: ts.Expression[];
  /** Elements of a binding pattern that take `result`. */
  readonly bindings: ts.BindingElement[];
  /** The answer itself is used as a number or a boolean: there is no envelope. */
  readonly bare: ts.Node[];
  /** Uses that say nothing and do not change: truthiness, `.error`, logs. */
  readonly harmless: ts.Node[];
  /** Uses that cannot be followed. */
  readonly escapes: ts.Node[];
}

const ENVELOPE = /^(?:data|body|json|getData|response|payload|value)$/;
const HARMLESS =
  /^(?:error|errors|error_description|errorDescription|time|total|next|status|statusText|statusCode|ok|isSuccess|getErrorMessages|getErrors|headers|success|message)$/;
const PRIMITIVE_METHODS = /^(?:toFixed|toString|valueOf)$/;

/** Follows the value of `outer`, the call with its await, through the function. */
export function answerUses(outer: ts.Expression, tree: ts.SourceFile): AnswerUses {
  const uses: AnswerUses = { results: [], bindings: [], bare: [], harmless: [], escapes: [] };
  follow(outer, uses, tree, new Set());
  return uses;
}

function follow(node: ts.Expression, uses: AnswerUses, tree: ts.SourceFile, seen: Set<ts.Node>): void {
  const s = syntax();
  const { parent } = node;
  if (isWrapping(parent)) follow(parent, uses, tree, seen);
  else if (s.isPropertyAccessExpression(parent)) member(parent, parent.name.text, uses, tree, seen);
  else if (s.isElementAccessExpression(parent) && parent.expression === node) {
    if (!s.isStringLiteralLike(parent.argumentExpression)) uses.escapes.push(parent);
    else member(parent, parent.argumentExpression.text, uses, tree, seen);
  } else if (s.isExpressionStatement(parent) || s.isVoidExpression(parent)) uses.harmless.push(node);
  else if (s.isVariableDeclaration(parent) && parent.initializer === node) bound(parent, uses, tree, seen);
  else if (s.isBinaryExpression(parent)) operand(node, parent, uses, tree, seen);
  else if (isCondition(node)) uses.harmless.push(node);
  else if (s.isConditionalExpression(parent))
    mixed(parent, parent.whenTrue === node ? parent.whenFalse : parent.whenTrue, uses, tree, seen);
  else if (s.isTypeOfExpression(parent) || s.isTemplateSpan(parent)) uses.bare.push(node);
  else if (s.isPrefixUnaryExpression(parent)) uses.bare.push(node);
  else if (s.isCallExpression(parent) && parent.arguments.includes(node)) argument(node, parent, uses);
  else if (isLogged(node)) uses.harmless.push(node);
  else if (!withOthers(node, uses, tree, seen)) uses.escapes.push(node);
}

/** Waited for together with other promises: who takes its place of the list takes the answer. */
function withOthers(node: ts.Expression, uses: AnswerUses, tree: ts.SourceFile, seen: Set<ts.Node>): boolean {
  const found = combined(node, tree);
  if (!found?.isKnown) return false;
  if (found.bindings.length + found.reads.length === 0) uses.harmless.push(node);
  for (const element of found.bindings) bound(element, uses, tree, seen);
  for (const read of found.reads) follow(read, uses, tree, seen);
  return true;
}

function isWrapping(node: ts.Node): node is ts.Expression {
  const s = syntax();
  return (
    s.isAwaitExpression(node) ||
    s.isParenthesizedExpression(node) ||
    s.isNonNullExpression(node) ||
    s.isAsExpression(node)
  );
}

function member(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  uses: AnswerUses,
  tree: ts.SourceFile,
  seen: Set<ts.Node>,
): void {
  const s = syntax();
  const { parent } = access;
  const call = s.isCallExpression(parent) && parent.expression === access ? parent : undefined;
  if (s.isBinaryExpression(parent) && parent.left === access && isAssignment(parent.operatorToken.kind))
    uses.escapes.push(access);
  else if (name === 'result') uses.results.push(access);
  else if (name === 'data' && call) uses.results.push(call);
  else if (name === 'then' && call) callback(call.arguments[0], call, uses, tree, seen);
  else if ((name === 'catch' || name === 'finally') && call) follow(call, uses, tree, seen);
  else if (HARMLESS.test(name)) uses.harmless.push(access);
  else if (ENVELOPE.test(name)) follow(call ?? access, uses, tree, seen);
  else if (PRIMITIVE_METHODS.test(name) && call) uses.bare.push(access);
  else uses.escapes.push(access);
}

/** `.then((body) => …)`: what the callback answers is the answer no longer. */
function callback(
  given: ts.Expression | undefined,
  call: ts.CallExpression,
  uses: AnswerUses,
  tree: ts.SourceFile,
  seen: Set<ts.Node>,
): void {
  const s = syntax();
  if (given && (s.isArrowFunction(given) || s.isFunctionExpression(given))) followParameter(given, uses, tree, seen);
  else uses.escapes.push(call);
}

/** The first parameter of a function that receives the answer. */
export function followParameter(
  given: ts.ArrowFunction | ts.FunctionExpression,
  uses: AnswerUses,
  tree: ts.SourceFile,
  seen: Set<ts.Node> = new Set(),
): void {
  const [parameter, ...more] = given.parameters;
  // `(error, body)` or `(body, error)`: which of them is the answer is not known.
  if (more.length > 0) uses.escapes.push(given);
  else if (parameter) bound(parameter, uses, tree, seen);
  else uses.harmless.push(given);
}

function bound(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
  uses: AnswerUses,
  tree: ts.SourceFile,
  seen: Set<ts.Node>,
): void {
  const s = syntax();
  if (seen.has(declaration)) return;
  seen.add(declaration);
  const { name } = declaration;
  if (s.isIdentifier(name)) {
    if (isExported(declaration) || isTypedBare(declaration)) uses.escapes.push(name);
    for (const reference of referencesOf(declaration, tree)) referenced(reference, uses, tree, seen);
    return;
  }
  if (!s.isObjectBindingPattern(name)) {
    uses.escapes.push(name);
    return;
  }
  for (const element of name.elements) {
    const key = element.propertyName
      ? propertyKey(element.propertyName)
      : s.isIdentifier(element.name) && element.name.text;
    if (element.dotDotDotToken || !key) uses.escapes.push(element);
    else if (key === 'result') uses.bindings.push(element);
    else if (HARMLESS.test(key)) uses.harmless.push(element);
    else if (ENVELOPE.test(key)) bound(element, uses, tree, seen);
    else uses.escapes.push(element);
  }
}

function referenced(reference: ts.Identifier, uses: AnswerUses, tree: ts.SourceFile, seen: Set<ts.Node>): void {
  const s = syntax();
  const { parent } = reference;
  const assigned = s.isBinaryExpression(parent) && parent.left === reference && isAssignment(parent.operatorToken.kind);
  // Assigned twice: which answer is read is not known.
  if (!assigned) follow(reference, uses, tree, seen);
  else if (!seen.has(parent)) uses.escapes.push(reference);
}

function operand(
  node: ts.Expression,
  parent: ts.BinaryExpression,
  uses: AnswerUses,
  tree: ts.SourceFile,
  seen: Set<ts.Node>,
): void {
  const s = syntax();
  const kind = parent.operatorToken.kind;
  const { SyntaxKind: k } = s;
  if (kind === k.EqualsToken && parent.right === node && s.isIdentifier(parent.left)) {
    const declaration = declarationOf(parent.left, tree);
    const alone = declaration && s.isVariableDeclaration(declaration) && !declaration.initializer;
    if (!alone) {
      uses.escapes.push(parent);
      return;
    }
    seen.add(parent);
    bound(declaration, uses, tree, seen);
  } else if (isAssignment(kind)) uses.escapes.push(parent);
  else if (kind === k.AmpersandAmpersandToken && parent.left === node) uses.harmless.push(node);
  else if (kind === k.BarBarToken || kind === k.QuestionQuestionToken)
    mixed(parent, parent.left === node ? parent.right : parent.left, uses, tree, seen);
  else if (kind === k.AmpersandAmpersandToken) follow(parent, uses, tree, seen);
  else if (kind === k.InstanceOfKeyword || kind === k.InKeyword || isNullish(parent.right)) uses.harmless.push(node);
  else uses.bare.push(node);
}

/** The value may come from elsewhere: then its `result` is not that of this call alone. */
function mixed(
  parent: ts.Expression,
  other: ts.Expression,
  uses: AnswerUses,
  tree: ts.SourceFile,
  seen: Set<ts.Node>,
): void {
  const results = uses.results.length;
  const bindings = uses.bindings.length;
  follow(parent, uses, tree, seen);
  if (isNothing(other)) return;
  uses.escapes.push(...uses.results.splice(results), ...uses.bindings.splice(bindings));
}

/** Null, undefined, a literal, an empty object: no result within. */
function isNothing(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isObjectLiteralExpression(node)) return node.properties.length === 0;
  return literalValue(node) !== undefined && !s.isArrayLiteralExpression(node);
}

function isNullish(node: ts.Expression): boolean {
  const s = syntax();
  return node.kind === s.SyntaxKind.NullKeyword || (s.isIdentifier(node) && node.text === 'undefined');
}

function isCondition(node: ts.Expression): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isIfStatement(parent) || s.isWhileStatement(parent)) return parent.expression === node;
  if (s.isConditionalExpression(parent)) return parent.condition === node;
  return s.isPrefixUnaryExpression(parent) && parent.operator === s.SyntaxKind.ExclamationToken;
}

function argument(node: ts.Expression, call: ts.CallExpression, uses: AnswerUses): void {
  const callee = call.expression.getText();
  if (/^(?:Number|parseInt|Number\.\w+)$/.test(callee)) uses.bare.push(node);
  else if (callee === 'Boolean') uses.harmless.push(node);
  else if (isLogged(node)) uses.harmless.push(node);
  else uses.escapes.push(node);
}

function isExported(declaration: ts.Node): boolean {
  const s = syntax();
  const statement = declaration.parent?.parent;
  return (
    statement !== undefined &&
    s.isVariableStatement(statement) &&
    statement.modifiers?.some(({ kind }) => kind === s.SyntaxKind.ExportKeyword) === true
  );
}

/** A type that names the v1 answer would no longer be true. */
function isTypedBare(declaration: ts.Node): boolean {
  const s = syntax();
  if (!s.isVariableDeclaration(declaration) && !s.isParameter(declaration)) return false;
  const type = declaration.type?.getText();
  return type !== undefined && !/^(?:number|boolean)$/.test(type) && /\b(?:number|boolean)\b/.test(type);
}
