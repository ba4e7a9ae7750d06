import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { calleeKind } from '../../find/calleeKind';
import { classAround } from '../../source/classAround';
import { extendedType } from '../../source/extendedType';
import { isAssignment } from '../../source/isAssignment';
import { propertyKey } from '../../source/literalValue';
import { unwrap } from '../../source/unwrap';
import { filled, isCallable, keysOf } from '../changes/filled';
import { isAgent } from '../clients/agents';
import { placesMade } from '../clients/clientParts';
import { lookAtPart } from '../lookAtPart';
import { ANY_KEY, addKey, byName, compared, lookAtKey, lookAtName, lookAtResult, textsIn } from '../looks';
import type { ClassValue, Frame, ObjectValue, ReadingEngine, Value } from '../types';
import { baseClass } from './baseClass';
import { elementOf } from './elements';
import { isHearing } from './heard';
import { isPutInLater } from './isPutInLater';
import { marked } from './marks';
import { imported, ownExports, wholeCommonJs } from './modules';
import { named, put } from './names';
import { proxied } from './proxied';
import { putLater } from './putLater';
import { awaiting, rejecting } from './rejecting';
import {
  alternatives,
  holds,
  isErrorCode,
  isName,
  isParam,
  joined,
  literal,
  REPLACED,
  UNDEFINED,
  UNKNOWN,
  unknown,
} from './Value';

/** What an expression stands for. */
export function evaluate(given: ts.Expression, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const replaced = replacement(given, engine);
  if (replaced) return replaced;
  engine.trace.budget -= 1;
  if (engine.trace.budget < 0) return UNKNOWN;
  // Most of what is asked for is one of these.
  if (s.isIdentifier(given)) return marked(given, named(given, frame, engine), frame.tree, engine);
  if (s.isPropertyAccessExpression(given)) return marked(given, property(given, frame, engine), frame.tree, engine);
  if (s.isCallExpression(given)) return called(given, frame, engine);
  if (s.isAsExpression(given) || s.isTypeAssertionExpression(given)) {
    const value = engine.evaluate(given.expression, frame);
    return value.kind === 'unknown' && value.from.length === 0 ? engine.typed(given.type, frame) : value;
  }
  const node = unwrap(given);
  if (node !== given) return engine.evaluate(node, frame);
  if (s.isStringLiteralLike(node)) return literal(node.text);
  if (s.isNumericLiteral(node)) return literal(Number(node.text));
  if (s.isTemplateExpression(node)) return template(node, frame, engine);
  if (s.isFunctionLike(node)) return 'body' in node ? functionValue(node, frame) : UNKNOWN;
  if (s.isClassExpression(node)) return { kind: 'class', node, around: frame };
  if (s.isAwaitExpression(node))
    return guarded(engine.tries > 0, engine, () => awaiting(engine, () => engine.evaluate(node.expression, frame)));
  if (s.isElementAccessExpression(node)) return marked(node, indexed(node, frame, engine), frame.tree, engine);
  if (s.isMetaProperty(node)) return { kind: 'external', module: 'global', path: [node.getText()] };
  if (s.isNewExpression(node)) return made(node, frame, engine);
  if (s.isObjectLiteralExpression(node)) return object(node, frame, engine);
  if (s.isArrayLiteralExpression(node)) return list(node, frame, engine);
  if (s.isBinaryExpression(node)) return binary(node, frame, engine);
  if (s.isConditionalExpression(node)) return conditional(node, frame, engine);
  if (s.isPrefixUnaryExpression(node)) return prefix(node, frame, engine);
  if (s.isPostfixUnaryExpression(node)) return counted(node, frame, engine);
  if (s.isVoidExpression(node) || s.isDeleteExpression(node)) {
    const value = engine.evaluate(node.expression, frame);
    const { expression } = node;
    if (s.isDeleteExpression(node) && s.isPropertyAccessExpression(expression) && value.kind === 'part')
      lookAtKey(expression.name.text, node, engine);
    return UNDEFINED;
  }
  if (s.isTypeOfExpression(node)) {
    const value = engine.evaluate(node.expression, frame);
    if (!/\bundefined\b/.test(node.parent.getText())) lookAtResult([value], node, engine);
    if (tellsTypes(node)) lookAtPart(value, node, engine, /\bboolean\b/.test(node.parent.getText()));
    return UNKNOWN;
  }
  if (s.isSpreadElement(node)) return engine.evaluate(node.expression, frame);
  if (s.isYieldExpression(node)) return yielded(node, frame, engine);
  if (s.isTaggedTemplateExpression(node)) return unknown(template(node.template, frame, engine));
  return keyword(node, frame, engine);
}

/** Whoever goes through the generator gets it; what is given to `next()` nobody knows, and it may be what became of it. */
function yielded({ expression, asteriskToken }: ts.YieldExpression, frame: Frame, engine: ReadingEngine): Value {
  const value = expression ? engine.evaluate(expression, frame) : UNDEFINED;
  frame.yielded ??= [];
  frame.yielded.push(asteriskToken ? elementOf(value) : value);
  return value;
}

/** What the node of a site stands for; and it was looked at. */
function replacement(node: ts.Node, { overrides, isApart, trace: { looked } }: ReadingEngine): Value | undefined {
  // Of an engine that knows of no site nobody asks what it came by.
  if (isApart) return undefined;
  looked.set(node, (looked.get(node) ?? 0) + 1);
  return overrides.get(node);
}

function keyword(node: ts.Expression, frame: Frame, engine: ReadingEngine): Value {
  const { SyntaxKind: k, isRegularExpressionLiteral } = syntax();
  if (node.kind === k.TrueKeyword) return literal(true);
  if (node.kind === k.FalseKeyword) return literal(false);
  if (node.kind === k.NullKeyword) return literal(null);
  if (node.kind === k.ThisKeyword) return selfIn(frame, engine);
  if (node.kind === k.SuperKeyword) return superOf(frame, engine);
  if (isRegularExpressionLiteral(node)) return literal(regular(node.text));
  return UNKNOWN;
}

function regular(text: string): RegExp | undefined {
  const at = text.lastIndexOf('/');
  try {
    return new RegExp(text.slice(1, at), text.slice(at + 1).replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

function selfIn(frame: Frame, _engine: ReadingEngine): Value {
  const s = syntax();
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    if (at.self) return at.self;
    if (s.isFunctionLike(at.node) && !s.isArrowFunction(at.node)) return UNKNOWN;
  }
  return UNKNOWN;
}

function superOf(frame: Frame, engine: ReadingEngine): Value {
  const self = selfIn(frame, engine);
  return self.kind === 'instance'
    ? { ...self, of: baseOf(classAround(frame.node) ?? self.of.node, self.of, engine) ?? self.of }
    : UNKNOWN;
}

function baseOf(node: ts.ClassLikeDeclaration, { around }: ClassValue, engine: ReadingEngine) {
  return baseClass({ kind: 'class', node, around }, engine);
}

function functionValue(node: ts.SignatureDeclaration, frame: Frame): Value {
  const s = syntax();
  return s.isArrowFunction(node) || s.isFunctionExpression(node) ? { kind: 'function', node, around: frame } : UNKNOWN;
}

function template(node: ts.TemplateLiteral, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  if (!s.isTemplateExpression(node)) return literal(node.text);
  const parts: Value[] = [literal(node.head.text)];
  for (const span of node.templateSpans) {
    const value = engine.evaluate(span.expression, frame);
    lookAtResult([value], span, engine);
    parts.push(value, literal(span.literal.text));
  }
  return textValue(parts);
}

/** Texts put together: names that differ between v1 and v2 stay visible in it. */
export function textValue(parts: readonly Value[]): Value {
  return { kind: 'text', parts: parts.filter((part) => !(part.kind === 'literal' && part.value === '')) };
}

function property(node: ts.PropertyAccessExpression, frame: Frame, engine: ReadingEngine): Value {
  if (node.name.text === 'exports' && node.getText() === 'module.exports')
    return ownExports(engine.moduleFrame(frame.tree), engine) ?? UNKNOWN;
  const owner = engine.evaluate(node.expression, frame);
  return engine.member(owner, node.name.text, node);
}

function indexed(node: ts.ElementAccessExpression, frame: Frame, engine: ReadingEngine): Value {
  const owner = engine.evaluate(node.expression, frame);
  const key = engine.evaluate(node.argumentExpression, frame);
  return element(owner, key, node, engine);
}

function element(owner: Value, key: Value, node: ts.Node, engine: ReadingEngine): Value {
  if (key.kind === 'union') return joined(...key.of.map((one) => element(owner, one, node, engine)));
  if (owner.kind === 'union') return joined(...owner.of.map((one) => element(one, key, node, engine)));
  if (key.kind === 'literal') return engine.member(owner, String(key.value), node);
  const whole = filled(owner, engine);
  const behind = owner.kind === 'made' ? proxied(owner, key, node, engine) : undefined;
  if (behind) return behind;
  if (holds(key, isName))
    return byName([whole, key], node, engine, (from, name) => {
      if (typeof from !== 'object' || from === null || typeof name !== 'string') throw new Error('not a table');
      return Object.hasOwn(from, name) ? Reflect.get(from, name) : undefined;
    });
  if (owner.kind === 'params' || owner.kind === 'part') return { kind: 'part' };
  // A table of what is done with which parameter.
  if (key.kind === 'key') for (const name of textsIn(owner)) lookAtKey(name, node, engine);
  // A table of what is said of which error.
  if (isErrorCode(key)) compared([key, owner], node, engine);
  lookAtResult([owner], node, engine);
  if (whole.kind === 'object')
    return joined(...whole.fields.values(), ...whole.others, ...whole.spreads.map(elementOf));
  if (owner.kind === 'list') return elementOf(owner);
  return unknown(owner, key);
}

/** `typeof value` where it is compared with what a parameter can be. */
function tellsTypes({ parent }: ts.TypeOfExpression): boolean {
  const s = syntax();
  if (!s.isBinaryExpression(parent)) return true;
  return ![parent.left, parent.right].some(
    (one) => s.isStringLiteralLike(one) && /^(?:undefined|function|symbol)$/.test(one.text),
  );
}

function called(node: ts.CallExpression, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const callee = unwrap(node.expression);
  if (callee.kind === s.SyntaxKind.ImportKeyword || (s.isIdentifier(callee) && callee.text === 'require')) {
    const [from] = node.arguments;
    if (from && s.isStringLiteralLike(from)) return moduleOf(from.text, frame, engine, callee);
  }
  const kind = calleeKind(node.expression.getText());
  const speaks = kind === 'log' && !engine.speaking;
  if (speaks) engine.speaking = true;
  try {
    if (callee.kind === s.SyntaxKind.SuperKeyword) return constructedBase(node, frame, engine);
    const isMember = s.isPropertyAccessExpression(callee) && callee.getText() !== 'module.exports';
    const self = isMember
      ? guarded(takesFailure(callee.name.text, node, frame, engine), engine, () =>
          engine.evaluate(callee.expression, frame),
        )
      : undefined;
    const value = self && isMember ? engine.member(self, callee.name.text, callee) : engine.evaluate(callee, frame);
    const given = withParams(argumentsOf(node.arguments, frame, engine), node, engine);
    if (speaks) {
      if (given.some((one) => holds(one, isTold))) engine.trace.logs = true;
      return UNDEFINED;
    }
    if (node === engine.site) beginFollowing(engine);
    return engine.call(value, given, node, self);
  } finally {
    if (speaks) engine.speaking = false;
  }
}

/** Looks at something whose failure is taken, where it is. */
function guarded(isTaken: boolean, engine: ReadingEngine, work: () => Value): Value {
  const before = engine.isGuarded;
  engine.isGuarded ||= isTaken;
  try {
    return work();
  } finally {
    engine.isGuarded = before;
  }
}

/** `.catch(handler)`, `.then(work, handler)`, `.pipe(catchError(handler))` */
function takesFailure(
  name: string,
  { arguments: given }: ts.CallExpression,
  frame: Frame,
  engine: ReadingEngine,
): boolean {
  if (name === 'pipe') return given.some((one) => /\bcatchError\b/.test(one.getText()));
  const handler = name === 'catch' ? given[0] : name === 'then' ? given[1] : undefined;
  return handler !== undefined && isHandler(handler, frame, engine);
}

/** A function that is seen: nothing at all takes no failure, and what nobody sees may throw it again. */
function isHandler(node: ts.Expression, frame: Frame, engine: ReadingEngine): boolean {
  if (syntax().isFunctionLike(unwrap(node)) || calleeKind(node.getText()) === 'log') return true;
  const all = alternatives(engine.quietly(() => engine.evaluate(node, frame)));
  return all.length > 0 && all.every(({ kind }) => kind === 'function' || kind === 'native');
}

/** What its arguments throw or catch, as a token that cannot be renewed, is not what the call throws or catches. */
function beginFollowing({ trace }: ReadingEngine): void {
  if (trace.isFollowing) return;
  trace.isFollowing = true;
  trace.thrown.length = 0;
  trace.rejected.length = 0;
  trace.clientThrows = false;
  trace.passes = false;
}

/** A name, a parameter or what the portal said. */
function isTold(one: Value): boolean {
  return (
    isName(one) || isParam(one) || (one.kind === 'answer' && /^(?:envelope|result|axios|body|text)$/.test(one.stage))
  );
}

/** `send(TABLE[kind].method, { … })`: who is handed the name is handed its parameters beside it. */
function withParams(given: Value[], { arguments: nodes }: ts.CallExpression, { infersParams }: ReadingEngine): Value[] {
  const s = syntax();
  if (!infersParams || given.length !== nodes.length || given.some((one) => holds(one, isParam))) return given;
  const beside = given.findIndex((one) => alternatives(one).some(isName)) + 1;
  const next = nodes[beside];
  return beside > 0 && next && (s.isObjectLiteralExpression(unwrap(next)) || hasV1Keys(given[beside]))
    ? given.with(beside, { kind: 'params' })
    : given;
}

/** What an object that comes from elsewhere is, its names tell: those of v1 are in capitals. */
function hasV1Keys(value: Value | undefined): boolean {
  if (value?.kind !== 'object' || value.fields.size === 0) return false;
  return [...value.fields.keys()].every((key) => /^[A-Z][A-Z0-9_]+$/.test(key));
}

function moduleOf(specifier: string, frame: Frame, engine: ReadingEngine, callee: ts.Expression): Value {
  const whole = imported(specifier, undefined, frame, engine);
  if (whole.kind !== 'module' || !syntax().isIdentifier(callee)) return whole;
  return wholeCommonJs(whole.frame, engine) ?? whole;
}

/** `super(…)` in a constructor: the base's constructor runs on the same instance. */
function constructedBase(node: ts.CallExpression, frame: Frame, engine: ReadingEngine): Value {
  const self = selfIn(frame, engine);
  const owner = classAround(frame.node);
  if (self.kind !== 'instance' || !owner) return UNKNOWN;
  const base = baseOf(owner, self.of, engine);
  const given = argumentsOf(node.arguments, frame, engine);
  if (!base) return UNKNOWN;
  const built = engine.instance(base, given);
  for (const [name, value] of built.fields) if (!self.fields.has(name)) self.fields.set(name, value);
  return UNDEFINED;
}

function argumentsOf(nodes: readonly ts.Expression[], frame: Frame, engine: ReadingEngine): Value[] {
  const s = syntax();
  return nodes.flatMap((node): Value[] => {
    const value = engine.evaluate(node, frame);
    if (!s.isSpreadElement(node) || value.kind !== 'list') return [value];
    return value.items.length === 0 && value.isFilledLater ? [REPLACED] : value.items;
  });
}

function made(node: ts.NewExpression, frame: Frame, engine: ReadingEngine): Value {
  const callee = engine.evaluate(node.expression, frame);
  const given = argumentsOf(node.arguments ?? [], frame, engine);
  return joined(
    ...alternatives(callee).map((one): Value => {
      if (one.kind === 'class') {
        const thrown = isError(one, engine);
        if (!thrown) return engine.instance(one, given);
        // What it makes of a code is seen where it is made.
        if (TELLS_APART.test(one.node.getText()) && given.some((value) => holds(value, isErrorCode)))
          engine.instance(one, given);
        return { kind: 'thrown', holds: given, isOwn: true };
      }
      if (one.kind === 'function') return engine.construct(one, given);
      if (one.kind === 'external') return constructed(one.module, one.path, given, node, engine);
      return engine.call(one, given, node);
    }),
  );
}

const TELLS_APART = /\[\s*[\w.]+\s*\]|\.(?:get|has|includes|test|match|startsWith)\(|\bswitch\b|[!=]==?/;

/** A class of the given files that is an Error. */
function isError(one: ClassValue, engine: ReadingEngine): boolean {
  const type = extendedType(one.node);
  if (!type) return false;
  const base = engine.evaluate(type.expression, one.around);
  if (base.kind === 'external') return /Error$/.test(base.path.at(-1) ?? '');
  return base.kind === 'class' && isError(base, engine);
}

const PLAIN_ERROR = /^(?:Type|Range|Syntax|Eval|Aggregate)?Error$/;

function constructed(
  module: string,
  path: readonly string[],
  given: readonly Value[],
  node: ts.NewExpression,
  engine: ReadingEngine,
): Value {
  const name = path.at(-1) ?? module;
  if (/Error$/.test(name)) {
    const isForeign = module !== 'global' && !module.startsWith('node:');
    return { kind: 'thrown', holds: [...given], isOwn: !PLAIN_ERROR.test(name), ...(isForeign ? { isForeign } : {}) };
  }
  if (name === 'Promise') return promised(given, node, engine);
  if (name === 'URL') return { kind: 'made', what: 'URL', from: given, held: [] };
  const what =
    module === 'global' || /^(?:URLSearchParams|FormData|AsyncLocalStorage)$/.test(name)
      ? name
      : [module, ...path].join('.');
  // What is done to one of these is looked for by where it is made.
  if (/^(?:undici|superagent|bottleneck|better-queue)$/.test(module) || isAgent(what) || isHearing(what))
    return { kind: 'made', what, from: given, held: [], node };
  if (!/^(?:Map|Set|WeakMap)$/.test(what)) return { kind: 'made', what, from: given, held: [] };
  // One that is empty where it is made holds, for whoever goes through it, what nobody sees.
  const isOpen = what === 'Set' && given.length === 0;
  const held = (isOpen ? [] : putLater(node, engine)).flatMap(({ key, value }) =>
    what === 'Set' ? [value] : [key ?? UNKNOWN, value],
  );
  return { kind: 'made', what, from: given, held, node };
}

/** `new Promise((resolve, reject) => …)`: what resolve is called with. */
function promised(given: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  const [work] = given;
  const resolved: Value[] = [];
  const resolve: Value = {
    kind: 'native',
    call: ([value]) => {
      resolved.push(value ?? UNDEFINED);
      return UNDEFINED;
    },
  };
  const reject: Value = {
    kind: 'native',
    call: ([value]) => {
      if (value) engine.trace.rejected.push(value);
      return UNDEFINED;
    },
  };
  if (work) rejecting(engine, () => engine.call(work, [resolve, reject], node));
  return resolved.length > 0 ? joined(...resolved) : UNKNOWN;
}

function object(node: ts.ObjectLiteralExpression, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const copied: ts.Node[] = [];
  const value: ObjectValue = { kind: 'object', fields: new Map(), others: [], spreads: [], at: node, copied };
  const added: { key: string; value: Value; node: ts.Node }[] = [];
  const set = (name: string | undefined, one: Value, at: ts.Node) => {
    if (name === undefined) value.others.push(one);
    else {
      value.fields.set(name, one);
      added.push({ key: name, value: one, node: at });
    }
  };
  for (const one of node.properties) {
    if (s.isSpreadAssignment(one)) {
      const from = filled(engine.evaluate(one.expression, frame), engine);
      lookAtResult([from], one, engine);
      spread(value, from);
      copied.push(...placesMade(from));
      for (const [key, inner] of keysOf(from)) added.push({ key, value: inner, node: one });
    } else if (s.isShorthandPropertyAssignment(one)) {
      set(
        one.name.text,
        replacement(one.name, engine) ?? marked(one.name, named(one.name, frame, engine), frame.tree, engine),
        one.name,
      );
    } else if (s.isPropertyAssignment(one)) {
      const name = nameOf(one.name, frame, engine);
      set(name, engine.evaluate(one.initializer, frame), one.initializer);
    } else if (s.isMethodDeclaration(one) && one.body) {
      const name = nameOf(one.name, frame, engine);
      set(name, { kind: 'function', node: one, around: frame, self: value }, one);
    } else if (s.isGetAccessorDeclaration(one) && one.body) {
      set(nameOf(one.name, frame, engine), { kind: 'function', node: one, around: frame, self: value }, one);
    }
  }
  if (value.spreads.some((one) => alternatives(one).some(({ kind }) => kind === 'params')))
    for (const { key, value: one, node: at } of added) addKey(key, one, at, engine);
  return value;
}

function spread(into: ObjectValue, value: Value): void {
  if (value.kind !== 'object') {
    into.spreads.push(value);
    return;
  }
  for (const [name, one] of value.fields) into.fields.set(name, one);
  into.others.push(...value.others);
  into.spreads.push(...value.spreads);
}

function nameOf(name: ts.PropertyName, frame: Frame, engine: ReadingEngine): string | undefined {
  const s = syntax();
  if (!s.isComputedPropertyName(name)) return propertyKey(name);
  const value = engine.evaluate(name.expression, frame);
  return value.kind === 'literal' ? String(value.value) : undefined;
}

function list(node: ts.ArrayLiteralExpression, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const items: Value[] = [];
  let open = false;
  for (const one of node.elements) {
    const value = engine.evaluate(one, frame);
    if (!s.isSpreadElement(one)) items.push(value);
    else if (value.kind === 'list') {
      items.push(...(value.items.length === 0 && value.isFilledLater ? [REPLACED] : value.items));
      open ||= value.open;
    } else {
      items.push(elementOf(value));
      open = true;
    }
  }
  // Of a list of functions any other may be put beside them.
  if (items.some(isCallable)) items.push(...putLater(node, engine).map((one) => one.value));
  return { kind: 'list', items, open, at: node, ...(isPutInLater(node) ? { isFilledLater: true } : {}) };
}

function conditional(node: ts.ConditionalExpression, frame: Frame, engine: ReadingEngine): Value {
  const condition = engine.evaluate(node.condition, frame);
  if (condition.kind === 'literal') return engine.evaluate(condition.value ? node.whenTrue : node.whenFalse, frame);
  return joined(engine.evaluate(node.whenTrue, frame), engine.evaluate(node.whenFalse, frame));
}

/** `counts[method]++` */
function counted(node: ts.PostfixUnaryExpression, frame: Frame, engine: ReadingEngine): Value {
  keptUnder(unwrap(node.operand), UNKNOWN, frame, engine);
  return unknown(engine.evaluate(node.operand, frame));
}

/** What is kept under the name of a method is looked for there by others, who know that of v1. */
function keptUnder(target: ts.Expression, value: Value, frame: Frame, engine: ReadingEngine): void {
  if (!syntax().isElementAccessExpression(target)) return;
  if (!holds(engine.evaluate(target.argumentExpression, frame), isName)) return;
  // Parameters are sent under it, and a function is as good under any other.
  if (!isCallable(value) && !holds(value, isParam)) lookAtName(target, engine);
}

function prefix(node: ts.PrefixUnaryExpression, frame: Frame, engine: ReadingEngine): Value {
  const value = engine.evaluate(node.operand, frame);
  keptUnder(unwrap(node.operand), UNKNOWN, frame, engine);
  if (node.operator !== syntax().SyntaxKind.ExclamationToken) {
    lookAtResult([value], node, engine);
    return unknown(value);
  }
  return value.kind === 'literal' ? literal(!value.value) : unknown(value);
}

function binary(node: ts.BinaryExpression, frame: Frame, engine: ReadingEngine): Value {
  const { SyntaxKind: k } = syntax();
  const operator = node.operatorToken.kind;
  if (isAssignment(operator)) return assigned(node, frame, engine);
  const left = engine.evaluate(node.left, frame);
  if (operator === k.BarBarToken || operator === k.QuestionQuestionToken || operator === k.AmpersandAmpersandToken) {
    if (left.kind === 'literal') {
      const isRight =
        operator === k.BarBarToken
          ? !left.value
          : operator === k.AmpersandAmpersandToken
            ? Boolean(left.value)
            : left.value === undefined || left.value === null;
      return isRight ? engine.evaluate(node.right, frame) : left;
    }
    const right = engine.evaluate(node.right, frame);
    if (left.kind === 'method' || left.kind === 'params') return operator === k.AmpersandAmpersandToken ? right : left;
    return joined(left, left.kind === 'list' ? right : opened(right));
  }
  const right = engine.evaluate(node.right, frame);
  if (operator === k.PlusToken) {
    lookAtResult([left, right], node, engine);
    return textValue([...partsOf(left), ...partsOf(right)]);
  }
  if (operator === k.CommaToken) return right;
  compared([left, right], node, engine);
  // `body.length > 4000`: that of v2 is longer.
  if (ORDERS.test(node.operatorToken.getText()) && [left, right].some((one) => holds(one, isEncoded)))
    lookAtKey(ANY_KEY, node, engine);
  if (operator === k.InKeyword) {
    if (right.kind === 'params' && left.kind === 'literal') lookAtKey(String(left.value), node, engine);
  }
  if (!holds(left, isName) && !holds(right, isName)) return unknown(left, right);
  return byName([left, right], node, engine, (a, b) => compute(operator, a, b));
}

const ORDERS = /^[<>]=?$/;

function isEncoded({ kind }: Value): boolean {
  return kind === 'encoded';
}

/** `(rows ?? [])`: where nobody sees the rows, the empty list is not all that there can be. */
function opened(value: Value): Value {
  return value.kind === 'list' && value.items.length === 0 ? { ...value, open: true } : value;
}

function partsOf(value: Value): readonly Value[] {
  return value.kind === 'text' ? value.parts : [value];
}

function compute(operator: ts.SyntaxKind, a: unknown, b: unknown): unknown {
  const { SyntaxKind: k } = syntax();
  if (operator === k.EqualsEqualsEqualsToken || operator === k.EqualsEqualsToken) return a === b;
  if (operator === k.ExclamationEqualsEqualsToken || operator === k.ExclamationEqualsToken) return a !== b;
  if (operator === k.InKeyword && typeof b === 'object' && b !== null) return Object.hasOwn(b, String(a));
  throw new Error('not computed');
}

/** Assignments put a value into a variable, a field, an object, or the parameters. */
function assigned(node: ts.BinaryExpression, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  const value = engine.evaluate(node.right, frame);
  const target = unwrap(node.left);
  keptUnder(target, value, frame, engine);
  if (node.operatorToken.kind === s.SyntaxKind.PlusEqualsToken) {
    const before = engine.evaluate(target, frame);
    const longer = textValue([...partsOf(before), ...partsOf(value)]);
    put(target, longer, frame, engine);
    return longer;
  }
  if (s.isPropertyAccessExpression(target)) {
    assign(engine.evaluate(target.expression, frame), literal(target.name.text), value, node, engine);
  } else if (s.isElementAccessExpression(target)) {
    const key = engine.evaluate(target.argumentExpression, frame);
    assign(engine.evaluate(target.expression, frame), key, value, node, engine);
  } else put(target, value, frame, engine);
  return value;
}

/** Notes that the name is put down. */
function store(value: Value, { trace }: ReadingEngine): void {
  if (trace.isFollowing && !trace.isStored && holds(value, isName)) trace.isStored = true;
}

/** `api.call = wrapCall(api.call, …)` */
function isWrapOf(value: Value, before: Value): boolean {
  return (
    value.kind === 'function' && value.isWrapped === true && before.kind === 'function' && before.node === value.node
  );
}

/** What errors of ours have too. */
const PLAIN = /^(?:message|code|status|description|method|name|cause|stack)$/;

function putOnError(error: Extract<Value, { kind: 'thrown' }>, key: Value, value: Value): void {
  if (error.holds.length < 24) error.holds.push(value);
  if (key.kind !== 'literal' || !PLAIN.test(String(key.value))) error.isOwn = true;
}

export function assign(owner: Value, key: Value, value: Value, node: ts.Node, engine: ReadingEngine): void {
  store(value, engine);
  for (const one of alternatives(owner)) {
    if (one.kind === 'params' && key.kind === 'literal') addKey(String(key.value), value, node, engine);
    else if (one.kind === 'object') {
      if (key.kind !== 'literal') {
        if (one.others.length < 12) one.others.push(value);
        const isOwn = key.kind === 'key' || holds(value, isParam);
        if (!isOwn && key.kind === 'unknown' && one.spreads.some((inner) => inner.kind === 'params'))
          addKey(ANY_KEY, value, node, engine);
      } else {
        const name = String(key.value);
        if (one.spreads.some((inner) => inner.kind === 'params')) addKey(name, value, node, engine);
        const before = one.fields.get(name);
        one.fields.set(name, !before || isWrapOf(value, before) ? value : joined(before, value));
      }
    } else if (one.kind === 'instance' && key.kind === 'literal') {
      const name = String(key.value);
      const before = one.fields.get(name);
      one.fields.set(name, before ? joined(before, value) : value);
    } else if (one.kind === 'made') one.held.push(key, value);
    else if (one.kind === 'list') one.items.push(value);
    else if (one.kind === 'thrown') putOnError(one, key, value);
  }
}
