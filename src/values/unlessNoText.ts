import { isGiven } from './isGiven';

/** URL_PREVIEW of message.update, which v2 takes as text: `N`, else `Y`. */
export function unlessNoText(value: unknown): 'Y' | 'N' | undefined {
  if (!isGiven(value)) return undefined;
  return value === 'N' ? 'N' : 'Y';
}
