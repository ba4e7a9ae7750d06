import type { ts } from 'ts-morph';
import { importEdit } from '../rewrite/importEdit';
import type { Edit, Site, SourceText } from '../site';
import { syntax, treeOf } from '../sourceFile';
import { quoteOf, WRAP_MODULE } from './wrapEdits';

/** What URL calls and page calls go through that is no function of the team's own. */
export interface GlobalWrap {
  readonly global: 'fetch' | 'axios' | 'BX24';
  /** None where it is wrapped already. */
  readonly edits: readonly Edit[];
}

const MODULES = { fetch: WRAP_MODULE, axios: WRAP_MODULE, BX24: 'imbot-compat/bx24' } as const;
const WRAPPERS = { fetch: 'wrapFetch', axios: 'wrapAxios', BX24: 'wrapBX24' } as const;

const LINES = {
  fetch: 'const fetch = wrapFetch(globalThis.fetch)',
  axios: 'wrapAxios(axios)',
  BX24: 'window.BX24 = wrapBX24(window.BX24)',
} as const;

/** Puts fetch, an imported axios or the page's BX24 under the facade for one file; undefined where that cannot be seen. */
export function wrapGlobal(site: Site, file: SourceText): GlobalWrap | undefined {
  const tree = treeOf(file);
  const global = globalOf(site, tree);
  if (!global) return undefined;
  const wrapper = WRAPPERS[global];
  if (new RegExp(`\\b${wrapper}\\(`).test(tree.text)) return { global, edits: [] };
  const imports = importEdit(tree, MODULES[global], new Map([[wrapper, wrapper]]), quoteOf(tree));
  const end = /;[ \t]*$/m.test(tree.text) ? ';' : '';
  const line = `${LINES[global]}${end}`;
  if (!imports) return undefined;
  // One insertion: the line stands right behind the import that it needs.
  const text = imports.text.startsWith('\n')
    ? `${imports.text}\n\n${line}`
    : imports.text.replace('\n\n', `\n\n${line}\n\n`);
  return imports.text.startsWith(',') ? undefined : { global, edits: [{ ...imports, text }] };
}

function globalOf({ kind, shape }: Site, tree: ts.SourceFile): GlobalWrap['global'] | undefined {
  const callee = shape?.callee ?? '';
  if (/^BX24\.(?:callMethod|callBatch)$/.test(callee) || isInBx24Batch(shape?.container)) {
    return isModule(tree) ? 'BX24' : undefined;
  }
  if (kind !== 'url') return undefined;
  if (callee === 'fetch' && !declares(tree, 'fetch')) return isModule(tree) ? 'fetch' : undefined;
  return /^axios(?:\.\w+)?$/.test(callee) && isImported(tree, 'axios') ? 'axios' : undefined;
}

/** In a classic script a `const fetch` would be everybody's. */
function isModule(tree: ts.SourceFile): boolean {
  const { isExportAssignment, isExportDeclaration, isImportDeclaration, canHaveModifiers, getModifiers, SyntaxKind } =
    syntax();
  return tree.statements.some(
    (one) =>
      isImportDeclaration(one) ||
      isExportDeclaration(one) ||
      isExportAssignment(one) ||
      (canHaveModifiers(one) && getModifiers(one)?.some(({ kind }) => kind === SyntaxKind.ExportKeyword)),
  );
}

function isInBx24Batch(node: ts.Node | undefined): boolean {
  const { isCallExpression } = syntax();
  for (let at = node?.parent; at; at = at.parent) {
    if (isCallExpression(at)) return /^BX24\.callBatch$/.test(at.expression.getText());
  }
  return false;
}

function declares(tree: ts.SourceFile, name: string): boolean {
  return new RegExp(`\\b(?:const|let|var|function|import|async function)\\s+(?:\\{[^}]*\\b)?${name}\\b`).test(
    tree.text,
  );
}

function isImported(tree: ts.SourceFile, name: string): boolean {
  return new RegExp(
    `\\bimport\\s+${name}\\s+from\\s+['"]${name}['"]|\\b${name}\\s*=\\s*require\\(['"]${name}['"]\\)`,
  ).test(tree.text);
}
