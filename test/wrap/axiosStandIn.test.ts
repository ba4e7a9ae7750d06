import { describe, expect, it, vi } from 'vitest';
import { type AxiosLike, wrapAxios } from '../../src/wrap/index';

const SENT = { data: { result: 5 }, status: 200 };

/** What a test gives for axios: `jest.mock('axios', () => ({ post }))`. */
function standIn(more: object): AxiosLike {
  const made: unknown = { post: vi.fn(async () => SENT), ...more };
  if (!isAny(made)) throw new TypeError('no object');
  return made;
}

function isAny(made: unknown): made is AxiosLike {
  return typeof made === 'object' && made !== null;
}

const BARE: Readonly<Record<string, object>> = {
  'the verbs alone': {},
  'interceptors of nothing': { interceptors: {} },
  'interceptors of answers alone': { interceptors: { response: { use: () => 0 } } },
  'interceptors that are undefined': { interceptors: undefined },
};

describe('a stand-in for axios in tests', () => {
  it.each(Object.entries(BARE))('with %s stays what it is, and it is said', async (_name, more) => {
    Reflect.deleteProperty(globalThis, Symbol.for('imbot-compat'));
    const said: string[] = [];
    const given = standIn(more);
    const wrapped = wrapAxios(given, { warnings: ({ message }) => said.push(message) });
    expect(wrapped).toBe(given);
    expect(said).toEqual([expect.stringContaining('wrapAxios: what it was given has no interceptors')]);
    const post: unknown = Reflect.get(wrapped, 'post');
    expect(typeof post === 'function' ? await post('imbot.message.add', {}) : undefined).toBe(SENT);
    expect(wrapped.imbot.report().methods).toBeDefined();
  });

  it('that mocks them is taught through them', () => {
    const use = vi.fn(() => 0);
    wrapAxios(standIn({ interceptors: { request: { use } } }), { warnings: 'off' });
    expect(use).toHaveBeenCalledOnce();
  });
});
