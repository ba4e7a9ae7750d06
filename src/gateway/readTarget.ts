import { boundedMap } from '../translate/boundedMap';

/** The target of a request, taken apart: `/rest/{user}/{secret}/{method}` or `/rest/{method}`, in any of its spellings. */
export interface RequestTarget {
  /** As the portal gets it: slashes that stand twice are one, as its web server takes them. */
  readonly path: string;
  /** Without its `?`; undefined where there is none. */
  readonly query: string | undefined;
  /** The method without `.json`; undefined for an address of another kind. */
  readonly method: string | undefined;
  /** The answer is to be XML. */
  readonly xml: boolean;
  readonly webhook: { readonly user: string; readonly secret: string } | undefined;
  /** The same address with another method. */
  readonly rename: (method: string) => string;
}

/**
 * Undefined for what is no call of REST: an absolute address, a path outside /rest/, a path that climbs, or one whose parts hide
 * a slash.
 */
export function readTarget(target: string): RequestTarget | undefined {
  const known = targets.get(target);
  if (known !== undefined) return known;
  if (!/^\/[\x21-\x7e]*$/.test(target)) return undefined;
  // A web server reads no further than here.
  const [asked = ''] = target.split('#');
  const mark = asked.indexOf('?');
  const address = readAddress(mark < 0 ? asked : asked.slice(0, mark));
  if (address === undefined) return undefined;
  const read = { ...address, query: mark < 0 ? undefined : asked.slice(mark + 1) };
  if (mark < 0 && target.length <= USUAL_LENGTH) targets.set(target, read);
  return read;
}

/** Without parameters in it, a bot calls the same few addresses over and over. */
const targets = boundedMap<string, RequestTarget>(1_000);
const USUAL_LENGTH = 200;

function readAddress(written: string): Omit<RequestTarget, 'query'> | undefined {
  const path = written.replace(/\/{2,}/g, '/');
  if (path.includes('\\')) return undefined;
  const parts = path.split('/').slice(1);
  if (parts.shift() !== 'rest' || parts.length === 0) return undefined;
  const names = path.includes('%') ? parts.map(decoded) : [...parts];
  if (!names.every(isHarmless)) return undefined;
  if (parts.at(-1) === '') names.pop();
  const [user = '', secret = ''] = parts;
  const isWebhook = names.length === 3 && /^\d+$/.test(user);
  const named = isWebhook || names.length === 1 ? /^([\w.]*?)(?:\.(json|xml))?$/i.exec(names.at(-1) ?? '') : null;
  const before = isWebhook ? `/rest/${user}/${secret}/` : '/rest/';
  return {
    path,
    method: named?.[1] || undefined,
    xml: named?.[2]?.toLowerCase() === 'xml',
    webhook: isWebhook ? { user, secret } : undefined,
    rename: (method) => before + method,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '..';
  }
}

/** A part that no server can take for a way up, or for two parts. */
function isHarmless(name: string): boolean {
  if (name === '.' || name === '..') return false;
  return !/[/\\]|\p{Cc}/u.test(name);
}
