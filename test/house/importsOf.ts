import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const TREES = ['src', 'codemods', 'portal', 'cli'];

/** Every source file by its path in the repository, with its text. */
export function sourceFiles(trees: readonly string[] = TREES): ReadonlyMap<string, string> {
  const found = trees.flatMap((tree) =>
    readdirSync(join(ROOT, tree), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(found.sort().map((file) => [relative(ROOT, file), readFileSync(file, 'utf8')]));
}

/** The files that a file imports, types included. */
export function importsOf(file: string, text: string): string[] {
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, name = '']) => name);
  return named.flatMap((name) => {
    const base = join(dirname(file), name);
    return [`${base}.ts`, `${base}/index.ts`, base].filter(
      (path) => path.endsWith('.ts') && existsSync(join(ROOT, path)),
    );
  });
}

/** Groups of files that import each other in a circle. */
export function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const at = order.size;
    order.set(file, at);
    open.push(file);
    let low = at;
    for (const next of imports.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
    }
    lowest.set(file, low);
    if (low === at) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** `src/engine` of a file in it; `src` for the files beside the rooms; else the tree. */
export function roomOf(file: string): string {
  const [tree = '', room = '', ...rest] = file.split('/');
  return tree === 'src' && rest.length > 0 ? `src/${room}` : tree;
}
