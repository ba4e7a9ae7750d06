import { configError } from '../errors/callError';
import { METHODS } from '../map/index';
import { LOSSES } from '../map/losses';
import { isFields } from '../values/structures';
import { type Check, first, hint, oneOfWords, place } from './checks';

/** The options of every facade. */
const CHECKS: Readonly<Record<string, Check>> = {
  mode: (value) => (typeof value === 'function' ? undefined : oneOfWords(MODES)(value)),
  methods: (value) => {
    if (!isFields(value)) return 'is no object of methods and modes';
    for (const [name, mode] of Object.entries(value)) {
      const wrong = wrongName(name) ?? oneOfWords(MODES)(mode);
      if (wrong) return `['${safe(name)}'] ${wrong}`;
    }
    return undefined;
  },
  accept: (value) => {
    if (!Array.isArray(value)) return 'is no list of losses';
    return first(value, oneOfWords(Object.keys(LOSSES)));
  },
  events: oneOfWords(['v1', 'v2']),
  botId: (value) => (isAsked(value) || (typeof value === 'number' && value > 0) ? undefined : 'is no id of a bot'),
  clientId: (value) => (typeof value === 'string' || isAsked(value) ? undefined : 'is no text'),
  botToken: (value) => (typeof value === 'string' ? undefined : 'is no text'),
  warnings: (value) =>
    typeof value === 'boolean' || typeof value === 'function' ? undefined : oneOfWords(['on', 'off'])(value),
};

const MODES = ['v1', 'auto', 'v2', 'audit'];

/**
 * Refuses options that a facade does not know, when it is made, with the nearest right word. Values are never shown: a place
 * may have been given the secret itself.
 * @param more what this facade has besides; undefined for what it has not
 * @throws ImbotError CONFIG
 */
export function checkFacade(
  face: string,
  options: unknown,
  more: Readonly<Record<string, Check | undefined>> = {},
): void {
  if (!isFields(options)) throw configError(face, 'the options are no object.');
  const known: Readonly<Record<string, Check | undefined>> = { ...CHECKS, ...more };
  const names = Object.keys(known).filter((name) => known[name] !== undefined);
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) throw configError(face, `unknown option ${safe(name)}${hint(name, names)}.`);
    const wrong = value === undefined ? undefined : check(value);
    if (wrong) throw configError(face, `${name} ${wrong}.`);
  }
}

/** A name of `methods`: a v1 method in any case, or a beginning of some with `*`. */
function wrongName(name: string): string | undefined {
  const lower = name.toLowerCase();
  const names = METHODS.map(({ v1 }) => v1);
  const covers = lower.endsWith('*')
    ? names.some((one) => one.toLowerCase().startsWith(lower.slice(0, -1)))
    : names.some((one) => one.toLowerCase() === lower);
  return covers ? undefined : `is no method of imbot v1${hint(name, names)}`;
}

function isAsked(value: unknown): boolean {
  return typeof value === 'function' || (isFields(value) && 'place' in value && place(value.place) === undefined);
}

/** A name that is one; anything else may be a value in the wrong place. */
function safe(name: string): string {
  return /^[\w.*]{1,60}$/.test(name) ? name : '(not a name)';
}
