import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import { attached } from '../../source/attached';
import { functionAround } from '../../source/declarations';
import { extendedType } from '../../source/extendedType';
import { isStatic as hasStatic } from '../../source/isStatic';
import { propertyKey } from '../../source/literalValue';
import { nodesIn } from '../../source/nodesIn';
import { isChangedClient, otherValues } from '../changes/otherValues';
import { madeMember } from '../clients/clients';
import { lookAtPart } from '../lookAtPart';
import { byName, lookAtKey, lookAtResult } from '../looks';
import type {
  AnswerStage,
  ClassValue,
  ExternalValue,
  FunctionNode,
  InstanceValue,
  ReadingEngine,
  UnknownValue,
  Value,
} from '../types';
import { baseClass } from './baseClass';
import { elementOf } from './elements';
import { globalValues } from './globalValues';
import { memberAt } from './marks';
import { listMethod, promiseMethod, sliced, textMethod } from './methods';
import { prototypeOf } from './prototypes';
import { proxied } from './proxied';
import { madeOf, replacedBy } from './replacedBy';
import { answer, joined, literal, native, REPLACED, UNDEFINED, UNKNOWN, unknown } from './Value';

/** What stands under a name of a value. */
export function member(value: Value, name: string, node: ts.Node, engine: ReadingEngine): Value {
  const own = memberOf(value, name, node, engine);
  const others = [
    ...otherValues(value, name, own, engine),
    ...decorated(value, name, engine),
    ...changedVerb(value, name, node, engine),
  ];
  const found = others.length > 0 ? joined(own, ...others) : own;
  return engine.marks ? memberAt(value, name, found, engine.marks) : found;
}

const VERBS =
  /^(?:send|post|get|put|patch|delete|request|head|options|postForm|putForm|patchForm|callMethod|callListMethod|fetchListMethod|callV2|callV3|callBatch\w*|make)$/;

function changedVerb(value: Value, name: string, node: ts.Node, engine: ReadingEngine): readonly Value[] {
  if (!VERBS.test(name) || !isChangedClient(value, name, node, engine)) return [];
  engine.trace.isChanged = true;
  return [UNKNOWN];
}

/** What decorators of a class or of its method make of it; adopt asks for those of the functions that it wraps. */
function decorated(value: Value, name: string, engine: ReadingEngine): readonly Value[] {
  if (engine.isApart || engine.isGenerous || engine.marks) return [];
  if (value.kind !== 'instance' && value.kind !== 'class') return [];
  const all: Value[] = [];
  let at: ClassValue | undefined = value.kind === 'class' ? value : value.of;
  for (let depth = 0; at && depth < DEEPEST; depth += 1) {
    const method: ts.ClassElement | undefined = at.node.members.find(
      (one) => one.name && propertyKey(one.name) === name,
    );
    all.push(...madeOf(at, engine), ...(method ? replacedBy(method, at.around, engine) : []));
    at = method ? undefined : baseClass(at, engine);
  }
  return all;
}

function memberOf(value: Value, name: string, node: ts.Node, engine: ReadingEngine): Value {
  const then = promiseMethod(value, name, engine);
  if (then) return then;
  switch (value.kind) {
    case 'union':
      return joined(...there(value.of).map((one) => member(one, name, node, engine)));
    case 'object':
      return ofObject(value, name, node, engine);
    case 'instance':
      if (name === 'constructor') return value.of;
      return ofInstance(value, name, engine);
    case 'class':
      if (name === 'prototype') return engine.instance(value);
      return ofClassItself(value, name, engine);
    case 'module':
      return engine.exported(value.frame, name);
    case 'external':
      if (value.module === 'global' && /^(?:globalThis|window|self|global)$/.test(value.path[0] ?? ''))
        return joined({ ...value, path: [name] }, ...globalValues(name, node.getSourceFile(), engine));
      // Bound to another `this` it is still what it was.
      if (name === 'bind') return native(([, ...bound]) => (bound.length === 0 ? value : UNKNOWN));
      return (isText(value) ? textMethod(value, name, engine) : undefined) ?? { ...value, path: [...value.path, name] };
    case 'made':
      return proxied(value, literal(name), node, engine) ?? madeMember(value, name, engine);
    case 'params':
    case 'part':
      if (value.kind === 'params' && name === 'hasOwnProperty')
        return native(([key], at) => {
          if (key?.kind === 'literal') lookAtKey(String(key.value), at, engine);
          return UNKNOWN;
        });
      if (value.kind === 'params' && name !== 'toString') lookAtKey(name, node, engine);
      if (CHANGES.test(name)) lookAtPart(value, node, engine);
      return textMethod(value, name, engine) ?? { kind: 'part', named: name };
    case 'answer':
      // The result of a batch holds those of its commands.
      if (!/^result(?:_error|_total|_next|_time)?$/.test(name)) lookAtResult([value], node, engine);
      return ofAnswer(value.stage, name);
    case 'thrown':
      return joined(unknown(...value.holds), ...(name === 'code' ? value.holds : []));
    case 'function':
      return ofFunction(value, name, engine);
    case 'list':
      return ofList(value, name, engine);
    case 'method':
    case 'text':
      if (name === 'length') return byName([value], node, engine, (text) => String(text).length);
      return textMethod(value, name, engine) ?? UNKNOWN;
    case 'literal':
    case 'key':
      return textMethod(value, name, engine) ?? UNKNOWN;
    case 'encoded':
      return textMethod(value, name, engine) ?? (name === 'length' ? unknown(value) : UNKNOWN);
    case 'native':
      return name === 'call' && node.getText() === '[].slice.call' ? native(copied) : UNKNOWN;
    case 'unknown':
      return textMethod(value, name, engine) ?? withinUnknown(value);
  }
}

/** Nothing has no members: whoever goes on has something else. */
function there(values: readonly Value[]): readonly Value[] {
  const found = values.filter((one) => one.kind !== 'literal' || (one.value !== undefined && one.value !== null));
  return found.length > 0 ? found : values;
}

/** `[].slice.call(arguments, 1)` */
function copied([list, ...ends]: readonly Value[]): Value {
  return list?.kind === 'list' ? sliced(list, ends) : UNKNOWN;
}

/** Methods of texts that give another text. */
const CHANGES = /^(?:replace|replaceAll|slice|substring|substr|toUpperCase|toLowerCase|normalize|padStart|padEnd)$/;

/** What stands in the environment is a text. */
function isText({ module, path, origin }: ExternalValue): boolean {
  if (module !== 'global') return false;
  return (
    (origin !== undefined && path.length > 1) ||
    (/^(?:process|import\.meta|Bun)$/.test(path[0] ?? '') && path[1] === 'env' && path.length === 3)
  );
}

/** Of what a function of elsewhere gave nobody knows where it comes from. */
function withinUnknown(value: UnknownValue): Value {
  return value.isReplaced ? value : value.isAsked ? { kind: 'unknown', from: [value] } : unknown(...value.from);
}

function ofObject(
  value: Extract<Value, { kind: 'object' }>,
  name: string,
  node: ts.Node,
  engine: ReadingEngine,
): Value {
  const own = value.fields.get(name);
  if (own) return own.kind === 'function' ? gotten(own, engine) : own;
  const spread = value.spreads.map((one) => member(one, name, node, engine));
  const all = [...spread, ...value.others];
  if (all.length > 0) return joined(...all);
  return /^(?:hasOwnProperty|toString)$/.test(name) ? UNKNOWN : UNDEFINED;
}

function ofList(value: Extract<Value, { kind: 'list' }>, name: string, engine: ReadingEngine): Value {
  if (/^\d+$/.test(name)) {
    const item = value.items[Number(name)];
    if (item && !value.open) return item;
    return value.items.length > 0 ? elementOf(value) : value.open ? UNKNOWN : UNDEFINED;
  }
  return listMethod(value, name, engine) ?? unknown(value);
}

/** A field, a method or a getter, of the class or of its base; and of subclasses, where the instance may be one of theirs. */
function ofInstance(value: InstanceValue, name: string, engine: ReadingEngine): Value {
  const own = value.fields.get(name);
  const found = own ?? ofClass(value.of, name, engine, false);
  const here = found && !own && found.kind === 'function' ? gotten({ ...found, self: value }, engine) : found;
  if (engine.instances.get(value.of.node) !== value) return here ?? UNKNOWN;
  const below = subclassesOf(value.of, engine).flatMap((sub): Value[] => {
    const self = engine.instance(sub);
    const field = self.kind === 'instance' ? self.fields.get(name) : undefined;
    const over = field ?? ofClass(sub, name, engine, false);
    if (!over || isSame(over, found)) return [];
    if (over.kind === 'function') return [field ? over : gotten({ ...over, self }, engine)];
    return over.kind === 'literal' ? [over] : [];
  });
  if (isMixedIn(value.of, engine)) below.push(REPLACED);
  return here || below.length > 0 ? joined(...(here ? [here] : []), ...below) : UNKNOWN;
}

/** `class B extends mixin(A)`, where nobody sees what that makes of A. */
function isMixedIn(of: ClassValue, engine: ReadingEngine): boolean {
  const s = syntax();
  return treesOf(of, engine).some((tree) =>
    classesIn(tree).some((node) => {
      const made = extendedType(node)?.expression;
      if (!made || !s.isCallExpression(made)) return false;
      const around = engine.openFrame(functionAround(node), tree);
      const given = made.arguments.map((one) => engine.evaluate(one, around));
      const isOf = given.some((one) => one.kind === 'class' && (one.node === of.node || extendsClass(one, of, engine)));
      return isOf && !baseClass({ kind: 'class', node, around }, engine);
    }),
  );
}

function isSame(over: Value, found: Value | undefined): boolean {
  if (over.kind === 'function') return found?.kind === 'function' && over.node === found.node;
  return over.kind === 'literal' && found?.kind === 'literal' && over.value === found.value;
}

/** Classes of the same file, and of those that import it, that extend a class. */
function subclassesOf(of: ClassValue, engine: ReadingEngine): ClassValue[] {
  return treesOf(of, engine).flatMap((one) =>
    classesIn(one).flatMap((node): ClassValue[] => {
      if (!extendedType(node) || node === of.node) return [];
      const value: ClassValue = { kind: 'class', node, around: engine.openFrame(functionAround(node), one) };
      return extendsClass(value, of, engine) ? [value] : [];
    }),
  );
}

function treesOf(of: ClassValue, { reach }: ReadingEngine): ts.SourceFile[] {
  const { tree } = of.around;
  return [tree, ...(reach.importers?.(tree.fileName) ?? []).map((file) => treeOf(file))];
}

function extendsClass(value: ClassValue, of: ClassValue, engine: ReadingEngine): boolean {
  let at = baseClass(value, engine);
  for (let depth = 0; at && depth < DEEPEST; depth += 1) {
    if (at.node === of.node) return true;
    at = baseClass(at, engine);
  }
  return false;
}

const DEEPEST = 10;

const classes = attached<ts.SourceFile, ts.ClassLikeDeclaration[]>();

function classesIn(tree: ts.SourceFile): ts.ClassLikeDeclaration[] {
  const s = syntax();
  const known = classes.get(tree);
  if (known) return known;
  const found: ts.ClassLikeDeclaration[] = [];
  for (const node of nodesIn(tree)) {
    if (s.isClassLike(node)) found.push(node);
  }
  classes.set(tree, found);
  return found;
}

/** A getter gives what it returns. */
function gotten(value: Extract<Value, { kind: 'function' }>, engine: ReadingEngine): Value {
  return syntax().isGetAccessorDeclaration(value.node) ? engine.invoke(value, [], value.node, value.self) : value;
}

/** What is declared in a class, or in what it extends; what statements put there besides is asked for with it. */
function ofClassItself(value: ClassValue, name: string, engine: ReadingEngine): Value {
  const found = ofClass(value, name, engine, true);
  if (found) return found.kind === 'function' ? gotten(found, engine) : found;
  return OF_FUNCTIONS.test(name) || !isSeen(value, engine) ? UNKNOWN : UNDEFINED;
}

const OF_FUNCTIONS = /^(?:name|length|call|apply|bind|toString|hasOwnProperty|isPrototypeOf)$/;

/** Itself, and all that it extends. */
function isSeen(value: ClassValue, engine: ReadingEngine): boolean {
  let at = value;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    if (!extendedType(at.node)) return true;
    const base = baseClass(at, engine);
    if (!base) return false;
    at = base;
  }
  return false;
}

function ofClass(value: ClassValue, name: string, engine: ReadingEngine, isStatic: boolean): Value | undefined {
  const s = syntax();
  for (const one of value.node.members) {
    const own = one.name && propertyKey(one.name);
    const matches = own === name || (one.name && s.isPrivateIdentifier(one.name) && one.name.text === name);
    if (!matches || hasStatic(one) !== isStatic) continue;
    if ((s.isMethodDeclaration(one) || s.isGetAccessorDeclaration(one)) && one.body)
      return {
        kind: 'function',
        node: one,
        around: value.around,
        ...(isStatic ? { self: value } : {}),
        ...(isWrapped(value, name, isStatic) ? { isWrapped: true } : {}),
      };
    if (isStatic && s.isPropertyDeclaration(one) && one.initializer)
      return engine.evaluate(one.initializer, { ...value.around, self: value, outer: value.around, node: one });
  }
  const prototype = isStatic ? undefined : onPrototype(value, name);
  if (prototype) return { kind: 'function', node: prototype, around: value.around };
  const base = baseClass(value, engine);
  return base && ofClass(base, name, engine, isStatic);
}

/** `Client.prototype.call = function …` */
function onPrototype(value: ClassValue, name: string): FunctionNode | undefined {
  const s = syntax();
  const right = assignedLater(value, name, false);
  return right && (s.isFunctionExpression(right) || s.isArrowFunction(right)) ? right : undefined;
}

/** `Client.prototype.call = wrapCall(Client.prototype.call, …)` */
function isWrapped(value: ClassValue, name: string, isStatic: boolean): boolean {
  const s = syntax();
  const right = assignedLater(value, name, isStatic);
  return right !== undefined && s.isCallExpression(right) && right.expression.getText() === 'wrapCall';
}

/** What statements beside a class, or in a static block of it, put under a name of it. */
function assignedLater({ node }: ClassValue, name: string, isStatic: boolean): ts.Expression | undefined {
  const s = syntax();
  const { parent } = node;
  const names = [
    node.name?.text,
    s.isVariableDeclaration(parent) && s.isIdentifier(parent.name) ? parent.name.text : undefined,
    s.isBinaryExpression(parent) ? parent.left.getText() : undefined,
  ].filter((one) => one !== undefined);
  const within = node.members.flatMap((one) => (s.isClassStaticBlockDeclaration(one) ? [...one.body.statements] : []));
  return assignedIn(within, ['this'], name, isStatic) ?? assignedIn(statementsAround(node), names, name, isStatic);
}

function statementsAround(node: ts.Node): readonly ts.Statement[] {
  const s = syntax();
  let at: ts.Node = node;
  const isList = (one: ts.Node): one is ts.SourceFile | ts.Block | ts.ModuleBlock =>
    s.isSourceFile(one) || s.isBlock(one) || s.isModuleBlock(one);
  while (at.parent && !isList(at.parent)) at = at.parent;
  const around = at.parent;
  return around && isList(around) ? around.statements : [];
}

function assignedIn(
  statements: readonly ts.Statement[],
  owners: readonly string[],
  name: string,
  isStatic: boolean,
): ts.Expression | undefined {
  const s = syntax();
  const wanted = new Set(
    owners.flatMap((own) => {
      const owner = isStatic ? own : `${own}.prototype`;
      return [`${owner}.${name}`, `${owner}['${name}']`, `${owner}["${name}"]`];
    }),
  );
  for (const statement of statements) {
    if (!s.isExpressionStatement(statement) || !s.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (wanted.has(left.getText())) return right;
  }
  return undefined;
}

function ofFunction(value: Extract<Value, { kind: 'function' }>, name: string, engine: ReadingEngine): Value {
  if (name === 'call') return native(([self, ...given], node) => engine.invoke(value, given, node, self));
  if (name === 'apply')
    return native(([self, list], node) =>
      engine.invoke(value, list?.kind === 'list' ? list.items : [UNKNOWN], node, self),
    );
  if (name === 'bind')
    return native(([self, ...bound]) => ({
      ...value,
      ...(self ? { self } : {}),
      bound: [...(value.bound ?? []), ...bound],
    }));
  if (name === 'length' || name === 'name') return UNKNOWN;
  if (name === 'prototype') return prototypeOf(value, engine);
  return putOn(value, name, engine) ?? UNKNOWN;
}

/** `call.batch = …` */
function putOn(value: Extract<Value, { kind: 'function' }>, name: string, engine: ReadingEngine): Value | undefined {
  const s = syntax();
  const own = value.node.name?.getText();
  if (own === undefined) return undefined;
  for (const statement of value.around.tree.statements) {
    if (!s.isExpressionStatement(statement) || !s.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (left.getText() === `${own}.${name}`) return engine.evaluate(right, engine.moduleFrame(value.around.tree));
  }
  return undefined;
}

const OF_ENVELOPE: Readonly<Record<string, AnswerStage>> = {
  result: 'result',
  error: 'error',
  errors: 'error',
  error_code: 'error',
  error_description: 'description',
  time: 'rest',
  next: 'rest',
  total: 'rest',
};

const OF_RESPONSE: Readonly<Record<string, AnswerStage>> = {
  ok: 'ok',
  status: 'status',
  statusCode: 'status',
  statusText: 'status',
  headers: 'rest',
};

/** What stands in a response, an envelope, a failure. */
function ofAnswer(stage: AnswerStage, name: string): Value {
  const response = OF_RESPONSE[name];
  if (response && stage !== 'envelope' && stage !== 'result' && stage !== 'error') return answer(response);
  switch (stage) {
    case 'fetch':
      if (name === 'json') return native(() => answer('envelope'));
      if (name === 'text') return native(() => answer('text'));
      if (name === 'clone') return native(() => answer('fetch'));
      if (name === 'body') return answer('body');
      return UNKNOWN;
    case 'axios':
      return name === 'data' ? answer('envelope') : unknown();
    case 'stream':
      if (name === 'on' || name === 'once')
        return native(([, work = UNDEFINED], node, engine) => {
          engine.call(work, [answer('text')], node);
          return answer('stream');
        });
      return UNKNOWN;
    case 'undici':
      return name === 'body' ? answer('fetch') : UNKNOWN;
    case 'body':
      if (name === 'json') return native(() => answer('envelope'));
      if (name === 'text') return native(() => answer('text'));
      if (name === 'body') return answer('envelope');
      return UNKNOWN;
    case 'envelope':
      return inEnvelope(name);
    case 'failure':
      if (name === 'response') return answer('failure');
      if (name === 'data' || name === 'body' || name === 'error')
        return answer(name === 'error' ? 'error' : 'envelope');
      if (name === 'json') return native(() => answer('envelope'));
      if (name === 'text') return native(() => answer('text'));
      return name === 'message' || name === 'code' || name === 'name' || name === 'stack' ? answer('status') : UNKNOWN;
    case 'sdk':
      return ofSdk(name);
    case 'error':
      return unknown(answer('error'));
    case 'text':
      return unknown(answer('envelope'));
    default:
      return UNKNOWN;
  }
}

function inEnvelope(name: string): Value {
  const stage = OF_ENVELOPE[name];
  return stage ? answer(stage) : UNKNOWN;
}

/** What the SDK and the BX24 of a page answer. */
function ofSdk(name: string): Value {
  if (name === 'getData') return native(() => answer('envelope'));
  if (name === 'data') return native(() => answer('result'));
  if (name === 'answer') return answer('envelope');
  if (name === 'error' || name === 'getErrorMessages' || name === 'getErrors') return native(() => answer('error'));
  if (name === 'isSuccess') return native(() => answer('ok'));
  return UNKNOWN;
}
