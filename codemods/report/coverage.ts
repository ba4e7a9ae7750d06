import { relative, resolve, sep } from 'node:path';
import { workingDirectory } from '../files/workingDirectory';
import { patternFilter } from '../find/patternFilter';
import { selector } from '../plan/selector';
import type { CodemodOptions } from '../runCodemod';
import type { Report, ReportSite } from './report';

/** Would a run with these options have told of a finding, were it still there? */
export function coverage(
  options: CodemodOptions,
  { failed = [], skipped = [] }: Report,
): (site: ReportSite) => boolean {
  const cwd = workingDirectory(options);
  const name = (path: string) => relative(cwd, resolve(cwd, path)).split(sep).join('/');
  const unread = new Set([...failed, ...skipped].map(({ file }) => file));
  const passes = patternFilter(options);
  const wanted = selector(options);
  const listed = options.files && new Set(options.files.map(name));
  const roots = (options.paths?.length ? options.paths : ['.']).map(name);
  const isUnder = (file: string) =>
    listed
      ? listed.has(file)
      : roots.some((root) => file === root || file.startsWith(`${root}/`) || (root === '' && !file.startsWith('../')));
  return (site) => isUnder(site.file) && passes(site.file) && !unread.has(site.file) && wanted(site);
}
