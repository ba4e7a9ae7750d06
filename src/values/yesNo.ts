/** A v1 flag that only `Y` (or `true`) switches on. */
export function yesNo(value: unknown): boolean {
  return value === 'Y' || value === true;
}
