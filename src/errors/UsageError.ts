/**
 * The user asked for something that cannot be done as asked: exit code 2, no stack.
 * @example
 * const report = await scan({ paths: ['src'] }).catch((error) => {
 *   if (error instanceof UsageError) console.error(error.message);
 *   throw error;
 * });
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
