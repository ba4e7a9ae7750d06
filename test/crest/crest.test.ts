import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventAuth } from '../../src/crest/eventAuth';
import { createCRest } from '../../src/crest/index';
import { systemClock } from '../../src/http/clock';
import { undiciSender } from '../../src/http/senders/undiciSender';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

let scene: Scene;

beforeEach(async () => {
  scene = await setScene('oauth');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await scene.server.close();
});

const quiet = { warnings: false, limits: false } as const;

describe('CRest', () => {
  it('says what is missing where nothing is configured', async () => {
    const crest = createCRest(quiet);
    expect(await crest.call('server.time')).toMatchObject({ error: 'no_install_app' });
    expect(await crest.callBatch([['server.time']])).toMatchObject({ error: 'no_install_app' });
    expect(await crest.restCommand('server.time')).toMatchObject({ error: 'no_install_app' });
    expect(await crest.restAuth(scene.application.tokens())).toBe(false);
  });

  it('reads the environment at the first call', async () => {
    vi.resetModules();
    const { CRest, restCommand, restAuth } = await import('../../src/crest/index');
    vi.stubEnv('C_REST_WEB_HOOK_URL', scene.hook);
    vi.stubEnv('IMBOT_COMPAT_WARNINGS', 'off');
    expect(await CRest.call('server.time')).toMatchObject({
      result: '2026-01-15T10:00:00.000Z',
      time: { duration: 0 },
    });
    expect(await restCommand('server.time')).toMatchObject({ result: '2026-01-15T10:00:00.000Z' });
    expect(await restAuth({})).toBe(false);
    await CRest.close();
  });

  it('never throws: wrong addresses, lost connections, losses and misnamed parameters are answers', async () => {
    const crest = createCRest({ ...quiet, mode: 'v2', webhookUrl: scene.hook });
    expect(await crest.call('imbot.bot.list', { CLIENT_ID: CLIENT })).toMatchObject({ error: 'LOSSY' });
    expect(await createCRest({ ...quiet, webhookUrl: 'ftp://nowhere/secretpath' }).call('server.time')).toMatchObject({
      error: 'CONFIG',
    });
    expect(await crest.restCommand('server.time', {}, { domain: 'http://evil', access_token: 'x' })).toMatchObject({
      error: 'CONFIG',
    });
    scene.portal.fault({ kind: 'drop-after', times: 9 });
    expect(await crest.call('imbot.v2.Chat.Message.send', { botId: 1 })).toMatchObject({ error: 'NO_ANSWER' });
    scene.portal.clearFaults();
    const answers = await Promise.all([
      crest.callBatch({ one: { method: 'no.such' }, none: {} }),
      crest.call('imbot.message.add', { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: '1', MESSAGE: '' }),
    ]);
    expect(answers[0]).toMatchObject({ result: { result_error: { one: { error: 'ERROR_METHOD_NOT_FOUND' } } } });
    expect(answers[1]).toMatchObject({ error: 'MESSAGE_EMPTY' });
    expect(JSON.stringify([...answers, crest.report()])).not.toContain('s3cr3tpath');
    await crest.close();
  });

  it('renews an expired token of an event once, and answers the error where it can not', async () => {
    const settings = { ...quiet, clientId: 'app.1', clientSecret: 'secret-of-app', tokenUrl: scene.server.tokenUrl };
    const auth = scene.application.tokens();
    const copy = structuredClone(auth);
    const crest = createCRest({ ...settings, mode: 'v1' });
    scene.portal.fault({ method: 'server.time', kind: 'expired' });
    expect(await crest.restCommand('server.time', {}, auth)).toMatchObject({ result: '2026-01-15T10:00:00.000Z' });
    expect(scene.portal.oauth.refreshes).toBe(1);
    expect(auth).toEqual(copy);
    const poor = createCRest({ ...quiet, mode: 'v1', allowHosts: ['127.0.0.1'] });
    scene.portal.fault({ method: 'server.time', kind: 'expired', times: 9 });
    expect(await poor.restCommand('server.time', {}, scene.application.tokens())).toMatchObject({
      error: 'expired_token',
    });
    await Promise.all([crest.close(), poor.close()]);
  });

  it('goes on with the renewed token, and asks for it once', async () => {
    let asked = 0;
    const auth = eventAuth({ domain: 'acme.bitrix24.com', access_token: 'old', refresh_token: 'r' }, async () => {
      asked += 1;
      return { access_token: 'new', domain: 'oauth.bitrix.info' };
    });
    const io = { sender: undiciSender(), clock: systemClock };
    const old = await auth.authorise({ a: 1 }, { io });
    expect(old).toEqual({ a: 1, auth: 'old' });
    expect(await Promise.all([auth.renewAfter?.(old, { io }), auth.renewAfter?.(old, { io })])).toEqual([true, true]);
    expect(await auth.authorise({}, { io })).toEqual({ auth: 'new' });
    expect(await auth.endpoint()).toBe('https://acme.bitrix24.com/rest/');
    expect(asked).toBe(1);
  });

  it('exchanges tokens, and answers what the authorization server says', async () => {
    const crest = createCRest({ clientId: 'app.1', clientSecret: 'secret-of-app', tokenUrl: scene.server.tokenUrl });
    const auth = scene.application.tokens();
    expect(await crest.restAuth(auth)).toMatchObject({ access_token: expect.any(String) });
    expect(await crest.restAuth(auth)).toMatchObject({ error: 'invalid_grant' });
  });

  it('adds up one report over all tokens', async () => {
    const crest = createCRest({ ...quiet, mode: 'audit', allowHosts: [scene.host] });
    const params = { BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
    for (let count = 0; count < 3; count += 1) {
      await crest.restCommand('imbot.message.add', params, scene.application.tokens());
    }
    expect(crest.report()).toMatchObject({
      methods: { 'imbot.message.add': { calls: 3, sent: { v1: 3, v2: 0 }, auto: { v1: 0, v2: 3 } } },
    });
    await crest.close();
  });

  it('a burst of more users than clients are kept refuses nobody, and is given back afterwards', async () => {
    const crest = createCRest({
      warnings: false,
      mode: 'v1',
      limits: { burst: 20, perSecond: 1000 },
      allowHosts: [scene.host],
    });
    const auth = scene.application.tokens();
    const answers = await Promise.all(
      Array.from({ length: 260 }, (_, user) =>
        crest.restCommand('server.time', {}, { ...auth, refresh_token: `r${user}` }),
      ),
    );
    expect(answers.filter((answer) => answer.error !== undefined)).toEqual([]);
    expect(answers).toHaveLength(260);
    await crest.close();
  });

  it.each([
    { client_endpoint: 'https://evil.example/rest/' },
    { client_endpoint: 'https://bitrix24.com.evil.example/rest/' },
    { client_endpoint: 'https://acme.bitrix24.com:8443/rest/' },
    { client_endpoint: 'https://user:pass@acme.bitrix24.com/rest/' },
    { client_endpoint: 'http://acme.bitrix24.com/rest/' },
    { client_endpoint: 'http://127.0.0.1:9/rest/' },
    { client_endpoint: 'http://localhost/rest/' },
    { client_endpoint: 'http://[::1]/rest/' },
    { client_endpoint: 'https://127.1/rest/' },
    { client_endpoint: 'https://169.254.169.254/rest/' },
    { domain: 'intranet' },
    { domain: '10.0.0.1' },
  ])('an event that names %j reaches nobody', async (named) => {
    const asked: unknown[] = [];
    const dispatcher = new Agent().compose(() => (options) => {
      asked.push(options.origin);
      throw new Error('unreachable');
    });
    const crest = createCRest({ ...quiet, mode: 'v1', dispatcher });
    const answer = await crest.restCommand('server.time', {}, { access_token: 'x', member_id: 'm', ...named });
    expect(answer).toMatchObject({ error: 'CONFIG' });
    expect(asked).toEqual([]);
    await crest.close();
  });

  it.each([{ webhookUrl: true }, { tokenUrl: true }, { allowHosts: true }])(
    'loopback is reached by %j',
    async (how) => {
      const crest = createCRest({
        ...quiet,
        mode: 'v1',
        ...('webhookUrl' in how ? { webhookUrl: scene.hook } : {}),
        ...('tokenUrl' in how ? { tokenUrl: scene.server.tokenUrl } : {}),
        ...('allowHosts' in how ? { allowHosts: [scene.host] } : {}),
      });
      const answer = await crest.restCommand('server.time', {}, scene.application.tokens());
      expect(answer).toMatchObject({ result: '2026-01-15T10:00:00.000Z' });
      await crest.close();
    },
  );
});
