import type { RequestListener } from 'node:http';
import { outgoingToNode } from '../../src/gateway/fromNode';
import { refusalReply } from '../../src/gateway/refusals';
import { sendReply } from '../../src/gateway/sendReply';

/** What one bot of several may have. */
interface Share {
  /** Calls at once, where others want their places. */
  readonly most: number;
  /** Are places getting few? Before, whoever calls may have them. */
  isTight(): boolean;
  onRefused(): void;
}

/** Leaves places to the other bots of a gateway: one that floods, or whose portal hangs, would have them all. */
export function withShare(handle: RequestListener, { most, isTight, onRefused }: Share): RequestListener {
  let running = 0;
  return (request, response) => {
    if (running >= most && isTight()) {
      onRefused();
      response.shouldKeepAlive = false;
      sendReply(refusalReply('busy'), outgoingToNode(response));
      return;
    }
    running += 1;
    response.on('close', () => {
      running -= 1;
    });
    handle(request, response);
  };
}
