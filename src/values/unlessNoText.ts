/** URL_PREVIEW of message.update, which v2 takes as text: `N`, else `Y`. */
export function unlessNoText(value: unknown): 'Y' | 'N' {
  return value === 'N' ? 'N' : 'Y';
}
