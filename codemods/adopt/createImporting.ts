import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { isPage } from '../find/maskOutsideScripts';
import { attached } from '../source/attached';
import type { Importing } from './Importing';

/** Asks once per folder what stands around it: package.json, deno.json, import maps, pages. */
export function createImporting(cwd: string): (tree: ts.SourceFile) => Importing | undefined {
  const folders = new Map<string, Surroundings>();
  // Every site of a file asks.
  const known = attached<ts.SourceFile, { readonly importing: Importing | undefined }>();
  return (tree) => {
    const before = known.get(tree);
    if (before) return before.importing;
    const importing = importingIn(tree, surroundings(dirname(resolve(cwd, tree.fileName)), cwd, folders));
    known.set(tree, { importing });
    return importing;
  };
}

/** As the text of the file alone tells, where nobody knows what stands around it. */
export function importingAlone(tree: ts.SourceFile): Importing | undefined {
  return importingIn(tree, { type: 'module', isMapped: false, pages: [] });
}

function importingIn(tree: ts.SourceFile, around: Surroundings): Importing | undefined {
  const style = styleOf(tree, around);
  const modules = new Map<string, string>();
  const from = (module: string): string => {
    const found = modules.get(module) ?? specifier(module, tree, around);
    modules.set(module, found);
    return found;
  };
  return style && { style, from };
}

interface Surroundings {
  /** `type` of the nearest package.json. */
  readonly type?: string;
  /** An import map names this package. */
  readonly isMapped: boolean;
  /** Texts of the pages in this folder and above. */
  readonly pages: readonly string[];
}

function surroundings(directory: string, cwd: string, known: Map<string, Surroundings>): Surroundings {
  const before = known.get(directory);
  if (before) return before;
  const parent = dirname(directory);
  const above =
    directory === cwd || parent === directory || !directory.startsWith(cwd)
      ? undefined
      : surroundings(parent, cwd, known);
  const manifest = parsed(join(directory, 'package.json'));
  const type = field(manifest, 'type');
  const around: Surroundings = {
    ...(manifest === undefined
      ? above?.type === undefined
        ? {}
        : { type: above.type }
      : { type: String(type ?? '') }),
    isMapped: above?.isMapped === true || MAPS.some((name) => textAt(join(directory, name)).includes('"imbot-compat')),
    pages: [...(above?.pages ?? []), ...pagesIn(directory)],
  };
  known.set(directory, around);
  return around;
}

const MAPS = ['deno.json', 'deno.jsonc', 'import_map.json', 'importmap.json'];

function pagesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.html?$/i.test(name))
      .slice(0, 50)
      .map((name) => textAt(join(directory, name)));
  } catch {
    return [];
  }
}

function textAt(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}

function parsed(path: string): unknown {
  const text = textAt(path);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const BROWSER = /\b(?:BX24|BX|document|window|jQuery)\s*[.([]|\$\(/;

function styleOf(tree: ts.SourceFile, { type, pages }: Surroundings): Importing['style'] | undefined {
  const s = syntax();
  const { fileName, text } = tree;
  if (/\.(?:vue|svelte)$/i.test(fileName)) return 'import';
  if (isPage(fileName)) return importsInPage(tree) ? 'import' : undefined;
  if (/\.(?:cjs|cts)$/i.test(fileName)) return 'require';
  if (/\.(?:mjs|mts|tsx?)$/i.test(fileName)) return 'import';
  const isModule = tree.statements.some(
    (one) =>
      s.isImportDeclaration(one) ||
      s.isExportDeclaration(one) ||
      s.isExportAssignment(one) ||
      (s.canHaveModifiers(one) && s.getModifiers(one)?.some(({ kind }) => kind === s.SyntaxKind.ExportKeyword)),
  );
  if (isModule || /\bimport\.meta\b/.test(text)) return 'import';
  if (/\brequire\s*\(|\bmodule\.exports\b|\bexports\.[\w$]/.test(text)) return 'require';
  // Neither is seen: a script of a page has no way to load a module.
  const name = fileName.split('/').at(-1) ?? fileName;
  const tags = pages.flatMap((page) => [...page.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag));
  const own = tags.filter((tag) => tag.includes(name));
  if (own.some((tag) => /\btype\s*=\s*["']?module/i.test(tag))) return undefined;
  if (own.length > 0 || BROWSER.test(text)) return undefined;
  return type === 'module' ? 'import' : 'require';
}

/** The module scripts of a page import, and by names that something resolves. */
function importsInPage(tree: ts.SourceFile): boolean {
  return tree.statements.some(
    (one) => syntax().isImportDeclaration(one) && !/^['"][./]/.test(one.moduleSpecifier.getText(tree)),
  );
}

/** Bare names need somebody who resolves them: npm, a bundler, or an import map. */
function specifier(module: string, tree: ts.SourceFile, { isMapped }: Surroundings): string {
  if (isMapped) return module;
  const imports = specifiersIn(tree);
  const usesDeno =
    /\bDeno\.\w/.test(tree.text) || imports.some((one) => /^(?:npm|jsr):|^https:\/\/deno\.land\//.test(one));
  if (usesDeno) return `npm:${module}`;
  const cdn = imports.map((one) => /^https:\/\/esm\.(?:sh|run)\//.exec(one)?.[0]).find((one) => one !== undefined);
  const usesNames = imports.some((one) => !/^(?:[./#@]|https?:|node:)/.test(one) || /^@[^/]/.test(one));
  return cdn !== undefined && !usesNames ? `${cdn}${module}` : module;
}

function specifiersIn(tree: ts.SourceFile): string[] {
  const s = syntax();
  return tree.statements.flatMap((one) =>
    (s.isImportDeclaration(one) || s.isExportDeclaration(one)) &&
    one.moduleSpecifier &&
    s.isStringLiteral(one.moduleSpecifier)
      ? [one.moduleSpecifier.text]
      : [],
  );
}
