import type { ts } from 'ts-morph';
import type { FindModule } from '../source/valueBehind';

/** How the code around a site is written, and what may be done there. */
export interface SiteSettings {
  readonly quote: "'" | '"';
  /** How the file names imbot-compat/values; undefined where it cannot import. */
  readonly values?: string;
  readonly inBatch: boolean;
  readonly isForm: boolean;
  /** The tree of a given file that an import means. */
  readonly find?: FindModule;
  /** Does a call do nothing but read, so that it may stand twice? */
  readonly onlyReads?: (call: ts.CallExpression) => boolean;
}
