import type { Dispatcher } from 'undici';
import type { TokenStore } from '../../auth/TokenStore';
import type { Auth } from '../../auth/types';
import type { Clock } from '../../http/clock';
import type { CallerTokens } from './CallerTokens';
import type { KnownTokens } from './KnownTokens';
import type { WaitingPairs } from './WaitingPairs';

/** The application whose pair is held. */
export interface HeldPairOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly store: TokenStore;
  readonly known: KnownTokens;
  readonly waiting: WaitingPairs;
  /** The pair to begin with, as Bitrix24 hands it over; a stored one that is newer wins. */
  readonly tokens?: Readonly<Record<string, unknown>> | undefined;
  readonly tokenUrl?: string | undefined;
  /** The origin of the portal. No token is sent anywhere else. */
  readonly portal: string;
  readonly allowHosts?: readonly string[] | undefined;
  readonly dispatcher: Dispatcher;
  readonly clock?: Clock;
  /** Told when another pair is held than before. */
  readonly onHeld?: () => void;
  readonly tell: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Tokens that the portal handed over, on their way to a bot. */
export interface HandedOver {
  /** `auth` of an event, or the same of a page or of a token answer. */
  readonly auth: Readonly<Record<string, unknown>>;
  /** Who brought it: an installation, a page that somebody opened, an event, or the authorization server. */
  readonly by: 'installation' | 'page' | 'event' | 'server';
  /** Access tokens that stand elsewhere in it. */
  readonly more?: readonly string[];
}

/** Whoever asks for a new pair, by `grant_type=refresh_token`. */
type TokenWish = Readonly<Partial<Record<'grant_type' | 'client_id' | 'client_secret' | 'refresh_token', string>>>;

/** One application's pair, kept alive for its bots. */
export interface HeldPair extends CallerTokens {
  /** Takes note of tokens on their way to a bot; a pair that may be held is held from then on. Never rejects. */
  see(handed: HandedOver): Promise<void>;
  /**
   * The pair for whoever proves to be the application: its secret, and a refresh token of this pair, spent or not. Undefined for
   * anybody else. Rejects where the authorization server does not say.
   */
  exchange(wish: TokenWish): Promise<Readonly<Record<string, unknown>> | undefined>;
  /**
   * What v1 had told in the `auth` of an event of this application, with a token that is good now; never a refresh token.
   * Undefined for another application's, by its `application_token`, and while there is no pair.
   */
  eventAuth(applicationToken: unknown): Promise<Readonly<Record<string, string>> | undefined>;
  /** The authorisation by the pair, for a client of the gateway's own. Undefined while there is no pair. */
  auth(): Auth | undefined;
  /** Is it this application? */
  isOf(clientId: string | undefined): boolean;
  secrets(): readonly string[];
  close(): Promise<void>;
}
