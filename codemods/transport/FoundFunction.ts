import type { ts } from 'ts-morph';
import type { SourceText } from '../site';

export type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

/** A function that can be called by a name. */
export interface FoundFunction {
  readonly name: string;
  readonly node: FunctionNode;
  readonly file: SourceText;
  readonly tree: ts.SourceFile;
  /** It stands under wrapCall already. */
  readonly wrapped: boolean;
}
