import type { ts } from 'ts-morph';

/** Where those who wrap a function find a value that it uses. */
export type Source =
  /** In the call: `0.domain`, `this.hook`. */
  | { readonly place: string; readonly isAsked?: boolean }
  /** By an expression that is seen from where the function stands. */
  | { readonly node: ts.Expression; readonly more?: string }
  /** By an expression that means the same everywhere: `process.env.HOOK`. */
  | { readonly text: string }
  /** It is always the same. */
  | { readonly fixed: string | number };
