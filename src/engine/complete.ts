import { isV1Imbot, isV2Imbot } from '../map/imbotName';
import { REVISION_GET } from '../map/index';
import type { EngineOptions, Params } from './types';

/** The parameters as they go out: with CLIENT_ID or botToken where this client adds them, without what only looks like a parameter. */
export function complete(
  { auth, clientId, botToken }: EngineOptions['context'],
  method: string,
  params: Params,
): Params {
  const plain = withoutThen(params);
  const given = isV1Imbot(method) ? withoutNulls(plain) : plain;
  if (auth !== 'webhook') return given;
  if (isV2Imbot(method)) {
    const token = botToken ?? clientId;
    return token === undefined || given.botToken !== undefined || method.toLowerCase() === REVISION_GET.toLowerCase()
      ? given
      : { ...given, botToken: token };
  }
  if (clientId === undefined || !isV1Imbot(method)) return given;
  const name = Object.keys(given).find((key) => key.toUpperCase() === 'CLIENT_ID');
  return name !== undefined && given[name] !== '' && given[name] !== undefined
    ? given
    : { ...given, [name ?? 'CLIENT_ID']: clientId };
}

/** An object with a function `then` would be waited for instead of sent; as a parameter a function is nothing. */
function withoutThen(params: Params): Params {
  if (typeof params.then !== 'function') return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'then'));
}

/** v1 takes null for a parameter that was not given; a form could only say '', which clears. */
function withoutNulls(params: Params): Params {
  if (!Object.values(params).some((value) => value === null)) return params;
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
}
