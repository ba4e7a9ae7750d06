import type { TokenStore } from '../auth/TokenStore';
import type { ImbotOptions } from '../client/createImbot';
import type { UsageReport } from '../engine/usage';

/** The plain answer of a call: the envelope, or the error. Never thrown. */
export type CRestAnswer =
  | { result: unknown; time?: unknown; total?: number; next?: number; error?: undefined; error_description?: undefined }
  | { error: string; error_description: string; result?: undefined };

/** Options of `createImbot` besides `auth`, and where the authorisation comes from. */
export interface CRestOptions extends Omit<ImbotOptions, 'auth'> {
  /** Address of an incoming webhook. Default: C_REST_WEB_HOOK_URL. It wins over an application. */
  webhookUrl?: string;
  /** The application. Default: C_REST_CLIENT_ID. */
  clientId?: string;
  /** Default: C_REST_CLIENT_SECRET. */
  clientSecret?: string;
  /** The tokens of the application as Bitrix24 hands them over, for `call` and `callBatch`. */
  tokens?: object;
  /** Where the newest tokens live. */
  store?: TokenStore;
  /** The authorization server, where it is not the vendor's. */
  tokenUrl?: string;
  /**
   * Hosts besides the known ones: of renamed and self-hosted portals that an event may name, with their port if they have one,
   * and of own authorization servers. An event reaches loopback only by a name here, or where `webhookUrl`, `tokenUrl` or
   * `tokens` are on loopback too. Default: portals in the vendor's cloud, and the application's own.
   */
  allowHosts?: readonly string[];
}

/** A command of a batch: `[method, params]`, `{ method, params }` or `method?query`. */
export type CRestCommands = readonly unknown[] | Readonly<Record<string, unknown>>;

/** The calling conventions of the PHP wrapper. */
export interface CRestLike {
  /** Calls a method with the wrapper's own authorisation. */
  call(method: string, params?: object | null): Promise<CRestAnswer>;
  /** Up to 50 commands in one request; `halt` stops at the first error. */
  callBatch(commands: CRestCommands, halt?: boolean | number): Promise<CRestAnswer>;
  /**
   * Calls a method with the `auth` of an event. An expired token is renewed once, where the application is configured.
   * Without `auth`: as `call`.
   */
  restCommand(method: string, params?: object | null, auth?: object | null): Promise<CRestAnswer>;
  /** Exchanges the refresh token of `auth`; false where something needed is missing. */
  restAuth(auth: unknown): Promise<Record<string, unknown> | false>;
  /** What was used, how often, with which verdicts, from which call sites. */
  report(): UsageReport;
  /** Gives the sockets back. */
  close(): Promise<void>;
}
