/** A form as Bitrix24 sends events: brackets, true "1", false "0", null "", empty lists left out. */
export function httpBuildQuery(fields: object): string {
  return pairs(fields, '')
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

function pairs(value: unknown, key: string): [string, string][] {
  if (value === undefined) return [];
  if (value === null) return [[key, '']];
  if (typeof value === 'boolean') return [[key, value ? '1' : '0']];
  if (typeof value !== 'object') return [[key, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => pairs(inner, key === '' ? name : `${key}[${name}]`));
}
