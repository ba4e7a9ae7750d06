import type { Outgoing, Reply } from './Incoming';

/** Sends a whole answer, and tells its status. */
export function sendReply({ status, reason, headers, body }: Reply, outgoing: Outgoing): number {
  outgoing.start(status, reason, headers);
  outgoing.end(body);
  return status;
}
