import { afterEach, describe, expect, it } from 'vitest';
import { behindGateway, direct, type Side, send } from './twins';

const sides: Side[] = [];
afterEach(async () => {
  for (const side of sides.splice(0)) await side.close();
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** The same application on a portal of its own, straight and through a gateway. The clock can be moved. */
async function both() {
  let now = Date.UTC(2026, 0, 15, 10);
  const options = { now: () => now };
  const [straight, through] = [await direct(options), await behindGateway(options)];
  sides.push(straight, through);
  const tokens = [straight, through].map(({ portal }) => {
    const application = portal.application({ clientId: 'app.1', clientSecret: 'secret', scope: 'imbot,im' });
    portal.addBot({ id: 301, code: 'helper', application: { clientId: 'app.1' } });
    return application.tokens().access_token;
  });
  expect(tokens[0]).toBe(tokens[1]);
  const later = (ms: number): void => {
    now += ms;
  };
  return { straight, through, token: tokens[0] ?? '', later };
}

const call = { BOT_ID: '301', DIALOG_ID: '1', MESSAGE: 'Hi' };

/** Where 29 real clients put their token. */
const PLACES = [
  ['the query', (token: string) => ({ path: `?auth=${token}`, headers: FORM, body: `${new URLSearchParams(call)}` })],
  [
    'a form',
    (token: string) => ({ path: '', headers: FORM, body: `${new URLSearchParams({ ...call, auth: token })}` }),
  ],
  ['JSON', (token: string) => ({ path: '', headers: JSON_TYPE, body: JSON.stringify({ ...call, auth: token }) })],
  [
    'a header',
    (token: string) => ({
      path: '',
      headers: { ...JSON_TYPE, Authorization: `Bearer ${token}` },
      body: JSON.stringify(call),
    }),
  ],
] as const;

describe.each(PLACES)("the caller's own token in %s", (_name, request) => {
  it('goes on with the translated call', async () => {
    const { straight, through, token } = await both();
    const { path, ...rest } = request(token);
    const at = `/rest/imbot.message.add.json${path}`;
    const expected = await send(straight.url, at, { method: 'POST', ...rest });
    const got = await send(through.url, at, { method: 'POST', ...rest });
    expect(expected).toMatchObject({ status: 200, body: { result: 10001 } });
    expect([got.status, got.body]).toEqual([expected.status, expected.body]);
    expect(through.portal.snapshot()).toEqual(straight.portal.snapshot());
    expect(through.portal.counts()).toEqual({ 'imbot.v2.Revision.get': 1, 'imbot.v2.Chat.Message.send': 1 });
  });

  it('is renewed by nobody here: what the portal says of it reaches the caller as it is', async () => {
    const { straight, through, token, later } = await both();
    const { path, ...rest } = request(token);
    const at = `/rest/imbot.message.add${path}`;
    for (const known of [true, false]) {
      if (known) await send(through.url, at, { method: 'POST', ...rest });
      if (known) await send(straight.url, at, { method: 'POST', ...rest });
      later(4_000_000);
      const expected = await send(straight.url, at, { method: 'POST', ...rest });
      const got = await send(through.url, at, { method: 'POST', ...rest });
      expect(expected).toMatchObject({ status: 401, body: { error: 'expired_token' } });
      expect([got.status, got.type, got.body]).toEqual([401, expected.type, expected.body]);
    }
    expect(through.portal.oauth.requests).toBe(0);
  });

  it('that is wrong is the portal’s to refuse', async () => {
    const { straight, through } = await both();
    const { path, ...rest } = request('nobody');
    const at = `/rest/imbot.message.add${path}`;
    const expected = await send(straight.url, at, { method: 'POST', ...rest });
    const got = await send(through.url, at, { method: 'POST', ...rest });
    expect(expected).toMatchObject({ status: 401, body: { error: 'NO_AUTH_FOUND' } });
    expect([got.status, got.body]).toEqual([401, expected.body]);
  });
});

it('a call without any token goes on as it came', async () => {
  const { straight, through } = await both();
  const expected = await send(straight.url, '/rest/imbot.message.add', {
    method: 'POST',
    headers: FORM,
    body: 'MESSAGE=x',
  });
  const got = await send(through.url, '/rest/imbot.message.add', { method: 'POST', headers: FORM, body: 'MESSAGE=x' });
  expect([got.status, got.body]).toEqual([expected.status, expected.body]);
  expect(Object.keys(through.portal.counts())).toEqual(['imbot.message.add']);
});

describe('a parameter that only looks like the token', () => {
  const json = (more: object) => ({ headers: JSON_TYPE, body: JSON.stringify({ ...call, ...more }) });
  const form = (more: string) => ({ headers: FORM, body: `${new URLSearchParams(call)}${more}` });
  const command = (more: string) => encodeURIComponent(`imbot.message.add?${new URLSearchParams(call)}${more}`);
  const ODD: readonly (readonly [
    name: string,
    path: string,
    rest: { headers: Record<string, string>; body: string },
  ])[] = [
    ['in capitals, in a form', 'imbot.message.add', form('&AUTH=bad')],
    ['in capitals, in JSON', 'imbot.message.add', json({ Auth: 'bad' })],
    ['in capitals, in the query', 'imbot.message.add?AUTH=bad', json({})],
    ['as a list', 'imbot.message.add', form('&auth[]=bad')],
    ['with nothing in it', 'imbot.message.add', form('&auth=')],
    ['of a batch', 'batch', form(`&AUTH=bad&cmd[a]=${command('')}`)],
    ['of a command', 'batch', form(`&cmd[a]=${command('&AUTH=bad')}&cmd[b]=profile`)],
  ];

  it.each(ODD)('is read by the portal: %s', async (_name, path, { headers, body }) => {
    const { straight, through, token } = await both();
    const asked = { method: 'POST', headers: { ...headers, Authorization: `Bearer ${token}` }, body };
    const expected = await send(straight.url, `/rest/${path}`, asked);
    const got = await send(through.url, `/rest/${path}`, asked);
    expect([got.status, got.body]).toEqual([expected.status, expected.body]);
    expect(through.portal.snapshot()).toEqual(straight.portal.snapshot());
    expect(Object.keys(through.portal.counts()).filter((name) => name.includes('.v2.'))).toEqual([]);
  });
});
