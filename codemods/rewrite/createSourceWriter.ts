import type { ts } from 'ts-morph';
import { isNameTaken } from '../source/declarations';
import type { SourceWriter } from '../source/SourceRule';
import { Unprovable } from '../source/Unprovable';
import type { ValueHelper } from '../source/valueHelpers';
import type { Imports } from './Imports';
import { importsOf } from './importEdit';
import type { SiteSettings } from './SiteSettings';

/**
 * A writer for one site. What it takes from imbot-compat/values is put into `imports`.
 * @param values how the file names that module; undefined in scripts of a page, which have no module to import from
 */
export function createSourceWriter(
  tree: ts.SourceFile,
  quote: "'" | '"',
  imports: Imports,
  {
    values,
    inBatch,
    isForm = false,
    find,
    onlyReads,
  }: Pick<SiteSettings, 'values' | 'inBatch' | 'find' | 'onlyReads'> & { readonly isForm?: boolean },
): SourceWriter {
  return {
    tree,
    quote,
    inBatch,
    isForm,
    ...(find ? { find } : {}),
    ...(onlyReads ? { onlyReads } : {}),
    optional: false,
    helper(name: ValueHelper): string {
      if (values === undefined) throw new Unprovable('unproven-value');
      const local = importsOf(tree, values)?.names.get(name) ?? localName(name, tree);
      imports.set(name, local);
      return local;
    },
  };
}

/** Rules are called `id` and `keyboard`, and so are many variables. */
function localName(name: string, tree: ts.SourceFile): string {
  if (!isNameTaken(name, tree)) return name;
  const other = `imbot${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  let local = other;
  for (let count = 2; isNameTaken(local, tree); count += 1) local = `${other}${count}`;
  return local;
}
