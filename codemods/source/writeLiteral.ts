/** A plain value as source, in the file's quotes. Undefined is left out of objects. */
export function writeLiteral(value: unknown, quote: "'" | '"'): string {
  if (typeof value === 'string') return quoted(value, quote);
  if (Array.isArray(value)) return `[${value.map((item) => writeLiteral(item, quote)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (fields.length === 0) return '{}';
    return `{ ${fields.map(([key, inner]) => `${writeKey(key, quote)}: ${writeLiteral(inner, quote)}`).join(', ')} }`;
  }
  return String(value);
}

/** A property name, quoted only where it must be. */
export function writeKey(key: string, quote: "'" | '"'): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key, quote);
}

function quoted(text: string, quote: "'" | '"'): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return quote === '"' ? `"${inner}"` : `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
