import type { ts } from 'ts-morph';
import type { Importing } from '../adopt/Importing';
import { isPage } from '../maskOutsideScripts';
import type { TransformContext } from '../site';
import { isCommonJs } from './importEdit';
import { isModule } from './isModule';

/** How a file takes a module of this package; undefined where it cannot. The scripts of a page are no module together. */
export function importingOf(tree: ts.SourceFile, { importing }: TransformContext): Importing | undefined {
  if (isPage(tree.fileName) && !/\.(?:vue|svelte)$/i.test(tree.fileName)) return undefined;
  if (importing) return importing(tree);
  return isModule(tree) ? { style: isCommonJs(tree) ? 'require' : 'import', from: (module) => module } : undefined;
}
