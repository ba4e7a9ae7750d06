import { config } from '../engine/errors';
import { METHODS } from '../map/index';
import { LOSSES } from '../map/losses';
import { isFields } from '../values/structures';
import { nearest } from './nearest';

type Check = (value: unknown) => string | undefined;

/** What is wrong with a value, as the rest of a sentence; undefined where nothing is. */
const CHECKS: Readonly<Record<string, Check>> = {
  mode: (value) => (typeof value === 'function' ? undefined : oneOf(MODES)(value)),
  methods: (value) => {
    if (!isFields(value)) return 'is no object of methods and modes';
    for (const [name, mode] of Object.entries(value)) {
      const wrong = wrongName(name) ?? oneOf(MODES)(mode);
      if (wrong) return `['${safe(name)}'] ${wrong}`;
    }
    return undefined;
  },
  accept: (value) => {
    if (!Array.isArray(value)) return 'is no list of losses';
    return first(value, oneOf(Object.keys(LOSSES)));
  },
  events: oneOf(['v1', 'v2']),
  botId: (value) => (isAsked(value) || (typeof value === 'number' && value > 0) ? undefined : 'is no id of a bot'),
  clientId: (value) => (typeof value === 'string' || isAsked(value) ? undefined : 'is no text'),
  botToken: (value) => (typeof value === 'string' ? undefined : 'is no text'),
  warnings: (value) =>
    typeof value === 'boolean' || typeof value === 'function' ? undefined : oneOf(['on', 'off'])(value),
};

/** Options of a layout, which wrapCall has besides. */
const LAYOUT: Readonly<Record<string, Check>> = {
  method: place,
  params: place,
  portal: (value) => (typeof value === 'function' ? undefined : place(value)),
  answer: (value) => {
    if (!isFields(value)) return oneOf(['envelope', 'result', 'axios', 'callback'])(value);
    const [name = '', ...more] = Object.keys(value);
    if (more.length > 0) return "names one place: { envelope: 'body' } or { result: 'data.result' }";
    return oneOf(['envelope', 'result'])(name) ?? (typeof value[name] === 'string' ? undefined : 'names no place');
  },
  callback: (value) => {
    if (!isFields(value)) return place(value);
    return first(Object.keys(value), oneOf(['success', 'error'])) ?? first(Object.values(value), place);
  },
  prefix: (value) => (typeof value === 'string' && value !== '' ? undefined : 'is no text'),
  encoding: oneOf(['json', 'form']),
};

const MODES = ['v1', 'auto', 'v2', 'audit'];

/**
 * Refuses options that a facade does not know, when it is made, with the nearest right word. Values are never shown: a place
 * may have been given the secret itself.
 * @throws ImbotError CONFIG
 */
export function checkFacade(face: string, options: unknown, hasLayout = false): void {
  if (!isFields(options)) throw config(face, 'the options are no object.');
  const known: Readonly<Record<string, Check>> = hasLayout ? { ...CHECKS, ...LAYOUT } : CHECKS;
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) throw config(face, `unknown option ${safe(name)}${hint(name, Object.keys(known))}.`);
    const wrong = value === undefined ? undefined : check(value);
    if (wrong) throw config(face, `${name} ${wrong}.`);
  }
}

function oneOf(words: readonly string[]): Check {
  return (value) => {
    if (typeof value === 'string' && words.includes(value)) return undefined;
    const few = words.length <= 6 ? `is none of ${words.join(', ')}` : 'is not known';
    return typeof value === 'string' ? `${few}${hint(value, words)}` : few;
  };
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

function place(value: unknown): string | undefined {
  const isIndex = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return isIndex || (typeof value === 'string' && value !== '') ? undefined : 'is no place: an index, or a path';
}

function isAsked(value: unknown): boolean {
  return typeof value === 'function' || (isFields(value) && 'place' in value && place(value.place) === undefined);
}

function hint(word: string, words: readonly string[]): string {
  const found = nearest(word, words);
  return found === undefined ? '' : `; did you mean ${found}?`;
}

/** A name that is one; anything else may be a value in the wrong place. */
function safe(name: string): string {
  return /^[\w.*]{1,60}$/.test(name) ? name : '(not a name)';
}

function first<T>(list: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const wrong = check(item);
    if (wrong) return wrong;
  }
  return undefined;
}
