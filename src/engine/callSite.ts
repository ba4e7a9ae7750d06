/**
 * The place in the user's code that a call comes from, `src/bot.js:12:5`: the first frame outside this package,
 * node_modules, Node itself and `ignoredFile`; in `ignoredFile` where there is no other, for bots of a single file.
 */
export function callSite(ignoredFile?: string): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 25;
  const stack = new Error('call site').stack ?? '';
  Error.stackTraceLimit = limit;
  let within: string | undefined;
  for (const line of stack.split('\n').slice(1)) {
    const place = placeOf(line);
    if (!place || isInternal(place)) continue;
    if (!ignoredFile || !place.startsWith(`${ignoredFile}:`)) return relative(place);
    within ??= place;
  }
  return within && relative(within);
}

/** The file of the nearest frame outside this package: who is wrapping a transport. */
export function callerFile(): string | undefined {
  const stack = new Error('caller').stack ?? '';
  for (const line of stack.split('\n').slice(1)) {
    const place = placeOf(line);
    if (place && !isInternal(place)) return place.replace(/:\d+:\d+$/, '');
  }
  return undefined;
}

function placeOf(line: string): string | undefined {
  const found = /(?:\(|at (?:async )?)((?:file:\/\/|https?:\/\/|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line.trim());
  return found?.[1]?.replace(/^file:\/\//, '');
}

const HOME = packageRoot();

function isInternal(place: string): boolean {
  return (
    place.startsWith('node:') || /[\\/]node_modules[\\/]/.test(place) || (HOME !== undefined && place.startsWith(HOME))
  );
}

/** The folder this code runs from: `…/dist/` when built, `…/src/` in its own tests. */
function packageRoot(): string | undefined {
  const frame = (new Error('root').stack ?? '').split('\n')[1] ?? '';
  const place = placeOf(frame);
  return /^(.*?[\\/](?:dist|src)[\\/])(?:engine[\\/])?[^\\/]*$/.exec(place ?? '')?.[1];
}

function relative(place: string): string {
  const root = typeof process === 'undefined' || typeof process.cwd !== 'function' ? undefined : process.cwd();
  return root && place.startsWith(`${root}/`) ? place.slice(root.length + 1) : place;
}
