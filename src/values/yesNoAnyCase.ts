import { isGiven } from './isGiven';

/** SKIP_CONNECTOR: `Y` in either case switches it on; JSON `true` does not, since v1 reads text only. */
export function yesNoAnyCase(value: unknown): boolean | undefined {
  return isGiven(value) ? value === 'Y' || value === 'y' : undefined;
}
