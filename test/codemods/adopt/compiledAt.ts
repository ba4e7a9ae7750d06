import { existsSync, readdirSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const options = (cwd: string, isScript: boolean): ts.CompilerOptions => ({
  allowJs: isScript,
  checkJs: isScript,
  strict: true,
  noEmit: true,
  noImplicitThis: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
  skipLibCheck: true,
  preserveSymlinks: true,
  paths: {
    'imbot-compat/*': [join(ROOT, 'src/*/index.ts')],
    '@acme/*': [join(cwd, 'packages/*/src/index.ts')],
  },
});

/** Libraries are the same before and after. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says, at its strictest, of the TypeScript of a folder. */
export function compiledAt(cwd: string, endings = /\.[mc]?tsx?$/): string[] {
  const names = filesIn(cwd, endings);
  const settings = options(cwd, endings.test('a.js'));
  const modules = join(cwd, 'node_modules');
  const isOurs = !existsSync(modules);
  if (isOurs) symlinkSync(join(ROOT, 'node_modules'), modules);
  const host = ts.createCompilerHost(settings);
  const program = ts.createProgram(
    names.map((name) => join(cwd, name)),
    settings,
    {
      ...host,
      getSourceFile(name, version) {
        if (name.startsWith(cwd)) return host.getSourceFile(name, version);
        if (!libraries.has(name)) libraries.set(name, host.getSourceFile(name, version));
        return libraries.get(name);
      },
    },
  );
  const found = names
    .map((name) => program.getSourceFile(join(cwd, name)))
    .flatMap((file) => ts.getPreEmitDiagnostics(program, file))
    .map(
      ({ file, start = 0, messageText }) =>
        `${file?.fileName.slice(cwd.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')} (${file?.text.slice(start, start + 60)})`,
    );
  if (isOurs) unlinkSync(modules);
  return found;
}

function filesIn(directory: string, endings: RegExp, before = ''): string[] {
  return readdirSync(directory).flatMap((name) => {
    if (name === 'node_modules') return [];
    const path = join(directory, name);
    if (statSync(path).isDirectory()) return filesIn(path, endings, `${before}${name}/`);
    return endings.test(name) ? [before + name] : [];
  });
}
