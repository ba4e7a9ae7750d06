/** URL_PREVIEW of new messages: on unless it is `N`. */
export function unlessNo(value: unknown): boolean {
  return value !== 'N';
}
