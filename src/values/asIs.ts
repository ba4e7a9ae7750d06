/** A value that both generations take alike (a Base64 file, for one). */
export function asIs(value: unknown): unknown {
  return value;
}
