/** A list with more holes than items: to walk it by its length could take minutes. PHP sees a map of the items alone. */
export function isSparse(value: unknown): boolean {
  return Array.isArray(value) && value.length > FEW && Object.keys(value).length < value.length / 2;
}

/** Up to here nothing is worth the question. */
const FEW = 1_000;
