import type { TypeHttp, ApiVersion as Version } from '@bitrix24/b24jssdk';
import { checkFacade } from '../facade/checkFacade';
import { factsCheck } from '../facade/factsCheck';
import type { ReportedOptions } from '../facade/types';
import { engineFor } from './options';
import type { SdkOptions } from './SdkOptions';
import { ApiVersion } from './sdk';
import { translateClient } from './translateClient';

const ownOptions = new WeakMap<object, ReportedOptions>();

/**
 * What an SDK object gets for itself, looked at before the object is made.
 * @throws ImbotError CONFIG for what is unknown or misspelt, with the nearest right word
 */
export function ownOf(face: string, options: SdkOptions | undefined): ReportedOptions | undefined {
  const own = options?.imbot;
  if (own !== undefined) checkFacade(`${face}, imbot`, own, factsCheck);
  return own;
}

/** Notes the options that an SDK object got for itself. */
export function rememberEngine(b24: object, own: ReportedOptions | undefined): void {
  if (own) ownOptions.set(b24, own);
}

/** The client for REST v2 translates; the one for REST v3 knows no imbot. */
export function translating(b24: object, http: TypeHttp, version: Version, portal: () => string | undefined): TypeHttp {
  return version === ApiVersion.v2 ? translateClient(http, () => engineFor(ownOptions.get(b24)), portal) : http;
}
