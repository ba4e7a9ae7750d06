import { createHmac } from 'node:crypto';

/**
 * What stands before `/install` in place of the gateway's token: everybody who opens a page of an application sees its address.
 * It tells nothing of the token, and opens nothing else.
 */
export function pageKey(token: string): string {
  return createHmac('sha256', token).update('imbot-compat gateway: pages').digest('base64url').slice(0, 32);
}
