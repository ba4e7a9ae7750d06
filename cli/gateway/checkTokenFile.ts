import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { ImbotError } from '../../src/errors/ImbotError';
import { UsageError } from '../../src/errors/UsageError';
import { errorCode } from '../../src/http/exchange';
import { isMountedAlone } from './isMountedAlone';

/**
 * Tries whether a pair can be renewed in a file, as a renewal does: a pair that is renewed and cannot be kept is lost with the process.
 * @throws UsageError where it cannot
 */
export async function checkTokenFile(option: string, path: string): Promise<void> {
  if (await isMountedAlone(path))
    throw new UsageError(
      `${option} ${path} cannot be used (EBUSY): it is mounted by itself, so no renewed pair can take its place. Mount the folder that it is in.`,
    );
  const store = fileTokenStore(path);
  try {
    await store.exclusive(async ({ read }) => read());
  } catch (error) {
    if (error instanceof ImbotError) throw new UsageError(error.message);
    const code = errorCode(error) || 'unknown';
    // A disk that is full today is no reason to keep the bots waiting: the pair lives on in memory, and is written when it can be.
    if (code === 'ENOSPC' || code === 'EDQUOT') return;
    throw new UsageError(
      `${option} ${path} cannot be used (${code}): the pair is renewed there, so it takes a file in a folder that this user may write.`,
    );
  }
}
