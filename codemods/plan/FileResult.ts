import type { ChangedFile } from '../files/writeFiles';
import type { ReportSite } from '../report/report';
import type { FilePlan } from './planFile';
import type { SiteOutcome } from './site';

/** What a plan leaves once its tree is dropped. */
export interface FileResult {
  readonly path: string;
  readonly sites: readonly ReportSite[];
  readonly changed?: ChangedFile;
  /** Clients of the facade that its calls go through. */
  readonly facades?: readonly NonNullable<SiteOutcome['facade']>[];
  /** Edits of other files that have to go in with its own. */
  readonly elsewhere?: NonNullable<FilePlan['elsewhere']>;
}
