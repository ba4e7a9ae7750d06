import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { UsageError } from '../../src/errors/UsageError';
import { patternFilter } from '../find/patternFilter';
import { isTextOnly } from '../text/syntaxes';

export interface DiscoverOptions {
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** Files and directories; default the working directory. */
  readonly paths?: readonly string[];
  /** Patterns as in .gitignore; when given, only files that match one. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** A list of files instead of paths. */
  readonly files?: readonly string[];
  /** Also files of languages that are read as text: Python, Go, C#. Nothing changes them. */
  readonly textOnly?: boolean;
  /** Also files of these names. */
  readonly besides?: RegExp;
}

export interface Skipped {
  readonly file: string;
  readonly why: 'symlink' | 'minified' | 'generated';
}

export interface Discovered {
  /** Relative to the working directory, with `/`, in stable order. */
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly failed: readonly { readonly file: string; readonly message: string }[];
  /** Files of other languages, which were not asked for. */
  readonly others?: readonly string[];
}

const EXTENSIONS = /\.(?:[mc]?[jt]s|[jt]sx|html?|vue|svelte|php)$/i;
const DECLARATIONS = /\.d\.[mc]?ts$/i;
const MINIFIED = /[.-](?:min|bundle)\.[mc]?js$/i;
const LEFT_OUT = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'site-packages',
  'dist',
  'build',
  'out',
  'coverage',
  '__generated__',
]);

interface Level {
  readonly base: string;
  readonly rules: Ignore;
}

/** The source files under the given paths, without what nobody wants changed. Throws UsageError for a path without any. */
export function discover(options: DiscoverOptions): Discovered {
  const { cwd, textOnly = false, besides } = options;
  const isWanted = (file: string) =>
    EXTENSIONS.test(file) || (textOnly && isTextOnly(file)) || besides?.test(file) === true;
  const wanted = patternFilter(options);
  const files = new Set<string>();
  const skipped: Skipped[] = [];
  const failed: { file: string; message: string }[] = [];
  const name = (path: string) => relative(cwd, path).split(sep).join('/') || '.';

  const texts: string[] = [];
  const add = (path: string) => {
    const file = name(path);
    if (wanted(file)) files.add(file);
  };
  const walk = (directory: string, above: readonly Level[]) => {
    const levels = [...above, ...levelOf(directory)];
    for (const entry of entriesOf(directory, (message) => failed.push({ file: name(directory), message }))) {
      const path = join(directory, entry.name);
      const isDirectory = entry.isDirectory();
      if (isDirectory && (LEFT_OUT.has(entry.name) || entry.name.startsWith('.'))) continue;
      if (!isDirectory && !(isWanted(entry.name) && !DECLARATIONS.test(entry.name))) {
        if (isTextOnly(entry.name) && !isIgnored(path, isDirectory, levels)) texts.push(name(path));
        continue;
      }
      if (isIgnored(path, isDirectory, levels)) continue;
      if (entry.isSymbolicLink()) skipped.push({ file: name(path), why: 'symlink' });
      else if (isDirectory) walk(path, levels);
      else if (MINIFIED.test(entry.name)) skipped.push({ file: name(path), why: 'minified' });
      else if (entry.isFile()) add(path);
    }
  };

  if (options.files) {
    for (const file of options.files) {
      const path = resolve(cwd, file);
      if (!existsSync(path)) throw new UsageError(`No such file: ${file}`);
      if (isWanted(path)) add(path);
    }
    return { files: [...files].sort(), skipped, failed };
  }
  for (const given of options.paths?.length ? options.paths : ['.']) {
    const path = resolve(cwd, given);
    if (!exists(path)) throw new UsageError(`No such file or directory: ${given}`);
    const before = files.size + skipped.length + failed.length;
    if (statSync(path).isDirectory()) walk(path, levelsAbove(path));
    else if (isTextOnly(path) && !isWanted(path)) texts.push(name(path));
    else add(path);
    if (files.size + skipped.length + failed.length === before && !already(files, name(path))) {
      throw new UsageError(nothingIn(given, texts.filter(wanted), options));
    }
  }
  const others = texts.filter(wanted).sort();
  return { files: [...files].sort(), skipped, failed, ...(others.length > 0 ? { others } : {}) };
}

/** Who runs it on a bot in another language is told what there is for it. */
function nothingIn(given: string, texts: readonly string[], { include, exclude }: DiscoverOptions): string {
  const [first] = texts;
  if (first === undefined)
    return `No source file in ${given}${include || exclude ? ' that the patterns let pass' : ''}`;
  const more = texts.length > 1 ? ` and ${texts.length - 1} more` : '';
  return `No JavaScript, TypeScript or PHP in ${given}: of other languages (${first}${more}) this tool changes nothing. \`npx imbot-compat scan\` lists their calls, and the gateway carries them to v2 as they are (\`npx imbot-compat gateway --help\`, and the README)`;
}

/** A path given twice, or within another, is no mistake. */
function already(files: ReadonlySet<string>, given: string): boolean {
  if (given === '.') return files.size > 0;
  for (const file of files) if (file === given || file.startsWith(`${given}/`)) return true;
  return false;
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}

function entriesOf(directory: string, fail: (message: string) => void): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    fail(`cannot be listed (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'})`);
    return [];
  }
}

function levelOf(directory: string): Level[] {
  try {
    return [{ base: directory, rules: ignore().add(readFileSync(join(directory, '.gitignore'), 'utf8')) }];
  } catch {
    return [];
  }
}

/** The .gitignore files from the repository's root down to the parent of the directory. */
function levelsAbove(directory: string): Level[] {
  const levels: Level[] = [];
  for (let at = directory; !isRepository(at); ) {
    const parent = dirname(at);
    if (parent === at) return [];
    levels.unshift(...levelOf(parent));
    at = parent;
  }
  return levels;
}

function isRepository(directory: string): boolean {
  try {
    lstatSync(join(directory, '.git'));
    return true;
  } catch {
    return false;
  }
}

/** The innermost .gitignore that says something wins. */
function isIgnored(path: string, isDirectory: boolean, levels: readonly Level[]): boolean {
  for (let at = levels.length - 1; at >= 0; at -= 1) {
    const level = levels[at];
    if (!level) continue;
    const inside = relative(level.base, path).split(sep).join('/');
    const { ignored, unignored } = level.rules.test(isDirectory ? `${inside}/` : inside);
    if (ignored || unignored) return ignored;
  }
  return false;
}
