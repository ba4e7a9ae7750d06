import type { ts } from 'ts-morph';
import type { CallShape, SourceText, TransformContext } from '../site';
import { declarationOf, functionAround } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { syntax, treeOf } from '../sourceFile';

/** What the code of a transport shows, in this file or in one that it is imported from. */
export interface Transport {
  /** Nested parameters arrive as "[object Object]", or booleans as text. */
  readonly flat: boolean;
  readonly addsClientId: boolean;
  /** It puts v1 parameters of its own beside those of the site. */
  readonly addsBotId: boolean;
  /** It is made within another function, and may hold the portal that it speaks to. */
  readonly isClosure: boolean;
  /** Whether it hands out the envelope or the `result` within. */
  readonly answer?: 'envelope' | 'result';
}

const FLAT =
  /\bURLSearchParams\b|\bquerystring\b|\bqs\.stringify\b|\bFormData\b|\bencodeURIComponent\(|\bString\((?:value|val|v)\)|\.form\(/;
const DEPTH = 3;

/** Undefined where the transport cannot be seen. */
export function transportOf(shape: CallShape, tree: ts.SourceFile, context: TransformContext): Transport | undefined {
  const found = shape.call ? functionOf(shape.call.expression, tree, context) : undefined;
  if (!found) return undefined;
  const bodies = reached(found, context, DEPTH);
  const text = bodies.map(({ node, tree: own }) => withoutComments(own.text.slice(node.pos, node.end))).join('\n');
  return {
    flat: FLAT.test(text),
    addsClientId: puts('CLIENT_ID', text),
    isClosure: !syntax().isSourceFile(functionAround(found.node)),
    addsBotId: puts('BOT_ID', text),
    answer: found.isSure === false ? undefined : answerOf(found.node),
  };
}

interface Found {
  readonly node: ts.Node;
  readonly tree: ts.SourceFile;
  /** False for a method that only has the same name. */
  readonly isSure?: boolean;
}

/** The function and those that it calls in turn. */
function reached(start: Found, context: TransformContext, depth: number, seen: Set<ts.Node> = new Set()): Found[] {
  if (seen.has(start.node) || depth === 0) return [];
  seen.add(start.node);
  const s = syntax();
  const found: Found[] = [start];
  const visit = (node: ts.Node): void => {
    if (s.isCallExpression(node)) {
      const next = functionOf(node.expression, start.tree, context);
      if (next) found.push(...reached(next, context, depth - 1, seen));
    }
    s.forEachChild(node, visit);
  };
  visit(start.node);
  return found;
}

function functionOf(callee: ts.Expression, tree: ts.SourceFile, context: TransformContext): Found | undefined {
  const s = syntax();
  const node = unwrap(callee);
  if (s.isIdentifier(node)) return declared(node, tree, context);
  if (!s.isPropertyAccessExpression(node)) return undefined;
  if (node.name.text === 'call' && s.isIdentifier(node.expression)) {
    const bound = declared(node.expression, tree, context);
    if (bound) return bound;
  }
  // A method of the file's own class or object; `imbot.call` of a library is none of these.
  const isThis = node.expression.kind === s.SyntaxKind.ThisKeyword;
  const method = isThis || s.isIdentifier(node.expression) ? methodNamed(node.name.text, tree) : undefined;
  return method && { node: method, tree, isSure: isThis };
}

function declared(name: ts.Identifier, tree: ts.SourceFile, context: TransformContext): Found | undefined {
  const s = syntax();
  const declaration = declarationOf(name, tree);
  if (!declaration) return undefined;
  if (s.isFunctionDeclaration(declaration)) return { node: declaration, tree };
  if (s.isVariableDeclaration(declaration) && declaration.initializer) {
    const value = unwrap(declaration.initializer);
    if (s.isArrowFunction(value) || s.isFunctionExpression(value)) return { node: value, tree };
    const wrapped = wrappedIn(value);
    if (wrapped) return s.isIdentifier(wrapped) ? declared(wrapped, tree, context) : { node: wrapped, tree };
  }
  const specifier = moduleOf(declaration);
  const file = specifier?.startsWith('.') ? context.resolve?.(specifier) : undefined;
  if (!file) return undefined;
  const named = s.isImportSpecifier(declaration) || s.isBindingElement(declaration);
  if (!named) return exportedAlone(file, context);
  return exported((declaration.propertyName ?? declaration.name).getText(), file, context);
}

/** What stands under `wrapCall(…)`: v2 calls pass it untouched, so the function beneath decides what becomes of them. */
function wrappedIn(value: ts.Expression): ts.Expression | undefined {
  const s = syntax();
  if (!s.isCallExpression(value) || value.expression.getText() !== 'wrapCall') return undefined;
  const [argument] = value.arguments;
  const inner = argument && unwrap(argument);
  return inner && (s.isIdentifier(inner) || s.isFunctionLike(inner)) ? inner : undefined;
}

function moduleOf(declaration: ts.Node): string | undefined {
  const s = syntax();
  let at: ts.Node | undefined = declaration;
  while (at && !s.isImportDeclaration(at) && !s.isVariableDeclaration(at) && !s.isSourceFile(at)) at = at.parent;
  if (at && s.isImportDeclaration(at) && s.isStringLiteral(at.moduleSpecifier)) return at.moduleSpecifier.text;
  const required = at && s.isVariableDeclaration(at) ? at.initializer : undefined;
  const argument = required && s.isCallExpression(required) ? required.arguments[0] : undefined;
  return argument && s.isStringLiteralLike(argument) ? argument.text : undefined;
}

function exported(name: string, file: SourceText, context: TransformContext): Found | undefined {
  const s = syntax();
  const tree = treeOf(file);
  for (const statement of tree.statements) {
    if (s.isFunctionDeclaration(statement) && statement.name?.text === name) return { node: statement, tree };
    if (!s.isVariableStatement(statement)) continue;
    for (const { name: variable, initializer } of statement.declarationList.declarations) {
      if (!s.isIdentifier(variable) || variable.text !== name || !initializer) continue;
      if (s.isFunctionLike(unwrap(initializer))) return { node: initializer, tree };
      const wrapped = wrappedIn(unwrap(initializer));
      if (wrapped) return s.isIdentifier(wrapped) ? declared(wrapped, tree, context) : { node: wrapped, tree };
    }
  }
  return undefined;
}

/** `export default function …` and `module.exports = …`. */
function exportedAlone(file: SourceText, context: TransformContext): Found | undefined {
  const s = syntax();
  const tree = treeOf(file);
  for (const statement of tree.statements) {
    if (
      s.isFunctionDeclaration(statement) &&
      statement.modifiers?.some(({ kind }) => kind === s.SyntaxKind.DefaultKeyword)
    )
      return { node: statement, tree };
    const value = s.isExportAssignment(statement) ? statement.expression : assignedToExports(statement);
    if (!value) continue;
    if (s.isFunctionLike(unwrap(value))) return { node: value, tree };
    if (s.isIdentifier(value)) return exported(value.text, file, context);
  }
  return undefined;
}

function assignedToExports(statement: ts.Statement): ts.Expression | undefined {
  const s = syntax();
  const node = s.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!node || !s.isBinaryExpression(node)) return undefined;
  return node.left.getText() === 'module.exports' ? node.right : undefined;
}

function methodNamed(name: string, tree: ts.SourceFile): ts.Node | undefined {
  const s = syntax();
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (s.isMethodDeclaration(node) && s.isIdentifier(node.name) && node.name.text === name) return node;
    if ((s.isPropertyAssignment(node) || s.isPropertyDeclaration(node)) && s.isIdentifier(node.name)) {
      const value = node.name.text === name && node.initializer ? unwrap(node.initializer) : undefined;
      if (value && s.isFunctionLike(value)) return value;
    }
    return s.forEachChild(node, visit);
  };
  return visit(tree);
}

function answerOf(body: ts.Node): Transport['answer'] {
  const s = syntax();
  const own = s.isExpression(body) ? unwrap(body) : body;
  if (s.isArrowFunction(own) && !s.isBlock(own.body)) {
    const kind = kindOf(own.body);
    return kind === 'other' ? undefined : kind;
  }
  const kinds = new Set<'envelope' | 'result' | 'other'>();
  const visit = (node: ts.Node): void => {
    if (s.isReturnStatement(node) && node.expression) kinds.add(kindOf(node.expression));
    if (node === body || !s.isFunctionLike(node)) s.forEachChild(node, visit);
  };
  visit(body);
  const [kind] = kinds;
  return kinds.size === 1 && kind !== 'other' ? kind : undefined;
}

function kindOf(given: ts.Expression): 'envelope' | 'result' | 'other' {
  const s = syntax();
  let node = unwrap(given);
  while (s.isAwaitExpression(node)) node = unwrap(node.expression);
  if (s.isCallExpression(node)) return ofCall(node);
  if (s.isPropertyAccessExpression(node)) {
    if (node.name.text === 'result') return 'result';
    return node.name.text === 'data' ? 'envelope' : 'other';
  }
  return s.isIdentifier(node) && /^(?:data|json|body|answer)$/.test(node.text) ? 'envelope' : 'other';
}

/** `response.json()`, and `fetch(…).then((response) => response.json())`. */
function ofCall(node: ts.CallExpression): 'envelope' | 'result' | 'other' {
  const s = syntax();
  const { expression } = node;
  if (!s.isPropertyAccessExpression(expression)) return 'other';
  if (expression.name.text === 'json') return 'envelope';
  const [callback] = node.arguments;
  const isThen = expression.name.text === 'then' && node.arguments.length === 1 && callback !== undefined;
  if (!isThen || !s.isArrowFunction(callback) || s.isBlock(callback.body)) return 'other';
  return kindOf(callback.body);
}

/** Writes a parameter of this name: a key, a shorthand, an assignment. Reading `process.env.CLIENT_ID` is none. */
function puts(name: string, text: string): boolean {
  const forms = [`(?<![.\\w])${name}\\s*:`, `['"]${name}['"]`, `\\.${name}\\s*=(?!=)`, `[{,]\\s*${name}\\s*[,}]`];
  return new RegExp(forms.join('|')).test(text);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
}
