import type { ts } from 'ts-morph';
import type { ParamEntry, Target } from '../../src/map/entry';
import { syntax } from '../files/sourceFile';
import type { Comment } from '../find/commentsIn';
import { isPure } from '../source/isPure';
import type { SourceWriter } from '../source/SourceRule';
import { splice } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { writeValue } from '../source/writeValue';
import { type Comments, type GivenComments, NO_COMMENTS } from './commentsOf';
import { type GivenChoice, type GivenParam, type GivenValue, readParams } from './readParams';

type Entries = Readonly<Record<string, ParamEntry>>;

/** Something that stands in the v2 object: a property, a spread, or comments whose property went. */
export interface Piece {
  /** Objects around it, `['fields']`. */
  readonly within: readonly string[];
  /** Undefined for spreads and comments. */
  readonly key?: string;
  readonly text?: string;
  readonly quoted: boolean;
  readonly comments: Comments;
  /** Where the source of a value that does something stands: such values keep their order. */
  readonly acts?: number;
}

/** Where the parameters stand that say who calls. */
export const IDENTITY: Readonly<Record<string, Target>> = {
  BOT_ID: { to: 'botId', rule: 'id' },
  CLIENT_ID: { to: 'botToken', rule: 'string' },
  AUTH: { to: 'auth', rule: 'asIs' },
};

/**
 * The pieces of the v2 object, in the order of the source.
 * @param only the v1 parameters that this route sends; all where undefined
 * @throws Unprovable
 */
export function piecesOf(
  given: readonly GivenParam[],
  entries: Entries,
  writer: SourceWriter,
  only?: readonly string[],
  nested = false,
): Piece[] {
  return given.flatMap((one): Piece[] => {
    if (one.kind === 'choice') return choicePieces(one, entries, writer, only);
    return valuePieces(one, entries, writer, only, nested);
  });
}

function valuePieces(
  one: GivenValue,
  entries: Entries,
  writer: SourceWriter,
  only: readonly string[] | undefined,
  nested: boolean,
): Piece[] {
  const name = nested ? one.key : one.key.toUpperCase();
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry?.fields) {
    const object = unwrap(one.value);
    if (!syntax().isObjectLiteralExpression(object)) throw new Unprovable('unknown-parameters');
    const inner = piecesOf(readParams(object, writer.tree), entry.fields, writer, undefined, true);
    return asGroup(inner, one);
  }
  const isIdentity = !nested && Object.hasOwn(IDENTITY, name);
  const identity = isIdentity ? IDENTITY[name] : undefined;
  const targets = identity ? [identity] : only && !only.includes(name) ? [] : (entry?.targets ?? []);
  const written = targets.flatMap(({ to, rule }): Piece[] => {
    const text = named(name, () => writeValue(rule, one.value, { ...writer, optional: !entry?.required && !identity }));
    if (text === undefined) return [];
    const path = to.split('.');
    const acts = isPure(one.value) ? undefined : one.value.pos;
    return [{ within: path.slice(0, -1), key: path.at(-1), text, quoted: one.quoted, comments: NO_COMMENTS, acts }];
  });
  return asGiven(written, one);
}

/** With the comments around and within the property that they are made of. */
export function asGiven(written: readonly Piece[], one: GivenValue): Piece[] {
  return withComments(...besideValue(written, one));
}

/** The same for the pieces of an inner object. */
export function asGroup(inner: readonly Piece[], { comments }: GivenValue): Piece[] {
  return withGroupComments(inner, withMissing(comments, inner));
}

/** Comments before a value stay before it; those of what a literal was converted from go before its key. */
function besideValue(written: readonly Piece[], { comments, value }: GivenValue): [Piece[], Comments] {
  const missing = missingIn(comments.inside, written);
  const [first, ...rest] = written;
  if (!first || missing.length === 0) return [[...written], withMissing(comments, written)];
  const start = value.getStart();
  const isLead = ({ text, end }: Comment): boolean => end <= start && text.startsWith('/*');
  const lead = missing.filter(isLead).map(({ text }) => `${text} `);
  const others = missing.filter((one) => !isLead(one)).map(({ text }) => text);
  const all = { ...comments, before: [...comments.before, ...others] };
  return [[{ ...first, text: `${lead.join('')}${first.text}` }, ...rest], all];
}

function withMissing(comments: GivenComments, pieces: readonly Piece[]): Comments {
  const others = missingIn(comments.inside, pieces).map(({ text }) => text);
  return others.length === 0 ? comments : { ...comments, before: [...comments.before, ...others] };
}

/** Comments that are in no text of the pieces, each counted. */
function missingIn(comments: readonly Comment[], pieces: readonly Piece[]): Comment[] {
  if (comments.length === 0) return [];
  let texts = squeezed(
    pieces.flatMap(({ text = '', comments: { before, behind } }) => [...before, text, ...behind]).join('\n'),
  );
  return comments.filter(({ text }) => {
    const at = texts.indexOf(squeezed(text));
    if (at < 0) return true;
    texts = texts.slice(0, at) + texts.slice(at + squeezed(text).length);
    return false;
  });
}

/** Lines may be indented anew. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** What cannot be proven of a value says of which parameter. */
function named<T>(param: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof Unprovable && error.param === undefined ? new Unprovable(error.reason, param) : error;
  }
}

/** What is said of an object stands before it, and not before the first of its keys, of which it does not speak. */
function withGroupComments(pieces: readonly Piece[], comments: Comments): Piece[] {
  const [first] = pieces;
  const before = [...comments.before, ...comments.behind];
  if (!first || before.length === 0) return withComments(pieces, comments);
  const spoken = { before, behind: [], gap: comments.gap };
  return [{ within: first.within.slice(0, -1), quoted: false, comments: spoken }, ...pieces];
}

/** The comments go to the first piece; where nothing is left of the property they stand alone. */
function withComments(pieces: readonly Piece[], comments: Comments): Piece[] {
  const [first, ...rest] = pieces;
  if (first) {
    const { before, behind, gap } = first.comments;
    const all = {
      before: [...comments.before, ...before],
      behind: [...behind, ...comments.behind],
      gap: comments.gap || gap,
    };
    return [{ ...first, comments: all }, ...rest];
  }
  if (comments.before.length + comments.behind.length === 0) return [];
  const before = [...comments.before, ...comments.behind];
  return [{ within: [], quoted: false, comments: { before, behind: [], gap: comments.gap } }];
}

/** A conditional spread, once for every object that its properties go to. */
function choicePieces(one: GivenChoice, entries: Entries, writer: SourceWriter, only?: readonly string[]): Piece[] {
  const inner = piecesOf(one.given, entries, writer, only);
  if (inner.some((piece) => piece.text === undefined)) throw new Unprovable('unknown-spread');
  const groups = new Map<string, Piece[]>();
  for (const piece of inner) {
    const path = piece.within.join('.');
    groups.set(path, [...(groups.get(path) ?? []), piece]);
  }
  const spreads = [...groups].map(([path, pieces]): Piece => {
    const text = splice(one.spread, writer.tree, [{ node: one.object, text: `{ ${pieces.map(chosen).join(', ')} }` }]);
    const acts = pieces.find((piece) => piece.acts !== undefined)?.acts;
    return { within: path === '' ? [] : path.split('.'), text, quoted: false, comments: NO_COMMENTS, acts };
  });
  return withComments(spreads, withMissing(one.comments, spreads));
}

/** In one line: what runs to the end of a line goes before the spread. */
function chosen({ key, text, comments: { before, behind } }: Piece): string {
  const blocks = (all: readonly string[]) => all.filter((comment) => comment.startsWith('/*'));
  return [...blocks(before), key === text ? key : `${key}: ${text}`, ...blocks(behind)].join(' ');
}

/** The source of the bot's id, where it may stand twice. */
export function botIdText(given: readonly GivenParam[], writer: SourceWriter): string | undefined {
  const one = given.find(
    (found): found is GivenValue => found.kind === 'value' && found.key.toUpperCase() === 'BOT_ID',
  );
  if (!one || !mayStandTwice(one.value, writer)) return undefined;
  return writeValue('id', one.value, { ...writer, optional: false });
}

function mayStandTwice(given: ts.Expression, { onlyReads }: SourceWriter): boolean {
  const node = unwrap(given);
  return isPure(node) || (syntax().isCallExpression(node) && onlyReads?.(node) === true);
}
