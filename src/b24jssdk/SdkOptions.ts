import type { RestrictionParams } from '@bitrix24/b24jssdk';
import type { ReportedOptions } from '../facade/types';

/** Options of the SDK's classes, and ours under `imbot`. */
export interface SdkOptions {
  /** The limits of the SDK itself. */
  restrictionParams?: Partial<RestrictionParams>;
  /** Options of this object alone; default those of `configureImbot`. */
  imbot?: ReportedOptions;
}
