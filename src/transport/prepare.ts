import { METHOD_BLOCKED } from '../http/systemCodes';
import { type Address, parseAddress } from './address';
import { type Call, SETTLED } from './Call';
import type { Connection } from './Connection';
import type { Place } from './createLimiter';
import { hasTimeFor, pause } from './pause';
import { tell } from './tell';
import type { Params } from './types';

/** A call that may go now. */
export interface Ready {
  /** With the authorisation in them. */
  params: Params;
  address: Address;
}

/** Waits for the authorisation, the address, the method to be unblocked and a place at the portal, whichever is not at hand. */
export async function prepare(call: Call, connection: Connection): Promise<Ready> {
  const { auth, io } = connection;
  // A webhook has both at hand, and each await costs every call a turn.
  const given = auth.authorise(call.params, { io });
  let params = given instanceof Promise ? await given : given;
  if (call.settled) throw SETTLED;
  const base = auth.endpoint();
  const address = addressOf(call, connection, base instanceof Promise ? await base : base);
  if (call.settled) throw SETTLED;
  call.enter(address.origin);
  const wait = waitOf(call, connection, address.origin);
  if (wait === undefined) return { params, address };
  await wait;
  // It may have expired meanwhile.
  params = await auth.authorise(call.params, { io });
  if (call.settled) throw SETTLED;
  return { params, address };
}

function addressOf(call: Call, connection: Connection, base: string): Address {
  if (connection.address?.base === base) return connection.address;
  const address = parseAddress(base);
  connection.address = address;
  if (address !== undefined) return address;
  throw call.error('CONFIG', { outcome: 'refused', text: 'the address of the portal is not an https: address' });
}

/** What a call has to wait for before it goes: its method to be unblocked, a place at the portal. Undefined: nothing. */
function waitOf(call: Call, connection: Connection, origin: string): Promise<void> | undefined {
  const ms = connection.blocks.left(call.method);
  if (ms > 0) return unblocked(ms, call, connection, origin);
  const place = connection.limiter?.take(origin);
  return place === undefined ? undefined : inQueue(place, call, connection);
}

async function unblocked(ms: number, call: Call, connection: Connection, origin: string): Promise<void> {
  tell.wait(call, connection.portal, 'operating');
  if (!hasTimeFor(ms, call, connection)) throw call.error(METHOD_BLOCKED, { outcome: 'refused' });
  await pause(ms, call, connection.io.clock);
  const place = connection.limiter?.take(origin);
  if (place !== undefined) await inQueue(place, call, connection);
}

async function inQueue(place: Place, call: Call, { portal, isClosing }: Connection): Promise<void> {
  if (isClosing) {
    place.cancel();
    throw call.error('CLOSED', { outcome: 'refused' });
  }
  tell.wait(call, portal, 'limit');
  call.leave = place.cancel;
  await place.ready;
  call.leave = undefined;
  if (call.settled) throw SETTLED;
}
