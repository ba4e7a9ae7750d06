import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPortal } from '../../portal/index';
import { ImbotError, mergeReports, type WrapOptions, wrapCall } from '../../src/wrap/index';
import { ASKED_FIRST, CLIENT, LISTS, type Scene, setScene } from '../facades/scenario';
import { BitrixClient, callBitrix, enqueue, PortalRefused, rest } from './transports';

type Wild = Record<string, unknown>;

const quiet = { warnings: false } as const;
const bot = { CLIENT_ID: CLIENT, BOT_ID: 301 };

/** Records what reaches the wrapped function and answers what it is told. */
function recorder(answer: (method: string) => unknown = () => ({ result: true })) {
  const calls: { self: unknown; args: unknown[] }[] = [];
  function transport(this: unknown, method: unknown, params?: unknown, ...more: unknown[]): Promise<unknown> {
    calls.push({ self: this, args: [method, params, ...more] });
    return Promise.resolve(answer(String(method)));
  }
  return { calls, transport };
}

describe('what is none of ours', () => {
  it('reaches the wrapped function with the same arguments, this and answer', async () => {
    const answer = { result: [1], total: 1 };
    const { calls, transport } = recorder(() => answer);
    const own = wrapCall(transport, { ...quiet, mode: 'v2' });
    const self = {};
    const params = { filter: {} };
    const signal = new AbortController().signal;
    expect(await own.call(self, 'crm.deal.list', params, signal)).toBe(answer);
    expect(calls[0]?.self).toBe(self);
    expect(calls[0]?.args[1]).toBe(params);
    expect(calls[0]?.args[2]).toBe(signal);
  });

  it('is passed on whatever its shape: v2 names, batches without imbot, odd parameters, no text at all', async () => {
    const { calls, transport } = recorder();
    const own = wrapCall(transport, { ...quiet, mode: 'v2' });
    const odd: [unknown, unknown][] = [
      ['imbot.v2.Chat.Message.send', { botId: 1 }],
      ['batch', { cmd: { a: 'server.time' } }],
      ['batch', 'cmd[a]=server.time'],
      ['user.get', 5],
      ['user.get', [1, 2]],
      [{ method: 'user.get' }, undefined],
      [undefined, undefined],
    ];
    for (const [method, params] of odd) await own(method, params);
    expect(calls.map(({ args }) => args.slice(0, 2))).toEqual(odd);
  });

  it('keeps name, length and own properties of the function', () => {
    const fn = Object.assign((_a: string, _b: object) => Promise.resolve({ result: 1 }), { defaults: { retries: 3 } });
    const own = wrapCall(fn, quiet);
    expect(own.length).toBe(2);
    expect(own.name).toBe(fn.name);
    expect(own.defaults).toBe(fn.defaults);
    expect(fn).not.toHaveProperty('report');
  });

  it('stays the same object in mode v1, answer and error alike', async () => {
    const answer = { result: 5, extra: Symbol('x') };
    const params = { BOT_ID: 1, DIALOG_ID: '1', MESSAGE: 'x' };
    const { calls, transport } = recorder(() => answer);
    const own = wrapCall(transport, { ...quiet, mode: 'v1' });
    expect(await own('imbot.message.add', params)).toBe(answer);
    expect(calls[0]?.args[1]).toBe(params);
    const failure = new Error('mine');
    const failing = wrapCall((_method: string, _params: Wild) => Promise.reject(failure), { ...quiet, mode: 'v1' });
    await expect(failing('imbot.message.add', params)).rejects.toBe(failure);
    const refused = { error: 'BOT_ID_ERROR', error_description: 'x' };
    const refusing = wrapCall(recorder(() => refused).transport, { ...quiet, mode: 'v1' });
    expect(await refusing('imbot.message.add', params)).toBe(refused);
  });
});

describe('a misfit', () => {
  const told: string[] = [];
  const heard: WrapOptions = { warnings: ({ message }) => told.push(message) };
  beforeEach(() => {
    told.length = 0;
  });

  it.each<[string, WrapOptions, unknown[]]>([
    ['parameters elsewhere', { method: 0, params: 1 }, ['imbot.message.add', 'a token', { MESSAGE: 'x' }]],
    ['method elsewhere', { method: 0, params: 1 }, ['acme.bitrix24.com', 'imbot.message.add', { MESSAGE: 'x' }]],
    ['method no text', { method: 2, params: 3 }, ['imbot.message.add', { MESSAGE: 'x' }]],
    ['parameters a list', { method: 0, params: 1 }, ['imbot.message.add', [1]]],
    ['parameters a function', { method: 0, params: 1 }, ['imbot.message.add', () => {}]],
  ])('%s: explained; mode auto leaves it to v1, mode v2 sends nothing', async (_name, layout, args) => {
    const { calls, transport } = recorder();
    const fn = (...all: unknown[]) => transport(...([all[0], all.slice(1)] as const));
    const auto = wrapCall(fn, { ...heard, ...layout });
    await auto(...args);
    expect(calls.map((call) => [call.args[0], ...Object(call.args[1])])).toEqual([args]);
    expect(told.join()).toMatch(/Correct `(method|params)` in the layout/);
    calls.length = 0;
    const own = wrapCall(fn, { ...heard, ...layout, mode: 'v2' });
    const error = await own(...args).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ImbotError);
    expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused', method: 'imbot.message.add' });
    expect(String(error)).toMatch(/Correct `(method|params)` in the layout/);
    expect(calls).toEqual([]);
    expect(told.join()).not.toContain('a token');
  });

  it('changes nothing in the modes that promise to change nothing', async () => {
    for (const mode of ['v1', 'audit'] as const) {
      const { calls, transport } = recorder();
      const own = wrapCall(transport, { ...heard, mode });
      await own('imbot.message.add', 'a token', { MESSAGE: 'x' });
      expect(calls.map(({ args }) => args)).toEqual([['imbot.message.add', 'a token', { MESSAGE: 'x' }]]);
    }
  });

  it.each<[WrapOptions['answer'], unknown, string]>([
    ['envelope', { id: 5, uuidMap: {} }, "answer: 'result'"],
    ['envelope', { status: 200, data: { result: { id: 5 }, time: {} } }, "answer: 'axios'"],
    ['result', { result: { id: 5 }, time: {} }, "answer: 'envelope'"],
    ['axios', { result: { id: 5 }, time: {} }, "answer: 'envelope'"],
  ])('answer %s, and another one comes: explained, and no v2 answer reaches the caller', async (answer, came, hint) => {
    const params = { BOT_ID: 1, DIALOG_ID: '1', MESSAGE: 'x' };
    const { calls, transport } = recorder(() => came);
    const v2 = wrapCall(transport, { ...heard, mode: 'v2', answer });
    const error = await v2('imbot.message.add', params).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ImbotError', code: 'BAD_ANSWER', outcome: 'ran' });
    expect(String(error)).toContain(hint);
    const auto = wrapCall(transport, { ...heard, answer, portal: () => `misfit ${answer} ${hint}` });
    expect(await auto('imbot.message.add', params)).toBe(came);
    expect(calls.map(({ args }) => args[0])).toEqual([
      'imbot.v2.Chat.Message.send',
      'batch',
      'imbot.v2.Revision.get',
      'imbot.message.add',
    ]);
    expect(told.join()).toContain(hint);
  });
});

describe('on a portal', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await setScene('webhook');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await scene.server.close();
  });

  const message = () => ({ ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' });

  it("keeps the wrapper's own error: class, fields, v1 code and status in their places", async () => {
    const client = new BitrixClient(scene.hook);
    client.call = wrapCall(client.call, { ...quiet, mode: 'v2', answer: 'result' });
    const error = await client
      .call('imbot.chat.updateTitle', { ...bot, CHAT_ID: 999, TITLE: 'x' })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PortalRefused);
    expect(error).toMatchObject({ code: 'ACCESS_ERROR', status: 403 });
    expect(String(error)).toContain('ACCESS_ERROR');
    expect(String(error)).not.toContain('ACCESS_DENIED');
    expect(client.sent).toEqual(['imbot.v2.Chat.update']);
  });

  it('hands refusals that nobody sent over as errors, and as envelopes once the wrapper was seen to answer them', async () => {
    const own = wrapCall(enqueue, { ...quiet, mode: 'v2', method: 'method', params: 'params' });
    const empty = { method: 'imbot.message.add', params: { ...message(), MESSAGE: '' }, webhook: scene.hook };
    await expect(own(empty)).rejects.toMatchObject({ name: 'ImbotError', code: 'MESSAGE_EMPTY', status: 400 });
    const like = {
      method: 'imbot.message.like',
      params: { ...bot, MESSAGE_ID: 9, ACTION: 'plus' },
      webhook: scene.hook,
    };
    expect(await own(like)).toMatchObject({ error: 'WITHOUT_CHANGES' });
    expect(await own(empty)).toMatchObject({ error: 'MESSAGE_EMPTY' });
    const lossy = { method: 'imbot.bot.list', params: bot, webhook: scene.hook };
    await expect(own(lossy)).rejects.toMatchObject({ name: 'ImbotError', code: 'LOSSY' });
  });

  it('asks nothing where the layout names no portal: such calls stay v1, and mode v2 says so', async () => {
    const client = new BitrixClient(scene.hook);
    const { BOT_ID: _left, ...without } = message();
    const auto = wrapCall(client.call, { ...quiet, answer: 'result' });
    expect(await auto.call(client, 'imbot.message.add', without)).toBe(10001);
    expect(client.sent).toEqual(['imbot.message.add']);
    const v2 = wrapCall(client.call, { ...quiet, mode: 'v2', answer: 'result' });
    await expect(v2.call(client, 'imbot.message.add', without)).rejects.toMatchObject({ code: 'CONFIG' });
    expect(client.sent).toEqual(['imbot.message.add']);
  });

  it("never lets portal A's bot serve portal B", async () => {
    const other = createPortal();
    const otherBot = other.addBot({ id: 777, code: 'b', application: { clientId: 'app.1' } });
    const application = other.application({ clientId: 'app.1', clientSecret: 's' });
    const chat = other.addChat({ owner: 1, users: [otherBot.id] });
    const otherServer = await other.listen();
    const mine = await setScene('oauth');
    const own = wrapCall(callBitrix, { ...quiet, mode: 'v2', method: 2, params: 3, portal: 0, encoding: 'form' });
    const say = (host: string, token: string, chatId: number) =>
      own(host, token, 'imbot.message.add', { DIALOG_ID: `chat${chatId}`, MESSAGE: 'Hi' });
    const [token, otherToken] = [mine.application.tokens().access_token, application.tokens().access_token];
    await Promise.all([
      say(mine.host, token, mine.chatId),
      say(new URL(otherServer.url).host, otherToken, chat.id),
      say(mine.host, token, mine.chatId),
      say(new URL(otherServer.url).host, otherToken, chat.id),
    ]);
    expect(mine.portal.snapshot().messages.map(({ authorId }) => authorId)).toEqual([mine.botId, mine.botId]);
    expect(other.snapshot().messages.map(({ authorId }) => authorId)).toEqual([777, 777]);
    await Promise.all([otherServer.close(), mine.server.close()]);
  });

  it('stays on v1 where the portal lacks v2, and where nobody can say', async () => {
    const client = new BitrixClient(scene.hook);
    const own = wrapCall(client.call, { ...quiet, answer: 'result', portal: 'webhookUrl' });
    scene.portal.fault({ method: /^batch$|Revision\.get$/, kind: 'html', times: 2 });
    expect(await own.call(client, 'imbot.message.add', message())).toBe(10001);
    scene.portal.setRevision(null);
    expect(await own.call(client, 'imbot.message.add', message())).toBe(10002);
    expect(await own.call(client, 'imbot.message.add', message())).toBe(10003);
    const { 'imbot.message.add': v1, 'imbot.v2.Revision.get': asked } = scene.portal.counts();
    expect({ v1, asked }).toEqual({ v1: 3, asked: 2 });
  });

  it('speaks for the same user in its own questions as in the call', async () => {
    const mine = await setScene('oauth');
    const auth = mine.application.tokens().access_token;
    const send = async (method: string, params: Wild) =>
      enqueue({ method, params, webhook: `${mine.server.url}/rest/` });
    const own = wrapCall(send, { ...quiet, portal: () => mine.server.url });
    const params = { auth, DIALOG_ID: `chat${mine.chatId}`, MESSAGE: 'Hi' };
    expect(await own('imbot.message.add', params)).toMatchObject({ result: 10001 });
    expect(mine.portal.requests.map(({ method, auth: by }) => `${by} ${method}`)).toEqual([
      ...[...ASKED_FIRST, 'imbot.v2.Bot.list', ...LISTS, 'imbot.v2.Chat.Message.send'].map(
        (method) => `oauth ${method}`,
      ),
    ]);
    await mine.server.close();
  });

  it('answers a value where v1 has no error, without a trace of the v2 error', async () => {
    const own = wrapCall(enqueue, { ...quiet, mode: 'v2', method: 'method', params: 'params' });
    const elsewhere = scene.portal.addChat({ title: 'Elsewhere', owner: 2 });
    const params = { ...bot, DIALOG_ID: `chat${elsewhere.id}` };
    const answer = await own({ method: 'imbot.chat.sendTyping', params, webhook: scene.hook });
    expect(scene.portal.requests).toMatchObject([{ code: 'ACCESS_DENIED' }]);
    expect(answer).toEqual({ result: true, time: expect.anything() });
  });

  it("gives every call that waited for one look-up the transport's own error", async () => {
    const client = new BitrixClient(scene.hook);
    const own = wrapCall(client.call, { ...quiet, mode: 'v2', answer: 'result', portal: 'webhookUrl' });
    const { BOT_ID: _left, ...without } = message();
    scene.portal.fault({ method: 'imbot.v2.Bot.list', kind: 'status', status: 401, code: 'expired_token' });
    const errors = await Promise.all(
      [1, 2, 3].map(() => own.call(client, 'imbot.message.add', without).catch((reason: unknown) => reason)),
    );
    for (const error of errors) expect(error).toBeInstanceOf(PortalRefused);
    expect(errors[0]).toMatchObject({ code: 'expired_token', status: 401 });
    expect(client.sent).toEqual(['imbot.v2.Bot.list']);
  });

  it('hands on what the network did, untouched, and repeats nothing', async () => {
    const client = new BitrixClient(scene.hook);
    const own = wrapCall(client.call, { ...quiet, mode: 'v2', answer: 'result' });
    scene.portal.fault({ method: 'imbot.v2.Chat.Message.send', kind: 'drop-after' });
    const error = await own.call(client, 'imbot.message.add', message()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ isAxiosError: true });
    expect(client.sent).toEqual(['imbot.v2.Chat.Message.send']);
  });

  it('lets the environment override the code', async () => {
    const client = new BitrixClient(scene.hook);
    const own = wrapCall(client.call, { ...quiet, mode: 'v2', answer: 'result' });
    vi.stubEnv('IMBOT_COMPAT_MODE', 'v1');
    await own.call(client, 'imbot.message.add', message());
    expect(client.sent).toEqual(['imbot.message.add']);
  });

  it('adds up reports of processes, with call sites outside the transport', async () => {
    const reports = [];
    for (let process = 0; process < 2; process += 1) {
      const client = new BitrixClient(scene.hook);
      const own = wrapCall(client.call, { ...quiet, mode: 'audit', answer: 'result' });
      for (let count = 0; count < 30; count += 1) await own.call(client, 'imbot.message.add', message());
      await own.call(client, 'imbot.message.update', { ...bot, MESSAGE_ID: 10001, MESSAGE: 'x', MENU: '' });
      reports.push(own.report());
    }
    const { methods } = mergeReports(reports);
    expect(methods['imbot.message.add']).toMatchObject({ calls: 60, sent: { v1: 60, v2: 0 }, auto: { v1: 0, v2: 60 } });
    expect(methods['imbot.message.update']).toMatchObject({ calls: 2, losses: { menu: 2 }, v2: { refused: 2 } });
    expect(Object.values(methods['imbot.message.add']?.sites ?? {}).reduce((sum, count) => sum + count, 0)).toBe(40);
  });

  it('puts no secret into errors, reports or explanations', async () => {
    const own = wrapCall(rest, {
      mode: 'v2',
      method: 1,
      params: 3,
      portal: 0,
      warnings: false,
      clientId: 'hidden-client',
    });
    const text = 'hidden-token';
    const lossy = await own(scene.hook, 'imbot.bot.list', text, bot).catch((error: unknown) => error);
    const shown = JSON.stringify([lossy, own.report(), own.explain('imbot.message.add', message())]) + String(lossy);
    expect(shown).not.toMatch(/hidden-token|s3cr3tpath/);
  });
});
