import { UsageError } from '../src/errors/UsageError';
import { isLoopback } from '../src/http/hosts';
import { discover } from './files/discover';
import { readSource } from './files/readSource';
import { loadSyntax } from './files/sourceFile';
import { isTestFile } from './files/testFile';
import { workingDirectory } from './files/workingDirectory';
import { findSites } from './find/findSites';
import { loadPhp, type PhpNode } from './php/loadPhp';
import { environmentIn, phpAddresses } from './php/phpAddresses';
import type { PhpHead, PhpWritten } from './php/phpHeads';
import { phpLookedAt } from './php/phpLookedAt';
import { childOf, lastName, type PhpProgram, phpProgram } from './php/phpProgram';
import { createPhpRoutes, isPortal } from './php/phpRoutes';
import { assemble, fileResult, notesOf, SKIPPED } from './plan/assemble';
import { targetOf } from './plan/judgeSite';
import { brokenBy, type FilePlan, type PlannedSite } from './plan/planFile';
import { selector } from './plan/selector';
import type { Edit, Site, SourceText } from './plan/site';
import type { ReasonId } from './report/reasons';
import type { CodemodOptions, CodemodResult } from './runCodemod';

/** Written by others, and not read: a call of theirs leaves the files. */
const VENDOR = /(?:^|\/)vendor\//i;

/** What may hold a call, an address, or a way to one. */
const HOLDS = /imbot|\brest\b|ONIM|curl|https?:\/\/|file_get_contents|client_endpoint|CREST|->call/i;

/**
 * Sends the calls of PHP through the gateway: changes the origin in the one place that says where the portal is. Where
 * calls go to several, or to one that is known only when the code runs, nothing changes and the report says why.
 */
export async function adoptGateway(
  options: CodemodOptions & { readonly gateway: string },
): Promise<CodemodResult & { readonly understood: readonly string[] }> {
  const gateway = originOf(options.gateway);
  const cwd = workingDirectory(options);
  const found = discover({ ...options, cwd, besides: OTHERS });
  const { failed, skipped } = notesOf(found);
  await loadSyntax();
  await loadPhp();
  const wanted = selector(options);
  const files: SourceText[] = [];
  const others = new Set<SourceText>();
  const unread = found.files.filter((file) => OTHERS.test(file) && holdsAddress(cwd, file));
  for (const path of found.files.filter((file) => /\.php$/i.test(file))) {
    const read = readSource(cwd, path, (bytes) => bytes.includes('<?'));
    if (read.kind === 'failed') failed.push({ file: path, message: read.message });
    if (read.kind === 'skipped') skipped.push({ file: path, message: SKIPPED[read.why] });
    if (read.kind !== 'source') continue;
    if (!HOLDS.test(read.source.text)) others.add(read.source);
    else if (brokenBy(read.source)) failed.push({ file: path, message: brokenBy(read.source) ?? '' });
    else files.push(read.source);
  }
  const sites = new Map(files.map((file) => [file, findSites(file)] as const));
  let one = theOne(files, sites, gateway, failed.length > 0, unread);
  // Files without calls may define or put what those with calls ask for.
  for (let more = naming(one.names, others); more.length > 0; more = naming(one.names, others)) {
    for (const file of more) others.delete(file);
    files.push(...more.filter((file) => !brokenBy(file)));
    one = theOne(files, sites, gateway, failed.length > 0, unread);
  }
  const { place, reason, words, carried } = one;
  const results = files.flatMap((file) => {
    const own = (sites.get(file) ?? []).filter((site) => site.kind === 'mention' || wanted(site));
    const edits: Edit[] =
      place?.file === file && place.text !== undefined
        ? [{ start: place.start, end: place.end, text: place.text }]
        : [];
    return own.length + edits.length === 0
      ? []
      : [fileResult(planOf(file, own, edits, carried, reason), 'adopted', false)];
  });
  const { write = false, allowDirty = false } = options;
  const looked = found.files.filter((file) => /\.php$/i.test(file)).length;
  const result = assemble({ cwd, write, allowDirty, looked, files: results, failed, skipped, others: found.others });
  return { ...result, understood: words };
}

function naming(names: ReadonlySet<string>, files: ReadonlySet<SourceText>): SourceText[] {
  const words = [...names].filter((name) => /^[\w\x80-\uffff]+$/.test(name));
  if (words.length === 0) return [];
  const any = new RegExp(`\\b(?:${words.join('|')})\\b`, 'i');
  return [...files].filter(({ text }) => any.test(text));
}

/** The address without its path, which stays as it is in the code. */
function originOf(text: string): string {
  const wrong = (why: string) => new UsageError(`--gateway ${text}: ${why}. Write it as https://gateway.example`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong('this is no address');
  }
  const isPlain = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !isPlain) throw wrong('only https is taken, and http for this machine');
  if (url.username || url.password || url.search || url.hash) throw wrong('it holds more than an origin and a path');
  // It is put between quotes of PHP.
  if (/['"$\\{}`]/.test(url.pathname)) throw wrong('a quote, a bracket, a dollar or a backslash stands in its path');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

interface One {
  /** What is written there anew; nothing where it is that of the gateway already. */
  readonly place?: Pick<PhpWritten, 'file' | 'start' | 'end'> & { readonly text?: string };
  /** Why nothing changes. */
  readonly reason?: ReasonId;
  readonly words: readonly string[];
  /** The sites that go there. */
  readonly carried: ReadonlySet<Site>;
  /** What was asked on the way there. */
  readonly names: ReadonlySet<string>;
}

/** Files of PHP by other names: they are not changed, and what they say counts. */
const OTHERS = /\.(?:phtml|php\d|phps|inc|module|install|theme|ctp)$/i;

function holdsAddress(cwd: string, path: string): boolean {
  const read = readSource(
    cwd,
    path,
    (bytes) => bytes.includes('<?') && (bytes.includes('rest') || bytes.includes('imbot')),
  );
  if (read.kind === 'failed') return true;
  return read.kind === 'source' && /\/rest\b|imbot\.|client_endpoint/i.test(read.source.text);
}

function theOne(
  files: readonly SourceText[],
  sites: ReadonlyMap<SourceText, readonly Site[]>,
  gateway: string,
  isPartly: boolean,
  unread: readonly string[],
): One {
  // What stands behind the host may be the secret of the gateway.
  const { origin: shown } = new URL(gateway);
  const names = new Set<string>();
  const no = (reason: ReasonId, word: string): One => ({ reason, words: [word], carried: new Set(), names });
  if (isPartly)
    return no('address-unseen', 'Not all files could be read, so another address may stand there: nothing changes.');
  if (unread.length > 0)
    return no(
      'address-unseen',
      `Addresses or calls stand in files that are not read as PHP here: ${unread.join(', ')}. Change the address by hand, or give them the ending .php.`,
    );
  const read = new Set(running(files));
  const program = phpProgram([...read]);
  const routes = createPhpRoutes(program);
  const calls = [...sites].flatMap(([file, all]) =>
    (read.has(file) ? all : []).filter(isCall).map((site) => ({ site, heads: routes.headsOf(file, site) })),
  );
  const heads = calls.flatMap((one) => one.heads);
  for (const name of [...heads.flatMap((head) => namesOf(program, head)), ...routes.called]) names.add(name);
  const places = distinct(heads.filter(isPortal));
  const [first, ...more] = places;
  const listed = (nodes: readonly { file: SourceText; start: number }[]) => [...new Set(nodes.map(lineOf))].join(', ');
  if (first && more.length > 0)
    return no(
      'address-several',
      `The address of the portal stands in several places: ${listed(places)}. Put it in one, or change each to ${shown} by hand.`,
    );
  const nodes = heads.flatMap((head) =>
    head.kind === 'unknown' && !isOfCrest(program, head, first) ? [head.node] : [],
  );
  if (nodes.length > 0)
    return no(
      'address-computed',
      `The address of the portal is put together when the code runs: ${listed(nodes.flatMap((node) => placeOf(program, node)))}. Put ${shown} in place of the portal there by hand.`,
    );
  if (!first) {
    const settings = files.flatMap((file) => environmentIn(file));
    const others = files.flatMap((file) => phpAddresses(file));
    if (settings.length > 0)
      return no(
        'address-computed',
        `The address of the portal is put together when the code runs: ${listed(settings)}. Put ${shown} in place of the portal there by hand.`,
      );
    return no(
      'address-unseen',
      others.length > 0
        ? `${listed(others)}: this address was not seen to be the one that the calls of imbot go to: nothing changes.`
        : `No address of a portal was found: it may stand in the environment or in a database. Put ${shown} in place of the portal there, and keep /rest/ and what follows.`,
    );
  }
  const all = [...heads, ...routes.requests.flatMap((one) => one.heads), ...routes.crest];
  const looked = [
    ...phpLookedAt(program, first, all).flatMap((node) => placeOf(program, node)),
    ...headersOf(files, first.origin),
  ];
  if (looked.length > 0)
    return no(
      'address-computed',
      `${lineOf(first)}: the address is looked at, or goes elsewhere too: ${listed(looked)}. Put ${shown} in place of the portal there by hand.`,
    );
  const scheme = /^https?:\/\//i.exec(first.origin)?.[0].toLowerCase() ?? '';
  if (first.isHost && !gateway.startsWith(scheme))
    return no(
      'address-computed',
      `${lineOf(first)}: only the host stands there, and the scheme elsewhere is not that of ${shown}. Change both by hand.`,
    );
  const carried = new Set(
    calls
      .filter((one) => one.heads.some(isPortal) && one.heads.every(({ kind }) => kind !== 'unseen'))
      .map(({ site }) => site),
  );
  if (carried.size === 0)
    return no(
      'address-unseen',
      `${lineOf(first)}: this address was not seen to be the one that the calls of imbot go to: nothing changes.`,
    );
  if (first.origin === gateway)
    return { place: first, carried, names, words: [`${lineOf(first)}: the address is that of the gateway already.`] };
  return {
    place: {
      file: first.file,
      start: first.start,
      end: first.end,
      text: first.isHost ? gateway.slice(scheme.length) : gateway,
    },
    carried,
    names,
    words: [
      `${lineOf(first)}: ${first.origin} becomes ${shown}; /rest/ and what follows stays. The gateway is started with --portal ${first.origin}.`,
    ],
  };
}

/** Without what others wrote, tests, and examples of settings that no file includes: their addresses are nobody's. */
function running(files: readonly SourceText[]): SourceText[] {
  const own = files.filter(({ path }) => !VENDOR.test(path));
  const isIncluded = (path: string) =>
    own.some((one) => one.path !== path && one.text.includes(path.replace(/^.*\//, '')));
  const untested = own.filter(({ path }) => !isTestFile(path) && !/Test\.php$/.test(path));
  const needed = untested.filter(({ path }) => !SAMPLE.test(path) || isIncluded(path));
  return needed.some(({ text }) => /imbot/i.test(text)) ? needed : own;
}

const SAMPLE = /(?:^|[._-])(?:example|sample|dist)[^/]*\.php$/i;

/** What was asked on the way, and the functions whose parameters were, with their classes. */
function namesOf(program: PhpProgram, head: PhpHead): string[] {
  return [...head.trail, head.node].flatMap((node) => {
    const { parent, owner } = program.where.get(node) ?? {};
    if (node.kind === 'call') return [lastName(childOf(node, 'what'))];
    if (node.kind === 'offsetlookup') return [lastName(node), lastName(childOf(node, 'what'))];
    if (node.kind === 'parameter') return [lastName(parent), owner?.name ?? ''];
    return [lastName(node)];
  });
}

function isCall(site: Site): boolean {
  return (
    site.kind !== 'mention' &&
    site.kind !== 'event' &&
    site.ignored === undefined &&
    site.reasons.includes('not-javascript')
  );
}

function distinct(heads: readonly PhpWritten[]): PhpWritten[] {
  return heads.filter(
    (one, at) => heads.findIndex(({ file, start }) => file === one.file && start === one.start) === at,
  );
}

/** CRest takes its define before anything else; what it puts together where there is none is for applications. */
function isOfCrest(program: PhpProgram, head: PhpHead, first: PhpWritten | undefined): boolean {
  if (!first?.trail.some((one) => lastName(one) === CREST)) return false;
  return [head.node, ...head.trail].some((node) => {
    for (let at = program.where.get(node); at?.parent; at = program.where.get(at.parent)) {
      const isOther = at.key === 'alternate' || at.key === 'falseExpr';
      const test = isOther && /^(?:if|retif)$/.test(at.parent.kind) ? childOf(at.parent, 'test') : undefined;
      const { start, end } = test?.loc ?? {};
      // Where more is asked than the define, the other way is taken with it too.
      if (start && end && ONLY_CREST.test(at.file.text.slice(start.offset, end.offset))) return true;
    }
    return false;
  });
}

const CREST = 'C_REST_WEB_HOOK_URL';

const ONLY_CREST = /^(?:[\s()\\]|&&|\band\b|!\s*empty|defined|['"]?C_REST_WEB_HOOK_URL['"]?)+$/i;

function placeOf(program: PhpProgram, node: PhpNode): { file: SourceText; start: number }[] {
  const file = program.where.get(node)?.file;
  return file ? [{ file, start: node.loc?.start.offset ?? 0 }] : [];
}

/** `Host: acme.bitrix24.com`, a certificate or a key that is asked for: those would be of another server. */
function headersOf(files: readonly SourceText[], origin: string): { file: SourceText; start: number }[] {
  const host = origin.replace(/^https?:\/\//i, '').replace(/[^\w]/g, '\\$&');
  const header = new RegExp(
    `\\b(?:(?:Host|peer_name|CN_match|SNI_server_name)['"]?\\s*(?::|=>)\\s*['"]?${host}|CURLOPT_PINNEDPUBLICKEY\\b|peer_fingerprint['"])`,
    'gi',
  );
  return files.flatMap((file) => [...file.text.matchAll(header)].map(({ index }) => ({ file, start: index })));
}

function lineOf({ file, start }: { readonly file: SourceText; readonly start: number }): string {
  return `${file.path}:${file.text.slice(0, start).split('\n').length}`;
}

function planOf(
  source: SourceText,
  sites: readonly Site[],
  edits: readonly Edit[],
  carried: ReadonlySet<Site>,
  reason: ReasonId | undefined,
): FilePlan {
  const [edit] = edits;
  const text = edit ? source.text.slice(0, edit.start) + edit.text + source.text.slice(edit.end) : source.text;
  return {
    source,
    text,
    edits,
    sites: sites.map((site): PlannedSite => {
      const target = targetOf(site);
      // A script of the page goes where it says by itself.
      const isPhp = site.reasons.includes('not-javascript');
      const isLeft = !carried.has(site);
      const isSite = site.kind !== 'mention' && site.ignored === undefined;
      const left = isPhp ? (reason ?? 'address-unseen') : site.kind === 'url' ? 'url-call' : 'address-unseen';
      const own: ReasonId[] = site.kind === 'event' || !left ? [] : [left];
      return {
        site,
        outcome: {
          edits: [],
          verdict: isLeft ? 'manual' : 'auto',
          reasons: isSite && isLeft ? [...own, ...site.reasons] : [],
          ...(target === undefined ? {} : { target }),
        },
        changed: isSite && !isLeft,
      };
    }),
  };
}
