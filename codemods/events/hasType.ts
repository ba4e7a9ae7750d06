import type { ts } from 'ts-morph';

/** Is it declared to be of a type that the v2 shape would not fit? */
export function hasType({ type }: { readonly type?: ts.TypeNode }): boolean {
  return type !== undefined && !/^(?:any|Record<string, any>)$/.test(type.getText());
}
