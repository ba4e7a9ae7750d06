import { flatten } from '../translate/flatten';
import { nestForm, readForm } from '../translate/readForm';
import type { Params } from '../values/structures';
import { formTexts } from './formTexts';

/** Parameters taken out of whatever they were given as, and the way back into the same form. */
export interface Body {
  readonly params: Params;
  readonly write: (params: Params) => unknown;
  /** Somebody else encodes what is written: values that hold others are handed on as objects. */
  readonly nests?: true;
}

/**
 * Reads parameters given as an object, JSON text, form text, URLSearchParams or FormData; none is an empty object.
 * Undefined for anything else: a stream, a number, a function, a list.
 */
export function readBody(value: unknown, encoding: 'json' | 'form' = 'json'): Body | undefined {
  if (value === undefined || value === null) {
    return encoding === 'form' ? { params: {}, write: flat } : { params: {}, write: (params) => params, nests: true };
  }
  if (typeof value === 'string') return readText(value);
  if (typeof URLSearchParams !== 'undefined' && value instanceof URLSearchParams) {
    return { params: nestForm(value), write: (params) => new URLSearchParams(flatten(params)) };
  }
  if (typeof FormData !== 'undefined' && value instanceof FormData) return readFormData(value);
  if (value instanceof Map) {
    const params: Params = Object.fromEntries(value);
    if (encoding !== 'form') return { params, write: (written) => new Map(Object.entries(written)), nests: true };
    return { params: formTexts(params), write: (written) => new Map(flatten(written)) };
  }
  if (!isPlain(value)) return undefined;
  if (encoding !== 'form') return { params: value, write: (params) => params, nests: true };
  return { params: formTexts(value), write: flat };
}

function readText(text: string): Body | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return { params: {}, write: formText };
  if (trimmed.startsWith('{')) {
    const parsed = parse(trimmed);
    return isPlain(parsed) ? { params: parsed, write: (params) => JSON.stringify(params) } : undefined;
  }
  if (!/^[^=&\s]+=/.test(trimmed)) return undefined;
  return { params: readForm(trimmed), write: formText };
}

function readFormData(form: FormData): Body | undefined {
  const entries: [string, string][] = [];
  let isText = true;
  form.forEach((value, key) => {
    if (typeof value === 'string') entries.push([key, value]);
    else isText = false;
  });
  if (!isText) return undefined;
  const write = (params: Params) => {
    const copy = new FormData();
    for (const [key, value] of flatten(params)) copy.append(key, value);
    return copy;
  };
  return { params: nestForm(entries), write };
}

function formText(params: Params): string {
  return new URLSearchParams(flatten(params)).toString();
}

function flat(params: Params): Params {
  return Object.fromEntries(flatten(params));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A plain object, also one of another realm or a class that only holds fields. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const tag = Object.prototype.toString.call(value);
  return tag === '[object Object]' && typeof Reflect.get(value, 'then') !== 'function';
}
