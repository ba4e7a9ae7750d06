import type { ts } from 'ts-morph';

/** How one function is put under wrapCall. */
export interface WrapParts {
  readonly tree: ts.SourceFile;
  /** What wrapCall is called in the file. */
  readonly wrap: string;
  /** Source of the options. */
  readonly options: string;
  readonly quote: "'" | '"';
  /** `;` or nothing, for a statement that is put in at an offset. */
  readonly endAt: (offset: number) => string;
  /** JavaScript whose comments tell a compiler the types. */
  readonly isDocTyped: boolean;
  /** Nothing can call a function of the file before its line is reached. */
  readonly isQuietBefore: (node: ts.FunctionDeclaration) => boolean;
}
