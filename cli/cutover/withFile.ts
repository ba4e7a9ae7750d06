import { UsageError } from '../../src/errors/UsageError';

/**
 * What a file system says about a file that the user named is a sentence for the user.
 * @throws UsageError with the name of the file and the code
 */
export async function withFile<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error && 'syscall' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    const at = error instanceof Error && 'path' in error ? String(error.path) : file;
    throw new UsageError(
      `${at} cannot be read or written (${code}). Repeat the command when it can: it goes on where it was.`,
    );
  }
}
