import { methodEntry, NEVER_EXISTED } from '../../src/map/index';
import { positionsIn } from '../files/positions';
import { addressInCommand } from '../find/addressInCommand';
import { beginsName, isPrefix, unescaped } from '../find/beginsName';
import { findIgnores } from '../find/findIgnores';
import { HOLE, type NameFound, nameIn } from '../find/nameIn';
import { findOccurrences } from '../find/occurrences';
import type { MentionKind, Site, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { isJsonValue } from './jsonValue';
import { textSyntax } from './syntaxes';
import { type TextPiece, textPieces } from './textPieces';

/**
 * Every old name of a file as one site or one mention, without a tree: a name that is a whole text, or the end of an
 * address, may be a call; in comments, in code and in prose it is spoken of. All sites carry the reason given.
 */
export function textSites({ path, text }: SourceText, reason: ReasonId): Site[] {
  const pieces = textPieces(text, textSyntax(path));
  const position = positionsIn(text);
  const ignores = findIgnores(text, path);
  const dynamic = (place: Pick<Site, 'offset' | 'line' | 'column' | 'method' | 'length'>): Site => {
    const ignored = ignores.at(place.offset, undefined);
    const reasons: ReasonId[] = [reason, 'dynamic-name'];
    return { ...place, kind: 'call', reasons, ...(ignored === undefined ? {} : { ignored }) };
  };
  let at = 0;
  return findOccurrences(text).flatMap(({ offset, family }) => {
    if (family === 'v2' || family === 'loose-event') return [];
    while ((pieces[at]?.end ?? Number.POSITIVE_INFINITY) <= offset) at += 1;
    const piece = pieces[at];
    const inside = piece && piece.start <= offset ? piece : undefined;
    if (family === 'loose-method') {
      if (inside?.kind !== 'text' || !putTogether(text, inside, offset)) return [];
      const method =
        /^imbot(?:\.[\w.]*)?/i.exec(text.slice(offset, offset + 100))?.[0] ?? text.slice(offset, offset + 5);
      return [dynamic({ ...position(offset), method, length: method.length })];
    }
    const found =
      family === 'event'
        ? { role: 'name' as const, name: /^[A-Z]+/i.exec(text.slice(offset, offset + 100))?.[0] ?? '' }
        : inside
          ? nameInside(text, inside, offset)
          : nameIn(text.slice(offset, offset + 200), 0);
    const { name } = found;
    const plain = nameIn(text.slice(offset, offset + 200), 0).name;
    const place = { ...position(offset), method: family === 'event' ? name : plain, length: name.length };
    const mention = (kind: MentionKind): Site[] => [{ ...place, kind: 'mention', mention: kind, reasons: [] }];
    if (!inside) return mention('code');
    if (inside.kind === 'comment') return mention('comment');
    if (family === 'method' && !methodEntry(plain) && putTogether(text, inside, offset)) return [dynamic(place)];
    const isWhole = family === 'event' ? inside.end - inside.start === name.length : found.role !== 'text';
    if (!isWhole) return mention('text');
    const ignored = ignores.at(offset, undefined);
    const reasons: ReasonId[] = [reason];
    const isKnown = family === 'event' || methodEntry(name) !== undefined;
    if (found.role === 'partial') reasons.push('dynamic-name');
    else if (!isKnown) reasons.push(NEVER_EXISTED.includes(name) ? 'never-existed' : 'unknown-method');
    const kind =
      family === 'event'
        ? 'event'
        : found.role === 'url'
          ? 'url'
          : isKnown || found.role === 'partial'
            ? 'call'
            : 'unknown-method';
    return [{ ...place, kind, reasons, ...(ignored === undefined ? {} : { ignored }) } satisfies Site];
  });
}

/** A name begins with this text, or is made of it: by a place for something in it, or by what is joined to it. */
function putTogether(source: string, { start, end }: TextPiece, offset: number): boolean {
  const before = unescaped(source.slice(start, offset));
  const rest = unescaped(source.slice(offset, end));
  if (beginsName(before, rest)) return true;
  if (before !== '' || !isPrefix(rest)) return false;
  const behind = source.slice(end, end + WINDOW).replace(/^['"`]+/, '');
  if (/^\s*\+\s*[$@]*['"`]\./.test(behind) || /^[ \t]*['"]\./.test(behind)) return true;
  if (/^\s*,/.test(behind) && isJoinedByDots(source.slice(Math.max(0, start - WINDOW), start), behind)) return true;
  const name = /([A-Za-z_]\w*)\s*(?::?=)\s*[@$rbf]*['"`]+$/.exec(source.slice(Math.max(0, start - 80), start))?.[1];
  return (
    name !== undefined && new RegExp(`(?<!\\w)${name}\\s*\\+\\s*['"\`]\\.|\\{(?:\\w+\\.)*${name}\\}\\.`).test(source)
  );
}

const WINDOW = 300;

/** Is a text that begins a list joined with those behind it by dots? A list of scopes is joined by commas. */
function isJoinedByDots(before: string, behind: string): boolean {
  if (/(['"])\.\1\.join\(\s*[[(]?[^\])]*$/.test(before) || /\bJoin\(\s*["']\.["']\s*,[^)]*$/.test(before)) return true;
  return /\bJoin\(\s*\[\]string\{[^}]*$/.test(before) && /^[^}]*\}\s*,\s*["`]\./.test(behind);
}

/** A name in a text, behind places for other values: what stands in braces behind a name may be talk. */
function nameInside(source: string, { start, end }: TextPiece, offset: number): NameFound {
  const written = source.slice(start, offset);
  const plain = nameIn(source.slice(offset, end), 0);
  if (isJsonValue(written, source.slice(offset + plain.name.length, end))) return { ...plain, role: 'name' };
  if (isInPlace(source, start, offset, source.slice(offset + plain.name.length, end)))
    return { ...plain, role: 'name' };
  const before = withHoles(written);
  const command = isCommand(source, start, written)
    ? addressInCommand(before + source.slice(offset, end), before.length)
    : undefined;
  if (command) return command;
  return nameIn(before + source.slice(offset, end) + holeBehind(source, end), before.length);
}

/** A text of its own in a place for a value: `f"sent {call('imbot.message.add')}"`. */
function isInPlace(source: string, start: number, offset: number, after: string): boolean {
  const quote = /(?<!\{)\{(?!\{)[^{}]*(["'`])$/.exec(source.slice(Math.max(start, offset - WINDOW), offset))?.[1];
  if (quote === undefined || !after.startsWith(quote)) return false;
  return /(?:\b[fFtT][rR]?|\b[rR][fFtT]|\$+@?|@\$)["']+$/.test(source.slice(Math.max(0, start - 12), start));
}

const SHELLS =
  /(?:\bos\.(?:system|popen)|\bsubprocess\.\w+|\b(?:Popen|check_output|check_call|getoutput|create_subprocess_shell)|\bexec\.Command(?:Context)?|\bProcess\.Start|\bProcessStartInfo)\s*\([^\n]*$/;
const PRINTS =
  /(?:print\w*|log\w*(?:\.\w+)?|echo|Write(?:Line)?|Print(?:ln|f)?|Errorf?|Fatalf?)\s*\(\s*[$@rRbBfF]*["'`]+$/;

/** Is the text run by a shell? */
function isCommand(source: string, start: number, written: string): boolean {
  const before = source.slice(Math.max(0, start - WINDOW), start);
  return SHELLS.test(before) || (/^\s*(?:curl|wget)\s/.test(written) && !PRINTS.test(before));
}

/** `{base}`, `{0}`, `%s`, `%(base)s`, of which a text may stand for something else only: an address in front of a name, for one. */
function withHoles(text: string): string {
  return text.replace(/\{[^{}]{0,200}\}|%(?:\(\w+\)|\[\d+\]|[+#])?[sdv]/g, HOLE);
}

/** A text that is joined with something behind it. */
function holeBehind(text: string, end: number): string {
  return /^['"`]*\s*(?:\+|\.format\()/.test(text.slice(end, end + 40)) ? HOLE : '';
}
