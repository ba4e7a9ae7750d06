/**
 * Names out of an event that code may use as a key, in a path or in an address before anybody has vouched for them. What
 * does not look like one is no name: no separators, no `..`, bounded.
 */

/** `member_id`: letters and digits. */
export function isPortalId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9]{1,64}$/.test(value);
}

/** `domain`: a host name or address, with or without a port; letters of any script. */
export function isDomain(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 260 || value.includes('..')) return false;
  return /^(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/u.test(value);
}

/** `user_id`: digits; 0 for nobody. */
export function isUserId(value: unknown): boolean {
  return /^\d{1,15}$/.test(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
}

/** The id of an application: letters, digits, dots, dashes. */
export function isClientId(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]+(?:\.[\w-]+)*$/.test(value) && value.length <= 256;
}
