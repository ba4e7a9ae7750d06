import type { TypeHttp, ApiVersion as Version } from '@bitrix24/b24jssdk';
import type { FacadeOptions } from '../wrap/types';
import { engineFor } from './options';
import { ApiVersion } from './sdk';
import { translateClient } from './translateClient';

const ownOptions = new WeakMap<object, FacadeOptions>();

/** Notes the options that an SDK object got for itself. */
export function rememberEngine(b24: object, options: FacadeOptions | undefined): void {
  if (options) ownOptions.set(b24, options);
}

/** The client for REST v2 translates; the one for REST v3 knows no imbot. */
export function translating(b24: object, http: TypeHttp, version: Version, portal: () => string | undefined): TypeHttp {
  return version === ApiVersion.v2 ? translateClient(http, () => engineFor(ownOptions.get(b24)), portal) : http;
}
