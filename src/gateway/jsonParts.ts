/** A member of a JSON object, or an element of a list, where it stands in the text. */
export interface JsonPart {
  /** The name, or the index. */
  readonly key: string;
  /** Where it begins, with its name. */
  readonly start: number;
  /** Where its value begins. */
  readonly value: number;
  readonly end: number;
}

/**
 * The parts of the object or list that begins at `at`, in their order, a name that comes twice too; none of any other value.
 * The text is JSON that was parsed: nothing is checked here. Linear.
 */
export function jsonParts(json: string, at = 0): JsonPart[] {
  const parts: JsonPart[] = [];
  const open = json.charCodeAt(at);
  if (open !== BRACE && open !== BRACKET) return parts;
  for (let from = blanksEnd(json, at + 1); from < json.length; ) {
    const letter = json.charCodeAt(from);
    if (letter === BRACE_END || letter === BRACKET_END) break;
    let key = String(parts.length);
    let value = from;
    if (open === BRACE) {
      const named = textEnd(json, from);
      key = nameOf(json.slice(from, named));
      value = blanksEnd(json, blanksEnd(json, named) + 1);
    }
    const end = valueEnd(json, value);
    parts.push({ key, start: from, value, end });
    from = blanksEnd(json, end);
    if (json.charCodeAt(from) === COMMA) from = blanksEnd(json, from + 1);
  }
  return parts;
}

/** Where the value of a JSON text begins: behind blanks, and the mark that some portals put before every page. */
export function jsonStart(json: string): number {
  return blanksEnd(json, json.charCodeAt(0) === 0xfeff ? 1 : 0);
}

const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

function blanksEnd(json: string, start: number): number {
  let at = start;
  while (at < json.length && json.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** Behind the closing quote. */
function textEnd(json: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const letter = json.charCodeAt(at);
    if (letter === QUOTE || Number.isNaN(letter)) return at + 1;
    at += letter === BACKSLASH ? 2 : 1;
  }
}

function valueEnd(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; ) {
    const letter = json.charCodeAt(at);
    const opens = letter === BRACE || letter === BRACKET;
    const closes = letter === BRACE_END || letter === BRACKET_END;
    if (depth === 0 && (closes || letter === COMMA || letter <= 0x20)) return at;
    if (opens) depth += 1;
    else if (closes) depth -= 1;
    at = letter === QUOTE ? textEnd(json, at) : at + 1;
    if (depth === 0 && (closes || letter === QUOTE)) return at;
  }
  return json.length;
}

function nameOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  const name: unknown = JSON.parse(quoted);
  return typeof name === 'string' ? name : '';
}
