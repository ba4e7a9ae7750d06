import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeKind } from '../find/calleeKind';
import type { CallShape } from '../plan/site';
import { functionAround } from '../source/declarations';
import type { TransportReading } from '../transport/TransportReading';
import { usesOf } from './adaptAnswer';
import { catchAround } from './catchAround';
import { followRejection } from './followRejection';
import { isLogged } from './isLogged';

/**
 * Would the code around a call go on otherwise if the portal refused it? For calls that v1 answers with true even where v2
 * says ACCESS_DENIED. Logs do not count.
 */
export function noticesDenial(shape: CallShape, transport: TransportReading | undefined, tree: ts.SourceFile): boolean {
  const { call, outer } = shape;
  if (!call || !outer) return true;
  const { results, bindings, bare, escapes, harmless } = usesOf(shape, tree);
  if ([results, bindings, bare, escapes].some(({ length }) => length > 0)) return true;
  if (harmless.some((use) => !isLogged(use) && !isStatement(use))) return true;
  return mayThrow(transport) && !isContained(outer);
}

/** Nothing becomes of it. */
function isStatement(use: ts.Node): boolean {
  const s = syntax();
  let node = use;
  while (
    s.isAwaitExpression(node.parent) ||
    s.isParenthesizedExpression(node.parent) ||
    s.isVoidExpression(node.parent)
  )
    node = node.parent;
  return s.isExpressionStatement(node.parent);
}

function mayThrow(transport: TransportReading | undefined): boolean {
  if (!transport || transport.unseen !== undefined) return true;
  return transport.clientThrows === 'through' || transport.failures.some((one) => one.startsWith('throws'));
}

/** A handler takes what is thrown, or a `try` that holds this call alone and whose `catch` only logs. */
function isContained(outer: ts.Expression): boolean {
  const s = syntax();
  const rejection = followRejection(outer);
  if (rejection.handler) return true;
  if (!rejection.awaited) return false;
  const caught = catchAround(rejection.node, functionAround(rejection.node));
  return caught?.parent.tryBlock.statements.length === 1 && caught.block.statements.every(isLog);

  function isLog(node: ts.Statement): boolean {
    if (!s.isExpressionStatement(node) || !s.isCallExpression(node.expression)) return false;
    return calleeKind(node.expression.expression.getText()) === 'log';
  }
}
