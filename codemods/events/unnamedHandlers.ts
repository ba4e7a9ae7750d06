import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Site } from '../plan/site';
import { attached } from '../source/attached';
import { nodesIn } from '../source/nodesIn';
import { textOf } from '../source/textOf';
import { dataOf } from './dataOf';
import { traceSite } from './findHandlers';
import { isAdaptedMember } from './isAdaptedMember';
import { boundKey, type EventBody, handlerOf } from './traceBody';

/** What only events of bots have; `data.USER` stands in many bodies. */
const PARTS = /^(?:PARAMS|BOT|COMMAND)$/;
const FLAT = /^data\[(?:PARAMS|BOT|COMMAND)\]\[/;

/** Cheap test on a text or on raw bytes: can a handler be there that names no event? */
export function mayHoldHandler(source: { includes(word: string): boolean }): boolean {
  return source.includes('data') && (source.includes('PARAMS') || source.includes('COMMAND'));
}

/**
 * The first read of each handler of events that names none: a route of its own for each event, as EVENT_MESSAGE_ADD and
 * EVENT_BOT_DELETE with addresses of their own want it. Only what is seen to be the body of a request counts.
 * @param named the event sites of the file: what they belong to is told of already
 */
export function unnamedHandlers(tree: ts.SourceFile, named: readonly Pick<Site, 'node'>[]): ts.Node[] {
  if (!mayHoldHandler(tree.text)) return [];
  const told = new Set<ts.Node>();
  for (const { node } of named) {
    const traced = node && traceSite(node, tree);
    if (typeof traced === 'object') told.add(handlerOf(traced.body));
  }
  const found = new Map<ts.Node, ts.Node>();
  for (const node of nodesIn(tree)) {
    const body = readsPart(node) ? dataOf(node, tree) : undefined;
    if (body && isSeen(body, tree) && body.kind !== 'adapted') {
      const handler = handlerOf(body);
      const before = found.get(handler);
      const isTold = told.has(handler) || namesEvents(handler, tree);
      if (!isTold && (!before || node.pos < before.pos)) found.set(handler, node);
    }
  }
  return [...found.values()].sort((a, b) => a.pos - b.pos);
}

/** Asked by every read within it. A route that carries the name, `@Post('onimcommandadd')`, is the address of one that names none. */
function namesEvents(handler: ts.Node, tree: ts.SourceFile): boolean {
  const own = syntax().isMethodDeclaration(handler) ? (handler.body ?? handler) : handler;
  const found = naming.get(handler) ?? /ONIM(?:BOT|COMMAND)/i.test(textOf(own, tree));
  naming.set(handler, found);
  return found;
}

const naming = attached<ts.Node, boolean>();

function readsPart(node: ts.Node): boolean {
  const s = syntax();
  if (s.isPropertyAccessExpression(node)) return PARTS.test(node.name.text);
  if (s.isBindingElement(node)) return s.isObjectBindingPattern(node.parent) && PARTS.test(boundKey(node));
  return s.isStringLiteralLike(node) && FLAT.test(node.text);
}

/** `req.body`, `await request.json()`, `@Body() event`; what comes in any other way may be anything, and adapted. */
function isSeen(body: EventBody, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (body.kind === 'member') return body.name === 'body' && !isAdaptedMember(body, tree);
  if (body.kind === 'expression')
    return /\b(?:json|text|formData|parse|URLSearchParams)\b/.test(body.node.getText(tree));
  if (body.kind !== 'parameter') return false;
  return (s.getDecorators(body.node) ?? []).some(({ expression }) => /^Body\b/.test(expression.getText(tree)));
}
