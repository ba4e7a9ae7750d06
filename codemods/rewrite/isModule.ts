import type { ts } from 'ts-morph';
import { isPage } from '../maskOutsideScripts';
import { syntax } from '../sourceFile';

const BROWSER = /\b(?:BX24|BX|document|window|jQuery)\b|\$\(/;

/**
 * Can the file import? A script of a page cannot, nor can a file that shows neither import, export nor require and
 * speaks to a page. Node takes any other file for a module once it imports.
 */
export function isModule(tree: ts.SourceFile): boolean {
  const { fileName, text } = tree;
  if (isPage(fileName)) return /\.(?:vue|svelte)$/i.test(fileName);
  if (/\.[mc][jt]s$/i.test(fileName)) return true;
  if (syntax().isExternalModule(tree) || /\brequire\(|\bmodule\.exports\b|\bexports\./.test(text)) return true;
  return !BROWSER.test(text);
}
