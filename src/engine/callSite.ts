/**
 * The place in the user's code that a call comes from, `src/bot.js:12:5`: the first frame outside this package,
 * node_modules, Node itself and `ignoredFile`; in `ignoredFile` where there is no other, for bots of a single file.
 */
export function callSite(ignoredFile?: string): string | undefined {
  return siteWithin(FEW_FRAMES, ignoredFile) ?? siteWithin(MANY_FRAMES, ignoredFile);
}

/** A frame is dear where source maps are read, and most callers stand near. */
const FEW_FRAMES = 12;
const MANY_FRAMES = 40;

function siteWithin(frames: number, ignoredFile: string | undefined): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const lines = linesOf(new Error('call site'));
  Error.stackTraceLimit = limit;
  let within: string | undefined;
  for (const line of lines) {
    if (isInternal(line)) continue;
    const place = placeOf(line);
    if (place === undefined) continue;
    if (!ignoredFile || !place.startsWith(`${ignoredFile}:`)) return relative(place);
    within ??= place;
  }
  return frames === MANY_FRAMES && within ? relative(within) : undefined;
}

/** The file of the nearest frame outside this package: who is wrapping a transport. */
export function callerFile(): string | undefined {
  for (const line of linesOf(new Error('caller'))) {
    const place = isInternal(line) ? undefined : placeOf(line);
    if (place) return place.slice(0, place.lastIndexOf(':', place.lastIndexOf(':') - 1));
  }
  return undefined;
}

function linesOf(error: Error): string[] {
  return (error.stack ?? '').split('\n').slice(1);
}

/**
 * `file:///a/b.js:1:2` within a line of a stack, without `file://`. By index and not by pattern: this runs too seldom for
 * the engine to make a pattern fast.
 */
function placeOf(line: string): string | undefined {
  const open = line.lastIndexOf('(');
  const from = open >= 0 ? open + 1 : line.indexOf('at ') + 3;
  const place = line.slice(line.startsWith('async ', from) ? from + 6 : from, line.endsWith(')') ? -1 : undefined);
  if (!/:\d+:\d+$/.test(place)) return undefined;
  if (place.startsWith('file://')) return place.slice('file://'.length);
  return /^(?:\/|https?:\/\/|[A-Za-z]:\\)/.test(place) ? place : undefined;
}

const HOME = packageRoot();

function isInternal(line: string): boolean {
  if (line.includes('node:') || line.includes('/node_modules/') || line.includes('\\node_modules\\')) return true;
  return HOME !== undefined && line.includes(HOME);
}

/** The folder this code runs from: `…/dist/` when built, `…/src/` in its own tests. */
function packageRoot(): string | undefined {
  const place = placeOf(linesOf(new Error('root'))[0] ?? '');
  return /^(.*?[\\/](?:dist|src)[\\/])(?:engine[\\/])?[^\\/]*$/.exec(place ?? '')?.[1];
}

function relative(place: string): string {
  const root = typeof process === 'undefined' || typeof process.cwd !== 'function' ? undefined : process.cwd();
  return root && place.startsWith(`${root}/`) ? place.slice(root.length + 1) : place;
}
