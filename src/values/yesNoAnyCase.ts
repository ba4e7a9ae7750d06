import { isGiven } from './isGiven';

/** SKIP_CONNECTOR: `Y` in either case (or `true`) switches it on. */
export function yesNoAnyCase(value: unknown): boolean | undefined {
  return isGiven(value) ? value === 'Y' || value === 'y' || value === true : undefined;
}
