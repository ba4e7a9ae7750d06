import type { ts } from 'ts-morph';
import { unwrap } from '../source/unwrap';
import { syntax } from '../sourceFile';
import { classKey, providedClass, standingFor } from './providers';
import type { Frame, ReadingEngine, Value } from './types';

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
    const own = standingFor(token, engine);
    return own && engine.instance(own);
  }
  if (!node.type || !s.isParameter(node) || !s.isConstructorDeclaration(node.parent)) return undefined;
  // Where nothing decorates a class, nothing is put into it.
  if (!s.getDecorators(node.parent.parent)?.length) return undefined;
  const typed = engine.typed(node.type, frame);
  const own = typed.kind === 'instance' ? providedClass(classKey(typed.of), engine) : undefined;
  return own && engine.instance(own);
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
