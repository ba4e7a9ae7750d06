import type { ts } from 'ts-morph';
import { EVENT_NAMES } from '../../src/map/events';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import { referencesOf } from '../source/declarations';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { createPayload, type Payload } from './createPayload';
import { isV1Event } from './eventField';
import { eventsIn } from './eventsIn';
import type { Handler } from './findHandlers';
import { flatEdits } from './flatEdits';
import { followPayload } from './followPayload';
import { hasType } from './hasType';
import { knowsV1Keys } from './knowsV1Keys';

/**
 * The edits that move a whole handler to v2 names and fields: every use of the body is followed, and every field that is
 * read has the same text in a v2 webhook delivery.
 * @throws Unprovable
 */
export function payloadEdits(handler: Handler, tree: ts.SourceFile): Edit[] {
  const { body, sites, isCompared } = handler;
  if (!isCompared || sites.some(({ ignored }) => ignored !== undefined)) throw new Unprovable('event-unproven');
  if (body.kind === 'expression' && knowsV1Keys(body.node, tree) !== 'no') throw new Unprovable('event-unproven');
  const payload = createPayload(tree, eventsIn(handler, tree));
  const flat = flatEdits(body, payload);
  if (!flat) followBody(handler, payload);
  const names = sites.map(({ method, offset, length }): Edit => {
    // Lower-cased: v2 sends its names in upper case.
    if (!isV1Event(method)) throw new Unprovable(isV1Event(method.toUpperCase()) ? 'event-unproven' : 'unknown-event');
    return { start: offset, end: offset + length, text: EVENT_NAMES[method] };
  });
  const edits = [...names, ...payload.edits()];
  const clash = edits.some((a) => edits.some((b) => a !== b && a.start < b.end && b.start < a.end && !same(a, b)));
  if (clash) throw new Unprovable('event-unproven');
  return edits;
}

function same(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

function followBody({ body }: Handler, payload: Payload): void {
  const s = syntax();
  const { tree } = payload;
  if (body.kind === 'expression') {
    followPayload({ kind: 'body', node: body.node }, payload);
    return;
  }
  const parameter = body.kind === 'member' ? body.owner : body.node;
  if (!s.isIdentifier(parameter.name)) throw new Unprovable('event-passed-on');
  if (body.kind === 'parameter') {
    if (hasType(parameter)) throw new Unprovable('event-typed');
    for (const use of referencesOf(parameter, tree)) followPayload({ kind: 'body', node: use }, payload);
    return;
  }
  if (!s.isPropertyAccessExpression(body.node) || !s.isIdentifier(unwrap(body.node.expression)))
    throw new Unprovable('event-passed-on');
  if (/<[^>]/.test(parameter.type?.getText(tree) ?? '')) throw new Unprovable('event-typed');
  for (const use of referencesOf(parameter, tree)) {
    const access = use.parent;
    if (!s.isPropertyAccessExpression(access) || access.expression !== use) throw new Unprovable('event-passed-on');
    if (access.name.text === body.name) followPayload({ kind: 'body', node: access }, payload);
  }
}
