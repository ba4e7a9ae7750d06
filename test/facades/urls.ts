import axios from 'axios';
import { createGateway } from '../../src/gateway/index';
import { wrapAxios, wrapFetch } from '../../src/wrap/index';
import type { Subject } from './scenario';
import { commandText, fromBatch, fromEnvelope, type Shape, texts } from './transports';

type Wild = Record<string, unknown>;
type Commands = Parameters<Subject['batch']>[0];

const cmd = (commands: Commands) =>
  Object.fromEntries(Object.entries(commands).map(([key, one]) => [key, commandText(one)]));
const flatCmd = (commands: Commands) =>
  Object.fromEntries(Object.entries(cmd(commands)).map(([key, text]) => [`cmd[${key}]`, text]));
const flatten = (params: Wild | null) =>
  new URLSearchParams(
    Object.entries(texts(params) ?? {})
      .filter(([, value]) => value !== undefined && value !== 'null')
      .map(([key, value]) => [key, String(value)]),
  );

function subject(post: (method: string, params: Wild | null) => Promise<unknown>, isFlat: boolean): Subject {
  return {
    call: async (method, params) => fromEnvelope(await post(method, params)),
    batch: async (commands) =>
      fromBatch(fromEnvelope(await post('batch', isFlat ? flatCmd(commands) : { cmd: cmd(commands) }))),
  };
}

const refused = async (work: Promise<{ data: unknown }>): Promise<unknown> => {
  try {
    return (await work).data;
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    return error.response?.data;
  }
};

/** Addresses with the method in them, through fetch and axios. */
export const URL_SHAPES: Readonly<Record<string, Shape>> = {
  'fetch, webhook, JSON': {
    who: 'webhook',
    make({ hook }, options) {
      const own = wrapFetch(fetch, options);
      const headers = { 'content-type': 'application/json' };
      return subject(
        async (method, params) =>
          (await own(`${hook}${method}.json`, { method: 'POST', headers, body: JSON.stringify(params) })).json(),
        false,
      );
    },
  },
  'fetch, ?auth=, form': {
    who: 'oauth',
    make({ server, application }, options) {
      const own = wrapFetch(fetch, options);
      const auth = application.tokens().access_token;
      return subject(
        async (method, params) =>
          (
            await own(new URL(`${server.url}/rest/${method}?auth=${auth}`), { method: 'POST', body: flatten(params) })
          ).json(),
        true,
      );
    },
  },
  'fetch of a Request, form text': {
    who: 'webhook',
    make({ hook }, options) {
      const own = wrapFetch(fetch, options);
      return subject(async (method, params) => {
        const body = flatten(params).toString();
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        return (await own(new Request(hook + method, { method: 'POST', body, headers }))).json();
      }, true);
    },
  },
  'fetch, GET, all in the query': {
    who: 'oauth',
    make({ server, application }, options) {
      const own = wrapFetch(fetch, options);
      const auth = application.tokens().access_token;
      return subject(async (method, params) => {
        const query = flatten(params);
        query.set('auth', auth);
        return (await own(`${server.url}/rest/${method}.json?${query}`)).json();
      }, true);
    },
  },
  'axios, webhook, JSON': {
    who: 'webhook',
    make({ hook }, options) {
      const own = wrapAxios(axios.create(), options);
      return subject((method, params) => refused(own.post(`${hook}${method}`, params)), false);
    },
  },
  'axios, baseURL, form, auth in the body': {
    who: 'oauth',
    make({ server, application }, options) {
      const own = wrapAxios(axios.create({ baseURL: `${server.url}/rest/` }), options);
      const auth = application.tokens().access_token;
      return subject((method, params) => {
        const body = flatten(params);
        body.set('auth', auth);
        return refused(own.post(`${method}.json`, body));
      }, true);
    },
  },
  'axios, GET, params': {
    who: 'oauth',
    make({ server, application }, options) {
      const own = wrapAxios(axios.create({ baseURL: `${server.url}/rest/`, validateStatus: () => true }), options);
      const auth = application.tokens().access_token;
      return subject((method, params) => refused(own.get(method, { params: { ...texts(params), auth } })), true);
    },
  },
};

/** The same addresses behind a gateway, which speaks HTTP and needs no client of ours. */
export const GATEWAY_SHAPES: Readonly<Record<string, Shape>> = {
  'gateway, webhook, JSON': {
    who: 'webhook',
    make({ hook }, options) {
      const gateway = createGateway({ portal: new URL(hook).origin, ...options });
      const headers = { 'content-type': 'application/json' };
      return subject(
        async (method, params) =>
          (
            await gateway(
              new Request(`${hook}${method}.json`, { method: 'POST', headers, body: JSON.stringify(params) }),
            )
          ).json(),
        false,
      );
    },
  },
  'gateway, ?auth=, form': {
    who: 'oauth',
    anewAs: 'json',
    make({ server, application }, options) {
      const gateway = createGateway({ portal: server.url, ...options });
      const auth = application.tokens().access_token;
      return subject(
        async (method, params) =>
          (
            await gateway(
              new Request(`${server.url}/rest/${method}?auth=${auth}`, { method: 'POST', body: flatten(params) }),
            )
          ).json(),
        true,
      );
    },
  },
  'gateway, GET, the token in a header': {
    who: 'oauth',
    anewAs: 'json',
    make({ server, application }, options) {
      const gateway = createGateway({ portal: server.url, ...options });
      const headers = { authorization: `Bearer ${application.tokens().access_token}` };
      return subject(
        async (method, params) =>
          (await gateway(new Request(`${server.url}/rest/${method}.json?${flatten(params)}`, { headers }))).json(),
        true,
      );
    },
  },
};
