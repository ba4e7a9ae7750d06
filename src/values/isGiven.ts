/** v1 takes undefined and null for a parameter that was not given; what is not given stays so. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
