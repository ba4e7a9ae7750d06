import { METHODS } from '../../src/map/index';
import { HOLE } from './nameIn';

/** The beginnings of all names, `imbot` and `imbot.message`. */
const PREFIXES: ReadonlySet<string> = new Set(
  METHODS.flatMap(({ v1 }) => {
    const parts = v1.toLowerCase().split('.');
    return parts.slice(1).map((_part, at) => parts.slice(0, at + 1).join('.'));
  }),
);

const KNOWN: ReadonlySet<string> = new Set(METHODS.map(({ v1 }) => v1.toLowerCase()));

/** What stands for something that is put in when the code runs, in any of the languages. */
const PLACE = `(?:${HOLE}|%[a-z]|%\\(\\w+\\)s|\\{[\\w.:$>\\[\\]()-]*\\}|\\$\\{?\\w|:\\w+)`;

const BEGINS = new RegExp(`^(imbot(?:\\.[a-z]\\w*)*?)\\.?(?:\\.$|\\.?${PLACE})`, 'i');

/**
 * Can a text become a name of v1 when the code runs: `imbot.`, `imbot.message.%s`, `https://…/imbot.{op}.json`, a name in other
 * case? Prose cannot, and neither can names of something else, `imbot.greeting.{name}`.
 * @param rest from where the name begins, escapes resolved
 */
export function beginsName(before: string, rest: string): boolean {
  if (!mayStandBehind(before) || /\s/.test(rest.trim())) return false;
  const whole = /^imbot(?:\.[a-z]\w*)+$/i.exec(rest.trim().replace(/\.(?:json|xml)$/i, ''))?.[0].toLowerCase();
  if (whole !== undefined) return KNOWN.has(whole);
  const prefix = BEGINS.exec(rest)?.[1];
  return prefix !== undefined && PREFIXES.has(prefix.toLowerCase());
}

/** `imbot`, `imbot.message`: a name begins with it where something is joined to it. */
export function isPrefix(text: string): boolean {
  return PREFIXES.has(text.toLowerCase());
}

function mayStandBehind(before: string): boolean {
  return before === '' || /(?:[/}\ufffc]|%s)$/.test(before);
}

/** Escapes of letters and line continuations resolved, as most languages write them. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .replace(/\\\r?\n/g, '')
    .replace(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}/gi, (_all, two, four, many) =>
      String.fromCodePoint(Math.min(Number.parseInt(two ?? four ?? many, 16), 0x10ffff)),
    );
}
