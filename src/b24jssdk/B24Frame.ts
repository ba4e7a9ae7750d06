import type { ApiVersion, B24FrameQueryParams, TypeHttp } from '@bitrix24/b24jssdk';
import { portalKey } from '../wrap/portalKey';
import type { SdkOptions } from './SdkOptions';
import { SdkFrame } from './sdk';
import { rememberEngine, translating } from './translating';

/** The SDK's B24Frame; calls of `imbot.*` are translated. */
export class B24Frame extends SdkFrame {
  constructor(params: B24FrameQueryParams, options?: SdkOptions) {
    super(params, options);
    rememberEngine(this, options?.imbot);
  }

  override getHttpClient(version: ApiVersion): TypeHttp {
    const portal = () => portalKey(this.getTargetOrigin());
    return translating(this, super.getHttpClient(version), version, portal);
  }
}
