import { batchOf } from '../facade/batchOf';
import { portalKey } from '../facade/portalKey';
import { writtenName } from '../facade/writtenName';
import { isV1Imbot } from '../map/imbotName';
import { readCommand } from '../translate/batchCommand';
import type { Params } from '../translate/types';
import { commandsInOrder } from './commandsInOrder';
import type { GatewayCall } from './GatewayCall';
import { headers } from './headers';
import type { Incoming } from './Incoming';
import { readGivenParams } from './readGivenParams';
import { type RequestTarget, readTarget } from './readTarget';

/** Headers that a request to the portal gets anew. */
const OWN = ['host', 'expect', 'accept-encoding'];
/** Headers of one body. */
const OF_BODY = new Set(['content-length', 'content-type', 'content-encoding', 'content-md5', 'digest']);

/**
 * May a request be one that is translated? Only then is its body read. Answers in XML, other verbs than GET and POST, and
 * bodies in an encoding of their own are left alone.
 */
export function mayBeTranslated(
  { method, headers: given, body, target: address }: Incoming,
  target: RequestTarget | undefined = readTarget(address),
): boolean {
  if (target?.method === undefined || target.xml || (method !== 'GET' && method !== 'POST')) return false;
  if (method === 'GET' && body !== undefined) return false;
  const encoding = headers.first(given, 'content-encoding');
  if (encoding !== undefined && encoding !== 'identity') return false;
  return isV1Imbot(target.method) || target.method.toLowerCase() === 'batch';
}

type ReadCall = GatewayCall | undefined | 'too-many';

/**
 * Reads a call of imbot v1, or a batch that holds one. Undefined for everything else, and for what only the portal can read. At
 * once, but for multipart.
 */
export function readGatewayCall(
  incoming: Incoming,
  target: RequestTarget,
  body: Buffer,
  origin: string,
): ReadCall | Promise<ReadCall> {
  const { method = '', query } = target;
  const isBatch = !isV1Imbot(method);
  if (isBatch && !NAMES_IMBOT.test(query ?? '') && !NAMES_IMBOT.test(body.toString('latin1'))) return undefined;
  const contentType = headers.first(incoming.headers, 'content-type');
  const read = readGivenParams({ method: incoming.method, query, contentType, body });
  const callOf = (params: Awaited<typeof read>): ReadCall => gatewayCall(incoming, target, body, origin, params);
  return read instanceof Promise ? read.then(callOf) : callOf(read);
}

function gatewayCall(
  { method: verb, headers: given }: Incoming,
  { method = '', query, path, webhook, rename }: RequestTarget,
  body: Buffer,
  origin: string,
  read: Awaited<ReturnType<typeof readGivenParams>>,
): ReadCall {
  if (read === undefined || read === 'too-many') return read;
  const isBatch = !isV1Imbot(method);
  const { params, json } = read;
  const batch = batchOf(method, params);
  if (isBatch && (batch === undefined || !isReadAlike(params, query, json ? '' : body.toString('latin1')))) {
    return undefined;
  }
  if (hasOddToken(params)) return undefined;
  if (batch && Object.values(batch.calls).some((command) => hasOddToken(readCommand(command)?.params ?? {}))) {
    return undefined;
  }
  const host = origin.slice(origin.indexOf('//') + 2);
  const portal = webhook
    ? `${host}/${webhook.user}`
    : tokenKey(tokenOf(params, headers.first(given, 'authorization')), host);
  if (portal === undefined) return undefined;
  const kept = headers.passedOn(given, OWN);
  return {
    method,
    params,
    batch,
    portal,
    json,
    original: {
      method: verb === 'GET' ? 'GET' : 'POST',
      path: query === undefined ? path : `${path}?${query}`,
      headers: kept,
      body: verb === 'GET' ? null : body,
    },
    address: rename,
    headers: headers.without(kept, OF_BODY),
  };
}

/** Whose token it is, nobody can tell: what is remembered is so until it is renewed. Neither it nor a webhook is kept for it. */
function tokenKey(token: string | undefined, host: string): string | undefined {
  const key = token === undefined ? undefined : portalKey(token);
  return key === undefined ? undefined : `${host} ${key}`;
}

/** Also where a form writes it encoded, or JSON escaped. */
const NAMES_IMBOT = /imbot(?:\.|%2e|\\u002e)/i;

/** Are the commands those that PHP finds, in its order? A text it does not take for a list of commands. */
function isReadAlike(params: Params, query = '', form = ''): boolean {
  const name = writtenName(params, 'cmd') ?? '';
  return typeof params[name] !== 'string' && commandsInOrder(`${query}&${form}`);
}

/** The portal reads `auth`; what it makes of `AUTH`, it alone can tell. */
function hasOddToken(params: Params): boolean {
  return Object.keys(params).some((key) => key.length === 4 && key !== 'auth' && key.toLowerCase() === 'auth');
}

function tokenOf(params: Params, header: string | undefined): string | undefined {
  const token = 'auth' in params ? params['auth'] : header;
  return typeof token === 'string' && token !== '' ? token : undefined;
}
