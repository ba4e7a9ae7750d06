import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { wrapAxios, wrapFetch } from '../../src/wrap/index';
import { ACCEPTED, play, type Scene, SEEN, type Subject, setScene } from './scenario';
import { commandText, fromBatch, fromEnvelope, identityOf, texts } from './transports';

type Wild = Record<string, unknown>;
type Options = Parameters<typeof wrapFetch>[1];
type Commands = Parameters<Subject['batch']>[0];

interface Shape {
  readonly who: 'webhook' | 'oauth';
  readonly make: (scene: Scene, options: Options) => Subject;
}

const cmd = (commands: Commands) =>
  Object.fromEntries(Object.entries(commands).map(([key, one]) => [key, commandText(one)]));
const flatCmd = (commands: Commands) =>
  Object.fromEntries(Object.entries(cmd(commands)).map(([key, text]) => [`cmd[${key}]`, text]));
const flatten = (params: Wild | null) =>
  new URLSearchParams(Object.entries(texts(params) ?? {}).map(([k, v]) => [k, String(v)]));

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

const SHAPES: Readonly<Record<string, Shape>> = {
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

describe.each(Object.entries(SHAPES))('%s', (_name, { who, make }) => {
  const run = async (mode: 'v1' | 'auto' | 'v2') => {
    const scene = await setScene(who);
    try {
      const seen = await play(make(scene, { mode, accept: [...ACCEPTED], warnings: false }), scene, identityOf(who));
      const generations = new Set(scene.portal.requests.map(({ generation }) => generation));
      const encodings = new Set(
        scene.portal.requests.filter(({ inBatch }) => !inBatch).map(({ encoding }) => encoding),
      );
      return { seen, state: scene.portal.snapshot(), generations, encodings };
    } finally {
      await scene.server.close();
    }
  };

  it('gives the caller the same values and leaves the same state in v1, auto and v2', async () => {
    const v1 = await run('v1');
    const v2 = await run('v2');
    const auto = await run('auto');
    expect(v1.seen).toEqual(SEEN);
    expect(v2.seen).toEqual(SEEN);
    expect(auto.seen).toEqual(SEEN);
    expect(v2.state).toEqual(v1.state);
    expect(auto.state).toEqual(v1.state);
    expect([...v1.generations].sort()).toEqual(['other', 'v1']);
    expect([...v2.generations].sort()).toEqual(['other', 'v2']);
    expect([...v1.encodings]).toEqual(expect.arrayContaining([...v2.encodings]));
  });

  it('answers what v1 refuses before sending in the same form', async () => {
    const scene = await setScene(who);
    const own = make(scene, { mode: 'v2', warnings: false });
    const answer = await own.call('imbot.message.add', {
      ...identityOf(who),
      BOT_ID: 301,
      DIALOG_ID: '1',
      MESSAGE: ' ',
    });
    await scene.server.close();
    expect(answer).toEqual({ code: 'MESSAGE_EMPTY' });
    expect(scene.portal.requests).toEqual([]);
  });
});
