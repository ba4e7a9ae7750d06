import type { WrapOptions } from '../../src/wrap/index';
import { wrapCall } from '../../src/wrap/index';
import { BitrixClient, callBitrix, enqueue, PortalRefused, request, rest, send } from '../wrap/transports';
import { CLIENT, type Scene, type Subject } from './scenario';

type Options = Pick<WrapOptions, 'mode' | 'methods' | 'accept' | 'warnings'>;
type Wild = Record<string, unknown>;

/** One wrapped transport as a subject of the scenario. */
interface Wrapped extends Subject {
  report?(): unknown;
  close?(): Promise<void>;
}

export interface Shape {
  readonly who: 'webhook' | 'oauth';
  /** What a translated call is sent as, where that is not what the caller's own are. */
  readonly anewAs?: 'json';
  readonly make: (scene: Scene, options: Options) => Wrapped;
}

/** `{ code }` of an error envelope, the result of any other. */
export function fromEnvelope(body: unknown): unknown {
  const { error, result } = { error: undefined, result: undefined, ...(Object(body) as Wild) };
  return typeof error === 'string' && error !== '' ? { code: error } : result;
}

/** The entries of a REST batch answer, under the caller's keys. */
export function fromBatch(result: unknown): Wild {
  const parts = Object(result) as { result: Wild; result_error: Wild };
  const errors = Object.entries(parts.result_error).map(([key, error]) => [
    key,
    { code: (Object(error) as Wild).error },
  ]);
  return { ...parts.result, ...Object.fromEntries(errors) };
}

/** Flat transports were always given JSON text for what nests. */
export function texts(params: Wild | null): Wild | null {
  if (params === null) return null;
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : value]),
  );
}

/** `method?query`, as the pages write batches. */
export function commandText([method, params]: readonly [string, Wild]): string {
  return `${method}?${new URLSearchParams(Object.entries(params).map(([key, value]) => [key, String(value)]))}`;
}

function nested(commands: Readonly<Record<string, readonly [string, Wild]>>): Wild {
  return { halt: 0, cmd: Object.fromEntries(Object.entries(commands).map(([key, one]) => [key, commandText(one)])) };
}

function flat(commands: Readonly<Record<string, readonly [string, Wild]>>): Wild {
  return {
    halt: 0,
    ...Object.fromEntries(Object.entries(commands).map(([key, one]) => [`cmd[${key}]`, commandText(one)])),
  };
}

async function codeOf(work: Promise<unknown>, read: (error: unknown) => unknown): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return { code: read(error) };
  }
}

/** The six transports, each wrapped by its layout. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'callBitrix(domain, token, method, params), URLSearchParams': {
    who: 'oauth',
    make({ host, application }, options) {
      const token = application.tokens().access_token;
      const call = wrapCall(callBitrix, { method: 2, params: 3, portal: 0, encoding: 'form', ...options });
      return {
        report: call.report,
        call: async (method, params) => fromEnvelope(await call(host, token, method, texts(params))),
        batch: async (commands) => fromBatch(fromEnvelope(await call(host, token, 'batch', flat(commands)))),
      };
    },
  },
  'client.call(method, params), axios, bare result, own error class': {
    who: 'webhook',
    make({ hook }, options) {
      const client = new BitrixClient(hook);
      const call = wrapCall(client.call, { answer: 'result', portal: 'webhookUrl', ...options });
      client.call = call;
      const read = (error: unknown) => (error instanceof PortalRefused ? error.code : error);
      return {
        report: call.report,
        call: (method, params) => codeOf(client.call(method, params), read),
        batch: async (commands) => fromBatch(await client.call('batch', nested(commands))),
      };
    },
  },
  "request.call(this, 'POST', method, params), axios response": {
    who: 'webhook',
    make({ hook }, options) {
      const call = wrapCall(request, { method: 1, params: 2, answer: 'axios', portal: 'base', ...options });
      const self = { base: hook };
      const data = (response: unknown) => (Object(response) as { data: unknown }).data;
      const read = (error: unknown) => (data((Object(error) as Wild).response) as Wild).error;
      return {
        report: call.report,
        call: (method, params) =>
          codeOf(
            call.call(self, 'POST', method, params).then((response) => fromEnvelope(data(response))),
            read,
          ),
        batch: async (commands) =>
          fromBatch(fromEnvelope(data(await call.call(self, 'POST', 'batch', nested(commands))))),
      };
    },
  },
  'rest(base, method, token, params), querystring in the query, throws text': {
    who: 'oauth',
    make({ server, application }, options) {
      const token = application.tokens().access_token;
      const call = wrapCall(rest, { method: 1, params: 3, portal: 0, encoding: 'form', ...options });
      const read = (error: unknown) => (error instanceof Error ? error.message.split(':')[0] : error);
      return {
        report: call.report,
        call: (method, params) => codeOf(call(server.url, method, token, texts(params)).then(fromEnvelope), read),
        batch: async (commands) => fromBatch(fromEnvelope(await call(server.url, 'batch', token, flat(commands)))),
      };
    },
  },
  'enqueue({ method, params, webhook }), JSON': {
    who: 'webhook',
    make({ hook }, options) {
      const call = wrapCall(enqueue, { method: 'method', params: 'params', portal: 'webhook', ...options });
      return {
        report: call.report,
        call: async (method, params) => fromEnvelope(await call({ method, params, webhook: hook, retries: 1 })),
        batch: async (commands) =>
          fromBatch(fromEnvelope(await call({ method: 'batch', params: nested(commands), webhook: hook }))),
      };
    },
  },
  'send(url, method, params, callback), PHP encoder by hand': {
    who: 'webhook',
    make({ hook }, options) {
      const call = wrapCall(send, {
        method: 1,
        params: 2,
        portal: 0,
        answer: 'callback',
        encoding: 'form',
        ...options,
      });
      const once = (method: string, params: Wild | null): Promise<unknown> =>
        new Promise((resolve, reject) => {
          call(hook, method, params, (error, result) => (error ? reject(error) : resolve(result)));
        });
      return {
        report: call.report,
        call: (method, params) => codeOf(once(method, params), (error) => (Object(error) as Wild).code),
        batch: async (commands) => fromBatch(await once('batch', nested(commands))),
      };
    },
  },
};

export function identityOf(who: 'webhook' | 'oauth'): Wild {
  return who === 'webhook' ? { CLIENT_ID: CLIENT } : {};
}
