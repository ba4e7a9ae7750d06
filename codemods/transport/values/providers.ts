import { basename } from 'node:path';
import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import { isTestFile } from '../../files/testFile';
import { addTo } from '../../source/addTo';
import { functionAround } from '../../source/declarations';
import { propertyKey } from '../../source/literalValue';
import { nodesIn } from '../../source/nodesIn';
import { unwrap } from '../../source/unwrap';
import { apartOf, lookedUp } from '../apartOf';
import { pathOf } from '../pathOf';
import type { ClassValue, ReadingEngine, Value } from '../types';
import { UNKNOWN } from './Value';

/** What the given files bind to the tokens of NestJS: `{ provide: PORT, useClass: Adapter }`. */
interface Providers {
  readonly of: ReadonlyMap<string, readonly Binding[]>;
  /** Somebody binds a token that does not show: it may be any. */
  readonly isOpen: boolean;
}

interface Binding {
  /** What stands for it; undefined where nobody who is seen makes it. */
  readonly by?: ts.Expression;
  /** `existing`: what another token or class stands for. */
  readonly way: 'class' | 'existing' | 'factory' | 'value';
}

/** The one class whose instance stands for a token: what is bound to it, or the token itself, where that is a class. */
export function standingFor(token: ts.Expression, engine: ReadingEngine, depth = DEEPEST): ClassValue | undefined {
  const s = syntax();
  const node = unwrap(token);
  // forwardRef(() => Adapter)
  const [late] = s.isCallExpression(node) && node.expression.getText() === 'forwardRef' ? node.arguments : [];
  if (late && s.isArrowFunction(late) && !s.isBlock(late.body)) return standingFor(late.body, engine, depth);
  const key = keyOfToken(node, engine);
  if (key === undefined) return undefined;
  const { of, isOpen } = providersOf(engine);
  if (of.has(key)) return providedClass(key, engine, depth);
  const value = isOpen
    ? undefined
    : engine.evaluate(node, engine.openFrame(functionAround(node), node.getSourceFile()));
  return value?.kind === 'class' ? value : undefined;
}

/** The one class that is bound to a token; undefined where it may be another, or is made in another way. */
export function providedClass(key: string, engine: ReadingEngine, depth = DEEPEST): ClassValue | undefined {
  const { of, isOpen } = providersOf(engine);
  // What a package names, a package may bind.
  if (isOpen || depth === 0 || key.startsWith('package ')) return undefined;
  const found = (of.get(key) ?? []).map((one) => classOf(one, engine, depth));
  const [first] = found;
  return first && found.every((one) => one?.node === first.node) ? first : undefined;
}

const DEEPEST = 5;

/** Do the given files bind the token, in whatever way? */
export function isBound(key: string | undefined, engine: ReadingEngine): boolean {
  return key !== undefined && providersOf(engine).of.has(key);
}

/** By what a token is known: two expressions with one key are one token. */
export function keyOfToken(token: ts.Expression, engine: ReadingEngine): string | undefined {
  const s = syntax();
  const node = unwrap(token);
  if (s.isPropertyAccessExpression(node) && node.name.text === 'name') {
    const named = lookedUp(node.expression, apartOf(engine));
    if (named.kind === 'class') return named.node.name && `string ${named.node.name.text}`;
  }
  return keyOf(lookedUp(node, apartOf(engine)));
}

function keyOf(value: Value): string | undefined {
  if (value.kind === 'class') return classKey(value);
  if (value.kind === 'literal' && /^(?:string|number)$/.test(typeof value.value))
    return `${typeof value.value} ${value.value}`;
  if (value.kind === 'made' && value.what === 'Symbol.for') {
    const [text] = value.from;
    return text?.kind === 'literal' ? `symbol ${text.value}` : undefined;
  }
  if (value.kind === 'made' && value.what === 'Symbol') return value.node && `made ${pathOf(value.node)}`;
  return value.kind === 'external' && value.module !== 'global'
    ? `package ${value.module} ${value.path.join('.')}`
    : undefined;
}

export function classKey({ node }: ClassValue): string {
  return `class ${pathOf(node)}`;
}

function classOf({ by, way }: Binding, engine: ReadingEngine, depth: number): ClassValue | undefined {
  if (!by) return undefined;
  const isMade = way === 'factory' || way === 'value';
  // Functions are put under the facade by their class, and there what a factory makes of it may be another one.
  if (isMade && engine.isGenerous) return undefined;
  const value = engine.evaluate(by, engine.openFrame(functionAround(by), by.getSourceFile()));
  if (way === 'existing') return standingFor(by, engine, depth - 1);
  if (!isMade) return value.kind === 'class' ? value : undefined;
  const made = way === 'value' ? value : engine.quietly(() => engine.call(value, [UNKNOWN, UNKNOWN, UNKNOWN], by));
  return made.kind === 'instance' ? made.of : undefined;
}

const known = new WeakMap<ReadingEngine, Providers>();
const NONE: Providers = { of: new Map(), isOpen: false };

function providersOf(engine: ReadingEngine): Providers {
  const apart = apartOf(engine);
  const before = known.get(apart);
  if (before) return before;
  // Whoever asks while they are read asks for something else.
  known.set(apart, NONE);
  const found = read(apart);
  known.set(apart, found);
  return found;
}

const WAYS = /^use(?:Class|Existing|Factory|Value)$/;
/** What a file says that binds tokens. */
const SAID = ['provide', 'useClass', 'useExisting', 'useFactory', 'useValue'];
const CHANGES = /\.(?:provide|use(?:Class|Existing|Factory|Value))\s*=[^=>]/;

function read(apart: ReadingEngine): Providers {
  const of = new Map<string, Binding[]>();
  let isOpen = false;
  for (const tree of filesOf(apart)) {
    if (CHANGES.test(tree.text)) isOpen = true;
    for (const { token, binding } of bindingsIn(tree)) {
      const key = keyOfToken(token, apart);
      if (key !== undefined) addTo(of, key, binding);
      else if (!isOfPackage(token, apart)) isOpen = true;
    }
  }
  return { of, isOpen };
}

function filesOf({ reach }: ReadingEngine): ts.SourceFile[] {
  const found = new Map<string, ts.SourceFile>();
  const overriding = (reach.sharing?.() ?? []).filter(({ text }) => text.includes('overrideProvider'));
  for (const file of [...SAID.flatMap((name) => reach.named?.(name) ?? []), ...overriding]) {
    if (found.has(file.path) || isTestFile(file.path)) continue;
    // The tree that an import of it gives: a class is known by its node.
    found.set(file.path, treeOf(reach.resolve?.(`./${basename(file.path)}`, file.path) ?? file));
  }
  return [...found.values()];
}

/** `getRepositoryToken(User)`: no token of the given files. */
function isOfPackage(token: ts.Expression, apart: ReadingEngine): boolean {
  const node = unwrap(token);
  if (!syntax().isCallExpression(node)) return false;
  const by = lookedUp(node.expression, apart);
  return by.kind === 'external' && by.module !== 'global';
}

interface Bound {
  readonly token: ts.Expression;
  readonly binding: Binding;
}

function bindingsIn(tree: ts.SourceFile): Bound[] {
  const s = syntax();
  const found: Bound[] = [];
  for (const node of nodesIn(tree)) {
    if (s.isObjectLiteralExpression(node)) found.push(...bindingOf(node));
    else if (s.isCallExpression(node) && s.isPropertyAccessExpression(node.expression)) {
      const [token] = node.arguments;
      if (token && node.expression.name.text === 'overrideProvider') found.push({ token, binding: { way: 'value' } });
    }
  }
  return found;
}

function bindingOf(node: ts.ObjectLiteralExpression): Bound[] {
  const s = syntax();
  const givenBy = (one: ts.ObjectLiteralElementLike): ts.Expression | undefined =>
    s.isPropertyAssignment(one) ? one.initializer : s.isShorthandPropertyAssignment(one) ? one.name : undefined;
  const named = (wanted: RegExp) =>
    node.properties.filter((one) => one.name && wanted.test(propertyKey(one.name) ?? ''));
  const [provide] = named(/^provide$/);
  const token = provide && givenBy(provide);
  const ways = named(WAYS);
  const isWhole = !node.properties.some((one) => s.isSpreadAssignment(one));
  if (!token || (ways.length === 0 && isWhole)) return [];
  const [only] = isWhole && ways.length === 1 ? ways : [];
  const by = only && givenBy(only);
  return [{ token, binding: { ...(by ? { by } : {}), way: wayOf(only) } }];
}

function wayOf(one: ts.ObjectLiteralElementLike | undefined): Binding['way'] {
  const name = one?.name ? propertyKey(one.name) : undefined;
  if (name === 'useClass') return 'class';
  if (name === 'useExisting') return 'existing';
  return name === 'useFactory' ? 'factory' : 'value';
}
