import { HOLE } from '../nameIn';
import type { SourceText } from '../site';
import type { PhpNode } from './loadPhp';
import { type PhpHolder, phpHolder, phpName, scopeOf } from './phpHolder';
import { isNode, type PhpText, readPhp } from './readPhp';

/** A place of PHP code that says where the portal is. */
export interface PhpAddress {
  readonly line: number;
  /** `https://acme.bitrix24.com`; undefined where it is put together when the code runs. */
  readonly origin?: string;
  /** Where the origin stands in the file. */
  readonly start: number;
  readonly end: number;
  /** What the address is put under: `$hook`, `C_REST_WEB_HOOK_URL`, `webhook_url`. */
  readonly holder?: string;
  /** How that is asked for. */
  readonly form?: PhpHolder['form'];
  /** A variable: the function that it belongs to; none outside of functions, where all files share it. */
  readonly scope?: PhpNode;
}

const WRITTEN = /^(https?:\/\/[^\s\ufffc]+?)\/rest(?:\/|$)/i;
/** What can be the name of a machine, with a port and a path: no `%s`, no `{domain}`. */
const PLAIN = /^https?:\/\/[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?(?::\d+)?(?:\/[\w.~-]+)*$/iu;
/** Servers of the vendor that no bot has its portal at. */
const AUTHORIZATION = /^https?:\/\/oauth\.bitrix/i;

const COMPUTED = new RegExp(`${HOLE}[^\\s]*/rest(?:/|$)|^https?://${HOLE}(?:${HOLE}|$)`, 'i');

/** Addresses of portals in a PHP file: texts that go to `/rest/`, and addresses of calls that begin with a value. */
export function phpAddresses(source: SourceText): PhpAddress[] {
  const { texts, failure } = readPhp(source);
  if (failure !== undefined) return [];
  const lineAt = (offset: number) => source.text.slice(0, offset).split('\n').length;
  const settings = [...source.text.matchAll(ENVIRONMENT)].map(({ index, 0: found }): PhpAddress => {
    return { line: lineAt(index), start: index, end: index + found.length };
  });
  const whole = texts.filter((one) => !texts.some((other) => other !== one && holds(other, one)));
  const written = whole.flatMap((one): PhpAddress[] => {
    const [, origin] = WRITTEN.exec(one.text) ?? [];
    if (origin !== undefined && AUTHORIZATION.test(origin)) return [];
    const place = { line: lineAt(one.start), start: one.start, end: one.end };
    if (origin !== undefined) {
      const start = source.text.indexOf(origin, one.start);
      const holder = phpHolder(one);
      // Formats are filled in when the code runs.
      const isWhole =
        PLAIN.test(origin) && start >= 0 && start < one.end && /[\s'"]/.test(source.text[start - 1] ?? '');
      if (!isWhole) return [place];
      const scope = scopeOf(one);
      const end = start + origin.length;
      return [{ ...place, origin, start, end, ...(holder ?? {}), ...(scope ? { scope } : {}) }];
    }
    if (COMPUTED.test(one.text)) return [place];
    const begin = new RegExp(`^${HOLE}/?imbot\\.`).test(one.text) ? firstName(one) : undefined;
    return begin === undefined ? [] : [{ ...place, holder: begin }];
  });
  return [...written, ...settings];
}

/** An address of the environment: `getenv('B24_HOOK')`, `$_ENV['BITRIX_WEBHOOK_URL']`. */
const ENVIRONMENT =
  /(?:\bgetenv\s*\(\s*|\benv\s*\(\s*|\$_(?:ENV|SERVER)\s*\[\s*)['"]\w*(?:HOOK|PORTAL|B24|BITRIX|REST)\w*['"]/gi;

/** A concatenation holds its parts; a call within it has texts of its own. */
function holds(outer: PhpText, inner: PhpText): boolean {
  return outer.start <= inner.start && inner.end <= outer.end && inner.around.some(({ node }) => node === outer.node);
}

/** The value that a concatenation or a text with values in it begins with. */
function firstName({ node }: PhpText): string {
  let at: unknown = node;
  while (isNode(at) && at.kind === 'bin' && isNode(at['left'])) at = at['left'];
  if (isNode(at) && at.kind === 'encapsed' && Array.isArray(at['value'])) {
    const [part] = at['value'];
    at = isNode(part) ? part['expression'] : undefined;
  }
  return phpName(at) ?? '';
}
