import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { functionAround } from '../source/declarations';
import { isDeferred } from '../source/isDeferred';
import { isStatic } from '../source/isStatic';
import { propertyKey } from '../source/literalValue';
import { outermost } from '../source/outermost';
import { mayRemake } from './answer/mayRemake';
import { filled } from './changes/filled';
import { listenersChange } from './changes/listenersChange';
import { isChangedClient } from './changes/otherValues';
import { isAgent } from './clients/agents';
import { callMade, client } from './clients/clients';
import { likeness } from './clients/likeness';
import { n8n } from './clients/n8n';
import { packageOf } from './clients/packageOf';
import { emptyTrace } from './emptyTrace';
import { ANY_KEY, addKey, byName, mayAnswer } from './looks';
import type {
  ClassValue,
  Frame,
  FunctionRun,
  FunctionValue,
  InstanceValue,
  Marks,
  Reach,
  ReadingEngine,
  Trace,
  Value,
} from './types';
import { baseClass } from './values/baseClass';
import { evaluate } from './values/evaluate';
import { global, ofModule } from './values/globals';
import { heard } from './values/heard';
import { injected } from './values/injected';
import { loaded } from './values/loaded';
import { member } from './values/members';
import { exported } from './values/modules';
import { typedBy } from './values/names';
import { constructed, constructorAround, makesItself } from './values/prototypes';
import { appliedTo } from './values/proxied';
import { rejecting } from './values/rejecting';
import { runBody } from './values/runBody';
import {
  alternatives,
  holds,
  holdsText,
  isName,
  isParam,
  joined,
  NONE,
  REPLACED,
  UNDEFINED,
  UNKNOWN,
  unknown,
} from './values/Value';

const DEPTH = 24;

export interface ReadingEngineOptions {
  readonly isGenerous?: boolean;
  readonly infersParams?: boolean;
  readonly isApart?: boolean;
  readonly asked?: Set<ts.ParameterDeclaration>;
  readonly marks?: Marks;
}

/** Everything that one following of a call needs, with a trace of its own. */
export function createReadingEngine(
  reach: Reach,
  overrides: Map<ts.Node, Value>,
  site: ts.Node,
  { isGenerous = false, infersParams = false, isApart = false, asked, marks }: ReadingEngineOptions = {},
): ReadingEngine {
  const trace: Trace = emptyTrace();
  const engine: ReadingEngine = {
    reach,
    trace,
    site,
    overrides,
    stack: [],
    frames: new Map(),
    instances: new Map(),
    prototypes: new Map(),
    speaking: false,
    tries: 0,
    isGuarded: false,
    isGenerous,
    infersParams,
    isApart,
    ...(asked ? { asked } : {}),
    others: new Map(),
    ...(marks ? { marks } : {}),
    evaluate: (node, frame) => evaluate(node, frame, engine),
    member: (value, name, node) => member(value, name, node, engine),
    call: (callee, given, node, self) => call(callee, given, node, self, engine),
    invoke: (fn, given, node, self) => invoke(fn, given, node, self, engine),
    instance: (of, given) => instance(of, given, engine),
    construct: (of, given) => constructed(of, given, engine),
    equal: (a, b, node) => byName([a, b], node, engine, (one, other) => one === other),
    quietly(work) {
      const before = engine.speaking;
      engine.speaking = true;
      try {
        return work();
      } finally {
        engine.speaking = before;
      }
    },
    apart: () => createReadingEngine(reach, new Map(), site, { isApart: true }),
    moduleFrame: (tree) => openFrame(tree, tree, engine),
    openFrame: (node, tree) => openFrame(node, tree, engine),
    typed: (type, frame) => typedBy(type, frame, engine),
    exported: (frame, name) => exported(frame, name, engine),
  };
  return engine;
}

function openFrame(node: ts.Node, tree: ts.SourceFile, engine: ReadingEngine): Frame {
  const s = syntax();
  const known = engine.frames.get(node);
  if (known) return known;
  const outer = s.isSourceFile(node) ? undefined : openFrame(functionAround(node), tree, engine);
  const frame: Frame & { self?: Value } = {
    node,
    tree,
    ...(outer ? { outer } : {}),
    values: new Map(),
    runs: false,
    returned: [],
  };
  engine.frames.set(node, frame);
  const self = outer ? openSelf(node, outer, engine) : undefined;
  if (self) frame.self = self;
  return frame;
}

/** `this` of a method that nobody was seen to call: an instance of its class, or the object that it stands in. */
function openSelf(node: ts.Node, outer: Frame, engine: ReadingEngine): Value | undefined {
  const s = syntax();
  let at = node;
  // `this` of an arrow function in a class field is the instance.
  if (s.isArrowFunction(at)) {
    while (!s.isPropertyDeclaration(at)) {
      at = at.parent;
      if (s.isSourceFile(at) || (s.isFunctionLike(at) && !s.isArrowFunction(at))) return undefined;
    }
  }
  const { parent } = at;
  if (s.isClassLike(parent)) {
    const of: ClassValue = {
      kind: 'class',
      node: parent,
      around: engine.openFrame(functionAround(parent), outer.tree),
    };
    return isStatic(at) ? of : engine.instance(of);
  }
  const builder = constructorAround(at, outer, engine);
  if (builder) return engine.construct(builder);
  if (s.isMethodDeclaration(at) && s.isObjectLiteralExpression(parent)) return engine.evaluate(heldBy(parent), outer);
  const isProperty = s.isFunctionExpression(at) && s.isPropertyAssignment(parent);
  if (isProperty) return engine.evaluate(heldBy(parent.parent), outer);
  return makesItself(at) ? engine.construct({ kind: 'function', node: at, around: outer }) : undefined;
}

/** The name of an object that has one: more may be put into it later. */
function heldBy(object: ts.ObjectLiteralExpression): ts.Expression {
  const s = syntax();
  const { parent } = outermost(object);
  return s.isVariableDeclaration(parent) && s.isIdentifier(parent.name) ? parent.name : object;
}

function instance(of: ClassValue, given: readonly Value[] | undefined, engine: ReadingEngine): InstanceValue {
  const known = given ? undefined : engine.instances.get(of.node);
  if (known) return known;
  const made: InstanceValue = { kind: 'instance', of, fields: new Map() };
  if (!given) engine.instances.set(of.node, made);
  if (engine.stack.length > DEPTH) return made;
  build(made, of, given, engine);
  return made;
}

/** Fields, then the constructor; of the base first. */
function build(made: InstanceValue, of: ClassValue, given: readonly Value[] | undefined, engine: ReadingEngine): void {
  const s = syntax();
  const builder = of.node.members.find(
    (one): one is ts.ConstructorDeclaration => s.isConstructorDeclaration(one) && one.body !== undefined,
  );
  const base = baseClass(of, engine);
  // A constructor runs the base's where it says `super(…)`.
  if (base && base.node !== of.node && (!builder || !given)) build(made, base, builder ? undefined : given, engine);
  const frame: Frame = { ...of.around, self: made, outer: of.around, node: of.node, values: new Map(), runs: false };
  const typed: [string, ts.PropertyDeclaration][] = [];
  for (const one of of.node.members) {
    if (!s.isPropertyDeclaration(one) || isStatic(one)) continue;
    const name = s.isPrivateIdentifier(one.name) ? one.name.text : propertyKey(one.name);
    if (name === undefined) continue;
    if (!one.initializer) typed.push([name, one]);
    const value = one.initializer ? engine.evaluate(one.initializer, frame) : NONE;
    if (value !== NONE && value.kind !== 'unknown') made.fields.set(name, value);
  }
  if (builder?.body) construct(builder, made, of, given, engine);
  // A type tells of a field only what nothing that is put into it tells.
  for (const [name, one] of typed) {
    const told = made.fields.has(name) ? NONE : injected(one, frame, engine);
    const value = told ?? (one.type ? typedBy(one.type, frame, engine) : NONE);
    if (value !== NONE && value.kind !== 'unknown') made.fields.set(name, value);
  }
}

function construct(
  node: ts.ConstructorDeclaration,
  made: InstanceValue,
  of: ClassValue,
  given: readonly Value[] | undefined,
  engine: ReadingEngine,
): void {
  const s = syntax();
  const frame: Frame = given
    ? { node, tree: of.around.tree, outer: of.around, values: new Map(), self: made, given, runs: true, returned: [] }
    : { ...engine.openFrame(node, of.around.tree), self: made, values: new Map(), runs: true };
  for (const parameter of node.parameters) {
    if (!s.isIdentifier(parameter.name) || !s.isParameterPropertyDeclaration(parameter, node)) continue;
    made.fields.set(parameter.name.text, engine.evaluate(parameter.name, frame));
  }
  if (node.body) runBody(node.body, frame, engine);
}

function call(
  callee: Value,
  given: readonly Value[],
  node: ts.Node,
  self: Value | undefined,
  engine: ReadingEngine,
): Value {
  engine.trace.budget -= 1;
  if (engine.trace.budget < 0) return UNKNOWN;
  switch (callee.kind) {
    case 'union':
      return joined(...standIns(callee.of, engine).map((one) => call(one, given, node, self, engine)));
    case 'function':
    case 'native':
      hear(callee, given, engine);
      return callee.kind === 'native' ? callee.call(given, node, engine) : invoke(callee, given, node, self, engine);
    case 'external':
      if (isChangedClient(callee, '', node, engine)) changed(given, node, engine);
      return external(callee.module, callee.path, given, node, engine);
    case 'made':
      if (isChangedClient(callee, '', node, engine)) changed(given, node, engine);
      return appliedTo(callee, given, node, engine) ?? callMade(callee, [], given, node, engine);
    case 'literal':
      return UNDEFINED;
    default:
      hear(callee, given, engine);
      if (callee.kind === 'unknown' && callee.isReplaced) return replaced(given, node, engine);
      return (
        n8n(given, node, engine) ??
        heard(given, node, self, engine) ??
        likeness(given, node, self, engine) ??
        unseen(given, node, engine, moduleOf(self))
      );
  }
}

/** A client that something is done to elsewhere: what it sends and answers is not what is seen here. */
function changed(given: readonly Value[], node: ts.Node, engine: ReadingEngine): void {
  engine.trace.isChanged = true;
  unseen(given, node, engine);
}

/** What is seen to send is not, or not always, what sends. */
function replaced(given: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  if (given.some((one) => holds(one, (inner) => isName(inner) || isParam(inner)))) engine.trace.isChanged = true;
  return unseen(given, node, engine);
}

/** Asked of a function that is read by itself only. */
function hear(callee: Value, given: readonly Value[], { trace, marks }: ReadingEngine): void {
  if (!marks) return;
  const before = trace.heard.get(callee);
  if (before) before.push(...given);
  else if (given.some((one) => holds(one, isReply))) trace.heard.set(callee, [...given]);
}

/** `options.fetch ?? fetch`: what may be given in the place of something that is known is used as that is. */
function standIns(all: readonly Value[], { isGenerous, marks }: ReadingEngine): readonly Value[] {
  const known = all.filter((one) => (one.kind === 'unknown' ? one.isReplaced : one.kind !== 'literal'));
  if (!isGenerous || known.length === 0) return all;
  // Who calls one function alone may hand it what they like; of a call in the given files it may be that function or another.
  const isOwn = !marks && known.some(({ kind }) => kind === 'function');
  return isOwn ? all.map((one) => (/^(?:unknown|answer)$/.test(one.kind) ? REPLACED : one)) : known;
}

/** What the portal answered, whole or what is in it. */
function isAnswered(one: Value): boolean {
  return one.kind === 'answer' && (one.stage === 'envelope' || one.stage === 'result');
}

function isReply(one: Value): boolean {
  return one.kind === 'answer';
}

function external(
  module: string,
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value {
  const known =
    (module === 'global' ? global(path, given, node, engine) : undefined) ??
    loaded(module, path, given, node, engine) ??
    ofModule(module, path, given, node, engine) ??
    client(module, path, given, node, engine);
  if (known) return known;
  // Packages of agents have functions that make one, too.
  const what = [module, ...path].join('.');
  if (isAgent(what)) return { kind: 'made', what, from: given, held: [], node };
  const owner: Value = { kind: 'external', module, path: path.slice(0, -1) };
  return likeness(given, node, owner, engine) ?? unseen(given, node, engine, module, path.at(-1));
}

/** A function that is not in the given files: functions that it is given may run, and what else it gets is out of sight. */
function unseen(given: readonly Value[], node: ts.Node, engine: ReadingEngine, module?: string, name?: string): Value {
  const seen = outOfSight(given, node, engine);
  const made = module === undefined || module === 'global' ? seen : ofPackage(seen, name, given);
  const from = module ?? (syntax().isCallExpression(node) ? packageOf(node.expression) : undefined);
  const isPackage = from !== undefined && from !== 'global';
  if (engine.marks && !engine.speaking && isPackage) engine.trace.handedOut.push({ node, given, made, from });
  return made;
}

/** What a package made by itself has methods of its own; what a container or a hook gives may be of the given files. */
function ofPackage(made: Value, name: string | undefined, given: readonly Value[]): Value {
  const isContainer = /^(?:use|inject|get|resolve)/i.test(name ?? '');
  const isOwn = given.some((one) => alternatives(one).some(({ kind }) => OWN.test(kind)));
  return made.kind !== 'unknown' || isContainer || isOwn ? made : { ...made, isForeign: true };
}

const OWN = /^(?:instance|class|function|object)$/;

/** The package of an object that has no other name: `this.tuner`. */
function moduleOf(self: Value | undefined): string | undefined {
  if (self?.kind === 'external') return self.module;
  return self?.kind === 'made' && self.what.includes('.') ? self.what.slice(0, self.what.indexOf('.')) : undefined;
}

function outOfSight(given: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  const gathered = engine.isGenerous ? gatheredBy(given, node, engine) : undefined;
  if (gathered && holds(gathered, isName)) return gathered;
  const results = given.flatMap((one) =>
    alternatives(one).some(({ kind }) => kind === 'function')
      ? [engine.call(one, [UNKNOWN, UNKNOWN, UNKNOWN], node)]
      : [],
  );
  if (!engine.speaking && given.some((one) => holds(one, (inner) => isName(inner) || isParam(inner))))
    engine.trace.unseen.push({ node, given });
  if (mayAnswer(engine) && given.some((one) => holds(one, isAnswered))) engine.trace.results.push(node);
  if (!engine.speaking && engine.stack.some(({ of }) => of.isForAll) && mayRemake(given, node))
    engine.trace.isChanged = true;
  const made = engine.isGenerous ? madeOfEach(results, node) : undefined;
  if (results.some((one) => holds(one, (inner) => inner.kind === 'answer'))) {
    engine.trace.guessed = true;
    return made ?? joined(...results);
  }
  if (made && results.some((one) => holds(one, isName))) return made;
  const kept = given.filter((one) => one.kind !== 'function');
  // What listeners put in is sent: above them nobody can say what.
  if (engine.marks && !engine.speaking && kept.some((one) => holds(one, isParam)) && listenersChange(node, engine))
    addKey(ANY_KEY, UNKNOWN, node, engine);
  // What it makes of them may have all that stands in what stands beside them.
  const from = unknown(...(kept.some((one) => holds(one, isParam)) ? kept.map((one) => filled(one, engine)) : kept));
  return engine.marks ? { kind: 'unknown', from: [from], isAsked: true } : from;
}

/** `list.reduce((all, one) => …, [])`, of a list that nobody sees. */
function gatheredBy([work, first]: readonly Value[], node: ts.Node, engine: ReadingEngine): Value | undefined {
  return /^reduce(?:Right)?$/.test(nameOfCall(node)) && work && first
    ? engine.call(work, [first, UNKNOWN, UNKNOWN], node)
    : undefined;
}

/** `list.map((one) => …)`, `Array.from(list, (one) => …)`, of a list that nobody sees. */
function madeOfEach(results: readonly Value[], node: ts.Node): Value | undefined {
  const name = nameOfCall(node);
  if (!/^(?:map|flatMap|from)$/.test(name)) return undefined;
  const isFlat = name === 'flatMap';
  const items = results.flatMap((one) => (isFlat && one.kind === 'list' ? one.items : [one]));
  return { kind: 'list', items, open: true };
}

function nameOfCall(node: ts.Node): string {
  const s = syntax();
  return s.isCallExpression(node) && s.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
}

function invoke(
  fn: FunctionValue,
  handed: readonly Value[],
  node: ts.Node,
  self: Value | undefined,
  engine: ReadingEngine,
): Value {
  const s = syntax();
  const given = fn.bound ? [...fn.bound, ...handed] : handed;
  if (engine.stack.length === 0 && engine.trace.isFollowing) engine.trace.entered.push(fn.node);
  if (fn.isWrapped) engine.trace.isWrapped = true;
  const { body } = fn.node;
  if (!body) return unseen(given, node, engine);
  const runs = engine.stack.filter((step) => step.node === fn.node).length;
  if (runs > 0 && nestsInto(given)) engine.trace.nests = true;
  // Once into itself shows what a call of itself is given; more shows nothing new.
  if (runs > 1) return NONE;
  if (engine.stack.length > DEPTH) return UNKNOWN;
  const isArrow = s.isArrowFunction(fn.node);
  const own = isArrow ? undefined : (fn.self ?? self);
  const frame: Frame = {
    node: fn.node,
    tree: fn.around.tree,
    outer: fn.around,
    values: new Map(),
    given,
    runs: true,
    returned: [],
    ...(own ? { self: own } : {}),
  };
  if (own && (own.kind === 'instance' || own.kind === 'object')) engine.trace.selves.add(own);
  const step: FunctionRun = {
    node: fn.node,
    tree: fn.around.tree,
    given,
    returned: frame.returned,
    ...(own ? { self: own } : {}),
    of: fn,
  };
  if (engine.stack.length === 0 && engine.trace.isFollowing) engine.trace.first.push(step);
  engine.stack.push(step);
  const { tries } = engine;
  engine.tries = 0;
  try {
    const run = () => runBody(body, frame, engine);
    const value = isDeferred(fn.node) ? rejecting(engine, run) : run();
    engine.trace.returned.set(fn.node, frame.returned);
    return value;
  } finally {
    engine.tries = tries;
    engine.stack.pop();
  }
}

/** An encoder that calls itself on what is within a parameter, with a longer key in brackets. */
function nestsInto(given: readonly Value[]): boolean {
  const hasPart = given.some((one) => holds(one, ({ kind }) => kind === 'part'));
  return hasPart && given.some((one) => holdsText(one, /[[%]/));
}
