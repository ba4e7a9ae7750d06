import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { Agent, type Dispatcher } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import type { TokenStore } from '../../src/auth/TokenStore';
import { webhook } from '../../src/auth/webhook';
import { createTransport, type TransportOptions } from '../../src/transport/createTransport';
import { CALL_TIMEOUT, jumpingClock } from './clocks';
import { failed } from './failed';
import { type Fault, type StandIn, standIn } from './standIn';

/** One marker per secret: where it shows up tells which one leaked. */
const SECRETS = {
  webhookPath: 'MARKwebhookpathMARK',
  clientId: 'MARKclientidMARK',
  botToken: 'MARKbottoken+/=MARK',
  accessToken: 'access-1-MARKaccessMARK',
  nextAccessToken: 'MARKnextaccessMARK',
  refreshToken: 'refresh-1-MARKrefreshMARK',
  nextRefreshToken: 'MARKnextrefreshMARK',
  clientSecret: 'MARKclientsecretMARK',
  applicationToken: 'MARKapplicationMARK',
  appId: 'app.MARKappidMARK',
};

let portal: StandIn;
let seen: unknown[];
let stop: () => void;
beforeEach(async () => {
  portal = await standIn();
  seen = [];
  const listen = (message: unknown) => void seen.push(message);
  const names = ['call', 'retry', 'wait', 'renewal'].map((name) => `imbot-compat:${name}`);
  for (const name of names) subscribe(name, listen);
  stop = () => {
    for (const name of names) unsubscribe(name, listen);
  };
  vi.spyOn(process, 'emitWarning').mockImplementation((...args: unknown[]) => void seen.push(args));
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => void seen.push(args));
  }
});
afterEach(async () => {
  stop();
  vi.restoreAllMocks();
  await portal.close();
});

/** Every rendering that ends up in logs. */
function renderings(value: unknown): string {
  const parts = [
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
    String(value),
    JSON.stringify(value),
  ];
  for (let error: unknown = value; error instanceof Error; error = error.cause) {
    parts.push(error.message, String(error.stack), JSON.stringify(Object.getOwnPropertyDescriptors(error)));
  }
  return parts.join('\n');
}

function expectNoSecret(...values: unknown[]): void {
  const text = [...values, seen].map(renderings).join('\n');
  const leaked = Object.entries(SECRETS).filter(([, secret]) =>
    [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)].some((spelling) =>
      text.includes(spelling),
    ),
  );
  expect(leaked.map(([name]) => name)).toEqual([]);
}

const params = {
  CLIENT_ID: SECRETS.clientId,
  botToken: SECRETS.botToken,
  fields: { botToken: SECRETS.botToken, code: 'bot' },
  cmd: [`imbot.bot.list?CLIENT_ID=${SECRETS.clientId}&botToken=${encodeURIComponent(SECRETS.botToken)}`],
};

/** What stands in the call or belongs to its authorisation: more than that nobody could recognise. */
const { webhookPath: _, ...OF_CALLS } = SECRETS;
const echo = `Wrong ${Object.values(OF_CALLS).join(' ')} in https://acme.bitrix24.com/rest/1/${SECRETS.webhookPath}/`;
const { accessToken, refreshToken, applicationToken, clientSecret, appId } = SECRETS;
const OF_RENEWALS = `Wrong ${[accessToken, refreshToken, applicationToken, clientSecret, appId].join(' ')}`;
const FAULTS: Record<string, Fault> = {
  'an error that echoes': { code: 'ACCESS_DENIED', status: 403, description: echo },
  'a code that echoes': { code: `BAD_${SECRETS.botToken}_${SECRETS.accessToken}`, status: 400 },
  dropped: 'drop-after',
  'a page that echoes': (_request, response) => void response.end(`<html>${echo}`),
  'half an answer that echoes': (_request, response) => void response.end(`{"error":"${echo}`),
  'a redirect that echoes': (_request, response) =>
    void response
      .writeHead(302, { location: `https://evil.example/rest/1/${SECRETS.webhookPath}/${SECRETS.botToken}` })
      .end(),
};

const auths = {
  webhook: () => webhook(`${portal.url}/rest/1/${SECRETS.webhookPath}/`, { clientId: SECRETS.clientId }),
  oauth: (changes: { tokenUrl?: string; store?: TokenStore } = {}) =>
    oauth({
      clientId: SECRETS.appId,
      clientSecret: SECRETS.clientSecret,
      tokenUrl: portal.tokenUrl,
      tokens: portal.tokens({
        access_token: SECRETS.accessToken,
        refresh_token: SECRETS.refreshToken,
        application_token: SECRETS.applicationToken,
      }),
      ...changes,
    }),
};

async function errorOf(options: TransportOptions, method = 'imbot.message.add') {
  const transport = createTransport({ limits: false, clock: jumpingClock(), timeout: CALL_TIMEOUT, ...options });
  const error = await failed(transport.send(method, params, { replay: 'never' }));
  await transport.close();
  expectNoSecret(error, transport, await options.auth.portalKey());
  return error;
}

describe.each(['webhook', 'oauth'] as const)('%s', (kind) => {
  it.each(Object.entries(FAULTS))('%s', async (_name, fault) => {
    portal.faults.push(fault);
    const transport = createTransport({
      auth: auths[kind](),
      limits: false,
      clock: jumpingClock(),
      timeout: CALL_TIMEOUT,
    });
    const all = {
      ...params,
      auth: SECRETS.accessToken,
      access_token: SECRETS.nextAccessToken,
      refresh_token: SECRETS.refreshToken,
    };
    const known = {
      ...all,
      more: { client_secret: SECRETS.clientSecret, application_token: SECRETS.applicationToken },
    };
    const extra = { AUTH_ID: SECRETS.nextRefreshToken, REFRESH_ID: SECRETS.nextRefreshToken, client_id: SECRETS.appId };
    const error = await failed(transport.send('imbot.message.add', { ...known, extra }, { replay: 'never' }));
    await transport.close();
    expectNoSecret(error, transport);
  });

  it('a host that refuses, a method that is an address', async () => {
    const auth = auths[kind]();
    await portal.close();
    await errorOf({ auth });
    portal = await standIn();
  });

  it('a foreign dispatcher whose errors hold the request', async () => {
    const agent = new Agent();
    const dispatcher = agent.compose(
      () => (options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) => {
        const error = Object.assign(
          new Error(`POST ${String(options.origin)}${options.path} failed: ${String(options.body)}`),
          {
            request: options,
            name: `Error of ${options.path}`,
            cause: { options },
          },
        );
        const controller = { aborted: false, paused: false, reason: null, abort() {}, pause() {}, resume() {} };
        queueMicrotask(() => handler.onResponseError?.(controller, error));
        return true;
      },
    );
    const error = await errorOf({ auth: auths[kind](), dispatcher });
    // Whoever announces nothing may have sent it.
    expect(error).toMatchObject({ code: 'NO_ANSWER', outcome: 'unknown' });
    await agent.close();
  });

  it('rendering the authorisation itself', () => {
    const auth = auths[kind]();
    expectNoSecret(auth, auth.portalKey());
  });
});

describe('renewal', () => {
  it.each([
    ['refused', 400, { error: 'invalid_client', error_description: OF_RENEWALS }],
    ['dead', 400, { error: 'invalid_grant', error_description: OF_RENEWALS }],
    ['half a pair', 200, { access_token: SECRETS.nextAccessToken }],
    ['a malformed pair', 200, { access_token: SECRETS.nextAccessToken, refresh_token: 7, expires: echo }],
    ['no object', 200, echo],
  ])('%s', async (_name, status, answer) => {
    portal.oauth.answer = () => [status, answer];
    portal.faults.push('401');
    await errorOf({ auth: auths.oauth() });
    expect(portal.tokenRequests.length).toBeGreaterThan(0);
  });

  it('a server that can not be reached', async () => {
    portal.faults.push('401');
    await errorOf({ auth: auths.oauth({ tokenUrl: 'http://127.0.0.1:9/oauth/token/' }) });
  });

  it('a store that fails', async () => {
    const inner: TokenStore = {
      read: async () => {
        throw new Error(`can not read ${SECRETS.refreshToken} ${SECRETS.clientSecret}`);
      },
      exclusive: (work) =>
        work({
          read: async () => undefined,
          write: async (pair) => {
            throw Object.assign(new Error(`can not write ${JSON.stringify(pair)}`), { pair });
          },
        }),
    };
    portal.oauth.extra = { access_token: SECRETS.nextAccessToken, refresh_token: SECRETS.nextRefreshToken };
    portal.faults.push('401', { code: 'ACCESS_DENIED', status: 403, description: echo });
    const transport = createTransport({
      auth: auths.oauth({ store: inner }),
      limits: false,
      clock: jumpingClock(),
      timeout: CALL_TIMEOUT,
    });
    const error = await failed(transport.send('imbot.message.add', { ...params, auth: 'x' }, { replay: 'never' }));
    await transport.close();
    expect(seen.length).toBeGreaterThan(0);
    const known = renderings(error).replaceAll(SECRETS.webhookPath, '');
    for (const name of [
      'accessToken',
      'nextAccessToken',
      'nextRefreshToken',
      'clientSecret',
      'refreshToken',
      'appId',
    ] as const) {
      expect(known + renderings(seen)).not.toContain(SECRETS[name]);
    }
  });
});

describe('configuration', () => {
  it.each([
    () => webhook(`https://acme.bitrix24.com/rst/1/${SECRETS.webhookPath}/`),
    () => webhook(`${SECRETS.webhookPath}`),
    () => webhook(`http://acme.bitrix24.com/rest/1/${SECRETS.webhookPath}/`),
    () => oauth({ clientId: SECRETS.appId, clientSecret: '', tokens: {} }),
    () =>
      oauth({
        clientId: SECRETS.appId,
        clientSecret: SECRETS.clientSecret,
        tokens: { access_token: SECRETS.accessToken },
      }),
    () => auths.oauth({ tokenUrl: `http://x/${SECRETS.clientSecret}` }),
  ])('%#', async (make) => {
    expectNoSecret(await failed(Promise.resolve().then(make)));
  });
});
