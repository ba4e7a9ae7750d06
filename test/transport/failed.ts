import { ImbotError } from '../../src/errors/ImbotError';

/** The ImbotError that `work` rejects with; anything else fails the test. */
export async function failed(work: Promise<unknown>): Promise<ImbotError> {
  const end = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in end && end.error instanceof ImbotError) return end.error;
  throw new Error(`expected an ImbotError, got ${JSON.stringify(end)}`);
}
