import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Incoming, Outgoing } from './Incoming';

/** A request of node:http. */
export function incomingFromNode(request: IncomingMessage): Incoming {
  const { method = 'GET', url = '', rawHeaders } = request;
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  const isEmpty = request.headers['content-length'] === '0';
  return { method, target: url, headers: rawHeaders, body: hasBody && !isEmpty ? request : undefined };
}

/** A response of node:http. */
export function outgoingToNode(response: ServerResponse): Outgoing {
  return {
    start(status, reason, headers) {
      // The portal's own date, where there is one.
      response.sendDate = !headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'date');
      if (reason === '' || UNSAYABLE.test(reason)) response.writeHead(status, [...headers]);
      else response.writeHead(status, reason, [...headers]);
    },
    write: (chunk) => response.write(chunk),
    end: (last) => void response.end(last),
    drop: () => void (response.socket ?? response).destroy(),
    onDrain: (then) => void response.on('drain', then),
    onGone(then) {
      response.on('close', () => {
        if (!response.writableFinished) then();
      });
    },
  };
}

/** What Node sends in no first line; a portal may. The call ran, and its answer is worth more than the words. */
const UNSAYABLE = /[^\t\x20-\x7e\x80-\xff]/;
