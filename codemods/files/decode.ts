import type { SourceText } from '../plan/site';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text: UTF-8 with its byte order mark where that is valid, else one unit per byte, so that every byte comes back. */
export function decode(path: string, bytes: Uint8Array): SourceText {
  try {
    return { path, text: utf8.decode(bytes), encoding: 'utf8' };
  } catch {
    return { path, text: Buffer.from(bytes).toString('latin1'), encoding: 'bytes' };
  }
}

/** The reverse of decode. */
export function encode(file: Pick<SourceText, 'text' | 'encoding'>): Buffer {
  return Buffer.from(file.text, file.encoding === 'bytes' ? 'latin1' : 'utf8');
}
