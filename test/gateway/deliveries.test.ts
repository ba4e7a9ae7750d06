import { describe, expect, it } from 'vitest';
import { decodeEvent, toV1Event } from '../../src/events/index';
import { publicAddress } from '../../src/gateway/events/publicAddress';
import { queuedDelivery, v1Delivery } from '../../src/gateway/events/v1Delivery';
import { httpBuildQuery } from '../events/httpBuildQuery';
import { auth, v2Data, webhookBody } from '../events/samples';
import api from '../spec/imbot-api.json';

const FORM = 'application/x-www-form-urlencoded';
const address = publicAddress('https://bots.example.com', 'https://some-domain.bitrix24.com');
const pairsOf = (body: string): [string, string][] => [...new URLSearchParams(body)];
const keysOf = (body: string): string[] => pairsOf(body).map(([key]) => key);

/** Every example of the vendor's pages. */
const EXAMPLES = Object.entries(api.v1Events).flatMap(([event, { examples }]) =>
  examples.map(({ case: title, payload }) => ({ event, title, payload })),
);
const V2: Readonly<Record<string, string>> = {
  ONIMBOTMESSAGEADD: 'ONIMBOTV2MESSAGEADD',
  ONIMBOTMESSAGEUPDATE: 'ONIMBOTV2MESSAGEUPDATE',
  ONIMBOTMESSAGEDELETE: 'ONIMBOTV2MESSAGEDELETE',
  ONIMBOTJOINCHAT: 'ONIMBOTV2JOINCHAT',
  ONIMCOMMANDADD: 'ONIMBOTV2COMMANDADD',
  ONIMBOTDELETE: 'ONIMBOTV2DELETE',
};

/** Ids of bots and commands within names. */
const withoutIds = (keys: readonly string[]): string[] => keys.map((key) => key.replace(/\[\d+\]/, '[id]'));
/** Maps of data that the portal makes as it likes. */
const OPEN = /^data\[PARAMS\]\[(?:PARAMS|FILES|MENTIONED_LIST|MENTIONS|CHAT_ENTITY_DATA)/;

it('all events of the documentation are compared', () => {
  expect([...new Set(EXAMPLES.map(({ event }) => event))].sort()).toEqual(Object.keys(V2).sort());
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(11);
});

describe.each(EXAMPLES)('$event $title', ({ event, title, payload }) => {
  const documented = httpBuildQuery(payload);

  it('of v1 goes on pair for pair in its order; only the address of the portal is another', async () => {
    const delivery = await v1Delivery(documented, FORM, address, true, undefined);
    const isAddress = (key: string): boolean => /\[(?:domain|client_endpoint)\]$/.test(key);
    const [came, went] = [pairsOf(documented), pairsOf(delivery?.body ?? '')];
    expect(went.map(([key]) => key)).toEqual(came.map(([key]) => key));
    expect(went.filter(([key]) => !isAddress(key))).toEqual(came.filter(([key]) => !isAddress(key)));
    const told = went.filter(([key]) => isAddress(key)).map(([, value]) => value);
    expect(new Set(told)).toEqual(new Set(['bots.example.com', 'https://bots.example.com/rest/']));
  });

  const kind = title.startsWith('Group') ? 'group' : 'private';
  const data = v2Data(V2[event] ?? '', kind);
  const bodies = [
    [
      'a webhook',
      async () =>
        (await v1Delivery(httpBuildQuery(webhookBody(V2[event] ?? '', data)), FORM, address, true, undefined))?.body,
    ],
    [
      'a queue',
      async () => {
        const queued = toV1Event(
          decodeEvent({ eventId: 1, type: V2[event], data: { ...data, bot: { ...Object(data['bot']), auth } } }),
        );
        return queued ? queuedDelivery({ ...queued, auth }, address).body : undefined;
      },
    ],
  ] as const;

  it.each(bodies)('of v2 out of %s has the keys of the example in its order, and no others', async (_way, make) => {
    const got = withoutIds(keysOf((await make()) ?? '')).filter((key) => !OPEN.test(key));
    const wanted = withoutIds(keysOf(documented)).filter((key) => !OPEN.test(key));
    expect(got.length).toBeGreaterThan(10);
    expect(got.filter((key) => !wanted.includes(key))).toEqual([]);
    expect(got).toEqual(wanted.filter((key) => got.includes(key)));
  });
});

describe('the auth of an event of v2', () => {
  const own = {
    ...{ access_token: 'HELD', expires: '9', expires_in: '3600', scope: 'imbot', domain: 'some-domain.bitrix24.com' },
    ...{ server_endpoint: 'https://oauth.bitrix.info/rest/', status: 'F', member_id: 'm1', user_id: '1' },
    ...{ client_endpoint: 'https://some-domain.bitrix24.com/rest/', application_token: 'APPTOK' },
  };
  const held = { eventAuth: async (token: unknown) => (token === 'APPTOK' ? own : undefined) };
  const bodyWith = (over: Record<string, unknown>): string => {
    const body = webhookBody('ONIMBOTV2MESSAGEADD', v2Data('ONIMBOTV2MESSAGEADD', 'private'));
    const bare = { domain: 'some-domain.bitrix24.com', user_id: '27', application_token: 'APPTOK', ...over };
    const whole = Object(body['data']);
    return httpBuildQuery({ ...body, auth: bare, data: { ...whole, bot: { ...whole.bot, auth: undefined } } });
  };

  it('is completed by the held pair, in the order of v1, and never by a refresh token', async () => {
    const delivery = await v1Delivery(bodyWith({}), FORM, address, false, held);
    const fields = new URLSearchParams(delivery?.body);
    expect(fields.get('auth[access_token]')).toBe('HELD');
    expect(fields.get('auth[user_id]')).toBe('27');
    expect(fields.get('data[BOT][571][AUTH][access_token]')).toBe('HELD');
    expect(fields.get('auth[client_endpoint]')).toBe('https://bots.example.com/rest/');
    expect(delivery?.body).not.toContain('refresh_token');
  });

  it.each([
    ['another application', { application_token: 'OTHER' }, null],
    ['one that does not say whose it is', { application_token: '' }, null],
    ['one that has a token of its own', { access_token: 'WRITER' }, 'WRITER'],
  ])('of %s is left as it is', async (_name, over, token) => {
    const delivery = await v1Delivery(bodyWith(over), FORM, address, false, held);
    expect(new URLSearchParams(delivery?.body).get('auth[access_token]')).toBe(token);
    expect(delivery?.body).not.toContain('HELD');
  });
});
