import type { ts } from 'ts-morph';
import { importingAlone } from '../adopt/createImporting';
import type { Importing } from '../adopt/Importing';
import { isPage } from '../find/maskOutsideScripts';
import type { TransformContext } from '../plan/site';

/** How a file takes a module of this package; undefined where it cannot. The scripts of a page are no module together. */
export function importingOf(
  tree: ts.SourceFile,
  { importing = importingAlone }: TransformContext,
): Importing | undefined {
  if (isPage(tree.fileName) && !/\.(?:vue|svelte)$/i.test(tree.fileName)) return undefined;
  return importing(tree);
}
