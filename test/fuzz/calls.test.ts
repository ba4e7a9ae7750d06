import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createImbot, type Imbot, ImbotError, oauth, webhook } from '../../src/index';
import { LOSSES, type LossId } from '../../src/map/losses';
import { inProcess } from '../walk/inProcess';
import { type Fuzzed, fuzzed } from './arbitraries';

const CALLS = process.env['IMBOT_FULL'] === undefined ? 2_000 : 100_000;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

/** Answers anything with a result that suits every answer rule, so that answers are read too. */
async function answer(request: Request): Promise<Response> {
  const method = new URL(request.url).pathname.split('/').pop() ?? '';
  if (method.includes('Revision')) return Response.json({ result: { rest: 33 } });
  const result = method.includes('User.list')
    ? [{ id: 1 }]
    : {
        id: 1,
        chat: { id: 1 },
        command: { id: 1 },
        bot: { id: 1 },
        bots: [{ id: 301 }],
        commands: [{ id: 501, botId: 301, command: '/help' }],
        users: [{ id: 1, firstName: 'a', lastName: 'b', workPosition: 'c', gender: 'M' }],
        result: { a: 1 },
        result_error: [],
      };
  return Response.json({ result });
}

const accept = Object.keys(LOSSES).filter((id): id is LossId => id in LOSSES);
const tokens = {
  access_token: 'A',
  refresh_token: 'R',
  expires_in: 1e9,
  client_endpoint: 'http://127.0.0.1:9/rest/',
  domain: 'p',
  member_id: 'm',
};
const clients: Imbot[] = [];

beforeAll(() => {
  process.on('unhandledRejection', note);
  const common = { dispatcher: inProcess(answer), limits: false, warnings: false, timeout: 0 } as const;
  for (const mode of ['v1', 'auto', 'v2', 'audit'] as const) {
    for (const encoding of ['json', 'form'] as const) {
      const hook = webhook('http://127.0.0.1:9/rest/1/s3cr3t/', { clientId: 'my_bot_token' });
      clients.push(createImbot({ ...common, auth: hook, mode, encoding, accept }));
      clients.push(
        createImbot({
          ...common,
          auth: oauth({ clientId: 'a', clientSecret: 'c', tokens }),
          mode,
          encoding,
          events: 'v2',
        }),
      );
    }
  }
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await Promise.all(clients.map((client) => client.close()));
});

/** Whatever callers without types may do. */
async function make(client: Imbot, fuzz: Fuzzed): Promise<unknown> {
  const { how } = fuzz;
  const [method, params, options] = [fuzz.method(), fuzz.params(), fuzz.options()];
  if (how === 'call') return Reflect.apply(client.call, client, [method, params, options]);
  if (how === 'explain') return Reflect.apply(client.explain, client, [method, params]);
  const commands = { a: [method, params], b: { method, params }, c: method };
  return Reflect.apply(client.batch, client, [commands, options]);
}

const told = (thing: unknown): string => {
  try {
    return String(JSON.stringify(thing, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value))).slice(
      0,
      500,
    );
  } catch (error) {
    return `<${String(error)}>`;
  }
};

test(`${CALLS} calls of any kind: only ImbotErrors, no pollution, no unhandled rejection`, async () => {
  let turn = 0;
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(fuzzed, async (one) => {
      const client = clients[turn % clients.length];
      turn += 1;
      if (!client) return;
      await make(client, one).then(
        () => undefined,
        (error: unknown) => {
          failed += 1;
          if (!(error instanceof ImbotError))
            throw new Error(`${one.how} ${told(one.method())}: ${String(error)}`, { cause: error });
          if (!error.code || !error.outcome) throw new Error(`an error without code or outcome: ${told(one.method())}`);
          const text = `${error.message} ${JSON.stringify(error)}`;
          if (/s3cr3t|my_bot_token/.test(text)) throw new Error(`a secret in ${text.slice(0, 300)}`);
        },
      );
      if ('polluted' in {} || 'polluted' in Object || 'polluted' in []) throw new Error('the prototype is polluted');
    }),
    { numRuns: CALLS, seed: Number(process.env['IMBOT_SEED'] ?? 20261122) },
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
  // Neither everything nor nothing may fail, else this shows little.
  expect(failed).toBeGreaterThan(CALLS * 0.1);
  expect(failed).toBeLessThan(CALLS * 0.95);
}, 600_000);
