import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeText } from '../find/callShape';
import { attached } from '../source/attached';
import { callsOf, type EventBody } from './traceBody';

/**
 * Has the body of this request gone through the adapter: by a middleware of its route or of the whole app, or by an
 * assignment `req.body = toV1Body(req.body)` in the handler?
 */
export function isAdaptedMember(body: EventBody, tree: ts.SourceFile): boolean {
  if (body.kind !== 'member') return false;
  const handler = body.owner.parent;
  const before = known.get(handler);
  if (before !== undefined) return before;
  const isAdapted = isAppWide(tree) || hasMiddleware(handler, tree) || assigns(handler);
  known.set(handler, isAdapted);
  return isAdapted;
}

/** One handler may compare the event with many names. */
const known = attached<ts.Node, boolean>();
const appWide = attached<ts.SourceFile, boolean>();

function isAppWide(tree: ts.SourceFile): boolean {
  const before = appWide.get(tree);
  if (before !== undefined) return before;
  const found = APP_WIDE.test(tree.text);
  appWide.set(tree, found);
  return found;
}

const APP_WIDE = /\.use\(\s*v1Body\(|\baddHook\(\s*['"]preHandler['"],\s*v1Body\(/;

function hasMiddleware(handler: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const route = routeOf(handler) ?? callsOf(handler, tree)?.[0];
  return (
    route?.arguments.some((argument) =>
      s.isCallExpression(argument)
        ? calleeText(argument) === 'v1Body'
        : s.isObjectLiteralExpression(argument) && /\bpreHandler:\s*\[?[^\]}]*\bv1Body\(/.test(argument.getText(tree)),
    ) ?? false
  );
}

/** The call `app.post('/bot', …, handler)` that a function stands in. */
export function routeOf(handler: ts.Node): ts.CallExpression | undefined {
  const s = syntax();
  const call = handler.parent;
  if (!call || !s.isCallExpression(call) || call.arguments.at(-1) !== handler) return undefined;
  const { expression } = call;
  if (!s.isPropertyAccessExpression(expression) || !/^(?:post|all|use|put|get)$/.test(expression.name.text))
    return undefined;
  const [path] = call.arguments;
  return path && path !== handler ? call : undefined;
}

/** `req.body = toV1Body(req.body)`, also by hand: `req.body = toV1Event(decodeEvent(req.body)) ?? req.body`. */
function assigns(handler: ts.Node): boolean {
  const s = syntax();
  let found = false;
  const visit = (node: ts.Node): void => {
    if (s.isBinaryExpression(node) && node.operatorToken.kind === s.SyntaxKind.EqualsToken)
      found ||= /\.body$/.test(node.left.getText()) && /^toV1(?:Body|Event)\(/.test(node.right.getText());
    if (!found) s.forEachChild(node, visit);
  };
  visit(handler);
  return found;
}
