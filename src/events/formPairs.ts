/** The pairs of a form in which Bitrix24 sends events: nested keys in brackets, `data[PARAMS][MESSAGE]`. */
export function formPairs(fields: object, within = ''): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    const key = within === '' ? name : `${within}[${name}]`;
    if (value === undefined) return [];
    if (typeof value === 'object' && value !== null) return formPairs(value, key);
    return [[key, value === null ? '' : String(value)]];
  });
}
