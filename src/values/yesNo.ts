import { isGiven } from './isGiven';

/** A v1 flag that only `Y` (or `true`) switches on. */
export function yesNo(value: unknown): boolean | undefined {
  return isGiven(value) ? value === 'Y' || value === true : undefined;
}
