import type { ts } from 'ts-morph';
import type { FunctionNode } from '../transport/types';
import type { Layout } from './Layout';

/** One change that puts what passes it under the facade. */
export type Choice =
  /** A function of the team's own, under wrapCall. */
  | {
      readonly kind: 'call';
      readonly key: string;
      readonly node: FunctionNode;
      readonly name: string;
      readonly layout: Layout;
      /** It puts in a CLIENT_ID that nothing outside of it tells: it stays on v1 until that is filled in. */
      readonly isHeld: boolean;
      /** It returns something with methods of its own: the shim keeps it on v1. */
      readonly returnsOwn: boolean;
      /** It tells failures by the portal's text alone, which is another one in v2. */
      readonly hidesCode: boolean;
      /** It writes to a log what it sends or gets. */
      readonly logs: boolean;
      readonly tree: ts.SourceFile;
    }
  /** The `fetch` of one file, an instance of axios or the axios of one file, the BX24 of a page. */
  | {
      readonly kind: 'fetch' | 'axios' | 'BX24';
      readonly key: string;
      readonly tree: ts.SourceFile;
      /** The call that makes the instance. */
      readonly made?: ts.Node;
      /** The axios that a file requires, where it stands. */
      readonly declared?: ts.VariableDeclaration;
    }
  /** The ky of one file, under the name of its import. */
  | { readonly kind: 'ky'; readonly key: string; readonly tree: ts.SourceFile; readonly name: ts.Identifier }
  /** The imports of the SDK in some files. */
  | { readonly kind: 'sdk'; readonly key: string; readonly files: readonly string[] };
