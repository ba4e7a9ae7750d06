import { reason } from './reasons';
import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';
import { moveCalls } from './transforms';

const ASSUMED = {
  transport:
    'moved on --assume-transport: a transport that is not seen is taken to nest objects, to authorise by OAuth and to answer the envelope that its calls read',
  errors: 'moved on --assume-errors: nobody outside of the given files is taken to compare error codes of v1',
} as const;

const MOST_PLACES = 10;

const BOT_ID = (places: readonly string[]) =>
  `BOT_ID is taken to be given when these calls run (where it is empty, v1 takes the default bot and v2 refuses): ${places
    .slice(0, MOST_PLACES)
    .join(', ')}${places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : ''}.`;

/**
 * Rewrites call sites to v2 where behaviour is provably the same; the rest stays and is reported, or goes through the
 * facade with `delegate`. Writes nothing without `write`.
 */
export async function rewrite(options: CodemodOptions = {}): Promise<CodemodResult> {
  const result = await runCodemod(options, moveCalls);
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
  if (bots.length > 0) notes.push(BOT_ID(bots.map(({ file, line }) => `${file}:${line}`)));
  return notes.length > 0 ? { ...result, report: { ...result.report, notes } } : result;
}
