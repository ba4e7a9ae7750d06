import { posix } from 'node:path';
import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../files/sourceFile';
import { maskOutsideScripts } from '../find/maskOutsideScripts';
import type { SourceText, TransformContext } from '../plan/site';
import { specifiersIn } from '../source/specifiersIn';
import { FACADE_TYPES, moduleTypes } from './clientTypes';
import { LIBRARY } from './library';
import { type Called, type Trust, trustOf } from './trustOf';

/** What the compiler makes of one file, of what it imports among the given files, and of who imports it. */
export interface Types {
  /**
   * What the compiler says of this text of the file, or then of those that import it, and does not say now.
   * @param others files whose types change with it
   */
  faultsOf(text: string, others?: ReadonlyMap<SourceText, string>): readonly string[];
  /** Files that were read: the file itself and what it imports. */
  readonly files: () => readonly SourceText[];
  /** Do the types of a call tell, and those written around the places that change with it? */
  trustIn(call: Called | undefined, places: readonly ts.Node[]): Trust;
}

export interface TypesOptions {
  /** How strict the project is; default: as strict as can be. */
  readonly compilerOptions?: ts.CompilerOptions;
  /** The module that stands for the client of this package. */
  readonly facade?: string;
}

/** Files read for one check, in the order of their distance: types that are further away count for unknown. */
const MOST_FILES = 80;
/** Files that rest on what changes, and are checked with it. */
const MOST_IMPORTERS = 40;

export function createTypes(file: SourceText, context: TransformContext, options: TypesOptions = {}): Types {
  const s = syntax();
  const settings: ts.CompilerOptions = {
    strict: true,
    ...options.compilerOptions,
    allowJs: true,
    allowImportingTsExtensions: true,
    esModuleInterop: true,
    jsx: s.JsxEmit.Preserve,
    module: s.ModuleKind.ESNext,
    moduleResolution: s.ModuleResolutionKind.Bundler,
    noEmit: true,
    skipLibCheck: true,
    target: s.ScriptTarget.Latest,
    types: [],
  };
  const own = nameOf(file.path);
  const found = new Map<string, SourceText>([[own, file]]);
  const near = once(() => nearest(file, context));
  const host = hostOf(found, near, context, options.facade);
  const before = once(() => programOf([own], { ...host }, settings));
  return {
    faultsOf(text, others = new Map()) {
      const trees = new Map([[own, parsed(file, text)]]);
      for (const [other, changed] of others) trees.set(nameOf(other.path), parsed(other, changed));
      const changed: ts.CompilerHost = {
        ...host,
        getSourceFile: (name, version) => trees.get(name) ?? host.getSourceFile(name, version),
      };
      const program = programOf([own], changed, settings, before.made());
      const faults = added(program, before, [...trees.keys()]);
      if (faults.length > 0) return faults;
      const isSame = others.size === 0 && exportsOf(before(), own) === exportsOf(program, own);
      const roots = isSame ? [] : importersOf([file, ...others.keys()], context, found);
      if (roots === undefined) return [TOO_FAR];
      if (roots.length === 0) return [];
      const around = once(() => programOf([own, ...roots], host, settings, before()));
      return added(programOf([own, ...roots], changed, settings, around()), around, roots);
    },
    files: () => {
      before();
      return [...found.values()];
    },
    trustIn: (call, places) => trustOf(call, places, before().getTypeChecker()),
  };
}

interface Once<T> {
  (): T;
  /** What was made, where it was. */
  readonly made: () => T | undefined;
}

function once<T>(make: () => T): Once<T> {
  let value: { readonly made: T } | undefined;
  const get = (): T => {
    value ??= { made: make() };
    return value.made;
  };
  return Object.assign(get, { made: () => value?.made });
}

function programOf(
  rootNames: readonly string[],
  host: ts.CompilerHost,
  options: ts.CompilerOptions,
  oldProgram?: ts.Program,
): ts.Program {
  return syntax().createProgram({ rootNames, options, host, ...(oldProgram ? { oldProgram } : {}) });
}

/** A name that the compiler takes; a page's script is a module of its own. */
function nameOf(path: string): string {
  return /\.(?:vue|svelte)$/i.test(path) ? `${path}.ts` : path;
}

function parsed(file: SourceText, text: string): ts.SourceFile {
  const { createSourceFile, ScriptTarget } = syntax();
  const { text: code, kind } = maskOutsideScripts(file.path, text);
  return createSourceFile(nameOf(file.path), code, ScriptTarget.Latest, true, kindOf(kind));
}

function kindOf(kind: string): ts.ScriptKind {
  const { ScriptKind } = syntax();
  if (kind === 'tsx') return ScriptKind.TSX;
  return kind === 'ts' ? ScriptKind.TS : ScriptKind.JSX;
}

/** Where the compiler thinks it is: deep enough for the files that a command is given from above. */
const HERE = '/0/1/2/3/4/5/6/7/8/9';

function hostOf(
  found: Map<string, SourceText>,
  near: () => ReadonlySet<string>,
  context: TransformContext,
  facade: string | undefined,
): ts.CompilerHost {
  const s = syntax();
  const resolve = (specifier: string, from: string): string | undefined => {
    if (facade !== undefined && specifier === facade) return `/${FACADE_TYPES.name}`;
    const importing = found.get(nameOf(posix.relative(HERE, from)));
    const given = importing && context.resolve?.(specifier, importing.path);
    if (given) {
      // Declarations beside the code are what the compiler reads.
      if (context.isGiven?.(given.path.replace(/\.([mc]?)jsx?$/i, '.d.$1ts')) && /jsx?$/i.test(given.path))
        return undefined;
      const name = nameOf(given.path);
      if (!found.has(name) && found.size >= MOST_FILES && !near().has(name)) return undefined;
      if (!found.has(name)) found.set(name, given);
      return name;
    }
    const types = moduleTypes(specifier);
    return types && `/${types.name}`;
  };
  return {
    getSourceFile(name) {
      const given = found.get(name);
      if (given) return treeOf(given);
      return standing(name);
    },
    getDefaultLibFileName: () => '/library.d.ts',
    getCurrentDirectory: () => HERE,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => found.has(name),
    readFile: () => undefined,
    writeFile: () => undefined,
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => {
        const name = resolve(text, from);
        if (name === undefined) return { resolvedModule: undefined };
        const extension = /\.d\.ts$|\.[mc]?[jt]sx?$/.exec(name)?.[0] ?? s.Extension.Ts;
        return { resolvedModule: { resolvedFileName: name, extension, isExternalLibraryImport: false } };
      }),
  };
}

/** The compiler follows the imports of an import before the next one: what is near comes in, whenever it is asked for. */
function nearest(file: SourceText, { resolve }: TransformContext): Set<string> {
  const names = new Set([nameOf(file.path)]);
  const open = [file];
  for (const one of open)
    for (const specifier of specifiersIn(one.text)) {
      const given = resolve?.(specifier, one.path);
      if (!given || names.has(nameOf(given.path))) continue;
      if (names.size >= MOST_FILES) return names;
      names.add(nameOf(given.path));
      open.push(given);
    }
  return names;
}

const libraries = new Map<string, ts.SourceFile>();

/** The library and what stands for modules of others, parsed once per process. */
function standing(name: string): ts.SourceFile | undefined {
  const before = libraries.get(name);
  if (before) return before;
  const text = textOf(name);
  if (text === undefined) return undefined;
  const { createSourceFile, ScriptTarget, ScriptKind } = syntax();
  const tree = createSourceFile(name, text, ScriptTarget.Latest, true, ScriptKind.TS);
  libraries.set(name, tree);
  return tree;
}

function textOf(name: string): string | undefined {
  if (name === '/library.d.ts') return LIBRARY;
  if (name === `/${FACADE_TYPES.name}`) return FACADE_TYPES.text();
  return moduleTypes(MODULE_OF[name] ?? '')?.text();
}

const MODULE_OF: Readonly<Record<string, string>> = {
  '/values.d.ts': 'imbot-compat/values',
  '/wrap.d.ts': 'imbot-compat/wrap',
  '/axios.d.ts': 'axios',
  '/got.d.ts': 'got',
  '/ofetch.d.ts': 'ofetch',
  '/sdk.d.ts': '@bitrix24/b24jssdk',
};

/** What is said of these files that was not said before. */
function added(after: ts.Program, before: () => ts.Program, names: readonly string[]): string[] {
  const now = names.flatMap((name) => saidOf(after, name));
  if (now.length === 0) return [];
  const known = new Map<string, number>();
  for (const one of names.flatMap((name) => saidOf(before(), name))) known.set(one, (known.get(one) ?? 0) + 1);
  return now.filter((one) => {
    const left = known.get(one) ?? 0;
    if (left > 0) known.set(one, left - 1);
    return left === 0;
  });
}

function saidOf(program: ts.Program, name: string): string[] {
  const s = syntax();
  const tree = program.getSourceFile(name);
  if (!tree) return [];
  return program
    .getSemanticDiagnostics(tree)
    .map(({ messageText }) => s.flattenDiagnosticMessageText(messageText, ' '));
}

/** The types of all that a file exports, as text. */
function exportsOf(program: ts.Program, name: string): string {
  const s = syntax();
  const tree = program.getSourceFile(name);
  const checker = program.getTypeChecker();
  const module = tree && checker.getSymbolAtLocation(tree);
  if (!tree || !module) return '';
  return checker
    .getExportsOfModule(module)
    .map(
      (one) =>
        `${one.name}: ${checker.typeToString(checker.getTypeOfSymbolAtLocation(one, tree), tree, s.TypeFormatFlags.NoTruncation)}`,
    )
    .sort()
    .join('\n');
}

const TOO_FAR = 'too many files rest on the types of this file';

/** Files that import one of these, and files that import those; undefined where they are too many to be looked at. */
function importersOf(
  changed: readonly SourceText[],
  { importers }: TransformContext,
  found: Map<string, SourceText>,
): string[] | undefined {
  const names = new Set<string>();
  const open = [...changed];
  for (let one = open.pop(); one; one = open.pop()) {
    for (const other of importers?.(one.path) ?? []) {
      const name = nameOf(other.path);
      if (names.has(name) || changed.some(({ path }) => path === other.path)) continue;
      if (names.size >= MOST_IMPORTERS) return undefined;
      names.add(name);
      open.push(other);
      if (!found.has(name)) found.set(name, other);
    }
  }
  return [...names].filter((name) => /\.(?:[mc]?ts|tsx)$/i.test(name));
}
