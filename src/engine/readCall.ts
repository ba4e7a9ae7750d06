import { configError } from '../errors/callError';
import { isV1Imbot } from '../map/imbotName';
import { methodEntry } from '../map/index';
import { translate } from '../translate/translate';
import type { TranslateContext, Translation } from '../translate/types';
import { isFields } from '../values/structures';
import type { Call } from './Call';
import type { Desk } from './desk';
import { type Mode, modeOf } from './modeOf';
import { readable } from './reading';
import { TEXTS } from './texts';
import type { Connection, OwnOptions, Params } from './types';

/** Reads what the caller gave: the call, its mode and its translation. A misuse is told before anything is sent. */
export function readCall(
  desk: Desk,
  connection: Connection,
  named: string,
  input: object | null | undefined,
  own: OwnOptions,
): Call {
  let method = 'call';
  try {
    const params = checkedParams(checkedName(named), input ?? {});
    if (own.accept !== undefined && !Array.isArray(own.accept)) throw configError(named, TEXTS.badAccept);
    const entry = methodEntry(named);
    method = entry?.v1 ?? named;
    const mode = entry || isV1Imbot(named) ? modeOf(desk.options, method, params, own.mode) : 'v1';
    const { portal } = connection;
    const known = desk.memory(portal);
    const isTranslated = entry !== undefined && mode !== 'v1';
    const translation = isTranslated ? translationOf(method, params, mode, known.context) : undefined;
    return { method, named, params, connection, portal, known, own, mode, entry, translation };
  } catch (error) {
    throw readable(method, error);
  }
}

/** What cannot be read is refused in mode `v2` alone: v1 may take it all the same. */
function translationOf(method: string, params: Params, mode: Mode, context: TranslateContext): Translation | undefined {
  try {
    return translate(method, params, context);
  } catch (error) {
    if (mode === 'v2') throw error;
    return undefined;
  }
}

export function checkedName(method: unknown): string {
  // Anything else may be an address with a secret in it, and the name stands in errors and reports.
  if (typeof method === 'string' && /^[\w.]+$/.test(method)) return method;
  throw configError('call', TEXTS.badMethod);
}

export function checkedParams(method: string, params: unknown): Params {
  const isSignal = typeof AbortSignal !== 'undefined' && params instanceof AbortSignal;
  if (isFields(params) && !isSignal) return params;
  throw configError(method, TEXTS.badParams);
}
