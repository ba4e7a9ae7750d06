import { describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { caller } from './seeded';

function installed() {
  let now = 1_800_000_000_000;
  const portal = createPortal({ now: () => now });
  const application = portal.application({ clientId: 'app.1', clientSecret: 'very secret', expiresIn: 3600 });
  const first = application.tokens();
  const renew = (refreshToken: string, more: Record<string, string> = {}, style: 'get' | 'post' = 'post') => {
    const parameters = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'app.1',
      client_secret: 'very secret',
      refresh_token: refreshToken,
      ...more,
    });
    const url = 'http://portal.test/oauth/token/';
    const request =
      style === 'get' ? new Request(`${url}?${parameters}`) : new Request(url, { method: 'POST', body: parameters });
    return portal.handle(request).then(async (answer) => ({ status: answer.status, body: await answer.json() }));
  };
  return { portal, application, first, renew, later: (seconds: number) => (now += seconds * 1000) };
}

describe('OAuth', () => {
  it('hands over the auth object with the application token, and lets it call in three ways', async () => {
    const { portal, first } = installed();
    portal.addBot({ code: 'a', application: { clientId: 'app.1' } });
    expect(first).toMatchObject({ expires_in: 3600, client_endpoint: 'http://portal.test/rest/', status: 'L' });
    expect(first.application_token).toMatch(/^[0-9a-f]{32}$/);
    const url = 'http://portal.test/rest/imbot.message.add?DIALOG_ID=1&MESSAGE=x';
    const auth = first.access_token;
    const requests = [
      new Request(`${url}&auth=${auth}`),
      new Request(url, { method: 'POST', body: new URLSearchParams({ auth }) }),
      new Request(url, { headers: { authorization: `Bearer ${auth}` } }),
    ];
    for (const request of requests) expect((await portal.handle(request)).status).toBe(200);
    expect(portal.requests[0]?.params).toEqual({ DIALOG_ID: '1', MESSAGE: 'x' });
  });

  it('renews once per refresh token and names the authorization server as domain', async () => {
    const { portal, first, renew, later } = installed();
    const call = caller(portal, '/rest/');
    later(3600);
    expect(await call('profile', { auth: first.access_token })).toMatchObject({ status: 401, error: 'expired_token' });
    const fresh = await renew(first.refresh_token, {}, 'get');
    expect(fresh.body).toMatchObject({
      domain: 'oauth.bitrix.info',
      client_endpoint: 'http://portal.test/rest/',
      member_id: first.member_id,
    });
    expect(fresh.body).not.toHaveProperty('application_token');
    expect((await call('profile', { auth: fresh.body.access_token })).status).toBe(200);
    expect(await renew(first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(portal.oauth).toEqual({ refreshes: 1, requests: 2, refused: { invalid_grant: 1 }, styles: ['get', 'post'] });
  });

  it('refuses strangers, wrong questions and unpaid applications without spending the token', async () => {
    const { application, first, renew } = installed();
    expect((await renew(first.refresh_token, { client_secret: 'x' })).body.error).toBe('invalid_client');
    expect((await renew(first.refresh_token, { grant_type: 'x' })).body.error).toBe('invalid_request');
    application.refuse('PAYMENT_REQUIRED');
    expect((await renew(first.refresh_token)).body.error).toBe('PAYMENT_REQUIRED');
    application.refuse(null);
    expect((await renew(first.refresh_token)).status).toBe(200);
  });
});
