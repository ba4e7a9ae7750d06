/** What a request holds that may come back in a failure: nothing in it is a word of the portal. */
export interface Echo {
  /** Does a value of the request hold this text? */
  holds(text: string): boolean;
  /** Does a text quote a longer value of the request? */
  isQuotedIn(text: string): boolean;
  /** Is this the request itself, or an object in it? */
  is(value: object): boolean;
}

const DEPTH = 6;
/** Shorter values stand in any text by chance. */
const QUOTED = 5;
/** Objects looked at in one request: a batch of 50 calls with keyboards has some thousands. */
const MOST = 20_000;

/**
 * The values of a request, case left aside. A wrapper may quote its request in a failure, and a chat user writes what stands in
 * there: a word that the request holds too proves nothing.
 */
export function createEcho(...requests: readonly unknown[]): Echo {
  let known: Held | undefined;
  // Most answers are no failure, and nobody asks.
  const held = (): Held => {
    known ??= heldIn(requests);
    return known;
  };
  return {
    holds: (text) => text !== '' && held().texts.includes(text.toLowerCase()),
    isQuotedIn: (text) =>
      held()
        .texts.split('\u0000')
        .some((value) => value.length >= QUOTED && text.toLowerCase().includes(value)),
    is: (value) => held().objects.has(value),
  };
}

interface Held {
  readonly texts: string;
  readonly objects: ReadonlySet<object>;
}

function heldIn(requests: readonly unknown[]): Held {
  const objects = new Set<object>();
  const found: string[] = [];

  function collect(value: unknown, depth: number): void {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'number') found.push(String(value));
    if (typeof value !== 'object' || value === null || depth > DEPTH) return;
    if (objects.has(value) || objects.size > MOST) return;
    objects.add(value);
    for (const inner of valuesOf(value)) collect(inner, depth + 1);
  }

  for (const request of requests) collect(request, 0);
  return { texts: found.flatMap(spellings).join('\u0000').toLowerCase(), objects };
}

/** Nothing was sent, so nothing can come back. */
export const NO_ECHO: Echo = { holds: () => false, isQuotedIn: () => false, is: () => false };

/** A value that throws when it is read is quoted by nobody. */
function valuesOf(value: object): unknown[] {
  try {
    if (value instanceof Map) return [...value.values()];
    if (typeof URLSearchParams !== 'undefined' && value instanceof URLSearchParams) return [value.toString()];
    return Object.values(value);
  } catch {
    return [];
  }
}

/** A text as it stands, and as those read it who decode or parse it. */
function spellings(text: string): string[] {
  const plain = decoded(text);
  return [text, plain, ...unescaped(text), ...unescaped(plain)].filter((spelling) => spelling !== '');
}

/** JSON within JSON within JSON; deeper is read by nobody. */
const NESTED = 3;

/** What JSON in a text says, at each depth: it may write its letters as `\u0042`. */
function unescaped(text: string): string[] {
  const found: string[] = [];
  let now = text;
  while (found.length < NESTED && now.includes('\\')) {
    now = now.replace(/\\(?:u([\da-f]{4})|(.))/gis, (_all, hex: string | undefined, letter: string) =>
      hex === undefined ? (BLANKS[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
    found.push(now);
  }
  return found;
}

const BLANKS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Commands of a batch and form bodies hold their values encoded. */
function decoded(text: string): string {
  if (!text.includes('%')) return '';
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return '';
  }
}
