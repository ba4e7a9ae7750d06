/** Domains under which the vendor gives out portals. Not "bitrix24 under any top-level domain": anybody may register those. */
const PORTAL_DOMAINS = new Set(
  'com ru eu de es fr it pl in cn vn jp id by kz ua uk mx co tech com.br com.tr'
    .split(' ')
    .map((suffix) => `bitrix24.${suffix}`),
);

/**
 * May a call that was meant for `from` be sent to `to`? Only where the caller said so: another name below a domain of the
 * vendor is another customer's portal.
 */
export function mayMove(from: URL, to: URL, allowHosts: readonly string[]): boolean {
  if (!isSafe(to) || to.username !== '' || to.password !== '') return false;
  if (isLoopback(to.hostname)) return isLoopback(from.hostname);
  return to.host === from.host || allowHosts.includes(to.host);
}

/** Secrets travel over https; plain http stays on this machine. */
export function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** `URL` has already turned every other spelling of an IPv4 address into the dotted one. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** A portal in the vendor's cloud, by its name. */
export function isCloudPortal(hostname: string): boolean {
  const dot = hostname.indexOf('.');
  return dot > 0 && PORTAL_DOMAINS.has(hostname.slice(dot + 1));
}
