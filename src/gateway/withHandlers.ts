import type { FoundBatch } from '../facade/batchOf';
import { writtenName } from '../facade/writtenName';
import { type BatchCommand, readCommand, writeCommand } from '../translate/batchCommand';
import { normalise } from '../translate/normalise';
import { replaceHandlers } from '../translate/replaceHandlers';
import type { Params } from '../translate/types';
import { encodeForm } from '../transport/encodeForm';
import type { PortalQuestion } from './ask';
import type { GatewayCall } from './GatewayCall';
import { headers } from './headers';

/**
 * The call with other addresses of handlers; the same object where it names none. What goes out as v1 then is the call written
 * anew, in the encoding that it came in.
 */
export function withHandlers(call: GatewayCall, replace: ReplaceHandler): GatewayCall {
  const batch = call.batch && batchWith(call.batch, replace);
  const params = call.batch
    ? call.params
    : replaceHandlers(call.method, call.params, (url) => replace(url, clientIdIn(call.params)));
  if (params === call.params && batch === call.batch) return call;
  const whole = batch === undefined ? params : { ...call.params, ...cmdOf(call.params, batch) };
  return { ...call, params: whole, batch, original: anew(call, whole) };
}

/** The address that stands for one of a handler. @param key of the command in a batch that names it */
type ReplaceHandler = (url: string, clientId?: string, key?: string) => string;

function batchWith(batch: FoundBatch, replace: ReplaceHandler): FoundBatch {
  let isChanged = false;
  const calls = Object.entries(batch.calls).map(([key, command]): [string, BatchCommand] => {
    const read = readCommand(command);
    const params =
      read && replaceHandlers(read.method, read.params, (url) => replace(url, clientIdIn(read.params), key));
    if (read === undefined || params === undefined || params === read.params) return [key, command];
    isChanged = true;
    return [key, { method: read.method, params }];
  });
  if (!isChanged) return batch;
  return {
    ...batch,
    calls: Array.isArray(batch.calls) ? calls.map(([, command]) => command) : Object.fromEntries(calls),
  };
}

function clientIdIn(params: Params): string | undefined {
  const { CLIENT_ID: given } = normalise(params).params;
  return typeof given === 'string' && given !== '' ? given : undefined;
}

function cmdOf(params: Params, { calls }: FoundBatch): Params {
  const name = writtenName(params, 'cmd') ?? 'cmd';
  const texts = Object.entries(calls).map(([key, command]): [string, unknown] => {
    const read = typeof command === 'string' ? undefined : readCommand(command);
    return [key, read === undefined ? command : writeCommand(read)];
  });
  return { [name]: Array.isArray(calls) ? texts.map(([, text]) => text) : Object.fromEntries(texts) };
}

function anew(call: GatewayCall, params: Params): PortalQuestion {
  const type = call.json ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    method: 'POST',
    path: call.original.path.split('?')[0] ?? '',
    headers: [...headers.without(call.headers, TYPE), 'content-type', type],
    body: call.json ? JSON.stringify(params) : encodeForm(params),
  };
}

const TYPE: ReadonlySet<string> = new Set(['content-type']);
