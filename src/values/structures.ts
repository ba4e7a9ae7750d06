import { isGiven } from './flags';

/** Parameters of one REST call, by name. */
export type Params = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named fields: no array, not null. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Empty as PHP sees it, for structures: '', [], {}, null, false, "0". */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === '0' || value === 0)
    return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A list with more holes than items: to walk it by its length could take minutes. PHP sees a map of the items alone. */
export function isSparse(value: unknown): boolean {
  return Array.isArray(value) && value.length > FEW && Object.keys(value).length < value.length / 2;
}

/** Up to here nothing is worth the question. */
const FEW = 1_000;

/**
 * Objects and arrays may arrive as JSON text, and nothing as `null`: parsed. What does not parse to one is passed on
 * untouched.
 * @example
 * json('{"ID":1}'); // { ID: 1 }
 * json('{ID'); // '{ID'
 */
export function json(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*(?:[[{]|null\s*$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A map by index as the list that PHP cannot tell from it: parsers of forms and Go's maps make them. Else the value itself. */
function indexed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : value;
}

/** A list as PHP sees it: an array, a map by index (which PHP cannot tell from one), or JSON text of either. */
export function list(value: unknown): readonly unknown[] | undefined {
  const parsed = json(value);
  if (Array.isArray(parsed)) return parsed;
  return typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : undefined;
}

/**
 * ATTACH as parsed; block keys stay UPPER_CASE. An empty one is left out.
 * @example
 * attach('[{"MESSAGE":"Hi"}]'); // [{ MESSAGE: 'Hi' }]
 * attach([]); // undefined
 */
export function attach(value: unknown): unknown {
  const parsed = indexed(json(value));
  return isEmpty(parsed) ? undefined : parsed;
}

/**
 * KEYBOARD of a new message: `{BOT_ID, BUTTONS}` with flat buttons. An empty keyboard is left out.
 * @example
 * keyboard([[{ TEXT: 'Yes' }], [{ TEXT: 'No' }]], 39); // { BOT_ID: 39, BUTTONS: [{ TEXT: 'Yes' }, { TYPE: 'NEWLINE' }, { TEXT: 'No' }] }
 */
export function keyboard(value: unknown, botId: unknown): unknown {
  const parsed = indexed(json(value));
  if (isEmpty(parsed)) return undefined;
  const buttons = Array.isArray(parsed) ? parsed : buttonsOf(parsed);
  if (buttons === undefined) return parsed;
  const flat = flattenRows(buttons);
  return flat.length === 0 ? undefined : { BOT_ID: botId, BUTTONS: flat };
}

function buttonsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const buttons = indexed(json(Object.hasOwn(value, 'BUTTONS') ? Reflect.get(value, 'BUTTONS') : undefined));
  return Array.isArray(buttons) ? buttons : undefined;
}

/** v2 refuses nested rows; v1 took them. A NEWLINE button stands where a row ended. */
function flattenRows(given: readonly unknown[]): readonly unknown[] {
  const buttons = given.map(indexed);
  if (!buttons.some(Array.isArray)) return buttons;
  const flat: unknown[] = [];
  buttons.forEach((button, index) => {
    if (index > 0 && (Array.isArray(button) || Array.isArray(buttons[index - 1]))) flat.push({ TYPE: 'NEWLINE' });
    if (Array.isArray(button)) flat.push(...button);
    else flat.push(button);
  });
  return flat;
}

/**
 * KEYBOARD of message.update: as in a new message, and `'N'` where v1 code clears it with '' or 'N'.
 * @example
 * keyboardUpdate('', 39); // 'N'
 * keyboardUpdate([{ TEXT: 'Yes' }], 39); // { BOT_ID: 39, BUTTONS: [{ TEXT: 'Yes' }] }
 */
export function keyboardUpdate(value: unknown, botId: unknown): unknown {
  return isGiven(value) ? (keyboard(value, botId) ?? 'N') : undefined;
}

/**
 * LANG of v1 as the titles of v2: language code in lower case → TITLE.
 * @example
 * languageTitles([{ LANGUAGE_ID: 'EN', TITLE: 'Help' }]); // { en: 'Help' }
 */
export function languageTitles(value: unknown): Record<string, string> | undefined {
  return byLanguage(value, 'TITLE');
}

/**
 * LANG of v1 as the parameter hints of v2: language code in lower case → PARAMS. Undefined where none is given.
 * @example
 * languageParams([{ LANGUAGE_ID: 'EN', TITLE: 'Help', PARAMS: 'topic' }]); // { en: 'topic' }
 */
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

/**
 * A value that both generations take alike (a Base64 file, for one).
 * @example
 * asIs('iVBORw0KGgo='); // 'iVBORw0KGgo='
 */
export function asIs(value: unknown): unknown {
  return value;
}
