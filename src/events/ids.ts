/**
 * Names out of an event that code may use as a key, in a path or in an address before anybody has vouched for them. What
 * does not look like one is no name: no separators, no `..`, bounded.
 */

/** `member_id`: letters and digits. */
export function isPortalId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9]{1,64}$/.test(value);
}

/** `domain`: a host name or address, with or without a port; letters of any script. */
function isDomain(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 260 || value.includes('..')) return false;
  return /^(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/u.test(value);
}

/** `user_id`: digits; 0 for nobody. */
function isUserId(value: unknown): boolean {
  return /^\d{1,15}$/.test(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
}

/** `client_id`: a bot of a webhook chooses its own, so anything but a path. */
function isClientId(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 256 && value !== '.' && !/[/\\\p{Cc}]|\.\./u.test(value);
}

/** Whether the names in the top-level `auth` of an event are names. Absent and empty ones are. */
export function hasSafeIds(auth: Readonly<Record<string, unknown>>): boolean {
  return CHECKS.every(([name, check]) => auth[name] === undefined || auth[name] === '' || check(auth[name]));
}

const CHECKS: readonly (readonly [string, (value: unknown) => boolean])[] = [
  ['member_id', isPortalId],
  ['domain', isDomain],
  ['user_id', isUserId],
  ['client_id', isClientId],
];
