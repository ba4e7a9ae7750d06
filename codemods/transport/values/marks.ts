import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationNamed, declarationOf, functionAround } from '../../source/declarations';
import type { Marks, Origin, ReadingEngine, Value } from '../types';

/** Something that is only known by where it stands. */
export function standingAt(origin: Origin): Value {
  return { kind: 'unknown', from: [], origin };
}

export function originOf(value: Value, marks: Marks | undefined): Origin | undefined {
  return ('origin' in value ? value.origin : undefined) ?? marks?.origins.get(value);
}

/** Where something within stands. */
export function deeper(origin: Origin, name: string): Origin {
  return 'place' in origin
    ? { place: `${origin.place}.${name}` }
    : { node: origin.node, more: `${origin.more ?? ''}.${name}` };
}

/** A member of something whose place is known stands at a place too. */
export function memberAt(owner: Value, name: string, found: Value, marks: Marks): Value {
  const around = owner === marks.self ? { place: 'this' } : originOf(owner, marks);
  return around ? withOrigin(found, deeper(around, name), marks) : found;
}

/** What a name or a chain of names outside of the function stands for, with the expression by which it is reached. */
export function marked(node: ts.Expression, value: Value, tree: ts.SourceFile, engine: ReadingEngine): Value {
  const { marks } = engine;
  if (!marks || originOf(value, marks)) return value;
  if (isOutside(node, tree, marks)) return withOrigin(value, { node }, marks);
  return isPlain(value) && isCaptured(node, tree, engine) ? { kind: 'unknown', from: [], isAsked: true } : value;
}

/** What a function that is over was given: another run of it may have been given something else. */
function isCaptured(node: ts.Expression, tree: ts.SourceFile, { stack }: ReadingEngine): boolean {
  const s = syntax();
  if (!s.isIdentifier(node)) return false;
  const declaration = declarationOf(node, tree);
  const owner = declaration && ownerOf(declaration);
  return owner !== undefined && !s.isSourceFile(owner) && !stack.some((step) => step.node === owner);
}

function ownerOf(declaration: ts.Node): ts.Node {
  const s = syntax();
  let node = declaration;
  while (s.isBindingElement(node) || s.isObjectBindingPattern(node) || s.isArrayBindingPattern(node))
    node = node.parent;
  return s.isParameter(node) ? node.parent : functionAround(node);
}

function withOrigin(value: Value, origin: Origin, { origins }: Marks): Value {
  switch (value.kind) {
    case 'literal':
      return tells(value) ? { ...value, origin } : standingAt(origin);
    case 'external':
      return value.module === 'global' ? { ...value, origin } : value;
    case 'text':
      return tells(value.parts[0]) || value.parts.some(({ kind }) => kind === 'method') ? value : standingAt(origin);
    case 'unknown':
      return standingAt(origin);
    case 'union':
      return value.of.every(isPlain) ? standingAt(origin) : value;
    case 'object':
    case 'made':
    case 'instance':
      origins.set(value, origin);
      return value;
    default:
      return value;
  }
}

/** No function, client or object: a value whose place is all that counts. */
function isPlain(value: Value): boolean {
  if (value.kind === 'external') return value.module === 'global' && value.path.length > 1;
  return value.kind === 'literal' || value.kind === 'text' || value.kind === 'unknown';
}

/** Texts say something of an address by themselves. */
function tells(value: Value | undefined): boolean {
  return value?.kind === 'literal' && typeof value.value === 'string' && value.value !== '';
}

/** Does the chain begin with a name that is declared around the function, or with the `this` around an arrow? */
function isOutside(node: ts.Expression, tree: ts.SourceFile, { node: fn }: Marks): boolean {
  const s = syntax();
  const root = rootOf(node);
  if (!root || tree !== fn.getSourceFile()) return false;
  if (root.kind === s.SyntaxKind.ThisKeyword) return s.isArrowFunction(fn) && root.pos >= fn.pos && root.end <= fn.end;
  if (!s.isIdentifier(root)) return false;
  const declaration = declarationOf(root, tree);
  // A name of another function means nothing where the function stands, or something else.
  return declaration !== undefined && declaration === declarationNamed(root.text, fn.parent, tree);
}

/** `config` of `config.portal.url`, `this` of `this.base`; undefined where something is called on the way. */
function rootOf(node: ts.Expression): ts.Expression | undefined {
  const s = syntax();
  let at = node;
  while (s.isPropertyAccessExpression(at) || s.isNonNullExpression(at) || s.isElementAccessExpression(at)) {
    if (s.isElementAccessExpression(at) && !s.isStringLiteralLike(at.argumentExpression)) return undefined;
    at = at.expression;
  }
  return s.isIdentifier(at) || at.kind === s.SyntaxKind.ThisKeyword ? at : undefined;
}
