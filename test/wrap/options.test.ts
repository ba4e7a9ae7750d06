import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhook } from '../../src/auth/webhook';
import { wrapBX24 } from '../../src/bx24/index';
import { createImbot } from '../../src/client/createImbot';
import { createCRest } from '../../src/crest/index';
import { ImbotError, type WrapOptions, wrapAxios, wrapCall, wrapFetch } from '../../src/wrap/index';
import { ASKED_FIRST, CLIENT, LISTS, type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;
const fn = async (_method: string, _params: Wild): Promise<unknown> => ({ result: true });
const auth = webhook('https://acme.bitrix24.com/rest/1/s3cr3t/', { clientId: 'x' });
const loose = (options: Wild): WrapOptions => options;

describe('options are checked as the wrap is made', () => {
  it.each<[Wild, string]>([
    [{ metod: 0 }, 'unknown option metod; did you mean method?'],
    [{ mode: 'audti' }, 'mode is none of v1, auto, v2, audit; did you mean audit?'],
    [{ methods: { 'imbot.mesage.add': 'v1' } }, 'did you mean imbot.message.add?'],
    [{ methods: { 'imbot.message.add': 'v3' } }, 'is none of v1, auto, v2, audit'],
    [{ methods: { 'imbot.caht.*': 'v1' } }, 'is no method of imbot v1'],
    [{ accept: ['menus'] }, 'did you mean menu?'],
    [{ accept: 'menu' }, 'accept is no list'],
    [{ answer: 'envelop' }, 'did you mean envelope?'],
    [{ answer: { envelop: 'body' } }, 'did you mean envelope?'],
    [{ encoding: 'from' }, 'did you mean form?'],
    [{ events: 2 }, 'events is none of v1, v2'],
    [{ warnings: 'of' }, 'did you mean off?'],
    [{ method: -1 }, 'method is no place'],
    [{ clientId: 5 }, 'clientId is no text'],
    [{ callback: { succes: 'x' } }, 'did you mean success?'],
    [{ portal: {} }, 'portal is no place'],
  ])('%j', (options, text) => {
    const made = () => wrapCall(fn, loose(options));
    expect(made).toThrow(ImbotError);
    expect(made).toThrow(text);
    try {
      made();
    } catch (error) {
      expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused', method: 'wrapCall' });
    }
  });

  it('in every facade, and never with a value in the text', () => {
    const instance = { interceptors: { request: { use: () => 0 } } };
    const wrong = loose({ mode: 'https://acme.bitrix24.com/rest/1/s3cr3t/' });
    for (const make of [
      () => wrapCall(fn, wrong),
      () => wrapFetch(fetch, wrong as Wild),
      () => wrapAxios(instance, wrong as Wild),
      () => wrapBX24({ callMethod: () => {}, callBatch: () => {} }, wrong as Wild),
      () => createCRest(wrong as Wild),
      () => createImbot({ auth, ...(wrong as Wild) }),
    ]) {
      expect(make).toThrow('mode is none of');
      expect(make).not.toThrow('s3cr3t');
    }
  });

  it.each<[Wild, string]>([
    [{ webhokUrl: 'x' }, 'unknown option webhokUrl; did you mean webhookUrl?'],
    [{ clientID: 'x' }, 'did you mean clientId?'],
    [{ auth: {} }, 'unknown option auth'],
    [{ webhookUrl: 5 }, 'webhookUrl is no text'],
    [{ tokens: 's3cr3t' }, 'tokens is no auth object'],
    [{ store: {} }, 'store is no token store'],
    [{ allowHosts: 'acme.example' }, 'allowHosts is no list'],
    [{ limits: 'standart' }, 'did you mean standard?'],
    [{ limits: { burst: 0, perSecond: 2 } }, 'limits is no { burst, perSecond }'],
    [{ timeout: '5' }, 'timeout is no number'],
    [{ accept: ['menus'] }, 'did you mean menu?'],
    [{ methods: { 'imbot.mesage.add': 'v1' } }, 'did you mean imbot.message.add?'],
    [{ botId: 0 }, 'botId is no id'],
  ])('createCRest as it is made, not at the first call: %j', (options, text) => {
    const made = () => createCRest(options);
    expect(made).toThrow(ImbotError);
    expect(made).toThrow(text);
    expect(made).not.toThrow('s3cr3t');
  });

  it.each<[Wild, string]>([
    [{}, 'auth is missing'],
    [{ auth: { kind: 'webhook' } }, 'auth is not made by webhook(…) or oauth(…)'],
    [{ auth, clientId: 'x' }, 'unknown option clientId'],
    [{ auth, limts: false }, 'unknown option limts; did you mean limits?'],
    [{ auth, methods: { 'imbot.mesage.add': 'v1' } }, 'did you mean imbot.message.add?'],
    [{ auth, accept: ['menus'] }, 'did you mean menu?'],
    [{ auth, mode: 'V2' }, 'did you mean v2?'],
    [{ auth, botId: () => 5 }, 'botId is no id'],
  ])('createImbot: %o', (options, text) => {
    const made = (): unknown => Reflect.apply(createImbot, undefined, [options]);
    expect(made).toThrow(ImbotError);
    expect(made).toThrow(text);
  });

  it('takes what is right, in any case, undefined included', () => {
    wrapCall(fn, {
      methods: { 'IMBOT.CHAT.*': 'v1', 'imbot.Message.add': 'audit' },
      mode: () => 'v1',
      clientId: undefined,
    });
    wrapCall(fn, { answer: { result: 'data.result' }, callback: { success: 'ok' }, prefix: 'imbot.', botId: () => 5 });
  });
});

describe('layouts', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await setScene('webhook');
  });
  afterEach(() => scene.server.close());

  const send = async (url: string, params: unknown): Promise<Wild> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(params) })).json();
  };
  const message = () => ({ DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' });
  const sent = () => scene.portal.requests.map(({ method }) => method);
  const quiet = { warnings: false, portal: () => scene.hook } as const;

  it('clientId and botId are asked for at each call, once the environment is there', async () => {
    const environment: { id?: string; bot?: number } = {};
    const own = wrapCall(
      async (method: string, params: Wild) => send(scene.hook + method, { ...params, CLIENT_ID: environment.id }),
      { ...quiet, clientId: () => environment.id, botId: () => environment.bot },
    );
    Object.assign(environment, { id: CLIENT, bot: scene.botId });
    expect(await own('imbot.message.add', message())).toMatchObject({ result: 10001 });
    const questions = [...ASKED_FIRST, 'imbot.v2.Bot.get', ...LISTS];
    expect(sent()).toEqual([...questions, 'imbot.v2.Chat.Message.send']);
    expect(scene.portal.requests.at(-1)?.params).toMatchObject({ botId: scene.botId, botToken: CLIENT });
  });

  it.each<[string, WrapOptions]>([
    ['a place in this', { clientId: 'this.token', botId: { place: 'this.bot' } }],
    ['places in this and the arguments', { clientId: { place: '2.token' }, botId: { place: 'bot' } }],
  ])('%s: v2 gets them, and v1 the call as it was made', async (_name, ids) => {
    const got: Wild[] = [];
    const api = {
      token: CLIENT,
      bot: scene.botId,
      async call(method: string, params: Wild, _more: { token: string }): Promise<unknown> {
        got.push(params);
        return send(scene.hook + method, params);
      },
    };
    const own = wrapCall(api.call, { ...quiet, ...ids, mode: 'v2' });
    const params = message();
    expect(await own.call(api, 'imbot.message.add', params, { token: CLIENT })).toMatchObject({ result: 10001 });
    expect(got[0]).toMatchObject({ botId: scene.botId, botToken: CLIENT });
    await wrapCall(api.call, { ...quiet, ...ids, mode: 'v1' }).call(api, 'imbot.message.add', params, {
      token: CLIENT,
    });
    expect(got[1]).toBe(params);
  });

  it('completes names as the wrapper does', async () => {
    const got: string[] = [];
    const api = async (method: string, params: Wild): Promise<unknown> => {
      got.push(method);
      return send(`${scene.hook}imbot.${method}`, params);
    };
    const own = wrapCall(api, { ...quiet, prefix: 'imbot.' });
    const params = { ...message(), CLIENT_ID: CLIENT, BOT_ID: scene.botId };
    expect(await own('message.add', params)).toMatchObject({ result: 10001 });
    expect(await own('bot.list', { CLIENT_ID: CLIENT })).toMatchObject({ result: { 301: { CODE: 'helper' } } });
    // It knows no batch: how it carries objects is seen from lists.
    const questions = ['v2.Revision.get', 'v2.Bot.get', 'v2.Bot.list', 'v2.Bot.list'];
    expect(got).toEqual([...questions, 'v2.Chat.Message.send', 'bot.list']);
    expect(sent()).toEqual(got.map((name) => `imbot.${name}`));
  });

  it('says so where a name may lack its beginning', async () => {
    const told: string[] = [];
    const own = wrapCall(fn, { warnings: ({ message: text }) => told.push(text) });
    await own('command.unregister', {});
    expect(told.join()).toContain("prefix: 'imbot.'");
  });

  it('in modes v1 and audit hands on the very value, at once, and counts the call', async () => {
    for (const mode of ['v1', 'audit'] as const) {
      const value = { own: 'no promise at all' };
      const params = { CLIENT_ID: CLIENT, BOT_ID: 1, ...message() };
      const own = wrapCall((_method: string, _params: Wild) => value, { ...quiet, mode });
      expect(own('imbot.message.add', params)).toBe(value);
      expect(own('batch', { cmd: { a: 'imbot.bot.list' } })).toBe(value);
      await new Promise((resolve) => setImmediate(resolve));
      const { methods } = own.report();
      expect(methods['imbot.message.add']).toMatchObject({ calls: 1, sent: { v1: 1, v2: 0, refused: 0 } });
      expect(methods['imbot.bot.list']).toMatchObject({ calls: 1 });
    }
  });

  it('prints no word of a failure that no callback hears', async () => {
    const told: string[] = [];
    const api = (_method: string, _params: Wild, done?: (error: unknown) => void): void => {
      done?.(
        Object.assign(new Error('token=s3cr3tvalue'), {
          code: 'ACCESS_DENIED',
          status: 403,
          description: 's3cr3tvalue',
        }),
      );
    };
    const own = wrapCall(api, {
      mode: 'v2',
      answer: 'callback',
      warnings: ({ id, message: text }) => told.push(id + text),
    });
    own('imbot.chat.updateTitle', { BOT_ID: 1, CLIENT_ID: 'x', CHAT_ID: 5, TITLE: 'X' });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(told.join()).toContain('imbot.chat.updateTitle failed (ACCESS_ERROR)');
    expect(told.join()).not.toContain('s3cr3tvalue');
  });
});
