import { z } from 'zod';
import { authError } from './authError';
import { isTokenUrl } from './authorizationServer';
import type { TokenStore } from './TokenStore';

/** The application, its tokens, and where the newest pair is kept: what `oauth` takes. */
export interface OAuthOptions {
  /** The application: `local.…` or `app.…`. */
  clientId: string;
  /** Its secret, which goes to the authorization server alone. */
  clientSecret: string;
  /** The auth object exactly as Bitrix24 hands it over (events, token answers), or AUTH_ID, REFRESH_ID, … of application pages. */
  tokens: object;
  /** Where the newest pair lives. A stored pair newer than `tokens` wins. Default: `memoryTokenStore()`. */
  store?: TokenStore;
  /** The authorization server. Given here it wins over everything that answers name. Default `https://oauth.bitrix.info/oauth/token/`. */
  tokenUrl?: string;
  /** Authorization servers and portals besides the known ones. */
  allowHosts?: readonly string[];
  /** How the secrets go to the authorization server. Default `'post'`: a form, which no log shows. */
  style?: 'post' | 'get';
}

const isFunction = z.custom<(...parts: never[]) => unknown>((value) => typeof value === 'function');

const shape = z.looseObject({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  tokens: z.looseObject({}),
  store: z.looseObject({ read: isFunction, exclusive: isFunction }).optional(),
  tokenUrl: z.string().refine(isTokenUrl).optional(),
  allowHosts: z.array(z.string()).optional(),
  style: z.enum(['post', 'get']).optional(),
});

/** @throws ImbotError CONFIG, naming what is wrong without its value */
export function checkOAuthOptions(options: unknown): void {
  const checked = shape.safeParse(options);
  if (checked.success) return;
  const wrong = [...new Set(checked.error.issues.map((issue) => issue.path.join('.') || 'the options'))].join(', ');
  throw authError('CONFIG', `oauth(…): missing or malformed: ${wrong}`);
}
