import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallerTokens } from '../../src/gateway/tokens/CallerTokens';
import { behindGateway, type Side, send } from './twins';

const sides: Side[] = [];
const loose: unknown[] = [];
const note = (error: unknown): void => void loose.push(error);
beforeEach(() => {
  loose.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  process.off('unhandledRejection', note);
  for (const side of sides.splice(0)) await side.close();
});

const own: CallerTokens = {
  inPlaceOf: async () => undefined,
  after: async () => undefined,
  instead: async () => undefined,
  refusedAgain: () => {},
};

const fails = (): never => {
  throw new Error('the database is away');
};
const rejects = async (): Promise<never> => fails();

/** A gateway with hooks of somebody else, and what it told of them. */
async function scene(hooks: Partial<CallerTokens>, onServed: () => void = () => {}) {
  const errors: unknown[] = [];
  const side = await behindGateway(
    {},
    { tokens: { ...own, ...hooks }, onServed, onError: (error) => errors.push(error) },
  );
  sides.push(side);
  const { portal } = side;
  const client = { clientId: 'app.1', clientSecret: 'the secret' };
  const application = portal.application({ ...client, scope: 'imbot,im,user' });
  const bot = portal.addBot({ code: 'helper', application: client });
  const token = application.tokens().access_token;
  const other = application.tokens().access_token;
  const body = JSON.stringify({ auth: token, BOT_ID: bot.id, DIALOG_ID: '1', MESSAGE: 'Hi' });
  const headers = { 'content-type': 'application/json' };
  const say = () => send(side.url, '/rest/imbot.message.add', { method: 'POST', headers, body });
  const stored = () => portal.snapshot().messages.length;
  const expire = (): void => {
    for (const one of [token, other]) {
      const entry = portal.state.accessTokens.get(one);
      if (entry) portal.state.accessTokens.set(one, { ...entry, expires: 0 });
    }
  };
  return { portal, token, other, expire, say, stored, errors };
}

it.each([
  ['throws', fails],
  ['rejects', rejects],
])('a source of tokens that %s costs its own call, told, and no other', async (_how, inPlaceOf) => {
  let isAway = true;
  const { say, stored, errors } = await scene({
    inPlaceOf: (...given) => (isAway ? inPlaceOf() : own.inPlaceOf(...given)),
  });
  expect(await say()).toMatchObject({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } });
  expect(stored()).toBe(0);
  isAway = false;
  expect(await say()).toMatchObject({ status: 200 });
  expect(stored()).toBe(1);
  expect(errors).toEqual([new Error('the database is away')]);
  expect(loose).toEqual([]);
});

it.each([
  ['after', 'expired'],
  ['instead', 'unknown'],
  ['refusedAgain', 'expired'],
] as const)('a source that fails in `%s` leaves the portal’s own refusal', async (hook, fault) => {
  const made = await scene({
    inPlaceOf: async () => made.token,
    after: async () => made.other,
    [hook]: hook === 'refusedAgain' ? fails : rejects,
  });
  if (fault === 'expired') made.expire();
  else made.portal.state.accessTokens.clear();
  expect(await made.say()).toMatchObject({ status: 401 });
  expect(made.stored()).toBe(0);
  expect(made.errors).toEqual([new Error('the database is away')]);
  expect(loose).toEqual([]);
});

it('a word on a served request that throws leaves its answer alone', async () => {
  const { say, stored, errors } = await scene({}, fails);
  expect(await say()).toMatchObject({ status: 200 });
  expect(stored()).toBe(1);
  expect(errors).toEqual([new Error('the database is away')]);
  expect(loose).toEqual([]);
});
