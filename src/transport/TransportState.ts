import type { Auth, AuthIo } from '../auth/types';
import type { PortalAddress } from './address';
import type { Limiter } from './createLimiter';
import type { MethodBlocks } from './methodBlocks';

/** One portal as one client reaches it: what all of its calls share. */
export interface TransportState {
  readonly auth: Auth;
  /** What the authorisation is lent: the way out and the clock. */
  readonly io: AuthIo;
  readonly limiter: Limiter | undefined;
  readonly blocks: MethodBlocks;
  readonly encoding: 'json' | 'form' | undefined;
  /** Bytes of one answer. */
  readonly maxAnswer: number | undefined;
  /** Hosts besides the portal's own to which a renamed portal may send us. */
  readonly allowHosts: readonly string[] | undefined;
  readonly portal: () => string;
  /** The address that was taken apart last. */
  address: PortalAddress | undefined;
  /** Addresses for which the authorization server was asked. */
  readonly askedFor: Set<string>;
  /** Portals of which this process knows that they refuse JSON bodies, by origin. */
  readonly forms: Set<string>;
  /** Nothing new is sent any more. */
  isClosing: boolean;
}
