import type { CheckEntry, CheckKind } from '../map/entry';
import { v1Status } from '../map/errors';
import { colour } from '../values/colour';
import { id } from '../values/id';
import { isEmpty } from '../values/isEmpty';
import { json } from '../values/json';
import { scalar } from '../values/scalar';
import { holdsReference } from './isReference';
import type { Call, Params, Refusal } from './types';

/** The first check of section 4 of the map that a call fails: what v1 would answer, before anything is sent. */
export function firstRefusal(call: Call): Refusal | undefined {
  const { entry, params } = call;
  for (const check of entry.checks) {
    const value = params[check.param];
    if (call.inBatch && holdsReference(value)) continue;
    if (FAILS[check.kind](value, params, check)) return refusal(check.code, check.text);
  }
  const botId = params.BOT_ID;
  const badBot =
    entry.bot !== 'none' && botId !== undefined && id(botId) === 0 && !(call.inBatch && holdsReference(botId));
  return badBot ? refusal('BOT_ID_ERROR', 'Bot not found') : undefined;
}

/** A v1 refusal with the status that v1 answers it with. */
export function refusal(code: string, description: string): Refusal {
  return { code, status: v1Status(code), description };
}

const FAILS: Readonly<Record<CheckKind, (value: unknown, params: Params, check: CheckEntry) => boolean>> = {
  missing: (value) => isEmpty(value) || scalar(value)?.trim() === '',
  blank: (value) => (scalar(value)?.trim() ?? '') === '',
  'not-positive': (value) => id(value) === 0,
  'not-colour': (value) => colour(value) === undefined,
  'not-list': (value, _params, check) =>
    value === undefined ? check.code === 'WRONG_REQUEST' : !Array.isArray(json(value)),
  empty: (value) => isEmpty(value),
  'no-name': (value) => !hasText(value, 'NAME') && !hasText(value, 'LAST_NAME'),
  'no-handler': (value, params) => isEmpty(value) && isEmpty(params.EVENT_HANDLER),
  'nothing-to-update': (value) => typeof value !== 'object' || isEmpty(value),
  'no-command': (value, params) => id(value) === 0 && isEmpty(params.COMMAND),
};

function hasText(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) && !isEmpty(Reflect.get(value, key));
}
