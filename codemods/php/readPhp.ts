import { HOLE } from '../find/nameIn';
import type { SourceText } from '../plan/site';
import { attached } from '../source/attached';
import { heredocText } from './heredocText';
import type { PhpNode } from './loadPhp';
import { isNode, parsePhp } from './parsePhp';

/** A text of PHP code, and what it stands in, from the inside out. */
export interface PhpText {
  readonly start: number;
  readonly end: number;
  /** The literal, or the concatenation that it is part of, and what is around that, innermost first. */
  readonly node: PhpNode;
  readonly around: readonly Around[];
  /** The whole text with HOLE for what is known only when the code runs, and where an offset of the file is in it. */
  readonly text: string;
  readonly at: (offset: number) => number;
}

interface Around {
  readonly node: PhpNode;
  /** The property of the node under which the inner one stands, and its place where that is a list. */
  readonly key: string;
  readonly index?: number;
}

export interface PhpReading {
  readonly texts: readonly PhpText[];
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  /** HTML between the tags. */
  readonly inline: readonly { readonly start: number; readonly end: number }[];
  /** Why the file is not read. */
  readonly failure?: string;
}

const known = attached<SourceText, PhpReading>();

/** What a PHP file says, read once. Offsets are those of the decoded text. */
export function readPhp(source: SourceText): PhpReading {
  const before = known.get(source);
  if (before) return before;
  const reading = read(source);
  known.set(source, reading);
  return reading;
}

function read(source: SourceText): PhpReading {
  const { root, failure } = parsePhp(source);
  const nothing = { texts: [], comments: [], inline: [] };
  if (!root) return { ...nothing, ...(failure === undefined ? {} : { failure }) };
  return { ...textsIn(root, source.text), comments: list(root['comments']).flatMap(rangeOf) };
}

function textsIn(root: PhpNode, source: string): Omit<PhpReading, 'comments'> {
  const texts: PhpText[] = [];
  const inline: { start: number; end: number }[] = [];
  const open: { node: PhpNode; around: readonly Around[] }[] = [{ node: root, around: [] }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { node, around } = entry;
    const [range] = rangeOf(node);
    if (node.kind === 'inline' && range) inline.push(range);
    if (isText(node) && range) {
      const { text, starts } = joined(node, source);
      const at = (offset: number) => {
        const part = starts.findLast(({ start }) => start <= offset);
        return part ? part.at + offset - part.start : -1;
      };
      texts.push({ ...range, node, around, text, at });
    }
    for (const [key, value] of Object.entries(node)) {
      if (SKIPPED.has(key)) continue;
      // An argument by its name is one all the same.
      if (node.kind === 'namedargument') {
        if (isNode(value)) open.push({ node: value, around });
        continue;
      }
      // Parts of a text are read with the whole of it; a call among them is still walked.
      if (Array.isArray(value)) {
        for (const [index, one] of value.entries())
          if (isNode(one)) open.push({ node: one, around: [{ node, key, index }, ...around] });
      } else if (isNode(value)) open.push({ node: value, around: [{ node, key }, ...around] });
    }
  }
  texts.sort((a, b) => a.start - b.start || b.end - a.end);
  return { texts, inline };
}

const SKIPPED: ReadonlySet<string> = new Set(['loc', 'comments', 'leadingComments', 'trailingComments', 'errors']);

function isText(node: PhpNode): boolean {
  if (node.kind === 'string' || node.kind === 'nowdoc' || node.kind === 'encapsed') return true;
  return node.kind === 'bin' && node['type'] === '.';
}

interface Part {
  readonly start: number;
  readonly at: number;
}

/** Literals and concatenations as one text. */
function joined(root: PhpNode, source: string): { text: string; starts: Part[] } {
  let text = '';
  const starts: Part[] = [];
  const add = (start: number, content: string) => {
    starts.push({ start, at: text.length });
    text += content;
  };
  const open: PhpNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const [range] = rangeOf(node);
    const { left, right, value, expression } = node;
    if (node.kind === 'bin' && node['type'] === '.' && isNode(left) && isNode(right)) open.push(right, left);
    else if (node.kind === 'encapsed' && Array.isArray(value)) open.push(...value.filter(isNode).reverse());
    else if (node.kind === 'encapsedpart' && isNode(expression) && expression.kind === 'string') {
      const part = heredocText(expression, source);
      add(part.start, part.text);
    } else if (node.kind === 'string' && range) {
      const quoted = /^b?['"]/.exec(source.slice(range.start, range.start + 2))?.[0].length ?? 0;
      add(range.start + quoted, source.slice(range.start + quoted, range.end - (quoted > 0 ? 1 : 0)));
    } else if (node.kind === 'nowdoc' && range && typeof value === 'string') {
      const within = source.slice(range.start, range.end).indexOf(value);
      add(range.start + Math.max(0, within), value);
    } else text += HOLE;
  }
  return { text, starts };
}

function list(value: unknown): PhpNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function rangeOf(node: PhpNode): { start: number; end: number }[] {
  return node.loc ? [{ start: node.loc.start.offset, end: node.loc.end.offset }] : [];
}
