/** A hook of the user's that may throw or reject: that is printed, and whoever calls the hook goes on. */
export function safeHook<Args extends unknown[]>(
  owner: string,
  hook: (...args: Args) => unknown,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await hook(...args);
    } catch (error) {
      console.error(`imbot-compat: a hook of ${owner} failed:`, error);
    }
  };
}
