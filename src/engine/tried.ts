/** What a reading gives, where it gives anything: a foreign value may throw. */
export function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
