import { request as httpRequest } from 'node:http';
import axios from 'axios';
import axios019 from 'axios019';
import axios021 from 'axios021';
import axios027 from 'axios027';
import bent from 'bent';
import Bluebird from 'bluebird';
import got from 'got';
import got11 from 'got11';
import jquery from 'jquery';
import { JSDOM, VirtualConsole } from 'jsdom';
import ky from 'ky';
import needle from 'needle';
import { ofetch } from 'ofetch';
import phin from 'phin';
import request from 'request';
import rp from 'request-promise';
import superagent from 'superagent';
import { request as undici } from 'undici';
import type { WrapOptions } from '../../src/wrap/index';

type Wild = Record<string, unknown>;
type Call = (method: string, params: Wild) => unknown;

/** A transport as teams write it over one client, and how it is called. */
export interface Client {
  readonly layout: WrapOptions;
  /** The transport over a base address; what is wrapped. */
  readonly make: (base: string) => (...args: never[]) => unknown;
  /** How a caller calls it and takes what comes: a promise of what it was given. Default: `await fn(method, params)`. */
  readonly use?: (fn: (...args: unknown[]) => unknown, method: string, params: Wild) => unknown;
  /** Its values have methods of their own, so it stays on v1. */
  readonly staysV1?: true;
  /** Nobody can make another failure like the one that was seen, so mode `v2` refuses with an error of ours. */
  readonly noModel?: true;
}

class OwnError extends Error {
  constructor(
    readonly code: string,
    readonly description: string,
    readonly status: number,
  ) {
    super(`${code}: ${description}`);
  }
}

/** Keeps the body where nobody can put anything, and answers by getters. */
class GetterError extends Error {
  readonly #body: Wild;
  constructor(body: Wild) {
    super('The portal refused');
    this.#body = body;
  }
  get code(): unknown {
    return this.#body.error;
  }
  get description(): unknown {
    return this.#body.error_description;
  }
}

class Later<T> extends Promise<T> {
  get isLater(): boolean {
    return true;
  }
}

const json = { 'content-type': 'application/json' };

async function send(url: string, params: Wild): Promise<{ status: number; body: Wild }> {
  const response = await fetch(url, { method: 'POST', headers: json, body: JSON.stringify(params) });
  return { status: response.status, body: await response.json() };
}

function plain(url: string, params: Wild): Promise<{ status: number; body: Wild }> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(params);
    const outgoing = httpRequest(url, { method: 'POST', headers: json }, (incoming) => {
      let answer = '';
      incoming.on('data', (chunk) => {
        answer += chunk;
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(answer) }));
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

const checked = ({ status, body }: { status: number; body: Wild }): unknown => {
  if (body.error) throw new OwnError(String(body.error), String(body.error_description), status);
  return body.result;
};

const post =
  (client: { post(url: string, data: Wild): Promise<{ data: unknown }> }) =>
  (base: string) =>
  async (method: string, params: Wild): Promise<unknown> =>
    (await client.post(base + method, params)).data;

function dollar(base: string) {
  const { window } = new JSDOM('', { url: base, virtualConsole: new VirtualConsole() });
  return jquery(window);
}

const settle = (
  fn: (...args: unknown[]) => unknown,
  build: (hear: (...given: unknown[]) => void) => unknown[],
): Promise<unknown> =>
  new Promise((resolve) => {
    fn(...build((...given) => resolve(given)));
  });

export const CLIENTS: Readonly<Record<string, Client>> = {
  'fetch, envelope': { layout: {}, make: (base) => async (m: string, p: Wild) => (await send(base + m, p)).body },
  'fetch, result, own error class': {
    layout: { answer: 'result' },
    make: (base) => async (m: string, p: Wild) => checked(await send(base + m, p)),
  },
  'fetch, result, an error with getters': {
    layout: { answer: 'result' },
    make: (base) => async (m: string, p: Wild) => {
      const { body } = await send(base + m, p);
      if (body.error) throw new GetterError(body);
      return body.result;
    },
  },
  'fetch, null on failure': {
    layout: { answer: 'result' },
    make: (base) => async (m: string, p: Wild) => {
      try {
        return checked(await send(base + m, p));
      } catch {
        return null;
      }
    },
  },
  'fetch, false on failure': {
    layout: { answer: 'result' },
    make: (base) => async (m: string, p: Wild) => {
      const { body } = await send(base + m, p).catch(() => ({ body: { error: 'x', result: undefined } }));
      return body.error ? false : body.result;
    },
  },
  'fetch, { ok, value, why }': {
    layout: { answer: { result: 'value' } },
    make: (base) => async (m: string, p: Wild) => {
      const { body } = await send(base + m, p);
      return body.error
        ? { ok: false, why: body.error, text: body.error_description }
        : { ok: true, value: body.result };
    },
  },
  'fetch, thrown texts': {
    layout: { answer: 'result' },
    make: (base) => async (m: string, p: Wild) => {
      const { body } = await send(base + m, p);
      if (body.error) throw `${body.error}: ${body.error_description}`;
      return body.result;
    },
  },
  'fetch, status only': {
    layout: { answer: 'result' },
    make: (base) => async (m: string, p: Wild) => {
      const { status, body } = await send(base + m, p);
      if (status !== 200) throw Object.assign(new Error(`HTTP ${status}`), { status });
      return body.result;
    },
  },
  'fetch, throws the Response': {
    noModel: true,
    layout: {},
    make: (base) => async (m: string, p: Wild) => {
      const response = await fetch(base + m, { method: 'POST', headers: json, body: JSON.stringify(p) });
      if (!response.ok) throw Object.assign(new Error('not ok'), { response });
      return response.json();
    },
  },
  'axios 0.19': { layout: {}, make: post(axios019) },
  'axios 0.21': { layout: {}, make: post(axios021) },
  'axios 0.27': { layout: {}, make: post(axios027) },
  'axios 1': { layout: {}, make: post(axios) },
  'axios 1, response': {
    layout: { answer: 'axios' },
    make: (base) => (m: string, p: Wild) => axios.post(base + m, p, { validateStatus: () => true }),
  },
  'axios 1, data.result': {
    layout: { answer: { result: 'data.result' } },
    make: (base) => (m: string, p: Wild) => axios.post(base + m, p),
  },
  'got 11': {
    layout: {},
    make: (base) => async (m: string, p: Wild) => got11.post(base + m, { json: p, retry: 0 }).json(),
  },
  'got 11, body': {
    layout: { answer: { envelope: 'body' } },
    make: (base) => async (m: string, p: Wild) =>
      got11.post(base + m, { json: p, retry: 0, responseType: 'json', throwHttpErrors: false }),
  },
  'got 11, its own promise': {
    layout: {},
    make: (base) => (m: string, p: Wild) => got11.post(base + m, { json: p, retry: 0 }),
    use: async (fn, m, p) => Object(fn(m, p)).json(),
    staysV1: true,
  },
  'got 14': {
    layout: {},
    make: (base) => async (m: string, p: Wild) => got.post(base + m, { json: p, retry: { limit: 0 } }).json(),
  },
  ky: {
    noModel: true,
    layout: {},
    make: (base) => async (m: string, p: Wild) => ky.post(base + m, { json: p, retry: 0 }).json(),
  },
  ofetch: {
    noModel: true,
    layout: {},
    make: (base) => (m: string, p: Wild) => ofetch(base + m, { method: 'POST', body: p, retry: 0 }),
  },
  bent: {
    noModel: true,
    layout: {},
    make: (base) => async (m: string, p: Wild) => bent(base, 'POST', 'json', 200)(m, p),
  },
  superagent: {
    layout: {},
    make: (base) => async (m: string, p: Wild) => (await superagent.post(base + m).send(p)).body,
  },
  'superagent, its own request': {
    layout: { answer: { envelope: 'body' } },
    make: (base) => (m: string, p: Wild) => superagent.post(base + m).send(p),
    use: async (fn, m, p) => Object(await Object(fn(m, p)).set('x-own', '1')).body,
    staysV1: true,
  },
  needle: {
    layout: { answer: { envelope: 'body' } },
    make: (base) => (m: string, p: Wild) => needle('post', base + m, p, { json: true }),
    use: async (fn, m, p) => {
      const { body, raw, statusCode } = Object(await fn(m, p));
      return { body, raw: String(raw), statusCode };
    },
  },
  phin: {
    layout: { answer: { envelope: 'body' } },
    make: (base) => (m: string, p: Wild) => phin({ url: base + m, method: 'POST', data: p, parse: 'json' }),
    use: async (fn, m, p) => {
      const { body, statusCode } = Object(await fn(m, p));
      return { body, statusCode };
    },
  },
  'request, (err, res, body)': {
    layout: { answer: 'callback' },
    make: (base) => (m: string, p: Wild, done: (...given: unknown[]) => void) => {
      request.post({ url: base + m, json: p }, done);
    },
    use: async (fn, m, p) => {
      const [error, response, body] = Object(await settle(fn, (hear) => [m, p, hear]));
      return { error, body, kept: response?.body, status: response?.statusCode };
    },
  },
  'request, text body': {
    layout: { answer: 'callback' },
    make: (base) => (m: string, p: Wild, done: (...given: unknown[]) => void) => {
      request.post({ url: base + m, headers: json, body: JSON.stringify(p) }, done);
    },
    use: async (fn, m, p) => {
      const [error, response, body] = Object(await settle(fn, (hear) => [m, p, hear]));
      return { error, body, kept: response?.body, status: response?.statusCode };
    },
  },
  'request-promise': {
    layout: {},
    make: (base) => async (m: string, p: Wild) => rp.post({ url: base + m, json: p }),
  },
  'request-promise, its own request': {
    layout: {},
    make: (base) => (m: string, p: Wild) => rp.post({ url: base + m, json: p }),
    use: (fn, m, p) => Object(fn(m, p)).promise(),
    staysV1: true,
  },
  undici: {
    layout: {},
    make: (base) => async (m: string, p: Wild) => {
      const { body } = await undici(base + m, { method: 'POST', headers: json, body: JSON.stringify(p) });
      return body.json();
    },
  },
  'node:http': {
    layout: { answer: 'result' },
    make: (base) => async (m: string, p: Wild) => checked(await plain(base + m, p)),
  },
  'jQuery, $.post': {
    layout: { encoding: 'form' },
    make: (base) => {
      const $ = dollar(base);
      return (m: string, p: Wild) => $.post(base + m, p, undefined, 'json');
    },
    use: (fn, m, p) =>
      new Promise((resolve) => {
        const xhr = Object(fn(m, p));
        xhr
          .done((data: unknown, text: unknown, own: Wild) =>
            resolve({ data, text, status: own.status, kept: own.responseJSON }),
          )
          .fail((own: Wild, text: unknown, thrown: unknown) =>
            resolve({ text, thrown, status: own.status, kept: own.responseJSON, raw: own.responseText }),
          );
      }),
  },
  'jQuery, awaited': {
    layout: { encoding: 'form' },
    make: (base) => {
      const $ = dollar(base);
      return (m: string, p: Wild) => $.post(base + m, p, undefined, 'json');
    },
    use: async (fn, m, p) => {
      try {
        return { data: await fn(m, p) };
      } catch (own) {
        const { status, responseJSON } = Object(own);
        return { status, responseJSON };
      }
    },
  },
  'jQuery, success and error': {
    layout: { answer: 'callback', callback: 'success', method: '0.method', params: '0.data', encoding: 'form' },
    make: (base) => {
      const $ = dollar(base);
      return (o: { method: string; data: Wild; success: () => void; error: () => void }) => {
        $.ajax({
          url: base + o.method,
          type: 'POST',
          data: o.data,
          dataType: 'json',
          success: o.success,
          error: o.error,
        });
      };
    },
    use: (fn, method, data) =>
      new Promise((resolve) => {
        fn({
          method,
          data,
          success: (body: unknown, text: unknown, own: Wild) => resolve({ body, text, kept: own.responseJSON }),
          error: (own: Wild, text: unknown, thrown: unknown) =>
            resolve({ text, thrown, status: own.status, kept: own.responseJSON }),
        });
      }),
  },
  Bluebird: {
    layout: { answer: 'result' },
    make: (base) => (m: string, p: Wild) => Bluebird.resolve(send(base + m, p)).then(checked),
    use: async (fn, m, p) => {
      const promise = Object(fn(m, p));
      const isOwn = promise instanceof Bluebird;
      return promise
        .reflect()
        .then((end: { isFulfilled(): boolean; value(): unknown; reason(): unknown }) =>
          end.isFulfilled() ? { isOwn, value: end.value() } : { isOwn, reason: end.reason() },
        );
    },
  },
  'a subclass of Promise': {
    layout: { answer: 'result' },
    make: (base) => (m: string, p: Wild) =>
      new Later((resolve, reject) => {
        send(base + m, p)
          .then(checked)
          .then(resolve, reject);
      }),
    use: async (fn, m, p) => {
      const promise = fn(m, p);
      return { isLater: promise instanceof Later && promise.isLater, value: await promise };
    },
  },
  'callbacks in settings': {
    layout: {
      answer: 'callback',
      callback: { success: '0.hear.ok', error: '0.hear.bad' },
      method: '0.name',
      params: '0.body',
    },
    make:
      (base) => (o: { name: string; body: Wild; hear: { ok: (v: unknown) => void; bad: (e: unknown) => void } }) => {
        send(base + o.name, o.body)
          .then(checked)
          .then(o.hear.ok, o.hear.bad);
      },
    use: (fn, name, body) =>
      new Promise((resolve) => {
        fn({
          name,
          body,
          hear: { ok: (value: unknown) => resolve({ value }), bad: (bad: unknown) => resolve({ bad }) },
        });
      }),
  },
};

export function useOf({ use }: Client): (fn: (...args: unknown[]) => unknown, ...call: Parameters<Call>) => unknown {
  return use ?? (async (fn, method, params) => fn(method, params));
}
