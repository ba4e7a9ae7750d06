import type { ts } from 'ts-morph';

export type NamedFunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration;

/** A function that can be called by a name. */
export interface FoundFunction {
  readonly name: string;
  readonly node: NamedFunctionNode;
  readonly tree: ts.SourceFile;
}
