/** How a method's name sits in a text: the whole of it, the end of a URL's path, the head of batch text, its own first part, or prose. */
export type NameRole = 'name' | 'url' | 'query' | 'partial' | 'text';

export interface NameFound {
  readonly role: NameRole;
  /** Without `.json`. */
  readonly name: string;
}

/** Stands for what is only known at run time. */
export const HOLE = '\ufffc';

/** No name, and no address with one, is longer; a text of thousands of names is looked at once, not once for each. */
const WINDOW = 2_000;

const NAME = /^imbot(?:\.[A-Za-z][A-Za-z0-9_]*)+/;

/** The text is that of a literal, or of a whole template or concatenation with HOLE for its dynamic parts. */
export function nameIn(text: string, index: number): NameFound {
  const before = text.slice(Math.max(0, index - WINDOW), index);
  const whole = NAME.exec(text.slice(index, index + WINDOW))?.[0] ?? 'imbot';
  const name = whole.replace(/\.(?:json|xml)$/, '');
  const after = text.slice(index + whole.length, index + whole.length + WINDOW);
  return { role: roleOf(before, whole !== name, after), name };
}

function roleOf(before: string, hasExtension: boolean, after: string): NameRole {
  if (/\bcmd(?:\[|%5B)[^=\s]*=$/i.test(before)) return 'query';
  // White space around a whole name: what the portal makes of it is not known, but it is no prose.
  if (/^\s*$/.test(before) && /^\s*$/.test(after) && before + after !== '') return 'partial';
  if (/[\s<>]/.test(before)) return 'text';
  const inUrl = before.endsWith('/') || before.endsWith(HOLE);
  if (before !== '' && !inUrl) return 'text';
  if (after === '' || after === '/') return inUrl || hasExtension ? 'url' : after === '' ? 'name' : 'text';
  if (after === '.' || after.startsWith(`.${HOLE}`)) return after === '.' ? 'text' : 'partial';
  if (after.startsWith('?')) return /^\?(?:$|[\w[\]%]+=|\ufffc)/.test(after) ? (inUrl ? 'url' : 'query') : 'text';
  if (after.startsWith(HOLE) && !/\s/.test(after)) return inUrl ? 'url' : 'partial';
  return 'text';
}
