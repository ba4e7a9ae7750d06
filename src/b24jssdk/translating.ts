import type { TypeHttp, ApiVersion as Version } from '@bitrix24/b24jssdk';
import { checkFacade } from '../facade/checkFacade';
import type { FacadeOptions } from '../facade/types';
import { engineFor } from './options';
import type { SdkOptions } from './SdkOptions';
import { ApiVersion } from './sdk';
import { translateClient } from './translateClient';

const ownOptions = new WeakMap<object, FacadeOptions>();

/**
 * What an SDK object gets for itself, looked at before the object is made.
 * @throws ImbotError CONFIG for what is unknown or misspelt, with the nearest right word
 */
export function ownOf(face: string, options: SdkOptions | undefined): FacadeOptions | undefined {
  const own = options?.imbot;
  if (own !== undefined) checkFacade(`${face}, imbot`, own);
  return own;
}

/** Notes the options that an SDK object got for itself. */
export function rememberEngine(b24: object, own: FacadeOptions | undefined): void {
  if (own) ownOptions.set(b24, own);
}

/** The client for REST v2 translates; the one for REST v3 knows no imbot. */
export function translating(b24: object, http: TypeHttp, version: Version, portal: () => string | undefined): TypeHttp {
  return version === ApiVersion.v2 ? translateClient(http, () => engineFor(ownOptions.get(b24)), portal) : http;
}
