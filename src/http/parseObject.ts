import { isFields } from '../values/structures';

/** The JSON object in `text`, or undefined. The parser's own message is dropped: it would quote the text. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    // Some installations put a byte order mark before every page.
    const value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
