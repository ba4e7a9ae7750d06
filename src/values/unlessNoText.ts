import { isGiven } from './isGiven';

/** URL_PREVIEW of message.update, which v2 takes as text: `N` (and JSON `true`, as in `unlessNo`), else `Y`. */
export function unlessNoText(value: unknown): 'Y' | 'N' | undefined {
  if (!isGiven(value)) return undefined;
  return value === 'N' || value === true ? 'N' : 'Y';
}
