import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import { referencesOf } from '../source/declarations';

/** Takes out of the imports the names that are used within these edits only. The module itself is loaded as before. */
export function unusedImports(tree: ts.SourceFile, edits: readonly Edit[]): Edit[] {
  const s = syntax();
  const isGone = (one: ts.ImportSpecifier): boolean => {
    const uses = referencesOf(one, tree);
    return (
      uses.length > 0 &&
      uses.every((use) => edits.some(({ start, end }) => start <= use.getStart(tree) && use.end <= end)) &&
      !edits.some(({ text }) => new RegExp(`(?<![\\w$.])${one.name.text.replaceAll('$', '\\$')}(?![\\w$])`).test(text))
    );
  };
  return tree.statements.flatMap((statement): Edit[] => {
    if (!s.isImportDeclaration(statement) || !statement.importClause) return [];
    const { name, namedBindings } = statement.importClause;
    if (!namedBindings || !s.isNamedImports(namedBindings)) return [];
    const { elements } = namedBindings;
    const kept = elements.filter((one) => !isGone(one));
    if (kept.length === elements.length) return [];
    if (kept.length > 0)
      return [
        {
          start: elements[0]?.getStart(tree) ?? namedBindings.end,
          end: elements.at(-1)?.end ?? namedBindings.end,
          text: kept.map((one) => one.getText(tree)).join(', '),
        },
      ];
    const clause = statement.importClause;
    return name
      ? [{ start: name.end, end: namedBindings.end, text: '' }]
      : [{ start: clause.getStart(tree), end: statement.moduleSpecifier.getStart(tree), text: '' }];
  });
}
