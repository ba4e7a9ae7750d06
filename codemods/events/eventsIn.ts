import type { ts } from 'ts-morph';
import { branchEvents } from './branchEvents';
import type { Handler } from './findHandlers';
import { sameBody, traceEvent } from './traceBody';

/** Tells which events of a handler may be at hand at a node, where comparisons around it show that. */
export function eventsIn(
  { body }: Pick<Handler, 'body'>,
  tree: ts.SourceFile,
): (node: ts.Node) => readonly string[] | undefined {
  return (node) =>
    branchEvents(node, (compared) => {
      const found = traceEvent(compared, tree);
      return found !== undefined && sameBody(found, body);
    });
}
