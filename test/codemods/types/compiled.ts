import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: [],
  skipLibCheck: true,
  paths: { 'imbot-compat/values': [join(import.meta.dirname, '../../../src/values/index.ts')] },
};

/** Libraries, and the values of this package, are the same for every folder. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of the TypeScript files of a folder, with its own libraries. */
export function compiled(cwd: string): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const program = ts.createProgram(filesIn(cwd), OPTIONS, {
    ...host,
    getSourceFile(name, version) {
      if (name.startsWith(cwd)) return host.getSourceFile(name, version);
      if (!libraries.has(name)) libraries.set(name, host.getSourceFile(name, version));
      return libraries.get(name);
    },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

function filesIn(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) return filesIn(path);
    return /\.[mc]?tsx?$/.test(name) ? [path] : [];
  });
}
