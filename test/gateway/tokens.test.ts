import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TokenStore } from '../../src/auth/TokenStore';
import type { HandedOver } from '../../src/gateway/tokens/HeldPair';
import { heldScene } from './heldScene';
import { runGateway, runToEnd } from './runCommand';
import { listening, send } from './twins';

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-tokens-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const HOUR = 3_600_000;
const FORM = 'application/x-www-form-urlencoded';

const scene = (options?: Parameters<typeof heldScene>[1]) => heldScene({ folder, ends }, options);

const say = (token: string, text: string) => ({
  method: 'POST',
  headers: { 'content-type': FORM },
  body: new URLSearchParams({ auth: token, BOT_ID: '301', DIALOG_ID: '1', MESSAGE: text }).toString(),
});

const BOUNDARY = '----b';
const part = (name: string, value: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** The places in which callers have their token, and kinds of calls. */
const CALLS = {
  query: (token: string, text: string) => ({
    at: `/rest/imbot.message.add?auth=${token}&BOT_ID=301&DIALOG_ID=1&MESSAGE=${text}`,
  }),
  form: (token: string, text: string) => ({ at: '/rest/imbot.message.add.json', ...say(token, text) }),
  JSON: (token: string, text: string) => ({
    at: '/rest/imbot.message.add',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ BOT_ID: 301, DIALOG_ID: 1, MESSAGE: text, auth: token }),
  }),
  header: (token: string, text: string) => ({
    at: '/rest/imbot.message.add',
    method: 'POST',
    headers: { 'content-type': FORM, authorization: `Bearer ${token}` },
    body: `BOT_ID=301&DIALOG_ID=1&MESSAGE=${text}`,
  }),
  multipart: (token: string, text: string) => ({
    at: '/rest/imbot.message.add',
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: `${part('auth', token)}${part('BOT_ID', '301')}${part('DIALOG_ID', '1')}${part('MESSAGE', text)}--${BOUNDARY}--\r\n`,
  }),
  batch: (token: string, text: string) => ({
    at: '/rest/batch',
    method: 'POST',
    headers: { 'content-type': FORM },
    body: new URLSearchParams({
      auth: token,
      'cmd[a]': `imbot.message.add?${new URLSearchParams({ BOT_ID: '301', DIALOG_ID: '1', MESSAGE: text })}`,
    }).toString(),
  }),
  'another method': (token: string, text: string) => ({ ...say(token, text), at: '/rest/user.current' }),
} as const;

describe.each(Object.entries(CALLS))('a bot that never renews, its token in %s', (name, call) => {
  it('lives for ten hours on the token that it was installed with, and nothing is sent twice', async () => {
    const { portal, first, url, later, texts } = await scene();
    for (let hour = 0; hour < 10; hour += 1) {
      const { at, ...request } = call(first.access_token, `hour${hour}`);
      expect(await send(url, at, request)).toMatchObject({ status: 200, body: { result: expect.anything() } });
      later(HOUR + 1_000);
    }
    const isMessage = name !== 'another method';
    expect(texts()).toEqual(isMessage ? Array.from({ length: 10 }, (_value, hour) => `hour${hour}`) : []);
    expect(portal.oauth).toMatchObject({ refreshes: 9, refused: {} });
  });
});

describe('who may use the held pair', () => {
  it.each(['nonsense', '', 'at1x'])(
    'nobody by sending %j: it goes on as it came, and the portal refuses',
    async (token) => {
      const { portal, url, later } = await scene();
      later(HOUR * 2);
      for (const call of Object.values(CALLS)) {
        const { at, ...request } = call(token, 'x');
        expect((await send(url, at, request)).status).toBe(401);
      }
      expect(portal.oauth.requests).toBe(0);
      expect(portal.snapshot().messages).toEqual([]);
    },
  );

  it('another user’s expired token, for the bot alone: what acts for a person is refused as before', async () => {
    const { portal, application, url, held, later, texts, first } = await scene();
    const other = application.tokens(2);
    const stranger = portal.application({ clientId: 'app.2', clientSecret: 'x' }).tokens(2);
    for (const auth of [other, stranger]) await held.see({ auth, by: 'event' });
    // As long as it lives it is used as it is.
    expect((await send(url, `/rest/user.current?auth=${other.access_token}`)).body).toMatchObject({
      result: { ID: '2' },
    });
    later(HOUR + 1_000);
    const of = (token: string, method: string) => send(url, `/rest/${method}`, say(token, method));
    expect(await of(other.access_token, 'imbot.message.add')).toMatchObject({ status: 200 });
    for (const method of ['user.current', 'im.message.add', 'profile'])
      expect(await of(other.access_token, method)).toMatchObject({ status: 401, body: { error: 'expired_token' } });
    const batch = (token: string, cmd: string) =>
      send(url, '/rest/batch', {
        method: 'POST',
        headers: { 'content-type': FORM },
        body: new URLSearchParams({ auth: token, 'cmd[a]': 'imbot.bot.list', 'cmd[b]': cmd }).toString(),
      });
    expect((await batch(other.access_token, 'imbot.bot.list')).status).toBe(200);
    expect((await batch(other.access_token, 'user.current')).status).toBe(401);
    expect((await of(stranger.access_token, 'imbot.message.add')).status).toBe(401);
    // The user of the held pair acts for himself.
    expect(await of(first.access_token, 'user.current')).toMatchObject({ status: 200, body: { result: { ID: '1' } } });
    expect(texts()).toEqual(['imbot.message.add']);
  });

  it('a webhook has no token, and goes on as ever', async () => {
    const { portal, url } = await scene();
    const { path } = portal.webhook();
    expect((await send(url, `${path}profile?auth=nobody`)).status).toBe(200);
  });

  it('the same bot after a restart of the gateway, and with a token of an event of the same user', async () => {
    const { application, first, held, open, url, later, told, path } = await scene();
    const event = application.tokens();
    await held.see({ auth: event, by: 'event' });
    later(HOUR * 2);
    expect((await send(url, '/rest/imbot.message.add', say(first.access_token, 'a'))).status).toBe(200);
    expect((await send(url, '/rest/user.current', say(event.access_token, 'b'))).status).toBe(200);
    await held.close();
    const again = await open();
    ends.push(() => again.close());
    for (const token of [first.access_token, event.access_token])
      expect(await again.inPlaceOf(token, async () => false)).toEqual(expect.stringMatching(/^at/));
    expect(told).toEqual([]);
    const kept = readFileSync(`${path}.known`, 'utf8');
    for (const secret of [first.access_token, first.refresh_token, event.access_token])
      expect(kept).not.toContain(secret);
  });
});

describe('a renewal', () => {
  it('comes when the portal calls the held token expired before its time, and the call goes out once more', async () => {
    const { portal, first, url, texts } = await scene();
    for (const [index, call] of Object.values(CALLS).entries()) {
      portal.state.accessTokens.clear();
      const { at, ...request } = call(first.access_token, `n${index}`);
      // A token that the portal does not know is not an expired one.
      expect((await send(url, at, request)).status).toBe(401);
    }
    expect(portal.oauth.requests).toBe(0);
    for (const [index, call] of Object.values(CALLS).entries()) {
      for (const [token, entry] of portal.state.accessTokens)
        portal.state.accessTokens.set(token, { ...entry, expires: 0 });
      portal.state.accessTokens.set(first.access_token, { clientId: 'app.1', userId: 1, expires: 0 });
      const { at, ...request } = call(first.access_token, `n${index}`);
      expect((await send(url, at, request)).status).toBe(200);
    }
    expect(texts()).toEqual(Array.from({ length: 6 }, (_value, index) => `n${index}`));
    expect(portal.oauth.refused).toEqual({});
  });

  it('is one for all calls that wait for it', async () => {
    const { portal, first, url, later, texts } = await scene();
    later(HOUR + 1_000);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_value, index) =>
        send(url, '/rest/imbot.message.add', say(first.access_token, `n${index}`)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    expect(new Set(texts()).size).toBe(40);
    expect(portal.oauth.requests).toBe(1);
  });

  it('that is refused is not asked for by every call of a bot in a loop; callers hear what the portal says', async () => {
    const { portal, application, first, url, later, told, held } = await scene();
    application.refuse('invalid_grant');
    later(HOUR + 1_000);
    for (let count = 0; count < 100; count += 1) {
      const answer = await send(url, '/rest/imbot.message.add', say(first.access_token, 'x'));
      expect(answer).toMatchObject({ status: 401, body: { error: 'expired_token' } });
    }
    expect(portal.oauth.requests).toBe(1);
    expect(told).toEqual([{ what: 'renewal', error: 'REINSTALL' }]);
    // Somebody installs it again.
    application.refuse(null);
    await held.see({ auth: application.tokens(), by: 'installation' });
    expect((await send(url, '/rest/imbot.message.add', say(first.access_token, 'y'))).status).toBe(200);
  });

  it('that cannot be saved keeps the pair in memory, and the calls going', async () => {
    const full = async () => Promise.reject(new Error('ENOSPC'));
    const wrap = (store: TokenStore): TokenStore => ({
      ...store,
      exclusive: (work) => store.exclusive((access) => work({ ...access, write: full })),
    });
    const { portal, first, url, later, texts } = await scene({ wrap });
    for (const text of ['a', 'b', 'c']) {
      later(HOUR + 1_000);
      expect((await send(url, '/rest/imbot.message.add', say(first.access_token, text))).status).toBe(200);
    }
    expect(texts()).toEqual(['a', 'b', 'c']);
    expect(portal.oauth).toMatchObject({ refreshes: 3, refused: {} });
    const spent = portal.state.refreshTokens.size;
    const query = `grant_type=refresh_token&client_id=app.1&client_secret=the+secret&refresh_token=${first.refresh_token}`;
    const got = JSON.parse((await send(url, `/oauth/token/?${query}`)).text);
    // The newest pair, though no store has it.
    expect(portal.state.refreshTokens.has(got.refresh_token)).toBe(true);
    expect(portal.state.refreshTokens.size).toBe(spent);
  });
});

describe('/oauth/token/', () => {
  const wish = (refresh: string, more: object = {}) =>
    `/oauth/token/?${new URLSearchParams({ grant_type: 'refresh_token', client_id: 'app.1', client_secret: 'the secret', refresh_token: refresh, ...more })}`;

  it('a bot that renews itself gets the pair, by its present refresh token and by spent ones, and kills nothing', async () => {
    const { portal, first, url, later } = await scene();
    let pair = { access_token: first.access_token, refresh_token: first.refresh_token };
    for (let round = 0; round < 6; round += 1) {
      later(HOUR + 1_000);
      // In every second hour the gateway has renewed it before.
      if (round % 2 === 0) await send(url, '/rest/imbot.message.add', say(first.access_token, `r${round}`));
      const got = await send(url, wish(pair.refresh_token));
      expect(got.status).toBe(200);
      pair = JSON.parse(got.text);
      expect(got.body).toMatchObject({
        member_id: first.member_id,
        domain: 'oauth.bitrix.info',
        user_id: 1,
        expires_in: expect.any(Number),
      });
      expect(Object.keys(Object(got.body))).not.toContain('imbot_compat');
      expect(Object.keys(Object(got.body))).not.toContain('application_token');
      const straight = await send(url, '/rest/imbot.message.add', say(pair.access_token, `own${round}`));
      expect(straight.status).toBe(200);
    }
    // One that lags behind by hours is not lost either.
    expect((await send(url, wish(first.refresh_token))).body).toMatchObject({ access_token: pair.access_token });
    expect(portal.oauth).toMatchObject({ refused: {} });
  });

  it('twenty at once spend one token', async () => {
    const { portal, first, url } = await scene();
    const got = await Promise.all(Array.from({ length: 20 }, () => send(url, wish(first.refresh_token))));
    expect(new Set(got.map(({ status }) => status))).toEqual(new Set([200]));
    expect(portal.oauth.refused).toEqual({});
    const last = JSON.parse(got.at(-1)?.text ?? '');
    expect((await send(url, wish(last.refresh_token))).status).toBe(200);
  });

  it.each(['multipart', 'JSON', 'a form in two places'])(
    'a wish in %s spends nothing of the held pair',
    async (how) => {
      const { url, portal, first, held } = await scene();
      const wish = { grant_type: 'refresh_token', ...{ client_id: 'app.1', client_secret: 'the secret' } };
      const fields = { ...wish, refresh_token: first.refresh_token };
      // PHP's cURL writes an array as multipart.
      const parts = Object.entries(fields).map(
        ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      const { refresh_token, ...others } = fields;
      const requests: Record<string, readonly [path: string, type: string, body: string]> = {
        multipart: ['/oauth/token/', 'multipart/form-data; boundary=b', `${parts.join('')}--b--\r\n`],
        JSON: ['/oauth/token/', 'application/json', JSON.stringify(fields)],
        'a form in two places': [
          `/oauth/token/?${new URLSearchParams(others)}`,
          FORM,
          `refresh_token=${refresh_token}`,
        ],
      };
      const [path, type, body] = requests[how] ?? ['', '', ''];
      const got = await send(url, path, { method: 'POST', headers: { 'content-type': type }, body });
      expect(got.status).toBe(200);
      const { access_token } = JSON.parse(got.text);
      expect(await held.inPlaceOf(first.access_token, async () => true)).toBe(access_token);
      expect(portal.state.refreshTokens.has(JSON.parse(got.text).refresh_token)).toBe(true);
    },
  );

  it.each<[string, (pair: { access_token: string; refresh_token: string }) => readonly [string, object]]>([
    ['a wrong secret', () => ['none', { client_secret: 'guessed' }]],
    ['a wrong secret with the right token', ({ refresh_token }) => [refresh_token, { client_secret: 'guessed' }]],
    ['another application', ({ refresh_token }) => [refresh_token, { client_id: 'app.2' }]],
    ['an access token', ({ access_token }) => [access_token, {}]],
    ['a guess', () => ['rt1', {}]],
    ['nothing', () => ['', {}]],
    ['another grant', () => ['none', { grant_type: 'authorization_code', code: 'x' }]],
  ])('%s gets nothing of the pair', async (_name, given) => {
    const { first, url, held } = await scene();
    const got = await send(url, wish(...given(first)));
    expect(got.status).toBeGreaterThanOrEqual(400);
    for (const secret of [first.access_token, first.refresh_token]) expect(got.text).not.toContain(secret);
    expect(await held.inPlaceOf(first.access_token, async () => true)).toBe(first.access_token);
    expect(await held.inPlaceOf(first.refresh_token, async () => true)).toBeUndefined();
  });

  it('a pair of another line of the same user is passed on, and its tokens are known', async () => {
    const { application, url, later, portal } = await scene();
    const own = application.tokens();
    const got = JSON.parse((await send(url, wish(own.refresh_token))).text);
    later(HOUR * 3);
    expect((await send(url, '/rest/user.current', say(got.access_token, 'x'))).status).toBe(200);
    expect(portal.oauth.refused).toEqual({});
  });

  it('an authorization server that is away breaks the connection, and spends nothing', async () => {
    const { first, url, portal, application } = await scene();
    application.refuse('PAYMENT_REQUIRED');
    await expect(send(url, wish(first.refresh_token))).rejects.toThrow();
    application.refuse(null);
    expect((await send(url, wish(first.refresh_token))).status).toBe(200);
    expect(portal.oauth.refreshes).toBe(1);
  });
});

describe('an installation', () => {
  it('is held from then on; a page of somebody else, a pair of another portal and one that the portal does not know are not', async () => {
    const { application, first, held, url, later, texts, portal } = await scene({ holds: false });
    const bad: HandedOver[] = [
      { auth: { ...application.tokens(2), access_token: 'made up' }, by: 'installation' },
      {
        auth: { ...application.tokens(2), client_endpoint: 'https://evil.example/rest/', domain: 'evil.example' },
        by: 'installation',
      },
      { auth: { access_token: first.access_token, member_id: 'm' }, by: 'page' },
      { auth: { ...first, member_id: '../x' }, by: 'installation' },
      { auth: first, by: 'event' },
    ];
    for (const handed of bad) await held.see(handed);
    expect(await held.eventAuth(first.application_token)).toBeUndefined();
    const { user_id: _user, expires: _expires, ...installed } = first;
    await held.see({ auth: installed, by: 'installation' });
    for (const handed of bad) await held.see(handed);
    await held.see({ auth: application.tokens(2), by: 'page' });
    later(HOUR * 5);
    expect(await send(url, '/rest/user.current', say(first.access_token, ''))).toMatchObject({
      status: 200,
      body: { result: { ID: '1' } },
    });
    expect((await send(url, '/rest/imbot.message.add', say(first.access_token, 'hi'))).status).toBe(200);
    expect(texts()).toEqual(['hi']);
    expect(portal.oauth.refused).toEqual({});
    expect(await held.eventAuth(first.application_token)).not.toHaveProperty('refresh_token');
    expect(await held.eventAuth('another')).toBeUndefined();
    expect(await held.eventAuth(undefined)).toBeUndefined();
  });

  it('again puts the new pair in the place of the old one', async () => {
    const { application, first, held, url, later } = await scene();
    const second = application.tokens(2);
    await held.see({ auth: second, by: 'installation' });
    later(HOUR * 2);
    for (const token of [second.access_token, first.access_token])
      expect((await send(url, '/rest/user.current', say(token, ''))).body).toMatchObject({ result: { ID: '2' } });
  });
});

describe('an installation of another application of the portal', () => {
  it.each(['installation', 'page'] as const)(
    'does not take the place of a living pair, brought by a %s',
    async (by) => {
      const { portal, first, held, url, later, texts, told } = await scene();
      const other = portal.application({ clientId: 'app.other', clientSecret: 's', scope: 'imbot,im,user' });
      // Its own user and member_id are right: they are no secret.
      await held.see({ auth: { ...other.tokens(), application_token: 'made up' }, by });
      expect(told.filter(({ what }) => what === 'held')).toEqual([]);
      later(HOUR * 2);
      expect((await send(url, '/rest/imbot.message.add', say(first.access_token, 'hi'))).status).toBe(200);
      expect(texts()).toEqual(['hi']);
      expect(await held.eventAuth('made up')).toBeUndefined();
      expect(portal.oauth.refused).toEqual({});
    },
  );

  describe.each(['app.1', 'acme.bot'])('and the own one, whose code is %s,', (code) => {
    it('takes its place', async () => {
      const { application, first, held, url } = await scene({ code });
      await held.see({ auth: application.tokens(2), by: 'installation' });
      expect((await send(url, '/rest/user.current', say(first.access_token, ''))).body).toMatchObject({
        result: { ID: '2' },
      });
    });

    it('takes its place where the installation ended the held pair', async () => {
      const { portal, application, first, held, url, later } = await scene({ code });
      portal.state.accessTokens.delete(first.access_token);
      portal.state.refreshTokens.delete(first.refresh_token);
      later(60_000);
      await held.see({ auth: application.tokens(2), by: 'installation' });
      expect((await send(url, '/rest/user.current', say(first.access_token, ''))).body).toMatchObject({
        result: { ID: '2' },
      });
    });
  });
});

describe('an installation that another gateway on the same store takes', () => {
  it.each(['NO_AUTH_FOUND', 'expired_token'])(
    'is taken from there on the first %s, and no call is lost',
    async (code) => {
      const { application, first, open, url, portal, texts, later } = await scene();
      expect((await send(url, '/rest/imbot.message.add', say(first.access_token, 'before'))).status).toBe(200);
      const other = await open();
      ends.push(() => other.close());
      const lose = (token: string): void => {
        const entry = portal.state.accessTokens.get(token);
        if (entry && code === 'expired_token') portal.state.accessTokens.set(token, { ...entry, expires: 0 });
        else portal.state.accessTokens.delete(token);
      };
      later(60_000);
      const second = application.tokens();
      await other.see({ auth: second, by: 'installation' });
      lose(first.access_token);
      for (const text of ['a', 'b'])
        expect((await send(url, '/rest/imbot.message.add', say(first.access_token, text))).status).toBe(200);
      expect(texts()).toEqual(['before', 'a', 'b']);
      // Nobody has another one: the portal's word goes to the caller, and the portal is not asked twice for each call.
      if (code === 'expired_token') return;
      lose(second.access_token);
      const before = portal.requests.length;
      for (let count = 0; count < 3; count += 1)
        expect((await send(url, '/rest/user.current', say(first.access_token, 'x'))).status).toBe(401);
      expect(portal.requests.length - before).toBeLessThanOrEqual(6);
    },
  );
});

describe('imbot-compat gateway --tokens', () => {
  const secret = '0123456789abcdef';

  it.each([
    [['--tokens', 'f', '--token', secret], /CLIENT_ID/],
    [['--tokens', 'f', '--client-id', 'a', '--client-secret', 'b'], /needs --token/],
  ])('is refused with %j', async (options, message) => {
    const { code, out } = await runToEnd(folder, 'gateway', '--portal', 'https://a.example', ...options);
    expect(code).toBe(2);
    expect(out).toMatch(message);
  });

  it('a file of another portal, or with no pair, is refused', async () => {
    const options = [
      '--portal',
      'https://a.example',
      '--token',
      secret,
      '--client-id',
      'app.1',
      '--client-secret',
      's',
    ];
    const file = join(folder, 'pair.json');
    const run = () => runToEnd(folder, 'gateway', ...options, '--tokens', file, '--listen', '127.0.0.1:0');
    writeFileSync(file, JSON.stringify({ access_token: 'AAAAAA', refresh_token: 'RRRRRR', domain: 'b.example' }));
    expect(await run()).toEqual({ code: 2, out: expect.stringMatching(/another portal/) });
    writeFileSync(file, '{"access_token":"AAAA');
    const broken = await run();
    expect(broken.code).toBe(2);
    expect(broken.out).not.toContain('AAAA');
  });

  it('takes the pair from /install, keeps it in the file, and tells no secret', async () => {
    const { portal, application, server, first } = await scene({ holds: false });
    const pages: string[] = [];
    const page = createServer((request, response) => {
      request.on('data', (chunk) => pages.push(String(chunk)));
      request.on('end', () => response.end('<p>installed</p>'));
    });
    const pageUrl = await listening(page);
    ends.push(() => void page.close());
    const file = join(folder, 'kept.json');
    const gateway = await runGateway(
      folder,
      ...['--portal', server.url, '--token', secret, '--tokens', file, '--token-url', `${server.url}/oauth/token/`],
      ...['--client-id', 'app.1', '--client-secret', 'the secret', '--install', `${pageUrl}/`, '--log', 'calls'],
      ...['--public-url', 'https://bots.example.com'],
    );
    ends.push(gateway.stop);
    // The clocks of this portal and of the gateway differ; how long a pair lives is told.
    const { expires: _expires, ...auth } = application.tokens();
    const fields = Object.entries({ ...auth, expires_in: 3600 }).map(([name, value]) => [
      `auth[${name}]`,
      String(value),
    ]);
    const body = new URLSearchParams([['event', 'ONAPPINSTALL'], ['ts', '1'], ...fields]).toString();
    const got = await send(gateway.url, `/${secret}/install`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body,
    });
    expect(got.text).toBe('<p>installed</p>');
    expect(pages.join('')).toContain(`refresh_token%5D=${auth.refresh_token}`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ access_token: auth.access_token, user_id: '1' });
    const call = await send(gateway.url, `/${secret}/rest/imbot.message.add`, say(auth.access_token, 'hi'));
    expect(call.status).toBe(200);
    expect((await send(gateway.url, '/rest/imbot.message.add', say(auth.access_token, 'no'))).status).toBe(400);
    expect(await gateway.stop()).toBe(0);
    expect(portal.snapshot().messages).toHaveLength(1);
    const log = JSON.stringify(gateway.lines);
    for (const one of [auth.access_token, auth.refresh_token, first.access_token, 'the secret', secret])
      expect(log).not.toContain(one);
  });
});
