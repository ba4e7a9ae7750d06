/** LANG of v1 as the titles of v2: language code in lower case → TITLE. */
export function languageTitles(value: unknown): Record<string, string> | undefined {
  return byLanguage(value, 'TITLE');
}

/** LANG of v1 as the parameter hints of v2: language code in lower case → PARAMS. Undefined where none is given. */
export function languageParams(value: unknown): Record<string, string> | undefined {
  return byLanguage(value, 'PARAMS');
}

function byLanguage(value: unknown, key: string): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: [string, string][] = [];
  for (const entry of Object.values(value)) {
    if (typeof entry !== 'object' || entry === null) continue;
    const fields = new Map<string, unknown>(Object.entries(entry));
    const language = fields.get('LANGUAGE_ID');
    const text = fields.get(key);
    if (typeof language === 'string' && language !== '' && typeof text === 'string')
      found.push([language.toLowerCase(), text]);
  }
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
