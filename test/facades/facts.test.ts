import axios from 'axios';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortal } from '../../portal/index';
import { ApiVersion, B24Hook } from '../../src/b24jssdk/index';
import { createBX24, wrapBX24 } from '../../src/bx24/node';
import { createCRest } from '../../src/crest/index';
import { createImbot, ImbotError, webhook } from '../../src/index';
import { wrapAxios, wrapCall, wrapFetch } from '../../src/wrap/index';

const facts = { version: 1, date: '2026-11-27', revision: 36, facts: { 'blank-refused': false } } as const;
const ADD = 'imbot.message.add';
const LIKE = 'imbot.message.like';

/** What was sent for a message, which rests on the fact that failed, and for a like, which does not. */
async function sent(call: (method: string, params: object, url: string, options: object) => unknown) {
  const portal = createPortal({ facts: { 'blank-refused': false } });
  const server = await portal.listen();
  onTestFinished(() => server.close());
  const bot = portal.addBot({ code: 'b', clientId: 'bot_token', handler: 'https://b.example/h' });
  const chat = portal.addChat({ owner: bot.id, users: [1] });
  const messageId = portal.say({ userId: 1, dialogId: `chat${chat.id}`, text: 'x' });
  const url = server.webhookUrl(portal.webhook());
  const options = { warnings: false, facts };
  const mine = { BOT_ID: bot.id, CLIENT_ID: 'bot_token' };
  await call(ADD, { ...mine, DIALOG_ID: `chat${chat.id}`, MESSAGE: 'Hi' }, url, options);
  await call(LIKE, { ...mine, MESSAGE_ID: messageId, ACTION: 'plus' }, url, options);
  return portal.requests.map(({ method }) => method).filter((name) => !/Revision|Bot\.(get|list)$/.test(name));
}

const post = (url: string, params: object): [string, RequestInit] => [
  url,
  { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) },
];

const FACES: Readonly<Record<string, Parameters<typeof sent>[0]>> = {
  createImbot: (method, params, url, options) =>
    createImbot({ auth: webhook(url, { clientId: 'bot_token' }), ...options }).call(method, { ...params }),
  createBX24: (method, params, url, options) =>
    new Promise((done) => {
      const imbot = createImbot({ auth: webhook(url, { clientId: 'bot_token' }), ...options });
      createBX24(imbot).callMethod(method, { ...params }, done);
    }),
  createCRest: (method, params, url, options) =>
    createCRest({ webhookUrl: url, ...options }).call(method, { ...params }),
  wrapCall: (method, params, url, options) => {
    const plain = async (name: string, given: object) => (await fetch(...post(`${url}${name}`, given))).json();
    return wrapCall(plain, { method: 0, params: 1, answer: 'envelope', ...options })(method, params);
  },
  wrapFetch: (method, params, url, options) => wrapFetch(fetch, options)(...post(`${url}${method}`, params)),
  wrapAxios: (method, params, url, options) => wrapAxios(axios.create(), options).post(`${url}${method}`, params),
  wrapBX24: (method, params, url, options) =>
    new Promise((done) => {
      const callMethod = (name: string, given: object, back: (result: unknown) => void) => {
        fetch(...post(`${url}${name}`, given))
          .then((answer) => answer.json())
          .then((body) => back({ data: () => body.result, error: () => body.error, answer: body }));
      };
      wrapBX24({ callMethod, callBatch: () => {} }, options).callMethod(method, params, done);
    }),
  b24jssdk: (method, params, url, options) => {
    // The SDK forces https; the portal of the tests listens on plain loopback.
    const $b24 = B24Hook.fromWebhookUrl(url.replace('http:', 'https:'), {
      imbot: { clientId: 'bot_token', ...options },
    });
    $b24.getHttpClient(ApiVersion.v2).ajaxClient.interceptors.request.use((config) => {
      config.url = config.url?.replace('https:', 'http:');
      return config;
    });
    return $b24.callMethod(method, params);
  },
};

describe('with the profile of a portal', () => {
  it.each(Object.entries(FACES))(
    '%s keeps on v1 what rests on a fact that failed, and nothing else',
    async (_n, call) => {
      // A wrapper is asked how it carries objects.
      const methods = (await sent(call)).filter((method) => method !== 'batch');
      expect(methods).toEqual([ADD, 'imbot.v2.Chat.Message.Reaction.add']);
    },
  );
});

describe('a profile that is none is refused when the face is made', () => {
  const wrap = (given: unknown) => {
    const options: object = { method: 0, params: 1, facts: given };
    return () => wrapCall(async () => ({}), options);
  };

  it.each([
    './imbot-portal.json',
    [],
    {},
    { version: 2, facts: {} },
    { version: 1, facts: { bridge: 'no' } },
    { version: 1, facts: { 'nobody-knows': true } },
  ])('%j', (given) => {
    expect(wrap(given)).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('facts') }));
    expect(wrap(given)).toThrow(ImbotError);
  });
});
