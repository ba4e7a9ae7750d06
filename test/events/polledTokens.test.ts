import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortal } from '../../portal/index';
import { type EventClient, memoryOffsetStore, pollEvents, type V1Event } from '../../src/events/index';
import { createImbot, oauth, webhook } from '../../src/index';

const HOUR = 3_600_000;

/** A bot in its queue, and every event of what people do there, as the handlers get it. */
async function start(kind: 'webhook' | 'oauth') {
  let now = Date.now();
  const portal = createPortal({ now: () => now });
  const server = await portal.listen();
  onTestFinished(() => server.close());
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const url = server.webhookUrl(portal.webhook({ secret: 'wh00ksecret' }));
  const mine = kind === 'webhook' ? { clientId: 'bot_token' } : { application };
  const bot = portal.addBot({ code: 'b', generation: 'v2', eventMode: 'fetch', ...mine });
  portal.state.commands.set(7, {
    ...{ id: 7, botId: bot.id, command: 'go', common: true, hidden: false, extranetSupport: false },
    ...{ title: new Map(), params: new Map(), handler: '' },
  });
  const tokens = application.tokens();
  const clock = { now: () => now, after: () => () => {}, random: () => 0 };
  const auth =
    kind === 'webhook'
      ? webhook(url, { clientId: 'bot_token' })
      : oauth({ clientId: 'app.1', clientSecret: 's', tokens, tokenUrl: `${server.url}/oauth/token/` });
  const imbot = createImbot({ auth, limits: false, warnings: false, clock });
  onTestFinished(() => imbot.close());
  const polled = async (client: EventClient = imbot) => {
    const events: V1Event[] = [];
    const stop = new AbortController();
    await pollEvents(client, {
      botId: bot.id,
      on: { '*': (event) => void events.push(JSON.parse(JSON.stringify(event))) },
      offsetStore: memoryOffsetStore(),
      signal: stop.signal,
      sleep: async () => stop.abort(),
    });
    return events;
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { portal, server, bot, tokens, imbot, polled, pass };
}

const host = (url: string) => new URL(url).host;

describe('polled events carry what old handlers lived on', () => {
  it('under OAuth the current access token, at every place where v1 has it, and never a refresh token', async () => {
    const { portal, server, bot, tokens, polled } = await start('oauth');
    portal.say({ userId: 2, dialogId: bot.id, text: '/go' });
    const [message, command] = await polled();
    const { access_token, member_id } = tokens;
    const auth = {
      access_token,
      member_id,
      expires: String(tokens.expires),
      domain: host(server.url),
      client_endpoint: `${server.url}/rest/`,
    };
    expect(message?.auth).toEqual(auth);
    expect(message?.data['BOT']).toEqual({ [bot.id]: { ...auth, AUTH: auth, BOT_ID: String(bot.id), BOT_CODE: 'b' } });
    expect(command?.auth).toEqual(auth);
    expect(command?.data['COMMAND']).toMatchObject({ 7: { ...auth, AUTH: auth, BOT_ID: String(bot.id) } });
    expect(JSON.stringify([message, command])).not.toContain(tokens.refresh_token);
  });

  it('one that has expired is renewed before it is handed out', async () => {
    const { portal, bot, tokens, polled, pass } = await start('oauth');
    portal.say({ userId: 2, dialogId: bot.id, text: 'late' });
    pass(2 * HOUR);
    const [message] = await polled();
    expect(portal.oauth.refreshes).toBe(1);
    expect(message?.auth.access_token).not.toBe(tokens.access_token);
    const access = message?.auth.access_token ?? '';
    expect(portal.state.accessTokens.get(access)?.clientId).toBe('app.1');
    expect(JSON.stringify(message)).not.toMatch(/"rt\d+x/);
  });

  it('on webhook auth the names of the portal, and nothing that is secret', async () => {
    const { portal, server, bot, polled } = await start('webhook');
    portal.say({ userId: 2, dialogId: bot.id, text: 'hi' });
    const [message] = await polled();
    expect(message?.auth).toEqual({ domain: host(server.url), client_endpoint: `${server.url}/rest/` });
    expect(JSON.stringify(message)).not.toMatch(/wh00ksecret|bot_token/);
  });

  it('a client of one’s own that says too much is not believed with the refresh token', async () => {
    const { portal, bot, imbot, polled } = await start('webhook');
    portal.say({ userId: 2, dialogId: bot.id, text: 'hi' });
    const [message] = await polled({
      call: (method, params) => imbot.call(method, params ?? {}),
      eventAuth: () => ({ access_token: 'mine', refresh_token: 'never' }),
    });
    expect(message?.auth).toEqual({ access_token: 'mine' });
    expect(JSON.stringify(message)).not.toContain('never');
  });

  it('a client that has none leaves events as they were', async () => {
    const { portal, bot, imbot, polled } = await start('webhook');
    portal.say({ userId: 2, dialogId: bot.id, text: 'hi' });
    const [message] = await polled({ call: (method, params) => imbot.call(method, params ?? {}) });
    expect(message?.auth).toEqual({});
  });
});

it('a token that cannot be had sets no event aside: it is asked for again', async () => {
  const { portal, bot, imbot } = await start('webhook');
  portal.say({ userId: 2, dialogId: bot.id, text: 'one' });
  let failures = 3;
  const handled: unknown[] = [];
  const troubles: string[] = [];
  const stop = new AbortController();
  const report = await pollEvents(
    {
      call: (method, params) => imbot.call(method, params ?? {}),
      eventAuth: () => {
        failures -= 1;
        if (failures > 0) throw new Error('no token server');
        return { access_token: 'mine' };
      },
    },
    {
      botId: bot.id,
      on: { ONIMBOTMESSAGEADD: ({ auth }) => void handled.push(auth.access_token) },
      onError: (_error, _wait, what) => void troubles.push(what),
      signal: stop.signal,
      sleep: async () => {
        if (handled.length > 0) stop.abort();
      },
    },
  );
  expect([handled, troubles, report.poisoned]).toEqual([['mine'], ['call', 'call'], []]);
});
