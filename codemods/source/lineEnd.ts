import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** How a statement that is put in ends: as those of the file do, but never so that what follows goes on with it. */
export function lineEnd(tree: ts.SourceFile, offset: number): ';' | '' {
  return usesSemicolons(tree) || goesOn(tree.text, offset) ? ';' : '';
}

/** As the statements do that may end with one. */
function usesSemicolons(tree: ts.SourceFile): boolean {
  const s = syntax();
  const ends = tree.statements
    .filter(
      (one) =>
        s.isExpressionStatement(one) ||
        s.isVariableStatement(one) ||
        s.isImportDeclaration(one) ||
        s.isExportAssignment(one),
    )
    .map((one) => tree.text[one.end - 1]);
  return ends.length === 0 || ends.includes(';');
}

/** `(async () => { … })()` behind a statement without semicolon would call what that statement gives. */
function goesOn(text: string, offset: number): boolean {
  const s = syntax();
  const trivia = s.getLeadingCommentRanges(text, offset)?.at(-1);
  const trailing = s.getTrailingCommentRanges(text, offset)?.at(-1);
  const from = Math.max(offset, trivia?.end ?? 0, trailing?.end ?? 0);
  GOES_ON.lastIndex = from;
  return GOES_ON.test(text);
}

const GOES_ON = /\s*[([`+\-*/%.,?<>=&|^]/y;
