import type { ApiVersion, B24HookParams, TypeHttp } from '@bitrix24/b24jssdk';
import { portalKey } from '../facade/portalKey';
import type { SdkOptions } from './SdkOptions';
import { SdkHook } from './sdk';
import { ownOf, rememberEngine, translating } from './translating';

/**
 * The SDK's B24Hook; calls of `imbot.*` are translated.
 * @example
 * const $b24 = B24Hook.fromWebhookUrl(webhookUrl, { imbot: { clientId } });
 */
export class B24Hook extends SdkHook {
  constructor(params: B24HookParams, options?: SdkOptions) {
    const own = ownOf('B24Hook', options);
    super(params, options);
    rememberEngine(this, own);
  }

  static override fromWebhookUrl(url: string, options?: SdkOptions): B24Hook {
    const own = ownOf('B24Hook', options);
    const made: unknown = Object.setPrototypeOf(SdkHook.fromWebhookUrl(url, options), B24Hook.prototype);
    if (!(made instanceof B24Hook)) throw new TypeError('the SDK made no B24Hook');
    rememberEngine(made, own);
    return made;
  }

  override getHttpClient(version: ApiVersion): TypeHttp {
    const portal = () => portalKey(this.getTargetOriginWithPath().values().next().value);
    return translating(this, super.getHttpClient(version), version, portal);
  }
}
