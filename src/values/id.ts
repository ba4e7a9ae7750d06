/** An identifier as a number: v1 takes numbers and numeric text, v2 wants numbers. 0 where there is no positive number. */
export function id(value: unknown): number {
  const number =
    typeof value === 'number' ? Math.trunc(value) : typeof value === 'bigint' ? Number(value) : fromText(value);
  return Number.isFinite(number) && number > 0 ? number : 0;
}

function fromText(value: unknown): number {
  const digits = typeof value === 'string' ? /^\s*\+?(\d+)/.exec(value)?.[1] : undefined;
  return digits === undefined ? 0 : Number(digits);
}
