import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SourceText } from '../plan/site';
import { decode } from './decode';
import type { Skipped } from './discover';

export type ReadResult =
  | { readonly kind: 'source'; readonly source: SourceText }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'skipped'; readonly why: Skipped['why'] }
  | { readonly kind: 'failed'; readonly message: string };

const GENERATED = /@generated\b|\bDO NOT EDIT\b|\bauto-?generated (?:file|by)\b/i;

/** Reads a file if its bytes hold what the test asks for; most files end at that test, undecoded. */
export function readSource(cwd: string, path: string, test: (bytes: Buffer) => boolean): ReadResult {
  let bytes: Buffer;
  try {
    bytes = readShared(resolve(cwd, path));
  } catch (error) {
    return { kind: 'failed', message: `cannot be read (${codeOf(error)})` };
  }
  if (!test(bytes)) return { kind: 'nothing' };
  if (isMinified(bytes)) return { kind: 'skipped', why: 'minified' };
  const source = decode(path, bytes);
  if (source.text.includes('\u0000'))
    return { kind: 'failed', message: 'is not a text file in UTF-8 or one byte per letter' };
  if (GENERATED.test(headOf(source.text))) return { kind: 'skipped', why: 'generated' };
  return { kind: 'source', source };
}

/** The comments at the top: a generator's own source speaks of the mark further down. */
function headOf(text: string): string {
  return /^(?:\s|\ufeff|#!.*|\/\/.*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->)*/.exec(text.slice(0, 1_000))?.[0] ?? '';
}

let shared = Buffer.allocUnsafe(1 << 18);

/** Reads into one buffer that serves every file: most are dropped at once, and a buffer each is memory that waits to be freed. */
function readShared(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size >= shared.length) shared = Buffer.allocUnsafe(size + 1);
    let length = 0;
    for (;;) {
      if (length === shared.length) shared = Buffer.concat([shared], shared.length * 2);
      const count = readSync(file, shared, length, shared.length - length, null);
      if (count === 0) return shared.subarray(0, length);
      length += count;
    }
  } finally {
    closeSync(file);
  }
}

/** Long lines on average: nobody wrote this by hand. */
function isMinified(bytes: Buffer): boolean {
  if (bytes.length < 20_000) return false;
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return bytes.length / lines > 1_000;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
