import type { Clock } from '../http/clock';
import type { Sender } from '../http/Sender';
import type { Params } from '../http/types';

/** What the transport of a call lends to the authorisation: its way out and its clock. */
export interface AuthIo {
  sender: Sender;
  clock: Clock;
}

/** How calls of one portal are addressed and authorised. Made by `webhook(…)` or `oauth(…)`. */
export interface Auth {
  /** What v2 calls need besides: `webhook` a botToken, `oauth` none. */
  readonly kind: 'webhook' | 'oauth';
  /** webhook only: the v1 CLIENT_ID that every v1 call carries. */
  readonly clientId?: string | undefined;
  /** Hosts besides the portal's own to which a renamed portal may send us. */
  readonly allowHosts?: readonly string[] | undefined;
  /** A key without secrets: `member_id`, else the portal's origin (webhook: origin plus user id). */
  portalKey(): string;
  /** The base address ending in `/`, for OAuth `client_endpoint`. Secret for a webhook. */
  endpoint(): string | Promise<string>;
  /** The parameters with the authorisation in them (`auth` for OAuth). May renew first when the stored expiry has passed. */
  authorise(params: Params, call: { io: AuthIo }): Params | Promise<Params>;
  /**
   * After a 401 `expired_token` of a call authorised with `params`: true when a repeat makes sense. Calls `adopted` where that
   * is not for a renewal of its own but for a newer pair that was at hand, which may have expired as well.
   */
  renewAfter?(params: Params, call: { io: AuthIo; adopted?: () => void }): Promise<boolean>;
  /** A call was refused for its token once more, after a renewal had brought it a new one. */
  refusedAgain?(params: Params, call: { io: AuthIo }): void;
  /** A renewal brings the portal's present address along: after a rename it tells the new one. */
  readonly renewalNamesPortal?: boolean;
  /** The portal was renamed: remember the new address. */
  moved?(origin: string): void;
  /**
   * What an event that v1 had delivered would say of the portal and of whom to call it as: `domain`, `client_endpoint`, under
   * OAuth `member_id`, `access_token` and `expires`, a token that is good now. Never a refresh token.
   */
  eventAuth?(call: { io: AuthIo }): Promise<Record<string, string>>;
  /** Renews now. Without `io` over a connection of its own. */
  renew(io?: AuthIo): Promise<void>;
  /** Waits for a renewal under way and saves what could not be saved before. The authorisation stays usable. */
  close(io?: AuthIo): Promise<void>;
  /** Every secret this authorisation knows, for redaction of foreign error texts. */
  secrets(): readonly string[];
}
