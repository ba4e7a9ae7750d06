import type { ts } from 'ts-morph';
import type { Reach } from '../transport/types';

/** Does a file that this one loads, or one that that loads, load this one? Then it may ask for a function of it before a line of it ran. */
export function isInCircle(tree: ts.SourceFile, reach: Reach): boolean {
  const seen = new Set<string>();
  const open = [{ path: tree.fileName, text: tree.text }];
  for (let file = open.pop(); file && seen.size < 300; file = open.pop()) {
    for (const [, specifier = ''] of file.text.replace(OF_TYPES, '').matchAll(IMPORT)) {
      const next = reach.resolve?.(specifier, file.path);
      if (!next) continue;
      if (next.path === tree.fileName) return true;
      if (seen.has(next.path)) continue;
      seen.add(next.path);
      open.push(next);
    }
  }
  return false;
}

/** `import type { … } from '…'` loads nothing. */
const OF_TYPES = /\b(?:import|export)\s+type\s+(?!from\b|,)[^'"`;]*?\bfrom\s*['"][^'"\n]+['"]/g;
const IMPORT = /(?:\bfrom|\bimport|\brequire\s*\()\s*['"]([^'"\n]+)['"]/g;
