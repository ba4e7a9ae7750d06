import type { ts } from 'ts-morph';
import { isTestFile } from '../files/testFile';
import type { SourceText } from '../plan/site';
import { specifiersIn } from '../source/specifiersIn';
import type { ReadingEngine } from './types';

/** A file, those that it is loaded by, also through others, and what all of them load. */
export function filesAround(tree: ts.SourceFile, apart: ReadingEngine): readonly SourceText[] {
  const all = around.get(apart) ?? new Map<string, readonly SourceText[]>();
  around.set(apart, all);
  const before = all.get(tree.fileName);
  if (before) return before;
  const { reach } = apart;
  const own: SourceText = { path: tree.fileName, text: tree.text };
  const found = new Map([[own.path, own]]);
  const open = [own];
  for (let file = open.pop(); file && found.size < MOST; file = open.pop()) {
    const { path, text } = file;
    const loads = specifiersIn(text).flatMap((specifier) => reach.resolve?.(specifier, path) ?? []);
    for (const one of [...(reach.importers?.(path) ?? []), ...loads]) {
      if (found.has(one.path) || isTestFile(one.path)) continue;
      found.set(one.path, one);
      open.push(one);
    }
  }
  all.set(tree.fileName, [...found.values()]);
  return [...found.values()];
}

/** Of those only what is loaded by it, or together with it: what nobody loads runs in another process or not at all. */
export function filesWith(tree: ts.SourceFile, apart: ReadingEngine): ReadonlySet<string> {
  const all = loaded.get(apart) ?? new Map<string, ReadonlySet<string>>();
  loaded.set(apart, all);
  const before = all.get(tree.fileName);
  if (before) return before;
  const { reach } = apart;
  const files = new Map(filesAround(tree, apart).map((file) => [file.path, file]));
  const above = closure([tree.fileName], (path) => (reach.importers?.(path) ?? []).map((one) => one.path));
  const found = closure([...above], (path) =>
    specifiersIn(files.get(path)?.text ?? '').flatMap((one) => reach.resolve?.(one, path)?.path ?? []),
  );
  all.set(tree.fileName, found);
  return found;
}

function closure(from: readonly string[], next: (path: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(from);
  for (const path of found) if (found.size < MOST) for (const one of next(path)) found.add(one);
  return found;
}

const loaded = new WeakMap<ReadingEngine, Map<string, ReadonlySet<string>>>();

const MOST = 300;

const around = new WeakMap<ReadingEngine, Map<string, readonly SourceText[]>>();
