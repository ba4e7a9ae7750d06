import type { ApiVersion, B24OAuthParams, B24OAuthSecret, TypeHttp } from '@bitrix24/b24jssdk';
import { portalKey } from '../facade/portalKey';
import type { SdkOptions } from './SdkOptions';
import { SdkOAuth } from './sdk';
import { ownOf, rememberEngine, translating } from './translating';

/**
 * The SDK's B24OAuth; calls of `imbot.*` are translated.
 * @example
 * const connect = (tokens: B24OAuthParams) => new B24OAuth(tokens, { clientId, clientSecret }, { imbot: { mode: 'auto' } });
 */
export class B24OAuth extends SdkOAuth {
  readonly #application: string | undefined;

  constructor(authOptions: B24OAuthParams, secret: B24OAuthSecret, options?: SdkOptions) {
    const own = ownOf('B24OAuth', options);
    super(authOptions, secret, options);
    this.#application = portalKey(`application ${secret.clientId}`);
    rememberEngine(this, own);
  }

  override getHttpClient(version: ApiVersion): TypeHttp {
    // Two applications of one portal have different bots.
    const portal = () => `${portalKey(this.getTargetOrigin()) ?? ''} ${this.#application ?? ''}`;
    return translating(this, super.getHttpClient(version), version, portal);
  }
}
