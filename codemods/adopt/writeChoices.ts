import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { importEdit, importsOf } from '../rewrite/importEdit';
import { isNameTaken } from '../source/declarations';
import { type HeadEnd, headEnd } from '../source/headEnd';
import { lineEnd } from '../source/lineEnd';
import type { Reach } from '../transport/types';
import type { Choice } from './Choice';
import type { Importing } from './Importing';
import { indentOf, insertion } from './insertions';
import { isInCircle } from './isInCircle';
import { isQuietBefore } from './isQuietBefore';
import { layoutText } from './layoutText';
import { facadeSpecifier, specifiersOf } from './sdkFiles';
import { wrapForm } from './wrapForm';

const WRAP_MODULE = 'imbot-compat/wrap';
const BX24_MODULE = 'imbot-compat/bx24';

/** What a choice changes in one file. */
export interface ChoiceEdits {
  readonly tree: ts.SourceFile;
  readonly edits: readonly Edit[];
}

/** Why a choice cannot be written. */
export type CannotWrite = 'no-import' | 'form' | ReasonId;

interface ChoiceInput {
  readonly importing: (tree: ts.SourceFile) => Importing | undefined;
  readonly trees: (path: string) => ts.SourceFile | undefined;
  readonly reach: Reach;
  readonly isChecked: (tree: ts.SourceFile) => boolean;
}

/** The edits of one choice; the import that it needs is one of them. */
export function writeChoice(
  choice: Choice,
  { importing, trees, reach, isChecked }: ChoiceInput,
): readonly ChoiceEdits[] | CannotWrite {
  if (choice.kind === 'sdk') return choice.files.flatMap((path) => swapped(trees(path)));
  const { tree } = choice;
  const by = importing(tree);
  if (!by) return 'no-import';
  const quote = quoteOf(tree);
  if (choice.kind === 'call') {
    const wrap = nameFor('wrapCall', WRAP_MODULE, tree, by);
    const edits = wrapForm(choice.node, {
      tree,
      wrap,
      options: layoutText(choice.layout, quote, choice.isHeld),
      quote,
      endAt: (offset) => lineEnd(tree, offset),
      isDocTyped: /\.[mc]?jsx?$/i.test(tree.fileName) && isChecked(tree),
      isQuietBefore: (node) => isQuietBefore(node, tree, reach),
    });
    if (!edits) return 'form';
    const isHoisted = edits.some(({ text }) => /\?\?= /.test(text));
    return [{ tree, edits: [...importOf('wrapCall', wrap, WRAP_MODULE, tree, by, quote, isHoisted), ...edits] }];
  }
  if (choice.kind === 'axios' && choice.made) {
    const wrap = nameFor('wrapAxios', WRAP_MODULE, tree, by);
    const { made } = choice;
    return [
      {
        tree,
        edits: [
          ...importOf('wrapAxios', wrap, WRAP_MODULE, tree, by, quote),
          insertion(made.getStart(tree), `${wrap}(`),
          insertion(made.end, ')'),
        ],
      },
    ];
  }
  const own = choice.kind === 'ky' ? choice.name.text : '';
  const { wrapper, module, line } = LINES[choice.kind];
  // In a script a constant called fetch would be everybody's.
  if (choice.kind === 'BX24' && by.style === 'require') return 'no-import';
  if (nameFor(wrapper, module, tree, by) !== wrapper) return 'form';
  const place = choice.kind === 'axios' && choice.declared ? placeBehind(choice.declared, tree) : headEnd(tree);
  // What is required is there from its line on.
  const known = importsOf(tree, by.from(module));
  if (!place || (known?.style === 'require' && known.end > place.offset)) return 'form';
  if (choice.kind === 'fetch' && isAskedEarly(tree, by, reach)) return hoistedFetch(tree, by, quote, isChecked(tree));
  const text = `${line.replaceAll('{name}', own).replaceAll("'", quote)}${lineEnd(tree, place.offset)}`;
  const renamed =
    choice.kind === 'ky' ? [{ start: choice.name.getStart(tree), end: choice.name.end, text: `${own}V1` }] : [];
  const edits = [...renamed, ...importOf(wrapper, wrapper, module, tree, by, quote), lineEdit(tree, text, place)];
  return [{ tree, edits }];
}

/** May a file that is loaded before run a function of this one? Nothing but functions is there by then. */
function isAskedEarly(tree: ts.SourceFile, { style }: Importing, reach: Reach): boolean {
  const s = syntax();
  const hasExport = tree.statements.some(
    (one) => s.isExportDeclaration(one) || s.isExportAssignment(one) || /^export\b/.test(one.getText(tree)),
  );
  return style === 'import' && hasExport && tree.statements.some(s.isFunctionDeclaration) && isInCircle(tree, reach);
}

/** A function has its place before the first line runs; what it calls is made when it is first called. */
function hoistedFetch(
  tree: ts.SourceFile,
  by: Importing,
  quote: "'" | '"',
  isChecked: boolean,
): readonly ChoiceEdits[] | CannotWrite {
  const known = importsOf(tree, by.from(WRAP_MODULE));
  // What this package exports is there only if it is asked for before the others.
  if ((known && !isFirstImport(tree, by)) || isNameTaken('fetchShim', tree)) return 'form';
  const isTyped = /\.(?:[mc]?tsx?|vue|svelte)$/i.test(tree.fileName);
  const place = headEnd(tree);
  const end = lineEnd(tree, place.offset);
  const doc = (tag: string) => (isChecked && !isTyped ? `/** ${tag} */\n` : '');
  const lines = [
    `${doc('@param {Parameters<typeof globalThis.fetch>} args')}function fetch(${isTyped ? '...args: Parameters<typeof globalThis.fetch>): ReturnType<typeof globalThis.fetch>' : '...args)'} {`,
    `  fetchShim ??= wrapFetch(globalThis.fetch)${end}`,
    `  return fetchShim(...args)${end}`,
    '}',
    '',
    `${doc('@type {typeof globalThis.fetch | undefined}')}var fetchShim${isTyped ? ': typeof globalThis.fetch | undefined' : ''}${end}`,
  ];
  const edits = [
    ...importOf('wrapFetch', 'wrapFetch', WRAP_MODULE, tree, by, quote, true),
    lineEdit(tree, lines.join('\n'), place),
  ];
  return [{ tree, edits }];
}

function isFirstImport(tree: ts.SourceFile, { from }: Importing): boolean {
  const s = syntax();
  const [first] = tree.statements.filter(s.isImportDeclaration);
  return (
    first !== undefined && s.isStringLiteral(first.moduleSpecifier) && first.moduleSpecifier.text === from(WRAP_MODULE)
  );
}

/** A line of its own: behind the head of the file, or before all that it does. */
function lineEdit(tree: ts.SourceFile, text: string, { offset, behind }: HeadEnd): Edit {
  if (!behind) return insertion(offset, `${text}\n\n`);
  const isNested = behind.parent !== tree;
  return insertion(offset, `${isNested ? '\n' : '\n\n'}${isNested ? indentOf(tree, behind) : ''}${text}`);
}

/** Where axios is required: nobody can ask for it before, and in a function nobody elsewhere. */
function placeBehind(declared: ts.VariableDeclaration, tree: ts.SourceFile): HeadEnd | undefined {
  const s = syntax();
  const list = declared.parent;
  const statement = list.parent;
  if (!s.isVariableDeclarationList(list) || !s.isVariableStatement(statement)) return undefined;
  const later = list.declarations.slice(list.declarations.indexOf(declared) + 1);
  // What the same statement makes of it would be made before it is wrapped.
  if (later.some((one) => /\baxios\b/.test(one.initializer?.getText(tree) ?? ''))) return undefined;
  const head = headEnd(tree);
  return statement.parent === tree && statement.end <= head.offset
    ? head
    : { offset: statement.end, behind: statement };
}

const LINES = {
  fetch: { wrapper: 'wrapFetch', module: WRAP_MODULE, line: 'const fetch = wrapFetch(globalThis.fetch)' },
  ky: {
    wrapper: 'wrapFetch',
    module: WRAP_MODULE,
    line: 'const {name} = {name}V1.extend({ fetch: wrapFetch(globalThis.fetch) })',
  },
  axios: { wrapper: 'wrapAxios', module: WRAP_MODULE, line: 'wrapAxios(axios)' },
  BX24: {
    wrapper: 'wrapBX24',
    module: BX24_MODULE,
    // The module may also be loaded where there is no portal around it, or no page.
    line: "if (typeof window !== 'undefined' && window.BX24) window.BX24 = wrapBX24(window.BX24)",
  },
} as const;

function swapped(tree: ts.SourceFile | undefined): ChoiceEdits[] {
  if (!tree) return [];
  const edits = specifiersOf(tree).flatMap(({ node, isType }): Edit[] => {
    const facade = isType ? undefined : facadeSpecifier(node.text);
    return facade === undefined ? [] : [{ start: node.getStart(tree) + 1, end: node.end - 1, text: facade }];
  });
  return edits.length > 0 ? [{ tree, edits }] : [];
}

/** What a wrapper is called in the file. */
function nameFor(name: string, module: string, tree: ts.SourceFile, { from }: Importing): string {
  const known = importsOf(tree, from(module))?.names.get(name);
  if (known !== undefined) return known;
  return isNameTaken(name, tree) ? `${name}OfImbot` : name;
}

function importOf(
  name: string,
  local: string,
  module: string,
  tree: ts.SourceFile,
  { style, from }: Importing,
  quote: "'" | '"',
  isFirst = false,
): Edit[] {
  // A hoisted function may be asked for by a file that is loaded before the last import.
  const inCircle = isFirst && style === 'import' && tree.statements.some((one) => isOwnImport(one));
  const edit = importEdit(tree, from(module), new Map([[name, local]]), quote, { style, isFirst: inCircle });
  return edit ? [edit] : [];
}

function isOwnImport(node: ts.Statement): boolean {
  const s = syntax();
  return s.isImportDeclaration(node) && /^['"][.#@~/]/.test(node.moduleSpecifier.getText());
}

function quoteOf(tree: ts.SourceFile): "'" | '"' {
  const single = tree.text.split("'").length;
  return tree.text.split('"').length > single ? '"' : "'";
}
