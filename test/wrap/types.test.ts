import axios, { type AxiosStatic } from 'axios';
import { expectTypeOf, it } from 'vitest';
import { wrapAxios, wrapCall, wrapFetch } from '../../src/wrap/index';

it('keeps the signature of what is wrapped', () => {
  const call = wrapCall(
    async <T>(domain: string, method: string, params?: Record<string, unknown>): Promise<{ result: T }> => {
      throw new Error(`${domain} ${method} ${Object.keys(params ?? {}).length}`);
    },
    { method: 1, params: 2, portal: 0 },
  );
  expectTypeOf(call<number>).parameters.toEqualTypeOf<[string, string, Record<string, unknown>?]>();
  expectTypeOf(call<number>).returns.toEqualTypeOf<Promise<{ result: number }>>();
  expectTypeOf(call.report).returns.toHaveProperty('methods');
  // @ts-expect-error the method is still a text
  void (() => call('a', 5));
  // @ts-expect-error no such answer form
  void (() => wrapCall(call, { answer: 'promise' }));
  // @ts-expect-error no such loss
  void (() => wrapCall(call, { accept: ['nothing-of-the-kind'] }));
  expectTypeOf(wrapFetch(fetch)).toExtend<typeof fetch>();
  const wrapAll = () => wrapAxios(axios);
  expectTypeOf(wrapAll).returns.toExtend<AxiosStatic>();
  expectTypeOf(wrapAll).returns.toHaveProperty('imbot');
});
