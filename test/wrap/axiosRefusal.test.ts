import axios, { AxiosError } from 'axios';
import axios019 from 'axios019';
import axios021 from 'axios021';
import axios027 from 'axios027';
import { describe, expect, it } from 'vitest';
import { wrapAxios } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;
type Instance = Parameters<typeof wrapAxios>[0] & { post(url: string, data: Wild): Promise<Wild> };

/** Instances, the class of their errors where there is one, and their own question for them where there is one. */
const MADE: Readonly<Record<string, readonly [make: () => unknown, of?: unknown, asks?: (error: unknown) => boolean]>> =
  {
    '0.19': [() => axios019.create()],
    '0.21': [() => axios021.create(), undefined, axios021.isAxiosError],
    '0.27': [() => axios027.create(), Reflect.get(axios027, 'AxiosError'), axios027.isAxiosError],
    '1': [() => axios.create(), AxiosError, axios.isAxiosError],
    '1, fetch adapter': [() => axios.create({ adapter: 'fetch' }), AxiosError, axios.isAxiosError],
    '1, answers as text': [() => axios.create({ responseType: 'text' }), AxiosError, axios.isAxiosError],
    '1, 403 is fine': [
      () => axios.create({ validateStatus: (status) => status < 400 || status === 403 }),
      AxiosError,
      axios.isAxiosError,
    ],
    '1, all is fine': [() => axios.create({ validateStatus: null }), AxiosError, axios.isAxiosError],
    '1, an interceptor': [
      () => {
        const made = axios.create();
        made.interceptors.response.use(undefined, (error: unknown) =>
          Promise.reject(Object.assign(Object(error), { own: true })),
        );
        return made;
      },
      AxiosError,
      axios.isAxiosError,
    ],
  };

/** What v1 refuses by itself, so that nothing is sent in mode v2. */
const REFUSED: readonly (readonly [method: string, params: Wild])[] = [
  ['imbot.message.add', { CLIENT_ID: CLIENT, DIALOG_ID: 'chat1', MESSAGE: '' }],
  ['imbot.message.like', { CLIENT_ID: CLIENT, MESSAGE_ID: 0, ACTION: 'plus' }],
];

describe.each(Object.entries(MADE))('a refusal that nobody sent, over axios %s', (_name, [make, of, asks]) => {
  it('is what this axios fails with', async () => {
    const told = async (mode: 'bare' | 'v2') => {
      const scene = await setScene('webhook');
      const made = make() as Instance;
      const own = mode === 'bare' ? made : wrapAxios(made, { mode, warnings: false });
      const seen = [];
      for (const [method, params] of REFUSED) {
        const end = await own.post(`${scene.hook}${method}`, { BOT_ID: scene.botId, ...params }).then(
          (given) => ({ given }),
          (thrown: unknown) => ({ thrown }),
        );
        seen.push('given' in end ? shownAnswer(end.given) : shown(end.thrown, of, asks));
      }
      const v2 = scene.portal.requests.filter(({ generation }) => generation === 'v2').length;
      await scene.server.close();
      return { seen: JSON.parse(plain(seen)), v2 };
    };
    expect(await told('v2')).toEqual({ ...(await told('bare')), v2: 0 });
  });
});

/** Times and the port are the run's own. */
function plain(seen: unknown): string {
  const text = JSON.stringify(seen, (key, value) => (key === 'time' ? undefined : value));
  return text.replace(/,?\\"time\\":\{.*?\}/g, '').replace(/127\.0\.0\.1:\d+/g, 'host');
}

function shownAnswer(given: unknown): Wild {
  const { status, statusText, data, config } = Object(given);
  return { status, statusText, data, url: config?.url };
}

/** What code asks of an error of axios. */
function shown(thrown: unknown, of: unknown, asks: ((error: unknown) => boolean) | undefined): Wild {
  const { message, name, code, status, isAxiosError, own, response, config, toJSON } = Object(thrown);
  return {
    isOf: typeof of === 'function' && thrown instanceof of,
    isError: thrown instanceof Error,
    class: Object(thrown).constructor.name,
    asked: asks?.(thrown),
    ...{ message, name, code: code ?? null, status, isAxiosError, own },
    response: shownAnswer(response),
    url: config?.url,
    json: Object.keys(JSON.parse(JSON.stringify(toJSON.call(thrown)))).sort(),
    text: String(thrown),
  };
}
