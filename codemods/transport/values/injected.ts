import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { unwrap } from '../../source/unwrap';
import type { ClassValue, Frame, ReadingEngine, Value } from '../types';
import { classKey, isBound, keyOfToken, providedClass, standingFor } from './providers';
import { UNKNOWN } from './Value';

/**
 * What NestJS puts into a parameter of a constructor or into a field: `@Inject(PORT) port: Port`, or by its class. Undefined
 * where that does not show.
 */
export function injected(
  node: ts.ParameterDeclaration | ts.PropertyDeclaration,
  frame: Frame,
  engine: ReadingEngine,
): Value | undefined {
  const s = syntax();
  if (engine.isApart) return undefined;
  const token = tokenOf(node, frame, engine);
  if (token) {
    return instanceOf(standingFor(token, engine), keyOfToken(token, engine), engine);
  }
  if (!node.type || !s.isParameter(node) || !s.isConstructorDeclaration(node.parent)) return undefined;
  // Where nothing decorates a class, nothing is put into it.
  if (!s.getDecorators(node.parent.parent)?.length) return undefined;
  const typed = engine.typed(node.type, frame);
  if (typed.kind !== 'instance') return undefined;
  const key = classKey(typed.of);
  return instanceOf(providedClass(key, engine), key, engine);
}

/** What is bound in a way that does not show need not be of the class that its type says: another one of its shape will do. */
function instanceOf(own: ClassValue | undefined, key: string | undefined, engine: ReadingEngine): Value | undefined {
  if (own) return engine.instance(own);
  return !engine.isGenerous && isBound(key, engine) ? UNKNOWN : undefined;
}

/** What `@Inject(…)` of NestJS names. */
function tokenOf(
  node: ts.ParameterDeclaration | ts.PropertyDeclaration,
  frame: Frame,
  engine: ReadingEngine,
): ts.Expression | undefined {
  const s = syntax();
  for (const { expression } of s.getDecorators(node) ?? []) {
    const call = unwrap(expression);
    if (!s.isCallExpression(call)) continue;
    const by = engine.quietly(() => engine.evaluate(call.expression, engine.moduleFrame(frame.tree)));
    if (by.kind === 'external' && by.module === '@nestjs/common' && by.path.at(-1) === 'Inject')
      return call.arguments[0];
  }
  return undefined;
}
