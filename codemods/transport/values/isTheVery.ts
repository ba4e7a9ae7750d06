import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf, functionAround } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import type { Holder } from '../changes/holdersOf';
import type { ReadingEngine } from '../types';
import { callsAround } from './callsOn';

/**
 * Do two expressions that stand for what is made in one place stand for the very thing that is made there? A factory or a
 * class makes one each time, and who listens to one hears nothing of another.
 */
export function isTheVery(one: ts.Expression, other: ts.Expression, { node }: Holder, engine: ReadingEngine): boolean {
  return isSameName(unwrap(one), unwrap(other)) || isMadeOnce(node, engine, DEPTH);
}

/** The same variable, or the same member of one thing. */
function isSameName(one: ts.Expression, other: ts.Expression): boolean {
  const s = syntax();
  if (one.kind === s.SyntaxKind.ThisKeyword) return other.kind === one.kind;
  if (s.isIdentifier(one) && s.isIdentifier(other)) {
    const [mine, theirs] = [one, other].map((name) => declarationOf(name, name.getSourceFile()));
    return mine !== undefined && mine === theirs;
  }
  if (!s.isPropertyAccessExpression(one) || !s.isPropertyAccessExpression(other)) return false;
  return one.name.text === other.name.text && isSameName(unwrap(one.expression), unwrap(other.expression));
}

const DEPTH = 4;

/** In no loop, and in no function or class but in such as are called once themselves. */
function isMadeOnce(node: ts.Node, engine: ReadingEngine, depth: number): boolean {
  const s = syntax();
  if (depth === 0) return false;
  for (let at: ts.Node = node; !s.isSourceFile(at); at = at.parent) {
    if (s.isIterationStatement(at, false)) return false;
    if (s.isClassLike(at)) return isCalledOnce(at, engine, depth);
    if (s.isFunctionLike(at) && !s.isConstructorDeclaration(at))
      return !s.isClassLike(at.parent) && isCalledOnce(at, engine, depth);
  }
  return true;
}

function isCalledOnce(made: ts.ClassLikeDeclaration | ts.SignatureDeclaration, engine: ReadingEngine, depth: number) {
  const s = syntax();
  const { parent } = made;
  const name = made.name ?? (s.isVariableDeclaration(parent) ? parent.name : undefined);
  if (!name || !s.isIdentifier(name)) return false;
  const calls = callsAround(new Set([name.text]), made, engine);
  return (
    calls.length < 2 && calls.every((call) => functionAround(call) !== made && isMadeOnce(call, engine, depth - 1))
  );
}
