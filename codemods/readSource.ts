import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decode } from './decode';
import type { Skipped } from './discover';
import type { SourceText } from './site';

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
    bytes = readFileSync(resolve(cwd, path));
  } catch (error) {
    return { kind: 'failed', message: `cannot be read (${codeOf(error)})` };
  }
  if (!test(bytes)) return { kind: 'nothing' };
  if (isMinified(bytes)) return { kind: 'skipped', why: 'minified' };
  const source = decode(path, bytes);
  if (source.text.includes('\u0000'))
    return { kind: 'failed', message: 'is not a text file in UTF-8 or one byte per letter' };
  if (GENERATED.test(source.text.slice(0, 600))) return { kind: 'skipped', why: 'generated' };
  return { kind: 'source', source };
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
