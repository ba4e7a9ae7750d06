import type { Clock } from '../http/clock';
import { inTime } from '../http/inTime';
import type { Room, RoomPlace } from './createRoom';
import { headers } from './headers';
import type { Incoming, Outgoing } from './Incoming';
import { GATEWAY_LIMITS } from './limits';
import { refusalReply } from './refusals';
import { sendReply } from './sendReply';
import type { Served } from './serveRequest';

/**
 * Serves a request once there is room for its body, where that is going to be read and is not short. Nothing of it is read before, so nothing of it ran: where it waits for too
 * long, it is told what the portal says of too many calls, which clients try again.
 */
export function withRoom(
  room: () => Room,
  clock: Clock,
  incoming: Incoming,
  outgoing: Outgoing,
  service: Service,
): Promise<Served> {
  const bytes = heldOf(incoming);
  if (bytes <= GATEWAY_LIMITS.piece || !service.isRead(incoming)) return service.serve(incoming, outgoing);
  return served(room().take(bytes), clock, incoming, outgoing, service);
}

async function served(
  place: RoomPlace,
  clock: Clock,
  incoming: Incoming,
  outgoing: Outgoing,
  { serve }: Service,
): Promise<Served> {
  let isServed = false;
  outgoing.onGone(() => {
    if (!isServed) place.leave();
  });
  try {
    await inTime(place.ready, GATEWAY_LIMITS.patience, clock, 'no room');
    isServed = true;
  } catch {
    place.leave();
    return { kind: 'refused', status: sendReply(refusalReply('busy'), outgoing) };
  }
  try {
    return await serve(incoming, outgoing);
  } finally {
    place.leave();
  }
}

interface Service {
  isRead(incoming: Incoming): boolean;
  serve(incoming: Incoming, outgoing: Outgoing): Promise<Served>;
}

/** Bytes of a body that may be read; one of unknown length may be as long as any that is. */
function heldOf({ body, headers: given }: Incoming): number {
  if (body === undefined) return 0;
  const length = Number(headers.first(given, 'content-length') ?? GATEWAY_LIMITS.read);
  return length > GATEWAY_LIMITS.read ? 0 : length;
}
