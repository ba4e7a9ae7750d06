import { isGiven } from './isGiven';

/** URL_PREVIEW of new messages: on unless it is `N`. JSON `true` switches it off: v1 compares texts, as PHP does. */
export function unlessNo(value: unknown): boolean | undefined {
  return isGiven(value) ? value !== 'N' && value !== true : undefined;
}
