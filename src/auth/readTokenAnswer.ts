import { parseObject } from '../transport/parseObject';

/** A text or number of a JSON object, with what ends it: what was cut off in the middle does not count. */
const FIELD = /"(\w+)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)(?=\s*[,}\]])/g;

/**
 * The fields of a token answer, also where its text is damaged (cut off, text before or behind): a pair that can be read was
 * paid for with a one-time token and is not thrown away. Undefined where there is neither JSON nor a pair.
 */
export function readTokenAnswer(text: string): Record<string, unknown> | undefined {
  return parseObject(text) ?? salvage(text);
}

/** Does it hold both tokens? */
export function holdsPair(fields: Record<string, unknown> | undefined): fields is Record<string, unknown> {
  return isText(fields?.['access_token']) && isText(fields?.['refresh_token']);
}

function salvage(text: string): Record<string, unknown> | undefined {
  const fields: Record<string, unknown> = {};
  for (const [, name = '', value = ''] of text.matchAll(FIELD)) {
    const read = parseObject(`{"value":${value}}`)?.['value'];
    if (read !== undefined && !(name in fields)) fields[name] = read;
  }
  return holdsPair(fields) ? fields : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
