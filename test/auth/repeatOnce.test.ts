import { expect, test } from 'vitest';
import { createPortal } from '../../portal/index';
import { createImbot, oauth } from '../../src/index';

test('a portal that calls every token expired costs one renewal and one repeat', async () => {
  const portal = createPortal({ now: Date.now });
  const server = await portal.listen();
  const application = portal.application({ clientId: 'local.once', clientSecret: 'secret' });
  const imbot = createImbot({
    auth: oauth({
      clientId: 'local.once',
      clientSecret: 'secret',
      tokens: application.tokens(),
      tokenUrl: server.tokenUrl,
    }),
    limits: false,
  });
  portal.fault({ method: 'user.current', kind: 'expired', times: 10 });
  const error = await imbot.call('user.current').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'expired_token', status: 401, outcome: 'refused' });
  expect(portal.oauth.refreshes).toBe(1);
  expect(portal.requests).toHaveLength(2);
  await imbot.close();
  await server.close();
});
