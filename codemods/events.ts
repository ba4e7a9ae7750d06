import type { Address } from './events/Address';
import { addressesOf, isEndOf } from './events/addressesOf';
import { discover } from './files/discover';
import { readSource } from './files/readSource';
import { workingDirectory } from './files/workingDirectory';
import { moveEventSite as transform } from './plan/transforms';
import type { ReportSite } from './report/report';
import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';

/**
 * Moves event handlers to v2 names and fields, or puts the event adapter under them; the report's notes say which, file
 * by file. Writes nothing without `write`.
 * @example
 * const { diffs, report } = await events({ paths: ['src'] });
 * console.log(report.notes, diffs);
 */
export async function moveEvents(options: CodemodOptions = {}): Promise<CodemodResult> {
  const result = await runCodemod(options, transform);
  const cwd = workingDirectory(options);
  const { files } = discover({ ...options, cwd });
  const notes = [...understood(result.report.sites), ...unheard(cwd, files, result.report.sites)];
  return notes.length > 0 ? { ...result, report: { ...result.report, notes } } : result;
}

/** What became of the handlers of each file, a sentence each. */
function understood(sites: readonly ReportSite[]): string[] {
  const files = [...new Set(sites.map(({ file }) => file))];
  return files.flatMap((file) =>
    SENTENCES.flatMap(({ change, says }) => {
      const found = sites.filter((site) => site.file === file && site.kind === 'event' && site.change === change);
      const names = [...new Set(found.map(({ method }) => method))];
      if (names.length === 0) return [];
      const isLost = ({ reasons }: ReportSite) => reasons.includes('event-field-lost');
      const lost = [...new Set(found.filter(isLost).flatMap(({ params = [] }) => params))];
      const but = lost.length > 0 ? `; v2 does not give ${lost.join(', ')}, adapter or not` : '';
      return [`${file}: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ${says}${but}.`];
    }),
  );
}

/** Addresses to which registrations send events, and no handler of these files was understood at. */
function unheard(cwd: string, files: readonly string[], sites: readonly ReportSite[]): string[] {
  const addresses = addressesOf(cwd, files)();
  if (addresses.length === 0) return [];
  const heard = [...new Set(sites.filter(({ kind }) => kind === 'event').map(({ file }) => file))];
  const routes = heard.flatMap((file) =>
    routesIn(cwd, file)
      .map(({ route }) => route)
      .concat(`/${file}`),
  );
  const isHeard = ({ path }: Address) =>
    routes.some((route) => isEndOf(route, path) || route.includes(`${path}/`) || route.includes(`${path}.`));
  const left = addresses.filter((address) => !isHeard(address));
  if (left.length === 0) return [];
  const others = files.filter((file) => !heard.includes(file)).flatMap((file) => routesIn(cwd, file));
  return left.map(({ file, line, path, events }) => {
    const what = events.length === 1 ? `${events[0]} comes` : 'events come';
    // What stands before an address may be a part of its path. The registration itself names its address too.
    const isOther = (one: (typeof others)[number]) => one.file !== file || one.line() !== line;
    const at = others.find((one) => (isEndOf(one.route, path) || isEndOf(path, one.route)) && isOther(one));
    const found = at ? `what ${at.file}:${at.line()} does with it was not understood` : NO_HANDLER;
    return `${file}:${line}: ${what} to ${path}; ${found}. Put imbot-compat/events under it by hand.`;
  });
}

const NO_HANDLER = 'no handler of it was seen in the given files';

/** All texts of a file that may be routes. */
function routesIn(cwd: string, file: string) {
  const read = readSource(cwd, file, () => true);
  const text = read.kind === 'source' ? read.source.text : '';
  return [...text.matchAll(/['"`](\/[\w./:-]+)['"`]/g)].map(({ 1: route = '', index }) => ({
    file,
    route,
    line: () => text.slice(0, index).split('\n').length,
  }));
}

const SENTENCES = [
  { change: 'moved', says: 'read under the v2 name, with v2 fields' },
  { change: 'delegated', says: 'read as before, through the adapter of imbot-compat/events' },
] as const;
