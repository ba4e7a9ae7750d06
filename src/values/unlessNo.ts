import { isGiven } from './isGiven';

/** URL_PREVIEW of new messages: on unless it is `N`. */
export function unlessNo(value: unknown): boolean | undefined {
  return isGiven(value) ? value !== 'N' : undefined;
}
