import type { Outcome } from '../errors/ImbotError';
import type { Params } from '../transport/types';

/** How calls of one portal are addressed and authorised. Made by `webhook(…)` or `oauth(…)`. */
export interface Auth {
  readonly kind: 'webhook' | 'oauth';
  /** webhook only: the v1 CLIENT_ID that every v1 call carries. */
  readonly clientId?: string;
  /** A key without secrets: `member_id`, else the portal's origin (webhook: origin plus user id). */
  portalKey(): string;
  /** The base address ending in `/`, for OAuth `client_endpoint`. Secret for a webhook. */
  endpoint(): string | Promise<string>;
  /** The parameters with the authorisation in them (`auth` for OAuth). May renew first when the stored expiry has passed. */
  authorise(params: Params, call: { method: string; signal?: AbortSignal }): Params | Promise<Params>;
  /** After a 401 `expired_token` of a call authorised with `params`: true when a repeat makes sense (renewed, by us or by others). */
  renewAfter?(params: Params, call: { method: string; signal?: AbortSignal }): Promise<boolean>;
  /** The portal was renamed: remember the new address. */
  moved?(origin: string): void;
  renew(): Promise<void>;
  close(): Promise<void>;
  /** Every secret this authorisation knows, for redaction of foreign error texts. */
  secrets(): readonly string[];
}

export type { Outcome };
