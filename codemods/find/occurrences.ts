import { isV2Imbot, V1_START, V2_START } from '../../src/map/imbotName';

/** What may stand right before a name: `%s`, `%(base)s`, `%[1]s`, `%1$s`. */
const PLACE = '%(?:\\(\\w{1,40}\\)|\\[\\d{1,2}\\]|\\d{1,2}\\$|[+#])?[sdv]';

/** Every place where the old API is named, however: each becomes one site or one mention. */
const OLD = new RegExp(`(?:\\b|(?<=${PLACE}))${V1_START}[a-z]|ONIM(?:BOT(?!V2)|COMMAND)[A-Z]+`, 'g');

/** The same and v2 methods, which are looked at for v1 parameters. */
const OLD_OR_V2 = new RegExp(`${OLD.source}|\\b${V2_START}[A-Z]`, 'g');

/**
 * What may become an old name when the code runs: a name in other case, with an escape in it, or only its beginning.
 * Besides the ledger: it is told where it is a finding, and passed over where it is talk.
 */
const LOOSE =
  /\bimbot(?:\.|\\u002e|\\x2e)(?!v2(?:\.|\\))|(?<=['"`])imbot(?=['"`])|\bONIM(?:BOT(?!V2)|COMMAND)?(?=['"`$]|[\s)/.*[(])|\bONIM(?:BOT(?!V2)|COMMAND)[A-Z]+/gi;

/** `im\\x62ot`, `imb\\⏎ot`: letters as escapes, and lines that go on. */
const letter = (one: string): string => {
  const codes = [one, one.toUpperCase()].map((which) => which.charCodeAt(0).toString(16)).join('|');
  return `(?:${one}|\\\\x(?:${codes})|\\\\u00(?:${codes})|\\\\u\\{0*(?:${codes})\\})`;
};
const ESCAPED = new RegExp([...'imbot'].map(letter).join('(?:\\\\\\r?\\n)?'), 'gi');

export interface Occurrence {
  readonly offset: number;
  readonly family: 'method' | 'event' | 'v2' | 'loose-method' | 'loose-event';
}

/** Old names in a text, in order, and what may become one. */
export function findOccurrences(text: string): Occurrence[] {
  const plain = [...text.matchAll(OLD_OR_V2)].map(
    ({ index, 0: found }): Occurrence => ({
      offset: index,
      family: found.startsWith('ONIM') ? 'event' : isV2Imbot(found) ? 'v2' : 'method',
    }),
  );
  const known = new Set(plain.map(({ offset }) => offset));
  const loose = [...text.matchAll(LOOSE)]
    .filter(({ index }) => !known.has(index))
    .map(
      ({ index, 0: found }): Occurrence => ({
        offset: index,
        family: /^onim/i.test(found) ? 'loose-event' : 'loose-method',
      }),
    );
  for (const { index, 0: found } of text.includes('\\') ? text.matchAll(ESCAPED) : [])
    if (found.includes('\\')) loose.push({ offset: index, family: 'loose-method' });
  return loose.length === 0 ? plain : [...plain, ...loose].sort((a, b) => a.offset - b.offset);
}

/** Cheap test on raw bytes: can there be an occurrence at all? In the spellings that people use; `iMbOt` is nobody's. */
export function mayHoldOccurrence(bytes: Buffer): boolean {
  const holds = (spelling: string | Buffer) => bytes.includes(spelling);
  return SPELLINGS.some(holds) || ESCAPES.some(holds) || (isWide(bytes) && WIDE.some(holds));
}

/** The beginnings of escaped letters of the name, and of a line that goes on within it. */
const ESCAPES = ['\\x6', '\\x4', '\\u006', '\\u004', '\\u{6', '\\u{4', '\\x74', '\\u0074', 'imb\\', 'im\\\n', 'imbo\\'];

const SPELLINGS = ['imbot', 'ONIM', 'IMBOT', 'Imbot', 'ImBot', 'imBot', 'onim', 'OnIm', 'OnIM', 'onIm'];

/** In UTF-16 nothing is read; that is said of a file that names imbot. */
function isWide([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

const WIDE = SPELLINGS.flatMap((spelling) => [
  Buffer.from(spelling, 'utf16le'),
  Buffer.from(spelling, 'utf16le').swap16(),
]);
