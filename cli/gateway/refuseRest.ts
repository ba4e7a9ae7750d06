import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalReply } from '../../src/gateway/refusals';

/** Calls under way, by the connection on which they came. */
const answers = new WeakMap<Duplex, Set<ServerResponse>>();

export function underWay({ socket }: IncomingMessage, response: ServerResponse): void {
  const known = answers.get(socket) ?? new Set();
  answers.set(socket, known.add(response));
  response.on('close', () => known.delete(response));
}

/**
 * Refuses what came on a connection after its last whole request, and closes it. The calls before it run: they are answered
 * first, for whoever read a 400 in place of their answer would send them again.
 *
 * @param patience milliseconds for which whoever sent it may still read and close
 */
export function refuseRest(socket: Duplex, patience: number): void {
  const waiting = [...(answers.get(socket) ?? [])];
  const whole = waiting.filter(({ req }) => req.complete);
  const isCut = waiting.some(({ headersSent, req }) => headersSent && !req.complete);
  const last = whole.at(-1);
  if (last !== undefined) {
    for (const response of whole) response.shouldKeepAlive = response !== last && response.shouldKeepAlive;
    last.on('close', () => end(socket, patience));
  } else if (isCut) socket.destroy();
  else end(socket, patience, MALFORMED);
}

/** Who never closes his side would keep the connection for ever; cut at once, he might not hear why. */
function end(socket: Duplex, patience: number, last = ''): void {
  const timer = setTimeout(() => socket.destroy(), patience);
  socket.on('close', () => clearTimeout(timer));
  socket.end(last);
}

const { headers, body } = refusalReply('malformed');
const MALFORMED = `HTTP/1.1 400 Bad Request\r\nconnection: close\r\n${pairs(headers)}\r\n${Buffer.from(body)}`;

function pairs(list: readonly string[]): string {
  return list.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
}
