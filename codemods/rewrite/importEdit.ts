import type { ts } from 'ts-morph';
import { attached } from '../attached';
import type { Edit } from '../site';
import { syntax } from '../sourceFile';
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
  const semicolon = usesSemicolons(tree) ? ';' : '';
  const line = style === 'require' ? `const ${names} = require(${from})` : `import ${names} from ${from}`;
  return inserted(tree, `${line}${semicolon}`, style, options.isFirst);
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

function requiredModule(node: ts.Expression): string | undefined {
  const s = syntax();
  if (!s.isCallExpression(node) || !s.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [specifier] = node.arguments;
  return specifier && s.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

function listed(names: readonly (readonly [string, string])[], style: 'import' | 'require'): string {
  const as = style === 'import' ? ' as ' : ': ';
  return names.map(([name, local]) => (name === local ? name : `${name}${as}${local}`)).join(', ');
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

/**
 * Behind the last import, else before the first statement. What is required is not hoisted: it goes behind the last of those
 * that stand together at the head. Comments at the head of the file stay there.
 */
function inserted(tree: ts.SourceFile, line: string, style: FoundImports['style'], isFirst = false): Edit {
  const s = syntax();
  const isDirective = (one: ts.Statement) => s.isExpressionStatement(one) && s.isStringLiteral(one.expression);
  const isImport = (one: ts.Statement): boolean =>
    (!isFirst &&
      (s.isImportDeclaration(one) ||
        (s.isVariableStatement(one) &&
          one.declarationList.declarations.some(
            ({ initializer }) => initializer && requiredModule(initializer) !== undefined,
          )))) ||
    isDirective(one);
  const head = tree.statements.findIndex((one) => !isImport(one));
  const last =
    style === 'import' && !isFirst
      ? tree.statements.filter(isImport).at(-1)
      : tree.statements[(head < 0 ? tree.statements.length : head) - 1];
  if (last) return { start: last.end, end: last.end, text: `\n${indentOf(tree, last)}${line}` };
  const first = tree.statements[0];
  const at = first ? headOf(tree, first) : tree.text.length;
  return {
    start: at,
    end: at,
    text: `${line}\n${isFirst && first && s.isImportDeclaration(first) ? '' : '\n'}${first ? indentOf(tree, first) : ''}`,
  };
}

/** Where the first statement begins, with the documentation that stands directly above it. */
function headOf(tree: ts.SourceFile, first: ts.Statement): number {
  const start = first.getStart(tree);
  const comment = syntax().getLeadingCommentRanges(tree.text, first.pos)?.at(-1);
  if (!comment) return start;
  const text = tree.text.slice(comment.pos, comment.end);
  const isOfStatement = /^\r?\n?[ \t]*$/.test(tree.text.slice(comment.end, start)) && text.startsWith('/**');
  return isOfStatement && !/@(?:license|file|fileoverview|module|packageDocumentation|preserve)\b|copyright/i.test(text)
    ? comment.pos
    : start;
}

/** Script blocks of a page are often indented. */
function indentOf(tree: ts.SourceFile, node: ts.Node): string {
  const start = node.getStart(tree);
  const line = tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*$/.test(line) ? line : '';
}
