/** The pairs of a form as PHP's `http_build_query` writes them. */
export function phpPairs(pairs: Iterable<readonly [name: string, value: string]>): string {
  return [...pairs].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
}

/** Half of a surrogate pair has no encoding. */
const LONE = /[\ud800-\udfff]/gu;

function encoded(text: string): string {
  return encodeURIComponent(text.replace(LONE, '\ufffd'))
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
