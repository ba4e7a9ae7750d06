import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as testing from '../../portal/index';
import * as bx24 from '../../src/bx24/index';
import * as crest from '../../src/crest/index';
import * as events from '../../src/events/index';
import * as gateway from '../../src/gateway/index';
import * as main from '../../src/index';
import * as wrap from '../../src/wrap/index';
import { codeBlocks } from './markdown';

const MODULES: Readonly<Record<string, object>> = {
  'imbot-compat': main,
  'imbot-compat/bx24': bx24,
  'imbot-compat/crest': crest,
  'imbot-compat/events': events,
  'imbot-compat/gateway': gateway,
  'imbot-compat/testing': testing,
  'imbot-compat/wrap': wrap,
  axios: { default: axios },
};
const ADDRESS = 'https://acme.bitrix24.com/rest/1/secret/';
const blocks = codeBlocks('README.md').filter(({ language }) => language === 'js');

let portal: testing.Portal;
let server: testing.PortalServer;
let webhookUrl = '';

beforeAll(() => {
  process.env['IMBOT_COMPAT_WARNINGS'] = 'off';
});
afterAll(() => {
  delete process.env['IMBOT_COMPAT_WARNINGS'];
});
beforeEach(async () => {
  portal = testing.createPortal();
  portal.addBot({ id: 39, code: 'helper', clientId: 'my_bot' });
  portal.addChat({ id: 1, title: 'Team', owner: 1, users: [2, 39] });
  server = await portal.listen();
  webhookUrl = server.webhookUrl(portal.webhook());
  return () => server.close();
});

type Around = Readonly<Record<string, unknown>>;

/** Runs the block of README.md that holds `marker`, on the fake portal; what `gives` names comes back. */
async function run(marker: string, around: Around = {}, gives = ''): Promise<Record<string, unknown>> {
  const found = blocks.filter(({ code }) => code.includes(marker));
  expect(found).toHaveLength(1);
  const code = (found[0]?.code ?? '')
    .replaceAll(ADDRESS, webhookUrl)
    .replace(/^import (\w+) from '([^']+)';.*$/gm, "const { default: $1 } = load('$2');")
    .replace(/^import \{([^}]+)\} from '([^']+)';.*$/gm, (_all, names: string, from: string) => {
      return `const {${names.replaceAll(/ as /g, ': ')}} = load('${from}');`;
    })
    .replaceAll(/^export /gm, '');
  const names = Object.keys(around);
  const body = `return (async () => { ${code}\nreturn { ${gives} }; })();`;
  const load = (name: string): unknown => around[name] ?? MODULES[name];
  const args = names.filter((name) => /^\w+$/.test(name));
  return new Function('load', ...args, body)(load, ...args.map((name) => around[name]));
}

const texts = (): string[] => portal.snapshot().messages.map(({ text }) => String(text));
const v1Calls = (): string[] => Object.keys(portal.counts()).filter((name) => /^imbot\.(?!v2\.)/.test(name));

/** The SDK takes https: addresses only, so its block is type-checked alone; test/facades drives it. */
describe('the blocks of README.md do what they say', () => {
  test('a wrapper of your own', async () => {
    const callBitrix = async (domain: string, _token: string, method: string, params: object) =>
      (
        await fetch(`${domain}${method}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(params),
        })
      ).json();
    const { callBitrix: wrapped } = await run(
      'callBitrix as original',
      { './callBitrix.js': { callBitrix } },
      'callBitrix',
    );
    if (typeof wrapped !== 'function') throw new Error('no function');
    const params = { BOT_ID: 39, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat1', MESSAGE: 'Hi' };
    expect(await wrapped(webhookUrl, '', 'imbot.message.add', params)).toMatchObject({ result: expect.any(Number) });
    expect([texts(), v1Calls()]).toEqual([['Hi'], []]);
  });

  test('addresses put together by hand', async () => {
    await run('wrapAxios(axios.create', { webhookUrl });
    expect(v1Calls()).toEqual([]);
    expect(portal.counts()).toMatchObject({
      'imbot.v2.Chat.Message.send': 1,
      'imbot.v2.Chat.Message.delete': 1,
    });
  });

  test('a bot that is not JavaScript', async () => {
    const front = http.createServer(() => {});
    const around = {
      'node:http': {
        createServer: (listener: http.RequestListener) => ({ listen: () => front.on('request', listener) }),
      },
      'imbot-compat/gateway': {
        createGateway: (options: gateway.GatewayOptions) => gateway.createGateway({ ...options, portal: server.url }),
      },
    };
    front.removeAllListeners('request');
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    await run('createGateway', around);
    try {
      const { port } = front.address() as AddressInfo;
      const hook = webhookUrl.replace(server.url, `http://127.0.0.1:${port}`);
      const query = 'BOT_ID=39&CLIENT_ID=my_bot&DIALOG_ID=chat1&MESSAGE=Hi';
      expect(await (await fetch(`${hook}imbot.message.add?${query}`)).json()).toMatchObject({
        result: expect.any(Number),
      });
      expect([texts(), v1Calls()]).toEqual([['Hi'], []]);
    } finally {
      front.close();
      front.closeAllConnections();
    }
  });

  test('CRest', async () => {
    process.env['C_REST_WEB_HOOK_URL'] = webhookUrl;
    try {
      const { result, error } = await run('CRest.call', {}, 'result, error');
      expect([typeof result, error]).toEqual(['number', undefined]);
      expect([texts(), v1Calls()]).toEqual([['Hi'], []]);
    } finally {
      delete process.env['C_REST_WEB_HOOK_URL'];
    }
  });

  test('an incoming webhook', async () => {
    await run('// 19880117, as v1 answers');
    expect([texts(), v1Calls()]).toEqual([['Hi!'], []]);
  });

  test('what a call would be', async () => {
    const imbot = main.createImbot({ auth: main.webhook(webhookUrl, { clientId: 'my_bot' }) });
    await run('imbot.explain(', { imbot });
    expect(portal.requests).toHaveLength(0);
    await imbot.close();
  });

  test('an OAuth application', async () => {
    const { clientFor } = await run('// the auth of ONAPPINSTALL', {}, 'clientFor');
    expect(clientFor).toEqual(expect.any(Function));
  });

  test('events by handler', async () => {
    const imbot = main.createImbot({ auth: main.webhook(webhookUrl, { clientId: 'my_bot' }) });
    const routes: unknown[] = [];
    const express = Object.assign(() => ({ post: (_path: string, route: unknown) => routes.push(route) }), {});
    process.env['B24_APPLICATION_TOKEN'] = 'told';
    await run('toExpress(handler))', { imbot, express: { default: express } });
    const [route] = routes;
    if (typeof route !== 'function') throw new Error('no route');
    const bot = http.createServer((request, response) => route(request, response, () => {}));
    await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = bot.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const body = new URLSearchParams({
      event: 'ONIMBOTMESSAGEADD',
      'data[BOT][39][BOT_ID]': '39',
      'data[PARAMS][DIALOG_ID]': 'chat1',
      'data[PARAMS][MESSAGE]': 'echo',
      'auth[application_token]': 'told',
    });
    const post = (given: URLSearchParams) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: given });
    expect((await post(body)).status).toBe(200);
    body.set('auth[application_token]', 'other');
    expect((await post(body)).status).toBe(403);
    expect(texts()).toEqual(['echo']);
    bot.close();
    await imbot.close();
    delete process.env['B24_APPLICATION_TOKEN'];
  });

  test('testing', async () => {
    const logged: unknown[] = [];
    await run('createPortal()', { console: { log: (value: unknown) => logged.push(value) } });
    expect(logged).toEqual([{ 'imbot.v2.Revision.get': 1, 'imbot.v2.Chat.Message.send': 1 }]);
  });
});
