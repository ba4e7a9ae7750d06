import axios from 'axios';
import { wrapCall } from '../../src/wrap/index';
import type { Scene } from '../facades/scenario';

type Wild = Record<string, unknown>;
type Settings = Parameters<typeof wrapCall>[1];

/** A layout under test: how its caller calls it, and how its caller reads results and errors. */
export interface Layout {
  readonly make: (scene: Scene, settings: Settings) => (method: string, params: Wild) => Promise<unknown>;
}

const post = async (url: string, body: BodyInit, type?: string): Promise<Wild> => {
  const headers: Record<string, string> = type ? { 'content-type': type } : {};
  return (await fetch(url, { method: 'POST', body, headers })).json();
};
const json = (url: string, params: unknown) => post(url, JSON.stringify(params), 'application/json');
const outcome = (body: unknown): unknown => {
  const { error, result } = { error: undefined, result: undefined, ...Object(body) };
  return error ? { code: error } : result;
};
const texts = (params: Wild): [string, string][] =>
  Object.entries(params).map(([key, value]) => [
    key,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);

/** Twelve shapes besides the six of `transports.ts`. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  'one object, method and parameters deep inside': {
    make({ hook }, settings) {
      const go = (job: { req: { name: string; data?: Wild }; tries: number }) =>
        json(hook + job.req.name, job.req.data);
      const own = wrapCall(go, { ...settings, method: '0.req.name', params: '0.req.data', portal: () => hook });
      return async (name, data) => outcome(await own({ req: { name, data }, tries: 2 }));
    },
  },
  'method last': {
    make({ hook }, settings) {
      const api = (params: Wild, base: string, method: string) => json(base + method, params);
      const own = wrapCall(api, { ...settings, method: 2, params: 0, portal: 1 });
      return async (method, params) => outcome(await own(params, hook, method));
    },
  },
  'curried by portal': {
    make({ hook }, settings) {
      const forPortal = (base: string) =>
        wrapCall((method: string, params: Wild) => json(base + method, params), { ...settings, portal: () => base });
      return async (method, params) => outcome(await forPortal(hook)(method, params));
    },
  },
  'parameters as URLSearchParams': {
    make({ hook }, settings) {
      const send = (method: string, params: URLSearchParams) => post(hook + method, params);
      const own = wrapCall(send, { ...settings, portal: () => hook });
      return async (method, params) => outcome(await own(method, new URLSearchParams(texts(params))));
    },
  },
  'parameters as JSON text': {
    make({ hook }, settings) {
      const send = (method: string, body: string) => post(hook + method, body, 'application/json');
      const own = wrapCall(send, { ...settings, portal: () => hook });
      return async (method, params) => outcome(await own(method, JSON.stringify(params)));
    },
  },
  'parameters as form text': {
    make({ hook }, settings) {
      const send = (method: string, body: string) => post(hook + method, body, 'application/x-www-form-urlencoded');
      const own = wrapCall(send, { ...settings, portal: () => hook });
      return async (method, params) => outcome(await own(method, new URLSearchParams(texts(params)).toString()));
    },
  },
  'parameters as a Map': {
    make({ hook }, settings) {
      const send = (method: string, params: Map<string, unknown>) => json(hook + method, Object.fromEntries(params));
      const own = wrapCall(send, { ...settings, portal: () => hook });
      return async (method, params) => outcome(await own(method, new Map(Object.entries(params))));
    },
  },
  'method with .json behind it': {
    make({ hook }, settings) {
      const send = (file: string, params: Wild) => json(hook + file, params);
      const own = wrapCall(send, { ...settings, portal: () => hook });
      return async (method, params) => outcome(await own(`${method}.json`, params));
    },
  },
  'a whole address as the method': {
    make({ hook }, settings) {
      const own = wrapCall(json, { ...settings, portal: 0 });
      return async (method, params) => outcome(await own(`${hook}${method}`, params));
    },
  },
  'a callback that gets a result with data() and error()': {
    make({ hook }, settings) {
      interface Result {
        data(): unknown;
        error(): { ex: { error: string } } | undefined;
      }
      const call = (method: string, params: Wild, done: (result: Result) => void): void => {
        void json(hook + method, params).then((body) => {
          const ex = { error: String(body.error ?? ''), error_description: '' };
          done({ data: () => body.result, error: () => (body.error ? { ex } : undefined) });
        });
      };
      const own = wrapCall(call, { ...settings, answer: 'callback', portal: () => hook });
      return (method, params) =>
        new Promise((resolve) => {
          own(method, params, (result) => {
            const error = result.error?.();
            resolve(error ? { code: error.ex.error } : (result.data?.() ?? outcome(result)));
          });
        });
    },
  },
  'a callback that gets the envelope alone, called with this': {
    make({ hook }, settings) {
      const client = {
        base: hook,
        call(this: { base: string }, method: string, params: Wild, done: (this: unknown, body: Wild) => void): void {
          void json(this.base + method, params).then((body) => done.call(this, body));
        },
      };
      client.call = wrapCall(client.call, { ...settings, answer: 'callback', portal: 'base' });
      return (method, params) =>
        new Promise((resolve) => {
          client.call(method, params, (body) => resolve(outcome(body)));
        });
    },
  },
  'an axios response that never throws, a class with private fields': {
    make({ hook }, settings) {
      class Api {
        readonly #base = hook;
        request = (method: string, params: Wild, context: { retry: boolean }): Promise<{ data: unknown }> =>
          axios.post(this.#base + method, params, { validateStatus: () => context.retry });
      }
      const api = new Api();
      api.request = wrapCall(api.request, { ...settings, answer: 'axios', portal: () => hook });
      return async (method, params) => outcome((await api.request(method, params, { retry: true })).data);
    },
  },
  'a bare result, errors thrown as texts': {
    make({ hook }, settings) {
      const call = async (method: string, params: Wild): Promise<unknown> => {
        const body = await json(hook + method, params);
        if (body.error) throw `${body.error}: ${body.error_description}`;
        return body.result;
      };
      const own = wrapCall(call, { ...settings, answer: 'result', portal: () => hook });
      return async (method, params) => {
        try {
          return await own(method, params);
        } catch (error) {
          return { code: error instanceof Error ? Reflect.get(error, 'code') : String(error).split(':')[0] };
        }
      };
    },
  },
  'a bare result, null for every error': {
    make({ hook }, settings) {
      const call = async (method: string, params: Wild): Promise<unknown> => {
        const body = await json(hook + method, params);
        return body.error ? null : body.result;
      };
      const own = wrapCall(call, { ...settings, answer: 'result', portal: () => hook });
      return (method, params) => own(method, params);
    },
  },
};
