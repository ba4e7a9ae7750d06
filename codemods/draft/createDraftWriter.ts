import type { ts } from 'ts-morph';
import type { Imports } from '../rewrite/Imports';
import type { SourceWriter } from '../source/SourceRule';

/** Writes values for a draft: an import is only told of, so every file can have it. */
export function createDraftWriter(tree: ts.SourceFile, quote: "'" | '"', imports: Imports): SourceWriter {
  return {
    tree,
    quote,
    inBatch: false,
    isForm: false,
    optional: false,
    helper(name) {
      imports.set(name, name);
      return name;
    },
  };
}
