/**
 * Whether two texts are the same, in a time that depends on the length of `given` alone. Without node:crypto, so that it
 * runs in workers. An empty `expected` is never the same as anything.
 */
export function sameText(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let index = 0; index < given.length; index += 1) {
    difference |= given.charCodeAt(index) ^ (expected.charCodeAt(index % Math.max(expected.length, 1)) || 0);
  }
  return expected.length > 0 && difference === 0;
}
