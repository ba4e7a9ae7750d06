import { checkClient } from '../client/checkOptions';
import type { Check } from '../facade/checks';
import { isFields } from '../values/structures';

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'is no text');

/** Where the authorisation comes from; the values are never shown. */
const CREST_CHECKS: Readonly<Record<string, Check>> = {
  webhookUrl: text,
  clientId: text,
  clientSecret: text,
  tokens: (value) => (isFields(value) ? undefined : 'is no auth object as Bitrix24 hands it over'),
  store: (value) =>
    isFields(value) && typeof value['read'] === 'function' && typeof value['exclusive'] === 'function'
      ? undefined
      : 'is no token store: read and exclusive are missing',
  tokenUrl: text,
  allowHosts: (value) =>
    Array.isArray(value) && value.every((host) => typeof host === 'string') ? undefined : 'is no list of hosts',
};

/**
 * Refuses options that `createCRest` does not know, with the nearest right word.
 * @throws ImbotError CONFIG
 */
export function checkCRest(options: unknown): void {
  checkClient('createCRest', options, CREST_CHECKS);
}
