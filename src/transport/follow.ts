import { isSafe, mayMove } from '../http/hosts';
import { parseAddress } from './address';
import type { FailedAttempt } from './judgeAnswer';
import { type PendingCall, SETTLED } from './PendingCall';
import type { Ready } from './prepare';
import type { TransportState } from './TransportState';

/** Addresses that may be asked for in the life of a client. */
const MOST_ASKED = 20;

/**
 * Goes where the portal says it has moved to, if that is allowed: a host that the caller named, or, with OAuth, the address
 * that the authorization server now gives for this portal.
 */
export async function follow(
  call: PendingCall,
  { there, status }: FailedAttempt,
  { params, address }: Ready,
  { auth, io, askedFor, allowHosts }: TransportState,
): Promise<boolean> {
  if (there === undefined) return false;
  if (mayMove(new URL(address.origin), there, allowHosts ?? auth.allowHosts ?? [])) {
    auth.moved?.(there.origin);
    return true;
  }
  if (auth.renewalNamesPortal && isSafe(there) && !askedFor.has(there.origin)) {
    // Once for each address: a renewal spends a token.
    if (askedFor.size < MOST_ASKED) askedFor.add(there.origin);
    const renewed = askedFor.has(there.origin) && (await auth.renewAfter?.(params, { io }));
    if (call.settled) throw SETTLED;
    if (renewed && parseAddress(await auth.endpoint())?.origin === there.origin) return true;
  }
  const text = `the portal says that it has moved to ${there.host}, which is not allowed; \`allowHosts\` adds hosts`;
  throw call.error('BAD_ANSWER', { outcome: 'refused', status, text });
}
