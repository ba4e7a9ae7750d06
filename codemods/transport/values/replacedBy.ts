import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { apartOf } from '../apartOf';
import { intoParameter } from '../changes/handedOn';
import type { ClassValue, ReadingEngine, Value } from '../types';
import { alternatives, UNKNOWN } from './Value';

/** What decorators put in the place of a method: of one that nobody sees it may be anything. */
export function replacedBy(node: ts.Node, frame: ClassValue['around'], engine: ReadingEngine): readonly Value[] {
  return decoratorsOf(node).some((one) => mayReplace(one, frame, engine, true)) ? [UNKNOWN] : [];
}

/** What decorators make of a class. Those of packages note a class down, as a rule: only what is seen to change it counts. */
export function madeOf(of: ClassValue, engine: ReadingEngine): readonly Value[] {
  return decoratorsOf(of.node).some((one) => mayReplace(one, of.around, engine, false)) ? [UNKNOWN] : [];
}

function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  const s = syntax();
  return s.canHaveDecorators(node) ? (s.getDecorators(node) ?? []) : [];
}

function mayReplace(
  { expression }: ts.Decorator,
  frame: ClassValue['around'],
  engine: ReadingEngine,
  isByUnseen: boolean,
): boolean {
  return alternatives(engine.quietly(() => engine.evaluate(expression, frame))).some((one) => {
    if (one.kind !== 'function') return isByUnseen;
    if ([0, 2].some((at) => intoParameter(one.node, at, apartOf(engine)).length > 0)) return true;
    return givesSomething(one.node);
  });
}

function givesSomething({ body }: { readonly body?: ts.ConciseBody }): boolean {
  const s = syntax();
  if (!body || !s.isBlock(body)) return body !== undefined;
  const open: ts.Node[] = [body];
  for (let node = open.pop(); node; node = open.pop()) {
    if (s.isReturnStatement(node) && node.expression) return true;
    s.forEachChild(node, (child) => {
      if (!s.isFunctionLike(child)) open.push(child);
    });
  }
  return false;
}
