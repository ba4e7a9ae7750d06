import type { RestrictionParams } from '@bitrix24/b24jssdk';
import type { ReportedOptions } from '../facade/types';

/** Options of the SDK's classes, and ours under `imbot`. */
export interface SdkOptions {
  restrictionParams?: Partial<RestrictionParams>;
  /** Options of this object alone; default those of `configureImbot`. */
  imbot?: ReportedOptions;
}
