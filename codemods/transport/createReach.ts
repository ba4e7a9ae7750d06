import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ts } from 'ts-morph';
import { readSource } from '../files/readSource';
import { syntax } from '../files/sourceFile';
import type { SourceText } from '../plan/site';
import { addTo } from '../source/addTo';
import { specifiersIn } from '../source/specifiersIn';
import { mayShare } from './changes/mayShare';
import type { Reach } from './types';
import { loadsOtherwise } from './values/loadsOtherwise';

/**
 * Finds the given file that an import means, as the compiler does: relative paths, path mappings of tsconfig and
 * jsconfig, package imports, packages of a workspace. Whatever lies under node_modules is not a given file.
 */
export function createReach(cwd: string, files: readonly string[]): Reach {
  const sources = new Map<string, SourceText | undefined>();
  const found = new Map<string, string | undefined>();
  const configs = new Map<string, ts.CompilerOptions | undefined>();
  const packages = once(() => packagesOf(cwd, files));
  const looked = once(() => lookInto(cwd, files));
  const imports = () => looked().imports;
  const importing = new Map<string, SourceText[]>();

  const source = (path: string): SourceText | undefined => {
    const name = relative(cwd, path).split(sep).join('/');
    if (!sources.has(name)) {
      const read = readSource(cwd, name, () => true);
      sources.set(name, read.kind === 'source' ? read.source : undefined);
    }
    return sources.get(name);
  };
  const locate = (specifier: string, from: string): string | undefined => {
    const directory = dirname(resolve(cwd, from));
    const key = `${directory}\n${specifier}`;
    if (!found.has(key)) {
      const options = optionsFor(directory, cwd, configs);
      found.set(key, byCompiler(specifier, directory, options) ?? byPackage(specifier, packages()));
    }
    return found.get(key);
  };
  const byName = new Map<string, readonly SourceText[]>();
  return {
    named(name) {
      const known = byName.get(name);
      if (known) return known;
      const defines = new RegExp(`(?<![\\w$.])${name.replace(/[$]/g, '\\$&')}\\s*[(=:]`);
      const all = files.flatMap((file): SourceText[] => {
        const read = readSource(cwd, file, (bytes) => bytes.includes(name));
        return read.kind === 'source' && defines.test(read.source.text) ? [read.source] : [];
      });
      byName.set(name, all);
      return all;
    },
    sharing: once(() => looked().sharing.flatMap((file) => source(resolve(cwd, file)) ?? [])),
    resolve(specifier, from = '') {
      const path = locate(specifier, from);
      return path === undefined ? undefined : source(path);
    },
    importers(path) {
      const known = importing.get(path);
      if (known) return known;
      const wanted = resolve(cwd, path);
      const name = basename(wanted).replace(/\.\w+$/, '');
      const packageNames = [...packages()].filter(([, directory]) => wanted.startsWith(directory)).map(([own]) => own);
      const keys = [name, ...(name === 'index' ? [basename(dirname(wanted))] : []), ...packageNames];
      const does = new Set<string>();
      for (const { file, specifier } of new Set(keys.flatMap((key) => imports().get(key) ?? [])))
        if (!does.has(file) && locate(specifier, file) === wanted) does.add(file);
      // In the order in which the files were given.
      const all = [...does].sort((a, b) => (a < b ? -1 : 1)).flatMap((file) => source(resolve(cwd, file)) ?? []);
      importing.set(path, all);
      return all;
    },
  };
}

function once<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => {
    value ??= { made: make() };
    return value.made;
  };
}

function byCompiler(specifier: string, directory: string, options: ts.CompilerOptions | undefined): string | undefined {
  const s = syntax();
  const isOwn = /^[.#/]/.test(specifier);
  if (!isOwn && !options?.paths && !options?.baseUrl) return undefined;
  const from = join(directory, 'importing.ts');
  const settings: ts.CompilerOptions = {
    ...options,
    allowJs: true,
    allowImportingTsExtensions: true,
    module: s.ModuleKind.ESNext,
    moduleResolution: s.ModuleResolutionKind.Bundler,
  };
  const { resolvedModule } = s.resolveModuleName(specifier, from, settings, s.sys);
  if (!resolvedModule) return undefined;
  return givenFile(resolvedModule.resolvedFileName);
}

/** Nothing of node_modules; of a declaration file the code beside it. */
function givenFile(path: string): string | undefined {
  const real = path.includes('/node_modules/') ? realpathSync(path) : path;
  if (real.includes('/node_modules/')) return undefined;
  const code = /\.d\.([mc]?)ts$/.exec(real);
  if (!code) return /\.(?:[mc]?[jt]s|[jt]sx|vue|svelte)$/.test(real) ? real : undefined;
  const beside = real.replace(/\.d\.([mc]?)ts$/, '.$1js');
  return existsSync(beside) ? beside : undefined;
}

/** The options that decide how names of modules are read: those of the nearest tsconfig or jsconfig. */
function optionsFor(
  directory: string,
  cwd: string,
  known: Map<string, ts.CompilerOptions | undefined>,
): ts.CompilerOptions | undefined {
  if (known.has(directory)) return known.get(directory);
  let options: ts.CompilerOptions | undefined;
  const own = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'].find((name) =>
    existsSync(join(directory, name)),
  );
  if (own) options = readOptions(join(directory, own), 4);
  const parent = dirname(directory);
  const isEnd = directory === cwd || parent === directory;
  if (!options?.paths && !options?.baseUrl && !isEnd) options = optionsFor(parent, cwd, known) ?? options;
  known.set(directory, options);
  return options;
}

function readOptions(path: string, depth: number): ts.CompilerOptions | undefined {
  const s = syntax();
  const { config } = s.readConfigFile(path, s.sys.readFile);
  if (typeof config !== 'object' || config === null) return undefined;
  const directory = dirname(path);
  const { options } = s.convertCompilerOptionsFromJson(config.compilerOptions ?? {}, directory, path);
  const read: ts.CompilerOptions = { ...(options.baseUrl ? { baseUrl: options.baseUrl } : {}) };
  if (options.paths) {
    read.paths = options.paths;
    read.pathsBasePath = directory;
  }
  if (read.paths || depth === 0) return read;
  const bases: unknown[] = [config.extends].flat();
  for (const base of bases) {
    if (typeof base !== 'string' || !base.startsWith('.')) continue;
    const file = [base, `${base}.json`]
      .map((one) => join(directory, one))
      .find((one) => existsSync(one) && statSync(one).isFile());
    const inherited = file ? readOptions(file, depth - 1) : undefined;
    if (inherited) return { ...inherited, ...read };
  }
  return read;
}

/** Names of the packages that lie among the given files, and their directories. */
function packagesOf(cwd: string, files: readonly string[]): Map<string, string> {
  const directories = new Set<string>();
  for (const file of files) {
    for (let at = dirname(resolve(cwd, file)); !directories.has(at) && at.startsWith(cwd); at = dirname(at))
      directories.add(at);
  }
  const named = new Map<string, string>();
  for (const directory of directories) {
    const name = field(packageAt(directory), 'name');
    if (typeof name === 'string') named.set(name, directory);
  }
  return named;
}

function packageAt(directory: string): unknown {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const ENTRIES = [
  'src/index.ts',
  'src/index.tsx',
  'src/index.js',
  'src/index.mjs',
  'index.ts',
  'index.js',
  'index.mjs',
  'index.cjs',
  'src/main.ts',
];

/** The source of a package of the workspace: what its package.json points to where that is there, else its index. */
function byPackage(specifier: string, packages: ReadonlyMap<string, string>): string | undefined {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
  const directory = packages.get(name);
  if (directory === undefined) return undefined;
  const rest = specifier.slice(name.length + 1);
  const told = rest === '' ? entriesOf(packageAt(directory)) : subpaths(packageAt(directory), rest);
  const all = [...told, ...(rest === '' ? ENTRIES : endings(`src/${rest}`)), ...endings(rest)].filter(
    (one) => one !== '',
  );
  for (const one of all) {
    const path = join(directory, one);
    if (existsSync(path) && statSync(path).isFile()) {
      const file = givenFile(path);
      if (file !== undefined) return file;
    }
  }
  return undefined;
}

function endings(path: string): string[] {
  return path === ''
    ? []
    : ['', '.ts', '.tsx', '.js', '.mjs', '.cjs', '/index.ts', '/index.js'].map((end) => path + end);
}

function entriesOf(manifest: unknown): string[] {
  return [
    ...textsIn(field(field(manifest, 'exports'), '.') ?? field(manifest, 'exports')),
    ...['source', 'module', 'main', 'types'].flatMap((name) => textsIn(field(manifest, name))),
  ].flatMap((path) => [path, ...builtFrom(path)]);
}

function subpaths(manifest: unknown, rest: string): string[] {
  return textsIn(field(field(manifest, 'exports'), `./${rest}`)).flatMap((path) => [path, ...builtFrom(path)]);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key.startsWith('.') ? [] : textsIn(inner)));
}

/** `dist/index.js` is built from `src/index.ts`. */
function builtFrom(path: string): string[] {
  const source = path
    .replace(/^(?:\.\/)?(?:dist|build|lib|out)\/(?:esm\/|cjs\/)?/, 'src/')
    .replace(/(?:\.d)?\.[mc]?[jt]s$/, '');
  return ['.ts', '.tsx', '.js'].map((end) => source + end);
}

/** Where any function may load. */
const ANY_CALL = /(?:\bfrom|\bimport|\()\s*['"]([^'"\n]+)['"]/g;

interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** All imports by the last part of what they name, and by the package; and the files that may change what all share. */
function lookInto(cwd: string, files: readonly string[]) {
  const imports = new Map<string, Import[]>();
  const sharing: string[] = [];
  for (const file of files) {
    const read = readSource(cwd, file, mayMatter);
    if (read.kind !== 'source') continue;
    const { text } = read.source;
    if (mayShare(text)) sharing.push(file);
    const specifiers = loadsOtherwise(text)
      ? [...text.matchAll(ANY_CALL)].map(([, specifier = '']) => specifier)
      : specifiersIn(text);
    for (const specifier of specifiers) {
      const one = { file, specifier };
      const last = basename(specifier).replace(/\.\w+$/, '');
      addTo(imports, last, one);
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
      if (name !== undefined && name !== last) addTo(imports, name, one);
    }
  }
  return { imports, sharing };
}

function mayMatter(bytes: Buffer): boolean {
  return MATTERS.some((one) => bytes.includes(one));
}

const MATTERS = [
  'from',
  'require',
  'import',
  'fetch',
  'ajax',
  'XMLHttpRequest',
  'BX24',
  'JSON',
  'prototype',
  'Object.',
  'URLSearchParams',
  'FormData',
  'Headers',
  'encodeURIComponent',
  'globalThis',
  'global.',
  'window.',
  'self.',
];
