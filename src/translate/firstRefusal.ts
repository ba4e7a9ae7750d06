import type { CheckEntry, CheckKind, MethodEntry } from '../map/entry';
import { v1Status } from '../map/errors';
import type { V1ErrorCode } from '../map/V1ErrorCode';
import { colour } from '../values/enums';
import { id } from '../values/ids';
import { isEmpty, isFields, languageTitles, list } from '../values/structures';
import { text } from '../values/texts';
import { holdsReference } from './isReference';
import type { Params, Refusal, V1Call } from './types';

/** The first check of section 4 of the map that a call fails: what v1 would answer, before anything is sent. */
export function firstRefusal(call: V1Call): Refusal | undefined {
  const { entry, params } = call;
  for (const check of entry.checks) {
    const { value, beside } = at(params, check.param);
    if (call.inBatch && holdsReference(value)) continue;
    if (check.unless !== undefined && !isEmpty(beside[check.unless])) continue;
    if (FAILS[check.kind](value, check, entry)) return refusal(check.code, check.text);
  }
  const botId = params.BOT_ID;
  const badBot =
    entry.bot !== 'none' &&
    entry.bot !== 'command' &&
    botId !== undefined &&
    id(botId) === 0 &&
    !(call.inBatch && holdsReference(botId));
  return badBot ? refusal('BOT_ID_ERROR', 'Bot not found') : undefined;
}

/** A v1 refusal with the status that v1 answers it with. */
export function refusal(code: V1ErrorCode, description: string): Refusal {
  return { code, status: v1Status(code), description };
}

/** `FIELDS.COMMAND`: the value, and what stands beside it. */
function at(params: Params, path: string): { value: unknown; beside: Params } {
  const dot = path.indexOf('.');
  if (dot < 0) return { value: params[path], beside: params };
  const inner = params[path.slice(0, dot)];
  return isFields(inner) ? at(inner, path.slice(dot + 1)) : { value: undefined, beside: {} };
}

type Fails = (value: unknown, check: CheckEntry, entry: MethodEntry) => boolean;

const FAILS: Readonly<Record<CheckKind, Fails>> = {
  missing: (value) => !text(value) || value === '0' || value === 0,
  blank: (value) => (text(value) ?? '') === '',
  'not-positive': (value) => id(value) === 0,
  'not-colour': (value) => colour(value) === undefined,
  'not-list': (value, check) => (value === undefined ? check.code === 'WRONG_REQUEST' : list(value) === undefined),
  empty: (value) => isEmpty(value),
  'no-name': (value, { fields = [] }) => !fields.some((name) => hasText(value, name)),
  'no-handler': (value) => isEmpty(value),
  'blank-name': (value, { fields = [] }) => isFields(value) && fields.every((name) => isBlank(value[name])),
  'bad-url': (value) => !isEmpty(value) && !isAddress(value),
  'no-language': (value) => languageTitles(value) === undefined,
  'nothing-to-update': (value, { param }, { params }) =>
    !isFields(value) || !Object.keys(params[param]?.fields ?? {}).some((name) => says(value[name])),
  'no-command': (value) => id(value) === 0,
};

function hasText(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) && !isEmpty(Reflect.get(value, key));
}

/** Given, and empty: not given at all is something else. */
function isBlank(value: unknown): boolean {
  return value !== undefined && value !== null && isEmpty(value);
}

/** A false flag says something, an empty text or list does not. */
function says(value: unknown): boolean {
  return typeof value === 'boolean' || typeof value === 'number' || !isEmpty(value);
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[^\s/]+/i.test(value) && URL.canParse(value);
}
