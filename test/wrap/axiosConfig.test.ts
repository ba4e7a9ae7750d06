import axios from 'axios';
import axios019 from 'axios019';
import axios021 from 'axios021';
import axios027 from 'axios027';
import { describe, expect, it } from 'vitest';
import { wrapAxios } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';
import { picture } from './picture';

type Config = Record<string, unknown>;

interface Instance {
  request(config: Config): Promise<{ data: unknown; config: Config }>;
}

const MADE: Readonly<Record<string, (base: Config) => unknown>> = {
  '0.19': (base) => axios019.create(base),
  '0.21': (base) => axios021.create(base),
  '0.27': (base) => axios027.create(base),
  '1': (base) => axios.create(base),
  '1, fetch adapter': (base) => axios.create({ ...base, adapter: 'fetch' }),
};

/** What retries, logs and caches read of a request, and send again. */
const READ = ['url', 'baseURL', 'method', 'data', 'params', 'timeout', 'responseType', 'mark'];

/** A request as its answer or its failure shows it. */
function shown(config: Config): unknown {
  const { adapter, transformRequest, transformResponse } = config;
  return {
    ...Object.fromEntries(READ.map((name) => [name, config[name]])),
    adapter: typeof adapter === 'function' ? adapter.name : adapter,
    transforms: [transformRequest, transformResponse].map((one) => (Array.isArray(one) ? one.length : typeof one)),
  };
}

const FAULTS = {
  answered: undefined,
  refused: { kind: 'status', status: 403, code: 'ACCESS_ERROR' },
  busy: { kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED' },
  dropped: { kind: 'drop-after' },
  page: { kind: 'html', status: 502 },
} as const;

describe.each(Object.entries(MADE))('the request in what axios %s gives', (_name, make) => {
  const run = async (mode: 'bare' | 'v1' | 'audit' | 'auto' | 'v2', fault: keyof typeof FAULTS, place: string) => {
    const scene = await setScene('webhook');
    const made = make({ baseURL: scene.hook, transformResponse: [(text: string) => ({ own: JSON.parse(text) })] });
    const own = (
      mode === 'bare' ? made : wrapAxios(made as Parameters<typeof wrapAxios>[0], { mode, warnings: false })
    ) as Instance;
    const params = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
    const given = FAULTS[fault];
    try {
      // The portal is known.
      await own.request({ url: 'imbot.message.add', method: 'post', data: params });
      if (given) scene.portal.fault({ method: /Message\.send$|imbot\.message\.add$/, ...given });
      const config = { url: 'imbot.message.add', method: 'post', [place]: params, timeout: 9_000, mark: 'mine' };
      const seen: unknown[] = [];
      const first = await own.request(config).catch((thrown: unknown) => {
        seen.push(thrown instanceof Error);
        return thrown;
      });
      const found: unknown = Reflect.get(Object(first), 'config');
      seen.push(shown(Object(found)));
      const response: unknown = Reflect.get(Object(first), 'response');
      if (response) seen.push(Reflect.get(Object(response), 'config') === found);
      // As interceptors and axios-retry do.
      const again = await own.request(Object(found)).catch((thrown: unknown) => thrown);
      seen.push(await picture(Reflect.get(Object(again), 'data')), shown(Object(Reflect.get(Object(again), 'config'))));
      seen.push(scene.portal.snapshot().messages.map(({ text }) => text));
      const port = new RegExp(new URL(scene.server.url).port, 'g');
      const v2 = scene.portal.requests.some(({ generation }) => generation === 'v2');
      return { seen: JSON.stringify(seen).replace(port, 'PORT'), v2 };
    } finally {
      await scene.server.close();
    }
  };

  it.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])(
    'is the caller’s own, and may be sent again: %s',
    async (fault) => {
      for (const place of ['data', 'params']) {
        const bare = await run('bare', fault, place);
        for (const mode of ['v1', 'audit', 'auto', 'v2'] as const) {
          const own = await run(mode, fault, place);
          expect({ mode, place, seen: own.seen }).toEqual({ mode, place, seen: bare.seen });
          expect(own.v2).toBe(mode === 'auto' || mode === 'v2');
        }
      }
    },
  );
});
