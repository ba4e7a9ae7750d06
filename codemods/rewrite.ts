import { isTestFile } from './files/testFile';
import { moveCallSite } from './plan/transforms';
import { reason } from './report/reasons';
import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';

const ASSUMED = {
  transport:
    'moved on --assume-transport: a transport that is not seen is taken to nest objects, to authorise by OAuth and to answer the envelope that its calls read',
  errors: 'moved on --assume-errors: nobody outside of the given files is taken to compare error codes of v1',
} as const;

const MOST_PLACES = 10;

const BOT_ID = (places: readonly string[]) =>
  `BOT_ID is taken to be given when these calls run (where it is empty, v1 takes the default bot and v2 refuses): ${listed(places)}.`;

const FAILURES = (places: readonly string[]) =>
  `delegated, and taken to go to the one portal of the client and to throw where it refuses, since the transport is not seen: ${listed(places)}.`;

function listed(places: readonly string[]): string {
  const more = places.length - MOST_PLACES;
  return `${places.slice(0, MOST_PLACES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * Rewrites call sites to v2 where behaviour is provably the same; the rest stays and is reported, or goes through the
 * facade with `delegate`. Writes nothing without `write`.
 * @example
 * const { diffs } = await rewrite({ paths: ['src'], only: ['imbot.message.*'] });
 * for (const { file, diff } of diffs) console.log(file, diff);
 */
export async function rewrite(options: CodemodOptions = {}): Promise<CodemodResult> {
  const result = await runCodemod(options, moveCallSite);
  const notes = (['transport', 'errors'] as const).flatMap((word) =>
    result.report.sites
      .filter(({ change, assumed }) => change === 'moved' && assumed?.includes(word))
      .map(({ file, line }) => `${file}:${line}: ${ASSUMED[word]}.`),
  );
  for (const { change, accepted = [], file, line } of result.report.sites) {
    if (change !== 'moved') continue;
    for (const id of accepted) notes.push(`${file}:${line}: moved on --accept ${id}: ${reason(id).message}`);
  }
  const bots = result.report.sites.filter(({ change, assumed }) => change === 'moved' && assumed?.includes('bot-id'));
  const unseen = result.report.sites.filter(({ assumed }) => assumed?.includes('failures'));
  if (unseen.length > 0) notes.push(FAILURES(unseen.map(({ file, line }) => `${file}:${line}`)));
  if (bots.length > 0) notes.push(BOT_ID(bots.map(({ file, line }) => `${file}:${line}`)));
  notes.push(...testsOf(result));
  const all = [...(result.report.notes ?? []), ...notes];
  return all.length > 0 ? { ...result, report: { ...result.report, notes: all } } : result;
}

/** Tests that name what no longer is called under that name: fakes that answer it, expectations of it. */
function testsOf({ report: { sites } }: CodemodResult): string[] {
  const gone = new Set(sites.flatMap(({ change, method }) => (change ? [method.toLowerCase()] : [])));
  const places = sites.filter(
    ({ file, kind, method }) => kind === 'mention' && gone.has(method.toLowerCase()) && isTestFile(file),
  );
  const found = [...new Set(places.map(({ file, line, method }) => `${file}:${line} ${method}`))];
  return found.length > 0
    ? [`tests name calls that are made otherwise now; see that their fakes and expectations follow: ${listed(found)}.`]
    : [];
}
