import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { attached } from '../source/attached';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { nodesIn } from '../source/nodesIn';
import { outermost } from '../source/outermost';
import { unwrap } from '../source/unwrap';
import { isThrownAway } from './answer/isThrownAway';
import { writesIn } from './changes/writesIn';
import { type NameRead, startCall } from './startCall';
import type { ClassValue, ClientCall, Frame, FunctionRun, Reach, ReadingEngine, Trace, Value } from './types';
import { usesOfFunction } from './usesOfFunction';
import { askFor } from './values/askFor';
import { carriesName } from './values/carriesName';
import { createFollowedOnce, type Followed } from './values/createFollowedOnce';
import { callersOf } from './values/parameters';
import { runBody } from './values/runBody';
import { alternatives, holds, isName, isParam } from './values/Value';

/** One way from a site to a client: what is sent and the functions that are passed, outermost first. */
export interface Way {
  readonly sent: Pick<ClientCall, 'client' | 'node' | 'made' | 'url' | 'method' | 'body'>;
  readonly steps: readonly FunctionRun[];
}

export interface Ways {
  readonly ways: readonly Way[];
  /** A function that is not in the given files may send it too, or instead. */
  readonly isPartly: boolean;
  /** Not everything was followed: there was too much of it. */
  readonly isCut: boolean;
  /** Something on the way stands under wrapCall. */
  readonly isWrapped: boolean;
  /** The functions that the call enters. */
  readonly first: readonly FunctionRun[];
  /** Imports of the SDK that were looked at. */
  readonly sdk: Trace['sdk'];
}

/**
 * Every way by which a site is sent. Where its call leads to no client, what is around it is run: the function that puts a
 * batch together, who calls that, and who takes from where it was put.
 */
export function readWays(read: NameRead, tree: ts.SourceFile, reach: Reach): Ways {
  return once(read, tree, reach, () => {
    const followed = followWays(read, tree, reach);
    const { call } = read;
    return (followed.value.isCut && call && followAlone({ ...read, call }, tree, reach)) || followed;
  });
}

const once = createFollowedOnce<Ways>();

function followWays(read: NameRead, tree: ts.SourceFile, reach: Reach): Followed<Ways> {
  const options = { isGenerous: true, infersParams: !read.params };
  const { engine } = startCall(read, reach, options);
  if (read.call) {
    const value = engine.evaluate(read.call, engine.openFrame(functionAround(read.call), tree));
    const isWhole = isSent(engine);
    if (!isWhole) runMade(value, read, engine);
    if (!isSent(engine)) drain(engine, tree);
    // What neither keeps the name nor gives it back is the end of it.
    const isLost = syntax().isIdentifier(read.call.expression) && isThrownAway(read.call);
    const goesOn = engine.trace.isStored || (carriesName(value) && !isLost);
    if (isSent(engine) || !goesOn) return { value: waysOf(engine, read), engine, isWhole };
  }
  if (!read.call && isWide(read.name, tree))
    return { value: { ...waysOf(engine, read), isCut: true }, engine, isWhole: false };
  const { engine: wider } = startCall(read, reach, options);
  runAround(read.call ?? read.name, tree, wider, 3, new Set());
  if (!isSent(wider)) drain(wider, tree);
  return { value: waysOf(isSent(wider) ? wider : engine, read), engine, isWhole: false };
}

/**
 * The call by itself, whatever the functions around it are handed but for what it is called on: all that callers may hand over
 * may be most of a large repository. Undefined where that does not tell how it goes.
 */
function followAlone(
  read: NameRead & { readonly call: ts.CallExpression | ts.NewExpression },
  tree: ts.SourceFile,
  reach: Reach,
): Followed<Ways> | undefined {
  const asked = new Set<ts.ParameterDeclaration>();
  askFor(read.call.expression, asked);
  const { engine } = startCall(read, reach, { isGenerous: true, infersParams: !read.params, asked });
  engine.trace.budget = ALONE;
  engine.evaluate(read.call, engine.openFrame(functionAround(read.call), tree));
  const value = waysOf(engine, read);
  return value.ways.length > 0 && !value.isPartly && !value.isCut ? { value, engine, isWhole: true } : undefined;
}

/** A third of what there is for a call with all that stands around it. */
const ALONE = 10_000;

function isSent({ trace }: ReadingEngine): boolean {
  return trace.sent.some(namesMethod);
}

function namesMethod({ url, method, body, query }: ClientCall): boolean {
  return [url, method, body, query].some((one) => one !== undefined && holds(one, isName));
}

function waysOf({ trace }: ReadingEngine, { call }: NameRead): Ways {
  const ways: Way[] = [];
  for (const sent of trace.sent.filter(namesMethod)) {
    const isKnown = ways.some(
      (one) =>
        one.sent.node === sent.node &&
        one.steps.length === sent.stack.length &&
        one.steps.every(({ node }, at) => node === sent.stack[at]?.node),
    );
    if (!isKnown) ways.push({ sent, steps: sent.stack });
  }
  return {
    ways,
    isPartly: trace.isChanged || trace.unseen.some((one) => mayBeTransport(one, call !== undefined)),
    isCut: trace.budget < 0,
    isWrapped: trace.isWrapped,
    // Whoever neither gets the name nor holds it does not send it, though it runs.
    first: trace.first.filter(isHanded),
    sdk: trace.sdk,
  };
}

function isHanded({ given, self, of: { bound = [] } }: FunctionRun): boolean {
  return [...given, ...bound, ...(self ? [self] : [])].some((one) => carriesName(one));
}

/** Who gets the name and the parameters, where those are known, and whose answer is used may be another transport. */
function mayBeTransport({ node, given }: Trace['unseen'][number], hasParams: boolean): boolean {
  const s = syntax();
  if (!given.some((one) => holds(one, isName))) return false;
  if (hasParams && !given.some((one) => holds(one, isParam))) return false;
  let at = node.parent;
  while (s.isAwaitExpression(at) || s.isParenthesizedExpression(at)) at = at.parent;
  return s.isReturnStatement(at) || s.isArrowFunction(at) || s.isVariableDeclaration(at);
}

/** `make('imbot.message.add')`: what it makes is called later, with the parameters where it takes one thing. */
function runMade(made: Value, { call, params }: NameRead, engine: ReadingEngine): void {
  const s = syntax();
  for (const one of alternatives(made)) {
    if (!call || one.kind !== 'function' || !carriesName(one)) continue;
    const [only, ...more] = one.node.parameters;
    const isOne = only !== undefined && more.length === 0 && s.isIdentifier(only.name) && !params;
    engine.call(one, isOne ? [{ kind: 'params' }] : [], call);
  }
}

/** Runs the function around a node; then those that use what it gives, or the variable that the node stands in. */
function runAround(node: ts.Node, tree: ts.SourceFile, engine: ReadingEngine, depth: number, seen: Set<ts.Node>): void {
  const s = syntax();
  const around = functionAround(node);
  if (seen.has(around) && !s.isSourceFile(around)) return;
  seen.add(around);
  if (s.isSourceFile(around)) {
    for (const use of usesAround(node, tree)) runAround(use, tree, engine, depth - 1, seen);
    return;
  }
  const value = runOpen(around, tree, engine);
  if (isSent(engine) || depth === 0 || !value || !s.isFunctionLike(around)) return;
  const { parent } = outermost(around);
  const isInCall = s.isCallExpression(parent);
  if (!carriesName(value) && !(isInCall && putsAway(engine))) return;
  // What a function gives that stands in a call, `list.map((one) => …)`, goes to where that call stands.
  if (isInCall) {
    runAround(parent, tree, engine, depth, seen);
    return;
  }
  for (const call of [...callersOf(around, { tree }, engine), ...usesOfFunction(around, tree, engine)]) {
    runAround(call, call.getSourceFile(), engine, depth - 1, seen);
    if (isSent(engine)) return;
  }
}

/** `all.push(command)`, into what nobody sees from there. */
function putsAway({ trace }: ReadingEngine): boolean {
  return trace.unseen.some(({ given }) => given.some((one) => holds(one, isName)));
}

/**
 * Uses, within functions, of the variable of the file that a node stands in, or of what its statement puts something into; and
 * of those that are made of such a variable.
 */
function usesAround(node: ts.Node, tree: ts.SourceFile, seen: Set<ts.Node> = new Set()): readonly ts.Node[] {
  const s = syntax();
  const variable = variableAround(node);
  return (variable ? [variable] : filledBy(node, tree)).flatMap((one) => {
    if (seen.has(one)) return [];
    seen.add(one);
    return referencesOf(one, tree).flatMap((use): readonly ts.Node[] =>
      s.isSourceFile(functionAround(use)) ? usesAround(use, tree, seen) : [use],
    );
  });
}

/** `for (const name of NAMES) api[name] = …`: what a statement of the file puts something into. */
function filledBy(node: ts.Node, tree: ts.SourceFile): Declaration[] {
  const s = syntax();
  let statement = node;
  while (statement.parent && !s.isSourceFile(statement.parent)) statement = statement.parent;
  if (!s.isForOfStatement(statement) && !s.isForInStatement(statement) && !s.isExpressionStatement(statement))
    return [];
  const { named, open } = writesIn(tree);
  const writes = [...[...named.values()].flat(), ...open].filter(
    (one) => one.node.pos >= statement.pos && one.node.end <= statement.end,
  );
  return [...new Set(writes.flatMap(({ target }) => rootOf(target, tree) ?? []))];
}

type Declaration = NonNullable<ReturnType<typeof declarationOf>>;

function rootOf(target: ts.Expression, tree: ts.SourceFile): Declaration | undefined {
  const s = syntax();
  let at = unwrap(target);
  while (s.isPropertyAccessExpression(at) || s.isElementAccessExpression(at)) at = unwrap(at.expression);
  return s.isIdentifier(at) ? declarationOf(at, tree) : undefined;
}

function variableAround(node: ts.Node): ts.VariableDeclaration | undefined {
  const s = syntax();
  let at = node;
  while (at.parent && !s.isVariableDeclaration(at)) at = at.parent;
  return s.isVariableDeclaration(at) ? at : undefined;
}

/** A table of many names that is used in many places: each name would be followed to each of them. */
function isWide(name: ts.Node, tree: ts.SourceFile): boolean {
  const variable = variableAround(name);
  if (!variable) return false;
  let names = namesWithin.get(variable);
  if (names === undefined) {
    names = variable.getText(tree).match(/\bimbot\./gi)?.length ?? 0;
    namesWithin.set(variable, names);
  }
  return names * usesAround(name, tree).length > WIDEST;
}

const WIDEST = 600;
const namesWithin = attached<ts.VariableDeclaration, number>();

/** Runs a function that nobody was seen to call. */
function runOpen(node: ts.Node, tree: ts.SourceFile, engine: ReadingEngine, own?: Value): Value | undefined {
  const s = syntax();
  if (!s.isFunctionLike(node) || !('body' in node) || !node.body) return undefined;
  const open = engine.openFrame(node, tree);
  const self = own ?? open.self;
  const frame: Frame = {
    node,
    tree,
    ...(open.outer ? { outer: open.outer } : {}),
    ...(self ? { self } : {}),
    values: new Map(),
    runs: true,
    returned: [],
  };
  engine.trace.isFollowing = true;
  return runBody(node.body, frame, engine);
}

const MOST = 60;

/** What was put into a queue is taken out by another function: of the same object, or of the same file. */
function drain(engine: ReadingEngine, tree: ts.SourceFile): void {
  const { trace } = engine;
  if (!trace.isStored) return;
  const entered = new Set<ts.Node>(trace.entered);
  for (const self of [...trace.selves]) {
    const { of } = self.kind === 'instance' ? self : { of: undefined };
    for (const node of of ? methodsOf(of) : []) {
      if (entered.has(node) || trace.budget < 0) continue;
      runOpen(node, node.getSourceFile(), engine, self);
      if (isSent(engine)) return;
    }
  }
  for (const node of functionsIn(tree).slice(0, MOST)) {
    if (entered.has(node) || trace.budget < 0) continue;
    runOpen(node, tree, engine);
    if (isSent(engine)) return;
  }
}

function methodsOf(of: ClassValue): ts.Node[] {
  const s = syntax();
  return of.node.members.flatMap((one): ts.Node[] => {
    if (s.isMethodDeclaration(one)) return [one];
    const held = s.isPropertyDeclaration(one) ? one.initializer : undefined;
    return held && (s.isArrowFunction(held) || s.isFunctionExpression(held)) ? [held] : [];
  });
}

const functions = attached<ts.SourceFile, ts.Node[]>();

function functionsIn(tree: ts.SourceFile): ts.Node[] {
  const s = syntax();
  const known = functions.get(tree);
  if (known) return known;
  const found: ts.Node[] = [];
  for (const node of nodesIn(tree)) {
    if (s.isFunctionLike(node)) found.push(node);
  }
  functions.set(tree, found);
  return found;
}
