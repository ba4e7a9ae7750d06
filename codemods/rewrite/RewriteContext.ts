import type { TransformContext } from '../plan/site';

/** What rewrite may be told besides the file. */
export interface RewriteContext extends TransformContext {
  /** `v2` once the handlers run through imbot-compat/events: then commands may be registered through v2. Default `v1`. */
  readonly events?: 'v1' | 'v2';
  /** Where `--delegate` sends what cannot be proven. Default: `imbot` from `./imbot`. */
  readonly facade?: Facade;
}

export interface Facade {
  /**
   * Source of the client, `imbot`; `imbotFor({0})` where the site's own arguments choose the portal: `{0}` is the first
   * argument of the call.
   */
  readonly client: string;
  /** The name to import; default: the first name in `client`. */
  readonly name?: string;
  /** Module it comes from; a path that begins with a dot is relative to the working directory. */
  readonly from: string;
}

export const DEFAULT_FACADE: Facade = { client: 'imbot', from: './imbot' };
