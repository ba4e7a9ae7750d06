/** SKIP_CONNECTOR: `Y` in either case (or `true`) switches it on. */
export function yesNoAnyCase(value: unknown): boolean {
  return value === 'Y' || value === 'y' || value === true;
}
