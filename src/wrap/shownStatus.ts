import { NO_ECHO } from '../facade/echo';
import { statusOf } from '../facade/readFailure';
import { speakV1 } from '../facade/speakV1';
import { copyOf } from './copyOf';

/** The status that is all that a wrapper shows of a refusal: as a number, in a field, or as a word of its text. */
export function shownStatus(value: unknown): number | undefined {
  if (typeof value === 'number') return REFUSING.has(value) ? value : undefined;
  if (typeof value === 'string') {
    const words = [...value.matchAll(/(?<![\w.:])4\d\d(?![\w.])/g)].map(([word]) => Number(word));
    return words.length === 1 ? words.find((word) => REFUSING.has(word)) : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const found = statusOf(value);
  if (found !== undefined) return found;
  for (const name of Array.isArray(value) ? ['0'] : FIELDS) {
    const status = shownStatus(Reflect.get(value, name));
    if (status !== undefined) return status;
  }
  return undefined;
}

/** What shows one status, showing another; the same where it is an object that nobody can copy. */
export function withStatus(value: unknown, status: readonly [before: number, after: number]): unknown {
  const [before, after] = status;
  if (value === before) return after;
  if (Array.isArray(value)) return value.map((item) => withStatus(item, status));
  const made = new Set<object>();
  const copy = copyOf(value, made, true);
  return speakV1(copy, { method: ['', ''], status, echo: { ...NO_ECHO, is: (one) => !made.has(one) } });
}

/** Those that v1 refuses calls with, and what a wrong token gets. */
const REFUSING: ReadonlySet<number> = new Set([400, 401, 403, 404]);

const FIELDS = ['httpStatus', 'http_status', 'httpCode', 'http_code', 'status_code', 'code', 'error', 'message'];
