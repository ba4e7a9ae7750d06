import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** Options that decide whether code passes and how it imports, and nothing of where it lies. */
const STRICTNESS = [
  'allowImportingTsExtensions',
  'module',
  'moduleResolution',
  'noUnusedLocals',
  'strict',
  'strictNullChecks',
  'strictFunctionTypes',
  'noImplicitAny',
  'exactOptionalPropertyTypes',
  'noPropertyAccessFromIndexSignature',
  'noUncheckedIndexedAccess',
  'useUnknownInCatchVariables',
  'checkJs',
] as const;

/** How strict the compiler is with a file: as the nearest tsconfig or jsconfig says, read once. */
export function createTyping(cwd: string): (path: string) => ts.CompilerOptions | undefined {
  const known = new Map<string, ts.CompilerOptions | undefined>();
  const within = (directory: string): ts.CompilerOptions | undefined => {
    if (known.has(directory)) return known.get(directory);
    const own = ['tsconfig.json', 'jsconfig.json']
      .map((name) => join(directory, name))
      .find((path) => existsSync(path));
    const parent = dirname(directory);
    const isEnd = directory === resolve(cwd) || parent === directory;
    const options = own ? read(own, 5) : isEnd ? undefined : within(parent);
    known.set(directory, options);
    return options;
  };
  return (path) => within(dirname(resolve(cwd, path)));
}

function read(path: string, depth: number): ts.CompilerOptions {
  const s = syntax();
  const { config } = s.readConfigFile(path, s.sys.readFile);
  if (typeof config !== 'object' || config === null) return {};
  const directory = dirname(path);
  const { options } = s.convertCompilerOptionsFromJson(config.compilerOptions ?? {}, directory, path);
  const own: ts.CompilerOptions = Object.fromEntries(
    STRICTNESS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const bases: unknown[] = depth === 0 ? [] : [config.extends].flat();
  const inherited = bases.flatMap((base) => {
    const file = typeof base === 'string' ? located(base, directory) : undefined;
    return file === undefined ? [] : [read(file, depth - 1)];
  });
  return Object.assign({}, ...inherited, own);
}

/** A base of the project's own; what the base of a package says is not read, and strict holds where nothing else is said. */
function located(base: string, directory: string): string | undefined {
  if (!base.startsWith('.')) return undefined;
  return [base, `${base}.json`]
    .map((one) => join(directory, one))
    .find((one) => existsSync(one) && statSync(one).isFile());
}
