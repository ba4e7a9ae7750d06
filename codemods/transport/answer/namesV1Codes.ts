import { readSource } from '../../files/readSource';
import { V1_ONLY_CODES } from '../../find/v1OnlyCodes';

/** Asks, once and only when it is needed, whether any given file names an error code that only v1 has. */
export function namesV1Codes(cwd: string, files: readonly string[]): () => boolean {
  const names = new RegExp(`(?<![\\w$])(?:${[...V1_ONLY_CODES].join('|')})(?![\\w$])`);
  let found: boolean | undefined;
  return () => {
    found ??= files.some((file) => {
      const read = readSource(cwd, file, (bytes) => bytes.includes('_'));
      return read.kind === 'source' && names.test(read.source.text);
    });
    return found;
  };
}
