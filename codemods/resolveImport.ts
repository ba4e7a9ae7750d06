import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { dirname, join } from 'node:path/posix';
import { readSource } from './readSource';
import type { SourceText } from './site';

const ENDINGS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.mjs',
  '.cjs',
  '.jsx',
  '/index.ts',
  '/index.js',
  '/index.mjs',
  '/index.cjs',
];

/** Finds the file that a relative import of the given file means. Remembers what it read. */
export function resolverFrom(cwd: string, file: string): (specifier: string) => SourceText | undefined {
  const known = new Map<string, SourceText | undefined>();
  return (specifier) => {
    if (!specifier.startsWith('.')) return undefined;
    if (!known.has(specifier)) known.set(specifier, find(cwd, join(dirname(file), specifier)));
    return known.get(specifier);
  };
}

function find(cwd: string, path: string): SourceText | undefined {
  // TypeScript names the output: './a.js' is a.ts.
  const bases = [path, path.replace(/\.([mc]?)js$/, '.$1ts'), path.replace(/\.jsx?$/, '.tsx')];
  for (const base of new Set(bases)) {
    for (const ending of ENDINGS) {
      if (!isFile(resolve(cwd, base + ending))) continue;
      const read = readSource(cwd, base + ending, () => true);
      if (read.kind === 'source') return read.source;
    }
  }
  return undefined;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
