/** v1 takes undefined and null for a parameter that was not given; what is not given stays so. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * A v1 flag that only `Y` (or `true`) switches on.
 * @example
 * yesNo('Y'); // true
 * yesNo('y'); // false
 */
export function yesNo(value: unknown): boolean | undefined {
  return isGiven(value) ? value === 'Y' || value === true : undefined;
}

/**
 * SKIP_CONNECTOR: `Y` in either case switches it on; JSON `true` does not, since v1 reads text only.
 * @example
 * yesNoAnyCase('y'); // true
 * yesNoAnyCase(true); // false
 */
export function yesNoAnyCase(value: unknown): boolean | undefined {
  return isGiven(value) ? value === 'Y' || value === 'y' : undefined;
}

/**
 * URL_PREVIEW of new messages: on unless it is `N`. JSON `true` switches it off: v1 compares texts, as PHP does.
 * @example
 * unlessNo('N'); // false
 * unlessNo('Y'); // true
 */
export function unlessNo(value: unknown): boolean | undefined {
  return isGiven(value) ? value !== 'N' && value !== true : undefined;
}

/**
 * URL_PREVIEW of message.update, which v2 takes as text: `N` (and JSON `true`, as in `unlessNo`), else `Y`.
 * @example
 * unlessNoText(false); // 'Y'
 * unlessNoText('N'); // 'N'
 */
export function unlessNoText(value: unknown): 'Y' | 'N' | undefined {
  if (!isGiven(value)) return undefined;
  return value === 'N' || value === true ? 'N' : 'Y';
}
