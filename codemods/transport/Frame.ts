import type { ts } from 'ts-morph';
import type { Value } from './Value';

/** One run of a function, or a file, or a function around a site that nobody was seen to call. */
export interface Frame {
  readonly node: ts.Node;
  readonly tree: ts.SourceFile;
  readonly outer?: Frame;
  /** Values of declarations: variables, parameters. */
  readonly values: Map<ts.Node, Value>;
  readonly self?: Value;
  readonly given?: readonly Value[];
  /** The body is run from top to bottom; otherwise names are looked up by need. */
  readonly runs: boolean;
  readonly returned: Returned[];
}

/** What a function gives back, and whether it does so because the call failed. */
export interface Returned {
  readonly value: Value;
  readonly onFailure: boolean;
  readonly isThrown: boolean;
}
