import type { ApiVersion, B24FrameQueryParams, TypeHttp } from '@bitrix24/b24jssdk';
import { portalKey } from '../facade/portalKey';
import type { SdkOptions } from './SdkOptions';
import { SdkFrame } from './sdk';
import { ownOf, rememberEngine, translating } from './translating';

/**
 * The SDK's B24Frame; calls of `imbot.*` are translated.
 * @example
 * const frame: B24Frame = await initializeB24Frame({ imbot: { mode: 'auto' } });
 */
export class B24Frame extends SdkFrame {
  constructor(params: B24FrameQueryParams, options?: SdkOptions) {
    const own = ownOf('B24Frame', options);
    super(params, options);
    rememberEngine(this, own);
  }

  override getHttpClient(version: ApiVersion): TypeHttp {
    const portal = () => portalKey(this.getTargetOrigin());
    return translating(this, super.getHttpClient(version), version, portal);
  }
}
