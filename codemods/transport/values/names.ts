import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { addTo } from '../../source/addTo';
import { attached } from '../../source/attached';
import { declarationOf, declaredAgain, functionAround, referencesOf } from '../../source/declarations';
import { isAssignment } from '../../source/isAssignment';
import { propertyKey } from '../../source/literalValue';
import { unwrap } from '../../source/unwrap';
import { apartOf, lookedUp } from '../apartOf';
import { filled } from '../changes/filled';
import type { Frame, ReadingEngine, Value } from '../types';
import { elementOf } from './elements';
import { globalValues } from './globalValues';
import { imported, ownExports } from './modules';
import { isNamespace, namespaceOf } from './namespaces';
import { openParameter } from './parameters';
import { allThrown } from './rejecting';
import { alternatives, answer, joined, literal, NONE, REPLACED, UNDEFINED, UNKNOWN } from './Value';
import { withAround } from './withAround';

type Declaration = NonNullable<ReturnType<typeof declarationOf>>;

/** What a name stands for in a frame. */
export function named(identifier: ts.Identifier, frame: Frame, engine: ReadingEngine): Value {
  const { text } = identifier;
  const declaration = declarationOf(identifier, frame.tree);
  if (declaration) {
    const value = declared(declaration, frame, engine);
    const others = isGlobal(declaration, frame.tree) ? globalValues(text, frame.tree, engine) : [];
    return withAround(identifier, frame.tree)
      ? joined(value, REPLACED)
      : others.length > 0
        ? joined(value, ...others)
        : value;
  }
  if (text === 'undefined') return UNDEFINED;
  if (text === 'arguments') {
    const running = runningFrame(frame);
    return running?.given ? { kind: 'list', items: [...running.given], open: false, givenTo: running.node } : UNKNOWN;
  }
  if (text === 'exports') {
    const own = ownExports(engine.moduleFrame(frame.tree), engine);
    if (own) return own;
  }
  const own = ownName(identifier, frame, engine);
  if (own) return own;
  const found: Value = { kind: 'external', module: 'global', path: [text] };
  const others = globalValues(text, frame.tree, engine);
  return others.length > 0 ? joined(found, ...others) : found;
}

/** A function or a `var` of a classic script is a property of the window. */
function isGlobal(declaration: Declaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (!/\.(?:html?|php)$/i.test(tree.fileName)) return false;
  return s.isFunctionDeclaration(declaration) ? declaration.parent === tree : s.isVariableDeclaration(declaration);
}

function runningFrame(frame: Frame): Frame | undefined {
  const s = syntax();
  let at: Frame | undefined = frame;
  while (at && s.isArrowFunction(at.node)) at = at.outer;
  return at;
}

/** The name of a function expression or of a class expression, an enum, `import x = require('x')`. */
function ownName(identifier: ts.Identifier, frame: Frame, engine: ReadingEngine): Value | undefined {
  const { text } = identifier;
  const s = syntax();
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    const { node } = at;
    if (s.isFunctionExpression(node) && node.name?.text === text)
      return { kind: 'function', node, around: at.outer ?? at };
  }
  for (const statement of ownStatements(frame.tree).get(text) ?? []) {
    if (s.isEnumDeclaration(statement)) return enumOf(statement, frame, engine);
    if (s.isModuleDeclaration(statement)) return namespaceOf(text, frame.tree, engine);
    if (s.isImportEqualsDeclaration(statement)) {
      const { moduleReference: from } = statement;
      if (s.isExternalModuleReference(from) && s.isStringLiteralLike(from.expression))
        return imported(from.expression.text, undefined, frame, engine);
    }
  }
  return besideIn(identifier, frame, engine);
}

/** What another part of the namespace exports in which a name stands. */
function besideIn(identifier: ts.Identifier, { tree }: Frame, engine: ReadingEngine): Value | undefined {
  const s = syntax();
  // Most names that nothing declares are globals, and most files have no namespace.
  if (![...ownStatements(tree).values()].flat().some((one) => s.isModuleDeclaration(one))) return undefined;
  let at: ts.Node = identifier;
  while (at.parent && !(isNamespace(at) && s.isSourceFile(at.parent))) at = at.parent;
  const found = isNamespace(at) ? namespaceOf(at.name.text, tree, engine) : undefined;
  return found?.kind === 'object' ? found.fields.get(identifier.text) : undefined;
}

/** Every name that nothing else declares asks for them: a file has many. */
function ownStatements(tree: ts.SourceFile): ReadonlyMap<string, readonly ts.Statement[]> {
  const s = syntax();
  const before = statements.get(tree);
  if (before) return before;
  const found = new Map<string, ts.Statement[]>();
  for (const one of tree.statements)
    if (s.isEnumDeclaration(one) || s.isImportEqualsDeclaration(one) || isNamespace(one))
      addTo(found, one.name.text, one);
  statements.set(tree, found);
  return found;
}

const statements = attached<ts.SourceFile, ReadonlyMap<string, readonly ts.Statement[]>>();

function enumOf(node: ts.EnumDeclaration, frame: Frame, engine: ReadingEngine): Value {
  const fields = new Map<string, Value>();
  for (const [index, member] of node.members.entries()) {
    const name = propertyKey(member.name);
    if (name !== undefined)
      fields.set(name, member.initializer ? engine.evaluate(member.initializer, frame) : literal(index));
  }
  return { kind: 'object', fields, others: [], spreads: [] };
}

/** The value of a declaration, looked up in the frame that it belongs to. */
function declared(declaration: Declaration, frame: Frame, engine: ReadingEngine): Value {
  const owner = ownerOf(declaration);
  let at: Frame | undefined = frame;
  while (at && at.node !== owner) at = at.outer;
  const own = at ?? engine.openFrame(owner, frame.tree);
  const known = own.values.get(declaration);
  if (known) return known;
  own.values.set(declaration, NONE);
  const value = computed(declaration, own, engine);
  if (!own.runs) lookAgain(declaration, value, own, engine);
  const put = own.values.get(declaration);
  const all = put && put !== NONE ? joined(value, put) : value;
  const told = own.runs ? joined(all, ...closed(declaration, all, own, engine)) : all;
  own.values.set(declaration, told);
  return told;
}

/**
 * What functions within one that runs give a name of it: they may run before it is asked for, though the reading does not
 * come by them.
 */
export function closed(declaration: Declaration, value: Value, frame: Frame, engine: ReadingEngine): readonly Value[] {
  if (engine.isApart) return [];
  const isTelling = alternatives(value).some(({ kind }) => /^(?:function|class|instance|native|literal)$/.test(kind));
  return changesOf(declaration, frame.tree).flatMap(({ use, by, gives, rebinds }): readonly Value[] => {
    const around = functionAround(use);
    if (!rebinds || around === frame.node) return [];
    const given = gives === 'itself' ? lookedUp(by, apartOf(engine)) : UNKNOWN;
    if (/^(?:function|class|instance|literal)$/.test(given.kind)) return [given];
    if (alternatives(value).some(({ kind }) => kind === 'object')) return [given.kind === 'object' ? given : UNKNOWN];
    return isTelling && !isLengthened(use) ? [REPLACED] : [];
  });
}

/** `text += chunk` */
function isLengthened({ parent }: ts.Identifier): boolean {
  const s = syntax();
  return s.isBinaryExpression(parent) && parent.operatorToken.kind === s.SyntaxKind.PlusEqualsToken;
}

/** What else a name is given: it is declared again, and may be assigned to though no variable. */
function lookAgain(declaration: Declaration, value: Value, own: Frame, engine: ReadingEngine): void {
  const s = syntax();
  const also: Value[] = [];
  if (!s.isVariableDeclaration(declaration)) {
    own.values.set(declaration, joined(own.values.get(declaration) ?? NONE, value));
    for (const change of changesOf(declaration, own.tree)) {
      if (change.rebinds) also.push(...changed(change, own, engine));
    }
  }
  // Nothing but `var` may say a name again.
  for (const one of declaredAgain(declaration, own.tree)) {
    if (!s.isVariableDeclaration(one) || (one.parent.flags & s.NodeFlags.BlockScoped) !== 0) continue;
    if (one.initializer || !s.isVariableStatement(one.parent.parent)) also.push(variableSource(one, own, engine));
  }
  if (also.length > 0) own.values.set(declaration, joined(own.values.get(declaration) ?? value, ...also));
}

function ownerOf(declaration: ts.Node): ts.Node {
  const s = syntax();
  let node = declaration;
  while (s.isBindingElement(node) || s.isObjectBindingPattern(node) || s.isArrayBindingPattern(node))
    node = node.parent;
  return s.isParameter(node) ? node.parent : functionAround(node);
}

function computed(declaration: Declaration, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  if (s.isFunctionDeclaration(declaration))
    return { kind: 'function', node: withBody(declaration, frame.tree), around: frame };
  if (s.isClassDeclaration(declaration)) return { kind: 'class', node: declaration, around: frame };
  if (s.isParameter(declaration)) return parameter(declaration, frame, engine);
  if (s.isBindingElement(declaration)) return element(declaration, frame, engine);
  if (s.isVariableDeclaration(declaration)) return variable(declaration, frame, engine);
  const specifier = moduleOf(declaration);
  if (specifier === undefined) return UNKNOWN;
  if (s.isNamespaceImport(declaration)) return imported(specifier, undefined, frame, engine);
  const name = s.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : 'default';
  return imported(specifier, name, frame, engine);
}

function moduleOf(declaration: ts.Node): string | undefined {
  const s = syntax();
  let at: ts.Node | undefined = declaration;
  while (at && !s.isImportDeclaration(at)) at = at.parent;
  return at && s.isStringLiteralLike(at.moduleSpecifier) ? at.moduleSpecifier.text : undefined;
}

/** Of overloads the one that does something, of several functions the last one. */
function withBody(declaration: ts.FunctionDeclaration, tree: ts.SourceFile): ts.FunctionDeclaration {
  const s = syntax();
  const all = [declaration, ...declaredAgain(declaration, tree)].filter((one) => s.isFunctionDeclaration(one));
  return all.findLast((one) => one.body !== undefined) ?? declaration;
}

function parameter(declaration: ts.ParameterDeclaration, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const owner = declaration.parent;
  const own = owner.parameters.filter(({ name }) => !(s.isIdentifier(name) && name.text === 'this'));
  const at = own.indexOf(declaration);
  const { given } = frame;
  if (!given) return openParameter(declaration, at, frame, engine);
  if (declaration.dotDotDotToken) return { kind: 'list', items: given.slice(at), open: false, givenTo: owner };
  const value = given[at];
  if (!declaration.initializer) return value ?? UNDEFINED;
  if (!value || (value.kind === 'literal' && value.value === undefined))
    return engine.evaluate(declaration.initializer, frame);
  return value.kind === 'unknown' ? joined(value, engine.evaluate(declaration.initializer, frame)) : value;
}

/** `{ a: [b] }` of a variable or a parameter. */
function element(declaration: ts.BindingElement, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const pattern = declaration.parent;
  const holder = pattern.parent;
  const source = s.isBindingElement(holder)
    ? element(holder, frame, engine)
    : s.isParameter(holder)
      ? declared(holder, frame, engine)
      : variableSource(holder, frame, engine);
  const found = elementFrom(declaration, pattern, source, engine);
  return declaration.initializer ? withDefault(found, declaration.initializer, frame, engine) : found;
}

/** The default of a pattern stands where nothing is given. */
export function withDefault(found: Value, initializer: ts.Expression, frame: Frame, engine: ReadingEngine): Value {
  const given = alternatives(found).filter((one) => one.kind !== 'literal' || one.value !== undefined);
  return joined(...given, engine.evaluate(initializer, frame));
}

/** What one element of a pattern takes from a value. */
export function elementFrom(
  declaration: ts.BindingElement,
  pattern: ts.BindingPattern,
  source: Value,
  engine: ReadingEngine,
): Value {
  const s = syntax();
  if (s.isArrayBindingPattern(pattern)) {
    const at = pattern.elements.indexOf(declaration);
    return declaration.dotDotDotToken ? source : engine.member(source, String(at), declaration);
  }
  if (declaration.dotDotDotToken) return source;
  const key = declaration.propertyName
    ? propertyKey(declaration.propertyName)
    : s.isIdentifier(declaration.name)
      ? declaration.name.text
      : undefined;
  return key === undefined ? UNKNOWN : engine.member(source, key, declaration);
}

/** What a variable is given where it is declared: its initializer, or what its loop goes through. */
export function variableSource(declaration: ts.VariableDeclaration, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const loop = declaration.parent.parent;
  if (s.isCatchClause(declaration.parent)) return joined(answer('failure'), ...allThrown(engine.trace));
  if (s.isForOfStatement(loop)) return elementOf(engine.evaluate(loop.expression, frame));
  if (s.isForInStatement(loop)) return keysIn(filled(engine.evaluate(loop.expression, frame), engine));
  return declaration.initializer ? engine.evaluate(declaration.initializer, frame) : NONE;
}

function keysIn(value: Value): Value {
  const all = value.kind === 'union' ? value.of : [value];
  if (all.some(({ kind }) => kind === 'params' || kind === 'part')) return { kind: 'key' };
  const keys = all.flatMap((one): Value[] =>
    one.kind === 'object'
      ? [
          ...[...one.fields.keys()].map(literal),
          ...(one.spreads.some(({ kind }) => kind === 'params') ? [{ kind: 'key' as const }] : []),
        ]
      : [UNKNOWN],
  );
  return joined(...keys);
}

function variable(declaration: ts.VariableDeclaration, frame: Frame, engine: ReadingEngine): Value {
  const first = variableSource(declaration, frame, engine);
  const typed = first.kind === 'unknown' && declaration.type ? engineTyped(declaration.type, frame, engine) : undefined;
  const value = typed ?? first;
  if (frame.runs) return value;
  // What stands in the frame while the uses are looked at: they may put something into it.
  frame.values.set(declaration, value);
  const assigned = assignedTo(declaration, frame, engine);
  return joined(value, ...assigned);
}

function engineTyped(type: ts.TypeNode, frame: Frame, engine: ReadingEngine): Value | undefined {
  const value = typedBy(type, frame, engine);
  return value.kind === 'unknown' ? undefined : value;
}

/** What gives a variable a value or puts something into it, where its function is not run. */
function assignedTo(declaration: ts.VariableDeclaration, frame: Frame, engine: ReadingEngine): Value[] {
  return changesOf(declaration, frame.tree).flatMap((change) => changed(change, frame, engine));
}

/** What a change gives by itself; others put it where it belongs. */
function changed({ use, by, gives }: Change, frame: Frame, engine: ReadingEngine): Value[] {
  const value = engine.evaluate(by, engine.openFrame(functionAround(use), frame.tree));
  return gives === 'itself' ? [value] : gives === 'elements' ? [elementOf(value)] : [];
}

/** A use that gives a variable a value, or changes what it holds. */
interface Change {
  readonly use: ts.Identifier;
  readonly by: ts.Expression;
  readonly gives: 'itself' | 'elements' | 'nothing';
  /** It is another value then, and not changed within. */
  readonly rebinds: boolean;
}

const changes = attached<Declaration, readonly Change[]>();

/** Every reading of every call asks for them, and a transport has as many uses as calls. */
function changesOf(declaration: Declaration, tree: ts.SourceFile): readonly Change[] {
  const known = changes.get(declaration);
  if (known) return known;
  const s = syntax();
  const found = referencesOf(declaration, tree).flatMap((use): Change[] => {
    const { parent } = use;
    const whole = patternAround(use);
    if (whole) return [{ use, by: whole, gives: 'nothing', rebinds: true }];
    if (s.isBinaryExpression(parent) && parent.left === use && isAssignment(parent.operatorToken.kind))
      return [{ use, by: parent.right, gives: 'itself', rebinds: true }];
    if (s.isForOfStatement(parent) && parent.initializer === use)
      return [{ use, by: parent.expression, gives: 'elements', rebinds: true }];
    const by = changeBy(use);
    return by ? [{ use, by, gives: 'nothing', rebinds: false }] : [];
  });
  changes.set(declaration, found);
  return found;
}

/** `({ use } = from)`, `[use] = from`: the assignment. */
function patternAround(use: ts.Identifier): ts.BinaryExpression | undefined {
  const s = syntax();
  let found: ts.BinaryExpression | undefined;
  for (let at: ts.Node = use; ; at = at.parent) {
    const { parent } = at;
    if (s.isBinaryExpression(parent) && parent.left === at && parent.operatorToken.kind === s.SyntaxKind.EqualsToken) {
      if (s.isObjectLiteralExpression(at) || s.isArrayLiteralExpression(at)) found = parent;
    } else if (
      !(s.isPropertyAssignment(parent) && parent.initializer === at) &&
      !s.isShorthandPropertyAssignment(parent) &&
      !s.isSpreadElement(parent) &&
      !s.isSpreadAssignment(parent) &&
      !s.isObjectLiteralExpression(parent) &&
      !s.isArrayLiteralExpression(parent) &&
      !s.isParenthesizedExpression(parent)
    )
      return found;
  }
}

const CHANGES = /^(?:use|set|append|push|unshift|add|assign|delete)$/;

/** `list.push(x)`, `map[key] = x`, `client.interceptors.request.use(f)`, `Object.assign(map, x)`. */
function changeBy(use: ts.Identifier): ts.Expression | undefined {
  const s = syntax();
  let at: ts.Expression = use;
  while (
    (s.isPropertyAccessExpression(at.parent) || s.isElementAccessExpression(at.parent)) &&
    at.parent.expression === at
  )
    at = at.parent;
  const { parent } = at;
  if (s.isBinaryExpression(parent) && parent.left === at && at !== use && isAssignment(parent.operatorToken.kind))
    return parent;
  if (!s.isCallExpression(parent)) return undefined;
  if (parent.expression === at)
    return s.isPropertyAccessExpression(at) && CHANGES.test(at.name.text) ? parent : undefined;
  return parent.expression.getText() === 'Object.assign' && parent.arguments[0] === at ? parent : undefined;
}

/** What a type says of a value: an instance of a class of the given files, a client of the outside. */
export function typedBy(type: ts.TypeNode, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  if (s.isParenthesizedTypeNode(type)) return typedBy(type.type, frame, engine);
  if (s.isUnionTypeNode(type)) {
    const told = type.types.filter((one) => !isEmptyType(one));
    const [only] = told;
    return told.length === 1 && only ? typedBy(only, frame, engine) : UNKNOWN;
  }
  if (s.isTypeQueryNode(type)) return ofEntity(type.exprName, frame, engine);
  if (!s.isTypeReferenceNode(type)) return UNKNOWN;
  const { typeName } = type;
  const wraps = s.isIdentifier(typeName) && /^(?:Promise|Readonly|Required|NonNullable|Awaited)$/.test(typeName.text);
  const [inner] = type.typeArguments ?? [];
  if (wraps && inner) return typedBy(inner, frame, engine);
  const named = ofEntity(typeName, frame, engine);
  if (named.kind === 'class') return engine.instance(named);
  if (named.kind !== 'external') return UNKNOWN;
  const what = CLIENT_TYPES[named.path.at(-1) ?? ''];
  if (what !== undefined && (named.module === 'global' ? engine.isGenerous : named.module === what))
    return { kind: 'made', what, from: [], held: [] };
  if (named.module === 'global') return UNKNOWN;
  return { kind: 'made', what: [named.module, ...named.path].join('.'), from: [], held: [] };
}

/** Types of instances that clients make. */
const CLIENT_TYPES: Readonly<Record<string, string>> = {
  AxiosInstance: 'axios',
  AxiosStatic: 'axios',
  Axios: 'axios',
  KyInstance: 'ky',
  Got: 'got',
  HttpService: '@nestjs/axios.HttpService',
};

function ofEntity(name: ts.EntityName, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  if (s.isIdentifier(name)) return named(name, frame, engine);
  return engine.member(ofEntity(name.left, frame, engine), name.right.text, name);
}

function isEmptyType(type: ts.TypeNode): boolean {
  const s = syntax();
  return (
    type.kind === s.SyntaxKind.UndefinedKeyword ||
    (s.isLiteralTypeNode(type) && type.literal.kind === s.SyntaxKind.NullKeyword)
  );
}

/** Puts a value where an expression or a pattern says. */
export function put(target: ts.Expression, value: Value, frame: Frame, engine: ReadingEngine): void {
  const s = syntax();
  const node = unwrap(target);
  if (s.isBinaryExpression(node)) {
    put(node.left, joined(value, engine.evaluate(node.right, frame)), frame, engine);
    return;
  }
  if (s.isArrayLiteralExpression(node)) {
    for (const [at, one] of node.elements.entries())
      if (s.isSpreadElement(one)) put(one.expression, value, frame, engine);
      else if (!s.isOmittedExpression(one)) put(one, engine.member(value, String(at), one), frame, engine);
    return;
  }
  if (s.isObjectLiteralExpression(node)) {
    for (const one of node.properties) {
      const key = one.name && propertyKey(one.name);
      const taken = key === undefined ? UNKNOWN : engine.member(value, key, one);
      if (s.isPropertyAssignment(one)) put(one.initializer, taken, frame, engine);
      else if (s.isShorthandPropertyAssignment(one)) put(one.name, taken, frame, engine);
      else if (s.isSpreadAssignment(one)) put(one.expression, value, frame, engine);
    }
    return;
  }
  if (s.isIdentifier(node)) {
    const declaration = declarationOf(node, frame.tree);
    if (!declaration) return;
    const owner = ownerOf(declaration);
    let at: Frame | undefined = frame;
    while (at && at.node !== owner) at = at.outer;
    const own = at ?? engine.openFrame(owner, frame.tree);
    own.values.set(declaration, joined(own.values.get(declaration) ?? declared(declaration, frame, engine), value));
  }
}
