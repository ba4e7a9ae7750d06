/** An option that takes a list: names with commas between, and as often as it is given. */
export function several(value: string, before: readonly string[] = []): string[] {
  const names = value.split(',').map((name) => name.trim());
  return [...before, ...names.filter((name) => name !== '')];
}
