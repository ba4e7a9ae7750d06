import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restAuth } from '../../src/auth/restAuth';
import { failed } from '../transport/failed';
import { recorder } from '../transport/recorder';
import { type StandIn, standIn } from '../transport/standIn';

const ids = { clientId: 'app.1', clientSecret: 'the-client-secret' };
const event = (domain: unknown) => ({ refresh_token: 'refresh-1', scope: 'imbot', domain });

let portal: StandIn;
beforeEach(async () => {
  portal = await standIn();
});
afterEach(async () => {
  await portal.close();
  vi.unstubAllEnvs();
});

describe('the deprecated helper', () => {
  it.each([
    ['no client id', {}, { clientSecret: 's' }],
    ['no secret', event('oauth.bitrix.info'), { clientId: 'c' }],
    ['no refresh_token', { scope: 's', domain: 'd' }, ids],
    ['no scope', { refresh_token: 'r', domain: 'd' }, ids],
    ['no domain', { refresh_token: 'r', scope: 's' }, ids],
    ['no auth', undefined, ids],
    ['auth is no map', 'auth', ids],
  ])('%s: false, and nothing is sent', async (_name, auth, options) => {
    const { dispatcher, origins } = recorder();
    expect(await restAuth(auth, { ...options, dispatcher })).toBe(false);
    expect(origins).toEqual([]);
  });

  it('takes id and secret from the environment', async () => {
    vi.stubEnv('C_REST_CLIENT_ID', 'app.env');
    vi.stubEnv('C_REST_CLIENT_SECRET', 'env-secret');
    const answer = await restAuth(event('acme.bitrix24.com'), { tokenUrl: portal.tokenUrl });
    expect(answer).toMatchObject({ access_token: 'access-2' });
    expect(portal.tokenRequests[0]).toMatchObject({
      verb: 'POST',
      url: '/oauth/token/',
      params: {
        grant_type: 'refresh_token',
        client_id: 'app.env',
        client_secret: 'env-secret',
        refresh_token: 'refresh-1',
        scope: 'imbot',
      },
    });
  });

  it('resolves to an error answer too', async () => {
    const options = { ...ids, tokenUrl: portal.tokenUrl };
    expect(await restAuth({ ...event('x'), refresh_token: 'dead' }, options)).toEqual({
      error: 'invalid_grant',
      error_description: 'Invalid grant',
    });
  });

  it('rejects an answer that is no JSON, without following redirects', async () => {
    const { dispatcher, origins } = recorder(() => [302, '', { location: 'https://evil.example/oauth/token/' }]);
    const error = await failed(restAuth(event('oauth.bitrix.info'), { ...ids, dispatcher }));
    expect(error).toMatchObject({ code: 'BAD_ANSWER', status: 302 });
    expect(origins).toEqual(['https://oauth.bitrix.info']);
  });

  it('takes no tokenUrl that would show the secret', async () => {
    const { dispatcher, origins } = recorder();
    const options = { ...ids, dispatcher, tokenUrl: 'http://oauth.bitrix.info/oauth/token/' };
    expect(await failed(restAuth(event('x'), options))).toMatchObject({ code: 'CONFIG' });
    expect(origins).toEqual([]);
  });
});

describe('where the secret goes', () => {
  it.each([
    ['oauth.bitrix.info', 'https://oauth.bitrix.info'],
    ['oauth.bitrix24.tech', 'https://oauth.bitrix24.tech'],
    ['OAuth.Bitrix24.Tech', 'https://oauth.bitrix24.tech'],
    ['auth.mine.example', 'https://auth.mine.example'],
  ])('%s is asked', async (domain, origin) => {
    const { dispatcher, origins } = recorder();
    expect(await restAuth(event(domain), { ...ids, dispatcher, allowHosts: ['auth.mine.example'] })).toEqual({
      access_token: 'a',
    });
    expect(origins).toEqual([origin]);
  });

  it.each([
    'acme.bitrix24.com',
    'evil.example',
    'evil.example#oauth.bitrix.info',
    'evil.example/oauth.bitrix.info',
    'evil.example?oauth.bitrix.info',
    'evil.example\\oauth.bitrix.info',
    'oauth.bitrix.info@evil.example',
    'oauth.bitrix.info:pass@evil.example',
    'user@oauth.bitrix.info',
    'oauth.bitrix.info:8443',
    'oauth.bitrix.info:443',
    'oauth.bitrix.info.',
    'oauth.bitrix.info.evil.example',
    'evil-oauth.bitrix.info',
    'x.oauth.bitrix.info',
    'oauth.bitrix.info/../evil',
    'oauth.bitrix.info\t',
    ' oauth.bitrix.info',
    'oauth.bitrix.info\n.evil.example',
    'oauth%2Ebitrix.info',
    'oauth\u3002bitrix\u3002info',
    'oauth.bitrıx.info',
    'oauth.bitri\u0445.info',
    'xn--oauth-bitrix.info',
    '\uff4fauth.bitrix.info',
    'o\u00adauth.bitrix.info',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    'localhost',
    '',
    'https://evil.example',
    ['oauth.bitrix.info'],
    { toString: () => 'oauth.bitrix.info' },
    0,
  ])('%j means the known server', async (domain) => {
    const { dispatcher, origins } = recorder();
    await restAuth(event(domain), { ...ids, dispatcher });
    expect(origins).toEqual(['https://oauth.bitrix.info']);
    const mine = recorder();
    await restAuth(event(domain), {
      ...ids,
      dispatcher: mine.dispatcher,
      tokenUrl: 'https://mine.example/oauth/token/',
    });
    expect(mine.origins).toEqual(['https://mine.example']);
  });

  it('an explicit tokenUrl wins over a known server', async () => {
    const { dispatcher, origins } = recorder();
    await restAuth(event('oauth.bitrix24.tech'), { ...ids, dispatcher, tokenUrl: 'https://mine.example/t/' });
    expect(origins).toEqual(['https://mine.example']);
  });
});
