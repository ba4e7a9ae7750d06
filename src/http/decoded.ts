import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/**
 * An answer that came packed, though nobody had asked for that: a proxy on the way may do so. Undefined where it cannot be read, and
 * where it would be longer than allowed.
 */
export function decoded(bytes: Buffer, coding: string, most: number): Buffer | undefined {
  const read = READERS.get(coding.trim().toLowerCase());
  try {
    return read?.(bytes, { maxOutputLength: most });
  } catch {
    return undefined;
  }
}

const READERS = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);
