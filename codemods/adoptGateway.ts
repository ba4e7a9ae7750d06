import { UsageError } from '../src/errors/UsageError';
import { isLoopback } from '../src/http/hosts';
import { assemble, fileResult, notesOf, SKIPPED } from './assemble';
import { discover } from './discover';
import { findSites } from './findSites';
import { targetOf } from './judgeSite';
import { loadPhp } from './php/loadPhp';
import { type PhpAddress, phpAddresses } from './php/phpAddresses';
import { type PhpHolder, putsAnother } from './php/phpHolder';
import { readPhp } from './php/readPhp';
import { brokenBy, type FilePlan, type PlannedSite } from './planFile';
import { readSource } from './readSource';
import type { ReasonId } from './reasons';
import type { CodemodOptions, CodemodResult } from './runCodemod';
import { selector } from './selector';
import type { Edit, Site, SourceText } from './site';
import { loadSyntax } from './sourceFile';
import { workingDirectory } from './workingDirectory';

interface Place extends PhpAddress {
  readonly file: SourceText;
}

/**
 * Sends the calls of PHP through the gateway: changes the origin in the one place that says where the portal is. Where
 * there are several places, or the address is put together when the code runs, nothing changes and the report says why.
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
  const unread = found.files.filter((file) => OTHERS.test(file) && holdsAddress(cwd, file));
  for (const path of found.files.filter((file) => /\.php$/i.test(file))) {
    const read = readSource(
      cwd,
      path,
      (bytes) => bytes.includes('imbot') || bytes.includes('rest') || bytes.includes('ONIM'),
    );
    if (read.kind === 'failed') failed.push({ file: path, message: read.message });
    if (read.kind === 'skipped') skipped.push({ file: path, message: SKIPPED[read.why] });
    if (read.kind !== 'source') continue;
    const broken = brokenBy(read.source);
    if (broken) failed.push({ file: path, message: broken });
    else files.push(read.source);
  }
  const places = files.flatMap((file) => phpAddresses(file).map((address): Place => ({ ...address, file })));
  const { place, reason, words } = theOne(places, files, gateway, failed.length > 0, unread);
  const edits = new Map<SourceText, Edit[]>();
  if (place && place.origin !== gateway) edits.set(place.file, [{ start: place.start, end: place.end, text: gateway }]);
  const results = files.flatMap((file) => {
    const sites = findSites(file).filter((site) => site.kind === 'mention' || wanted(site));
    const own = edits.get(file) ?? [];
    return sites.length + own.length === 0 ? [] : [fileResult(planOf(file, sites, own, reason), 'adopted', false)];
  });
  const { write = false, allowDirty = false } = options;
  const looked = found.files.filter((file) => /\.php$/i.test(file)).length;
  const result = assemble({ cwd, write, allowDirty, looked, files: results, failed, skipped });
  return { ...result, understood: words };
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
  readonly place?: Place;
  /** Why nothing changes. */
  readonly reason?: ReasonId;
  readonly words: readonly string[];
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
  places: readonly Place[],
  files: readonly SourceText[],
  gateway: string,
  isPartly: boolean,
  unread: readonly string[],
): One {
  // What stands behind the host may be the secret of the gateway.
  const { origin: shown } = new URL(gateway);
  const written = places.filter(({ origin }) => origin !== undefined);
  const [first] = written;
  // CRest takes its define before anything else; what it puts together of settings is for applications.
  const isDefine = first?.holder === 'C_REST_WEB_HOOK_URL';
  const computed = places.filter(
    (one) =>
      one.origin === undefined &&
      !(first?.holder !== undefined && one.holder === first.holder) &&
      !(isDefine && one.file.text.includes('C_REST_WEB_HOOK_URL')),
  );
  const at = ({ file, line }: Place) => `${file.path}:${line}`;
  const listed = (all: readonly Place[]) => all.map(at).join(', ');
  if (isPartly)
    return {
      reason: 'address-unseen',
      words: ['Not all files could be read, so another address may stand there: nothing changes.'],
    };
  if (unread.length > 0)
    return {
      reason: 'address-unseen',
      words: [
        `Addresses or calls stand in files that are not read as PHP here: ${unread.join(', ')}. Change the address by hand, or give them the ending .php.`,
      ],
    };
  if (written.length > 1)
    return {
      reason: 'address-several',
      words: [
        `The address of the portal stands in several places: ${listed(written)}. Put it in one, or change each to ${shown} by hand.`,
      ],
    };
  if (computed.length > 0)
    return {
      reason: 'address-computed',
      words: [
        `The address of the portal is put together when the code runs: ${listed(computed)}. Put ${shown} in place of the portal there by hand.`,
      ],
    };
  if (!first)
    return {
      reason: 'address-unseen',
      words: [
        `No address of a portal was found: it may stand in the environment or in a database. Put ${shown} in place of the portal there, and keep /rest/ and what follows.`,
      ],
    };
  const puts = files.flatMap((file) => othersPut(file, first));
  if (puts.length > 0)
    return {
      reason: 'address-computed',
      words: [
        `${at(first)}: another address may be put in its place: ${puts.join(', ')}. Put ${shown} in place of the portal there by hand.`,
      ],
    };
  if (!isUsed(first, files))
    return {
      reason: 'address-unseen',
      words: [`${at(first)}: this address was not seen to be the one that the calls of imbot go to: nothing changes.`],
    };
  if (first.origin === gateway)
    return { place: first, words: [`${at(first)}: the address is that of the gateway already.`] };
  return {
    place: first,
    words: [
      `${at(first)}: ${first.origin} becomes ${shown}; /rest/ and what follows stays. The gateway is started with --portal ${first.origin}.`,
    ],
  };
}

/** Where something else is put under what holds the address, or its host is looked at. */
function othersPut(file: SourceText, place: Place): string[] {
  const { holder, form, scope } = place;
  if (!holder || !form) return [];
  const of = { holder, form, ...(scope ? { scope } : {}) };
  // By `global` or by reference, functions reach it too.
  const isShared =
    form === 'variable' && new RegExp(`\\bglobal\\b[^;]*\\$${holder}\\b|&\\s*\\$${holder}\\b`).test(file.text);
  const put = readPhp(file).assignments.filter((one) => {
    const isItself = file === place.file && one.start <= place.start && place.start < one.end;
    return !isItself && putsAnother(one, of, isShared);
  });
  const looked = [...file.text.matchAll(/\bparse_url\s*\(([^()]*)/gi)].filter(([, given = '']) => names(given, of));
  return [...put.map(({ start }) => start), ...looked.map(({ index }) => index)].map(
    (offset) => `${file.path}:${file.text.slice(0, offset).split('\n').length}`,
  );
}

/** It stands beside the calls, or a file with calls asks for what it is put under, or CRest takes it. */
function isUsed({ file, holder, form }: Place, files: readonly SourceText[]): boolean {
  const calling = files.filter(({ text }) => /imbot\./i.test(text));
  if (calling.includes(file) || holder === 'C_REST_WEB_HOOK_URL') return true;
  return Boolean(holder) && calling.some(({ text }) => names(text, { holder: holder ?? '', form: form ?? 'constant' }));
}

/** Does code ask for it in its form? */
function names(text: string, { holder, form }: PhpHolder): boolean {
  const name = holder.replace(/[^\w]/g, '\\$&');
  const forms = {
    variable: `\\$${name}\\b`,
    property: `(?:->|::\\$?)${name}\\b`,
    // Also `config('services.bitrix24.webhook')`, and what `extract` makes of it.
    key: `['".]${name}['"]|->${name}\\b`,
    constant: `(?<![$>\\w])${name}\\b`,
  };
  return new RegExp(forms[form], 'i').test(text);
}

function planOf(
  source: SourceText,
  sites: readonly Site[],
  edits: readonly Edit[],
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
      const isLeft = site.kind === 'event' || reason !== undefined || !isPhp;
      const isSite = site.kind !== 'mention' && site.ignored === undefined;
      const left = isPhp ? reason : site.kind === 'url' ? 'url-call' : 'address-unseen';
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
