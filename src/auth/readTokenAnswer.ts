import { parseObject } from '../http/parseObject';

/** A text or number of a JSON object. A text ends with its quote, a number with what follows: what was cut off does not count. */
const FIELD = /"(\w+)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+(?=\s*[,}\]]))/g;

/**
 * The fields of a token answer, also where its text is damaged (cut off, text before or behind), wrapped into something, or its
 * names are in capitals: a pair that can be read was paid for with a one-time token and is not thrown away. Undefined where
 * there is neither JSON nor a pair.
 */
export function readTokenAnswer(text: string): Record<string, unknown> | undefined {
  const whole = parseObject(text);
  return holdsPair(whole) ? whole : (salvage(text) ?? whole);
}

/** Does it hold both tokens? */
export function holdsPair(fields: Record<string, unknown> | undefined): fields is Record<string, unknown> {
  return isText(fields?.['access_token']) && isText(fields?.['refresh_token']);
}

function salvage(text: string): Record<string, unknown> | undefined {
  const fields: Record<string, unknown> = {};
  for (const [, spelled = '', value = ''] of text.matchAll(FIELD)) {
    const name = spelled.toLowerCase();
    const read = parseObject(`{"value":${value}}`)?.['value'];
    if (read !== undefined && !(name in fields)) fields[name] = read;
  }
  return holdsPair(fields) ? fields : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
