import { field } from '../values/answers';

/**
 * What is remembered about a portal is kept under this key: the host, for webhooks with the user, else a hash. Never the
 * text itself, which may be a webhook address or a token.
 */
export function portalKey(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return `#${value}`;
  if (typeof value === 'string') return value.trim() === '' ? undefined : ofText(value.trim());
  if (value instanceof URL) return ofText(value.href);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const name of TELLING) {
    const inner = field(value, name) ?? field(value, name.toUpperCase());
    if (typeof inner === 'string' && inner !== '') return portalKey(inner);
  }
  return undefined;
}

const TELLING = ['member_id', 'domain', 'client_endpoint'];

function ofText(text: string): string {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url) {
    const user = /\/rest\/(\d+)\/[^/]+/.exec(url.pathname)?.[1];
    return user === undefined ? url.host : `${url.host}/${user}`;
  }
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?$/i.test(text)) return text.toLowerCase();
  return `#${hash(text)}`;
}

/** FNV-1a in two lanes: tells portals apart, and nothing can be read from it. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
