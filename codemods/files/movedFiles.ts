import type { ReportSite } from '../report/report';
import { addTo } from '../source/addTo';

/**
 * Files with findings that a baseline does not know, each with the file of the baseline that it was: one that is no longer
 * there, and ends as the new path does or holds the same findings. A baseline of another directory is followed by the same rule.
 */
export function movedFiles(
  before: readonly ReportSite[],
  now: readonly ReportSite[],
  isThere: (file: string) => boolean,
): ReadonlyMap<string, string> {
  const old = findingsBy(before);
  const gone = [...old].filter(([file]) => !isThere(file));
  const fresh = [...findingsBy(now)].filter(([file]) => !old.has(file));
  const pairs =
    gone.length === 0 ? [] : fresh.flatMap(([to, own]) => gone.map(([from, had]) => pair(from, had, to, own)));
  const moved = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to, likeness } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (likeness === 0 || moved.has(to) || taken.has(from)) continue;
    moved.set(to, from);
    taken.add(from);
  }
  return moved;
}

function pair(from: string, had: string, to: string, own: string) {
  const ends = commonEnd(from.split('/'), to.split('/'));
  return { from, to, likeness: ends * 2 + (had === own ? 1 : 0) };
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

/** What stands in each file, as one text. */
function findingsBy(sites: readonly ReportSite[]): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>();
  for (const { file, kind, method } of sites) addTo(found, file, `${kind} ${method}`);
  return new Map([...found].map(([file, list]) => [file, list.sort().join('\n')]));
}
