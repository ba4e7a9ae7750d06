import type { Outgoing, Reply } from './Incoming';

/** Sends a whole answer. */
export function sendReply({ status, reason, headers, body }: Reply, outgoing: Outgoing): void {
  outgoing.start(status, reason, headers);
  outgoing.write(body);
  outgoing.end();
}
