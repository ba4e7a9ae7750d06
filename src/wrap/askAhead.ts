import { portalState } from '../engine/shared';
import { quiet } from './promiseKind';
import type { Invocation } from './types';

/** Asks a question of ours through the transport, to see what it returns; undefined where it throws at once, as the call itself will. */
export function askAhead<T>(
  { portal, own }: Pick<Invocation, 'portal' | 'own'>,
  send: () => T,
): { readonly returned: T } | undefined {
  // Without v2 the call goes out as it is anyway, but in mode v2.
  if (own.mode !== 'v2' && portal !== undefined && portalState(portal).v2 === false) return undefined;
  try {
    const returned = send();
    quiet(returned);
    return { returned };
  } catch {
    return undefined;
  }
}
