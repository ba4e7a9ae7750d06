import type { ts } from 'ts-morph';
import { insertAt } from '../files/edits';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import { attached } from '../source/attached';
import { type HeadEnd, headEnd } from '../source/headEnd';
import { isLoading } from '../source/isLoading';
import { lineEnd } from '../source/lineEnd';
import { requiredModule } from '../source/requiredModule';
import type { Imports } from './Imports';

export interface FoundImports {
  /** Exported name → name in the file. */
  readonly names: ReadonlyMap<string, string>;
  /** Behind the last name. */
  readonly end: number;
  readonly style: 'import' | 'require';
}

interface ImportOptions {
  /** Default: that of the file. */
  readonly style?: 'import' | 'require';
  /** Before all other statements that load something. Default: behind those that stand together at the head. */
  readonly isFirst?: boolean;
}

/** The edit that brings names of a module into the file, in the file's style; undefined where all are there. */
export function importEdit(
  tree: ts.SourceFile,
  module: string,
  wanted: Imports,
  quote: "'" | '"',
  options: ImportOptions = {},
): Edit | undefined {
  const found = importsOf(tree, module);
  const missing = [...wanted].filter(([name]) => !found?.names.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (missing.length === 0) return undefined;
  if (found) return { start: found.end, end: found.end, text: `, ${listed(missing, found.style)}` };
  const { style = 'import' } = options;
  const names = `{ ${listed(missing, style)} }`;
  const from = `${quote}${module}${quote}`;
  const line = style === 'require' ? `const ${names} = require(${from})` : `import ${names} from ${from}`;
  return inserted(tree, line, style, options.isFirst);
}

/** What the file takes from a module by name. */
export function importsOf(tree: ts.SourceFile, module: string): FoundImports | undefined {
  const found = imported.get(tree) ?? new Map<string, FoundImports | undefined>();
  imported.set(tree, found);
  if (!found.has(module)) found.set(module, findImports(tree, module));
  return found.get(module);
}

/** Asked for each site of a file. */
const imported = attached<ts.SourceFile, Map<string, FoundImports | undefined>>();

function findImports(tree: ts.SourceFile, module: string): FoundImports | undefined {
  const s = syntax();
  for (const statement of tree.statements) {
    if (s.isImportDeclaration(statement) && s.isStringLiteral(statement.moduleSpecifier)) {
      const named = statement.importClause?.namedBindings;
      if (statement.moduleSpecifier.text !== module || !named || !s.isNamedImports(named)) continue;
      const last = named.elements.at(-1);
      if (!last || statement.importClause?.isTypeOnly) continue;
      const names = named.elements.map(({ name, propertyName }): [string, string] => [
        (propertyName ?? name).text,
        name.text,
      ]);
      return { names: new Map(names), end: last.end, style: 'import' };
    }
    const required = s.isVariableStatement(statement) ? requiredNames(statement, module) : undefined;
    if (required) return required;
  }
  return undefined;
}

function requiredNames(statement: ts.VariableStatement, module: string): FoundImports | undefined {
  const s = syntax();
  for (const { name, initializer } of statement.declarationList.declarations) {
    if (!initializer || !s.isObjectBindingPattern(name) || requiredModule(initializer) !== module) continue;
    const last = name.elements.at(-1);
    if (!last || last.dotDotDotToken) continue;
    const names = name.elements.map(({ name: local, propertyName }): [string, string] => [
      (propertyName ?? local).getText(),
      local.getText(),
    ]);
    return { names: new Map(names), end: last.end, style: 'require' };
  }
  return undefined;
}

function listed(names: readonly (readonly [string, string])[], style: 'import' | 'require'): string {
  const as = style === 'import' ? ' as ' : ': ';
  return names.map(([name, local]) => (name === local ? name : `${name}${as}${local}`)).join(', ');
}

/** Behind the last import, else where the head of the file ends: what is required is not hoisted. */
function inserted(tree: ts.SourceFile, line: string, style: FoundImports['style'], isFirst = false): Edit {
  const s = syntax();
  const last = style === 'import' && !isFirst ? tree.statements.filter((one) => isLoading(one)).at(-1) : undefined;
  const { offset, behind }: HeadEnd = last ? { offset: last.end, behind: last } : headEnd(tree, isFirst);
  const text = `${line}${lineEnd(tree, offset)}`;
  if (behind) return insertAt(offset, `\n${indentOf(tree, behind)}${text}`);
  const [first] = tree.statements;
  const gap = isFirst && first && s.isImportDeclaration(first) ? '' : '\n';
  return insertAt(offset, `${text}\n${gap}${first ? indentOf(tree, first) : ''}`);
}

/** Script blocks of a page are often indented. */
function indentOf(tree: ts.SourceFile, node: ts.Node): string {
  const start = node.getStart(tree);
  const line = tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*$/.test(line) ? line : '';
}
