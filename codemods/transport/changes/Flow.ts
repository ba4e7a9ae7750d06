import type { ts } from 'ts-morph';

/** Something that stands at an expression, or under names within it: `*` an entry, `**` anywhere, `()` what it gives when called. */
export interface Flow {
  readonly node: ts.Expression;
  readonly path: readonly string[];
}

/** A call of a package that nobody knows, and what of it is handed over. */
export interface Reached {
  readonly node: ts.Node;
  readonly target: ts.Expression;
}

/** Where it goes from there. */
export interface Next {
  readonly next: readonly Flow[];
  readonly reached?: Reached;
}
