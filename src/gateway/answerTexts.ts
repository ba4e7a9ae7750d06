import { jsonParts, jsonStart } from './jsonParts';

/**
 * Answers of the portal in which something is to read otherwise. All else stays the portal's own text: JavaScript would write
 * `1.0` as `1`, lose digits beyond 2^53, and put a map in the order of its numbers.
 */
export const answerTexts = { withMembers, withCommands };

/** The JSON object with other members, each as JSON: new ones come first, those of undefined are left out. */
function withMembers(json: string, members: Readonly<Record<string, string | undefined>>): string {
  const start = jsonStart(json);
  const parts = jsonParts(json, start);
  const texts: string[] = [];
  for (const key of Object.keys(members)) {
    const value = members[key];
    if (value !== undefined && !parts.some((part) => part.key === key)) texts.push(`${JSON.stringify(key)}:${value}`);
  }
  for (const { key, start: from, value, end } of parts) {
    const other = members[key];
    if (!Object.hasOwn(members, key)) texts.push(json.slice(from, end));
    else if (other !== undefined) texts.push(json.slice(from, value) + other);
  }
  return `${json.slice(0, start)}{${texts.join(',')}}`;
}

/** What the commands of a batch answered, by their keys. */
interface CommandAnswers {
  readonly results: ReadonlyMap<string, unknown>;
  readonly errors: ReadonlyMap<string, unknown>;
  /** Keys of those whose answer is another than the portal's. */
  readonly anew: ReadonlySet<string>;
  /** All keys, as the commands ran. */
  readonly order: readonly string[];
}

/** The answer of a batch in which some commands are answered anew. */
function withCommands(json: string, { results, errors, anew, order }: CommandAnswers): string {
  const start = jsonStart(json);
  const whole = jsonParts(json, start).findLast(({ key }) => key === 'result');
  if (whole === undefined || anew.size === 0) return json;
  const body = json.slice(whole.value, whole.end);
  const parts = jsonParts(body);
  const places = new Map(order.map((key, index) => [key, index]));
  const rewritten = (name: string, values: ReadonlyMap<string, unknown>): string => {
    const part = parts.findLast(({ key }) => key === name);
    return container(part === undefined ? '[]' : body.slice(part.value, part.end), values, anew, places);
  };
  const members = { result: rewritten('result', results), result_error: rewritten('result_error', errors) };
  return withMembers(json, { result: withMembers(body, members) });
}

function container(
  json: string,
  values: ReadonlyMap<string, unknown>,
  anew: ReadonlySet<string>,
  places: ReadonlyMap<string, number>,
): string {
  const parts = jsonParts(json);
  const kept = parts.filter(({ key }) => values.has(key) && !anew.has(key));
  const made = [...values].filter(([key]) => anew.has(key));
  if (kept.length === parts.length && made.length === 0) return json;
  const entries = [
    ...kept.map(({ key, value, end }) => [key, json.slice(value, end)] as const),
    ...made.map(([key, value]) => [key, JSON.stringify(value) ?? 'null'] as const),
  ];
  const placeOf = (key: string): number => places.get(key) ?? places.size;
  entries.sort(([a], [b]) => placeOf(a) - placeOf(b));
  return isList(json, parts, entries)
    ? `[${entries.map(([, text]) => text).join(',')}]`
    : `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

/** PHP writes a map whose keys are 0, 1, 2 … as a list, and an empty one too, unless it was told not to. */
function isList(json: string, parts: readonly Keyed[], entries: readonly (readonly [key: string, text: string])[]) {
  const isToldNotTo = json.startsWith('{') && isCounted(parts.map(({ key }) => key));
  return !isToldNotTo && isCounted(entries.map(([key]) => key));
}

interface Keyed {
  readonly key: string;
}

function isCounted(keys: readonly string[]): boolean {
  return keys.every((key, index) => key === String(index));
}
