/** Every place where the old API is named, however: each becomes one site or one mention. */
const OLD = /\bimbot\.(?!v2\.)[a-z]|ONIM(?:BOT(?!V2)|COMMAND)[A-Z]+/g;

/** The same and v2 methods, which are looked at for v1 parameters. */
const OLD_OR_V2 = new RegExp(`${OLD.source}|\\bimbot\\.v2\\.[A-Z]`, 'g');

export interface Occurrence {
  readonly offset: number;
  readonly family: 'method' | 'event' | 'v2';
}

/** Old names in a text, in order. */
export function findOccurrences(text: string): Occurrence[] {
  return [...text.matchAll(OLD_OR_V2)].map(({ index, 0: found }) => ({
    offset: index,
    family: found.startsWith('ONIM') ? 'event' : found.startsWith('imbot.v2.') ? 'v2' : 'method',
  }));
}

/** Cheap test on raw bytes: can there be an occurrence at all? */
export function mayHoldOccurrence(bytes: Buffer): boolean {
  return bytes.includes('imbot.') || bytes.includes('ONIM');
}
