import type { ts } from 'ts-morph';
import { maskOutsideScripts } from '../find/maskOutsideScripts';
import type { SourceText } from '../plan/site';
import { attached } from '../source/attached';

type Syntax = typeof ts;

let loaded: Syntax | undefined;

/** Raised where the optional dependency is not installed. */
class SyntaxMissing extends Error {
  constructor(cause: unknown) {
    super('This command reads source code with ts-morph, which is not installed. Install it: npm install ts-morph', {
      cause,
    });
    this.name = 'SyntaxMissing';
  }
}

/** Loads ts-morph, once; everything else in this folder works on what it gives. */
export async function loadSyntax(): Promise<Syntax> {
  if (loaded) return loaded;
  try {
    loaded = (await import('ts-morph')).ts;
  } catch (error) {
    throw new SyntaxMissing(error);
  }
  return loaded;
}

/** Guards, SyntaxKind and the parser; loadSyntax() must have been awaited. */
export function syntax(): Syntax {
  if (!loaded) throw new Error('loadSyntax() has not been awaited');
  return loaded;
}

const trees = attached<SourceText, ts.SourceFile>();
let parses = 0;

/**
 * How many files were parsed since the process began.
 *
 * @public the bench reads it
 */
export function parseCount(): number {
  return parses;
}

/** The tree of a file, parsed once per SourceText. No type checker; ts-morph's wrappers would cost more than they give here. */
export function treeOf(file: SourceText): ts.SourceFile {
  const known = trees.get(file);
  if (known) return known;
  const { createSourceFile, ScriptTarget } = syntax();
  const { text, kind } = maskOutsideScripts(file.path, file.text);
  parses += 1;
  const tree = createSourceFile(file.path, text, ScriptTarget.Latest, true, scriptKind(kind));
  trees.set(file, tree);
  return tree;
}

function scriptKind(kind: string): ts.ScriptKind {
  const { ScriptKind } = syntax();
  if (kind === 'tsx') return ScriptKind.TSX;
  return kind === 'ts' ? ScriptKind.TS : ScriptKind.JSX;
}

export interface ParseError {
  readonly offset: number;
  readonly message: string;
}

/** Syntax errors of a tree. */
export function parseErrors(tree: ts.SourceFile): ParseError[] {
  const found: unknown = Reflect.get(tree, 'parseDiagnostics');
  if (!Array.isArray(found)) return [];
  return found.map((entry: { start?: number; messageText?: unknown }) => ({
    offset: entry.start ?? 0,
    message: typeof entry.messageText === 'string' ? entry.messageText : 'syntax error',
  }));
}

/** The smallest node whose text, leading comments left out, covers the offset; undefined within comments. */
export function nodeAt(tree: ts.SourceFile, offset: number): ts.Node | undefined {
  // Names are mostly asked for in the order of the file: the next one is near the last one, however deep that is.
  let node = lasts.get(tree) ?? tree;
  while (node.parent && (offset < node.pos || node.end <= offset)) node = node.parent;
  for (let inner = childAt(node, offset); inner; inner = childAt(node, offset)) node = inner;
  lasts.set(tree, node);
  return node !== tree && startOf(node, tree) <= offset ? node : undefined;
}

const lasts = attached<ts.SourceFile, ts.Node>();

const children = attached<ts.Node, readonly ts.Node[]>();

/** By halving: a list of thousands of statements is not walked for each name in it. */
function childAt(node: ts.Node, offset: number): ts.Node | undefined {
  let list = children.get(node);
  if (!list) {
    const found: ts.Node[] = [];
    syntax().forEachChild(node, (child) => {
      found.push(child);
    });
    // What is written first is not always listed first: modifiers, question marks, JSDoc.
    list = found.sort((a, b) => a.pos - b.pos || a.end - b.end);
    children.set(node, list);
  }
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const child = list[low];
  return child && child.pos <= offset && offset < child.end ? child : undefined;
}

const starts = attached<ts.Node, number>();

/** Where a node begins behind its comments, which may be long and hold many names. */
function startOf(node: ts.Node, tree: ts.SourceFile): number {
  const known = starts.get(node);
  if (known !== undefined) return known;
  const start = node.getStart(tree);
  starts.set(node, start);
  return start;
}
