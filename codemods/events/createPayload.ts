import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import { Unprovable } from '../source/Unprovable';

/** What is gathered while a payload is followed. */
export interface Payload {
  readonly tree: ts.SourceFile;
  /** Functions of this file that a part of the payload was handed to, and the calls that did. */
  readonly calls: Map<ts.Node, Set<ts.Node>>;
  /** Declarations whose value is the id of the event's bot or command: `Object.keys(BOT)[0]`. */
  readonly ids: Map<ts.Node, 'bot' | 'command'>;
  /** The events that may be at hand there. @throws Unprovable */
  eventsAt(node: ts.Node): readonly string[];
  /** While a function is followed: what its callers know. */
  within(events: readonly string[] | undefined, follow: () => void): void;
  replace(start: number, end: number, text: string): void;
  /** Puts a bracket before a node. @throws Unprovable where the line before would take it for its own continuation */
  open(node: ts.Node, bracket: string): void;
  /** Replaces all of it; other edits inside are dropped. */
  swallow(start: number, end: number, text: string): void;
  edits(): Edit[];
}

export function createPayload(tree: ts.SourceFile, branch: (node: ts.Node) => readonly string[] | undefined): Payload {
  const edits: Edit[] = [];
  const swallowed: Edit[] = [];
  let inherited: readonly string[] | undefined;

  return {
    tree,
    calls: new Map(),
    ids: new Map(),
    eventsAt(node) {
      const events = branch(node) ?? inherited;
      if (!events) throw new Unprovable('event-branch');
      return events;
    },
    within(events, follow) {
      const outer = inherited;
      inherited = events;
      follow();
      inherited = outer;
    },
    replace(start, end, text) {
      if (!edits.some((one) => one.start === start && one.end === end && one.text === text))
        edits.push({ start, end, text });
    },
    open(node, bracket) {
      if (mayContinue(node, tree)) throw new Unprovable('event-unproven');
      this.replace(node.getStart(tree), node.getStart(tree), bracket);
    },
    swallow(start, end, text) {
      swallowed.push({ start, end, text });
    },
    edits() {
      const kept = edits.filter(({ start, end }) => !swallowed.some((one) => one.start <= start && end <= one.end));
      return [...kept, ...swallowed];
    },
  };
}

/** Code without semicolons: a line that begins with a bracket goes on with the line before it. */
function mayContinue(node: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const start = node.getStart(tree);
  let at = node;
  while (at.parent && at.parent.getStart(tree) === start) at = at.parent;
  if (
    !s.isExpressionStatement(at) ||
    !(s.isBlock(at.parent) || s.isSourceFile(at.parent) || s.isCaseOrDefaultClause(at.parent))
  )
    return false;
  const index = at.parent.statements.indexOf(at);
  const before = index > 0 ? at.parent.statements[index - 1] : undefined;
  return before !== undefined && tree.text[before.end - 1] !== ';';
}
