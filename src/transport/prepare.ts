import { METHOD_BLOCKED } from '../http/systemCodes';
import { type PortalAddress, parseAddress } from './address';
import type { QueuePlace } from './createLimiter';
import { type PendingCall, SETTLED } from './PendingCall';
import { hasTimeFor, pauseCall } from './pause';
import type { TransportState } from './TransportState';
import { tell } from './tell';
import type { Params } from './types';

/** A call that may go now. */
export interface Ready {
  /** With the authorisation in them. */
  params: Params;
  address: PortalAddress;
}

/**
 * Waits for the authorisation, the address, the method to be unblocked and a place at the portal, whichever is not at hand. No
 * promise where all is, as with a webhook: it would cost every call.
 */
export function prepare(
  call: PendingCall,
  state: TransportState,
  params: Params | Promise<Params> = state.auth.authorise(call.params, { io: state.io }),
): Ready | Promise<Ready> {
  if (params instanceof Promise) return params.then((given) => prepare(call, state, given));
  if (call.settled) throw SETTLED;
  const base = state.auth.endpoint();
  if (base instanceof Promise) return base.then((at) => placed(call, state, params, at));
  return placed(call, state, params, base);
}

function placed(call: PendingCall, state: TransportState, params: Params, base: string): Ready | Promise<Ready> {
  const known = state.address;
  const address = known?.base === base ? known : addressOf(call, state, base);
  if (call.settled) throw SETTLED;
  if (call.options.target !== undefined) call.enter(address.origin);
  const wait = waitOf(call, state, address.origin);
  return wait === undefined ? { params, address } : afterWait(wait, call, state, address);
}

async function afterWait(
  wait: Promise<void>,
  call: PendingCall,
  { auth, io }: TransportState,
  address: PortalAddress,
): Promise<Ready> {
  await wait;
  // It may have expired meanwhile.
  const params = await auth.authorise(call.params, { io });
  if (call.settled) throw SETTLED;
  return { params, address };
}

function addressOf(call: PendingCall, state: TransportState, base: string): PortalAddress {
  const address = parseAddress(base);
  state.address = address;
  if (address !== undefined) return address;
  throw call.error('CONFIG', { outcome: 'refused', text: 'the address of the portal is not an https: address' });
}

/** What a call has to wait for before it goes: its method to be unblocked, a place at the portal. Undefined: nothing. */
function waitOf(call: PendingCall, state: TransportState, origin: string): Promise<void> | undefined {
  const ms = state.blocks.left(call.method);
  if (ms > 0) return unblocked(ms, call, state, origin);
  const place = state.limiter?.take(origin);
  return place === undefined ? undefined : inQueue(place, call, state);
}

async function unblocked(ms: number, call: PendingCall, state: TransportState, origin: string): Promise<void> {
  tell.wait(call, state.portal, 'operating');
  if (!hasTimeFor(ms, call, state)) throw call.error(METHOD_BLOCKED, { outcome: 'refused' });
  await pauseCall(ms, call, state.io.clock);
  const place = state.limiter?.take(origin);
  if (place !== undefined) await inQueue(place, call, state);
}

async function inQueue(place: QueuePlace, call: PendingCall, { portal, isClosing }: TransportState): Promise<void> {
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
