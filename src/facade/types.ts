import type { Mode, ModeChoice } from '../engine/modeOf';
import type { Warnings } from '../engine/notify';
import type { UsageReport } from '../engine/usage';
import type { LossId } from '../map/losses';
import type { Explanation } from '../translate/explain';

/** Options that every facade shares with `createImbot`. */
export interface FacadeOptions {
  /** Default `auto`; a function decides per call. */
  readonly mode?: ModeChoice;
  /** Mode per v1 method, or per prefix that ends in `*`. */
  readonly methods?: Readonly<Record<string, Mode>>;
  /** Losses that mode `v2` may take. */
  readonly accept?: readonly LossId[];
  /** `v2` once the handlers run through `imbot-compat/events`. Default `v1`. */
  readonly events?: 'v1' | 'v2';
  /** The bot of calls that omit BOT_ID. */
  readonly botId?: number;
  /** The CLIENT_ID that the transport adds by itself, out of sight of the call. */
  readonly clientId?: string;
  /** The v2 botToken, where it differs from CLIENT_ID. */
  readonly botToken?: string;
  /** `false` silences; a function receives the notices. */
  readonly warnings?: Warnings;
}

/** Options of the facades that may run in Node. */
export interface ReportedOptions extends FacadeOptions {
  /**
   * What `imbot-compat prove` found on this portal: the content of imbot-portal.json. In mode `auto` calls that rest on a fact
   * which does not hold there stay on v1.
   */
  readonly facts?: { readonly version: 1; readonly facts: Readonly<Record<string, boolean>> };
}

/** What every wrapped transport can tell. */
export interface WrapControls {
  /** What was used, how often, with which verdicts, from which call sites. */
  report(): UsageReport;
  /** What a call would become, without network. */
  explain(method: string, params?: Readonly<Record<string, unknown>> | null): Explanation;
}
