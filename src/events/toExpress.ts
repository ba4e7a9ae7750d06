import type { EventHandler } from './createEventHandler';
import { type NodeRequest, type NodeResponse, toNodeHandler } from './toNodeHandler';

/**
 * For `app.post('/bot', toExpress(handler))`, Express 4 and 5, with `express.urlencoded` (extended or not), with
 * `express.json`, or with no body parser at all.
 * @example
 * express().post('/bot', toExpress(createEventHandler({ applicationToken, on })));
 */
export function toExpress(
  handler: EventHandler,
): (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void) => void {
  const handle = toNodeHandler(handler);
  return (request, response, next) => {
    handle(request, response).catch(next);
  };
}
