import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { shared } from '../../src/engine/shared';
import { createUsage } from '../../src/engine/usage';
import type { ImbotError, ImbotOptions, Notice } from '../../src/index';
import { type World, world } from '../walk/world';

const ADD = { BOT_ID: 301, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };
const V1 = 'imbot.message.add';
const V2 = 'imbot.v2.Chat.Message.send';
const REVISION = 'imbot.v2.Revision.get';

let place: World;
beforeEach(() => {
  // What the process knows of portals and what it has said; every test is a process of its own.
  shared().portals.clear();
  shared().warned.clear();
  place = world({ auth: 'webhook', encoding: 'json' });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const client = (options: Omit<ImbotOptions, 'auth'> = {}) => place.client(options);
const sent = () => place.portal.requests.map(({ method }) => method);
const failure = (call: Promise<unknown>): Promise<ImbotError> =>
  call.then(
    () => expect.unreachable('the call should have failed'),
    (error) => error,
  );

describe('the mode of a call', () => {
  test.each([
    ['v1', [V1]],
    ['auto', [REVISION, V2]],
    ['v2', [V2]],
    ['audit', [V1]],
  ] as const)('%s', async (mode, expected) => {
    expect(await client({ mode }).call(V1, ADD)).toBe(10005);
    expect(sent()).toEqual(expected);
  });

  test('auto is the default', async () => {
    await client().call(V1, ADD);
    expect(sent()).toEqual([REVISION, V2]);
  });

  test('per method and prefix, the longest match, in any case', async () => {
    const imbot = client({
      mode: 'v2',
      methods: { 'imbot.*': 'v2', 'imbot.Chat.*': 'v1', 'imbot.chat.updateTitle': 'v2' },
    });
    await imbot.call('imbot.chat.leave', { BOT_ID: 301, CHAT_ID: 1004 });
    await imbot.call('imbot.chat.updatetitle', { BOT_ID: 301, CHAT_ID: 1001, TITLE: 'T' });
    await imbot.call(V1, ADD);
    expect(sent()).toEqual(['imbot.chat.leave', 'imbot.v2.Chat.update', V2]);
  });

  test('per call, over method and client', async () => {
    const imbot = client({ mode: 'v2', methods: { [V1]: 'v2' } });
    await imbot.call(V1, ADD, { mode: 'v1' });
    await imbot.message.add(ADD, { mode: 'v1' });
    expect(sent()).toEqual([V1, V1]);
  });

  test('a function decides by method and parameters', async () => {
    const asked: string[] = [];
    const imbot = client({
      mode: ({ method, params }) => {
        asked.push(`${method} ${String(params['BOT_ID'])}`);
        return params['BOT_ID'] === 302 ? 'v2' : 'v1';
      },
    });
    await imbot.call(V1, ADD);
    await imbot.call(V1, { ...ADD, BOT_ID: 302 });
    expect(sent()).toEqual([V1, V2]);
    expect(asked).toEqual([`${V1} 301`, `${V1} 302`]);
  });

  test.each(['v1', 'v2', 'audit'])('IMBOT_COMPAT_MODE=%s overrides all of these', async (mode) => {
    vi.stubEnv('IMBOT_COMPAT_MODE', mode);
    const imbot = client({ mode: 'v1', methods: { [V1]: 'v2' } });
    await imbot.call(V1, ADD, { mode: mode === 'v2' ? 'v1' : 'v2' });
    expect(sent()).toEqual([mode === 'v2' ? V2 : V1]);
  });

  test('a mode that is none is CONFIG and nothing is sent', async () => {
    expect(() => client({ methods: JSON.parse(`{"${V1}":"v3"}`) })).toThrow(/methods/);
    const byFunction = client({ mode: () => JSON.parse('"v3"') });
    expect(await failure(byFunction.call(V1, ADD))).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
    vi.stubEnv('IMBOT_COMPAT_MODE', 'v3');
    expect(await failure(client().call(V1, ADD))).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
    expect(sent()).toEqual([]);
  });

  test('audit records what v2 would have been sent and lost', async () => {
    const imbot = client({ mode: 'audit' });
    await imbot.call(V1, ADD);
    await imbot.call(V1, { ...ADD, MENU: [{ TEXT: 'M' }] });
    await imbot.call(V1, { ...ADD, FROM_USER_ID: 1, TO_USER_ID: 2 });
    expect(imbot.report().methods[V1]).toMatchObject({
      calls: 3,
      sent: { v1: 3, v2: 0, refused: 0 },
      verdicts: { exact: 1, emulated: 0, lossy: 1, none: 1 },
      losses: { menu: 1, 'from-to-user': 1 },
      auto: { v1: 2, v2: 1 },
      v2: { sent: 1, refused: 2 },
    });
    expect(sent()).toEqual([V1, V1, V1]);
  });

  test('auto asks nothing about calls that stay on v1 anyway', async () => {
    await client().call(V1, { ...ADD, MENU: [{ TEXT: 'M' }] });
    await client().call('imbot.chat.get', { ENTITY_TYPE: 'LINES', ENTITY_ID: 'x|1' });
    expect(sent()).toEqual([V1, 'imbot.chat.get']);
  });

  test('auto leaves it to v1 to refuse, and asks nobody', async () => {
    expect(await failure(client().call(V1, { ...ADD, MESSAGE: ' ' }))).toMatchObject({
      code: 'MESSAGE_EMPTY',
      status: 400,
    });
    expect(sent()).toEqual([V1]);
  });
});

describe('a portal without a usable v2', () => {
  test.each([null, 32])('revision %s: auto uses v1 from then on and says so once', async (revision) => {
    place.portal.setRevision(revision);
    const notices: Notice[] = [];
    const imbot = client({ warnings: (notice) => notices.push(notice) });
    const ids = await Promise.all(Array.from({ length: 10 }, () => imbot.call(V1, ADD)));
    expect(new Set(ids).size).toBe(10);
    await client({ warnings: (notice) => notices.push(notice) }).call(V1, ADD);
    expect(place.portal.counts()).toEqual({ [REVISION]: 1, [V1]: 11 });
    expect(notices.filter(({ id }) => id.startsWith('portal-without-v2'))).toHaveLength(1);
  });

  test('v2 that goes away later: the refused call goes out as v1, and those after it', async () => {
    const notices: Notice[] = [];
    const imbot = client({ warnings: (notice) => notices.push(notice) });
    await imbot.call(V1, ADD);
    place.portal.setRevision(null);
    await imbot.call(V1, ADD);
    await imbot.call(V1, ADD);
    expect(sent()).toEqual([REVISION, V2, V2, V1, V1]);
    expect(notices.filter(({ id }) => id.startsWith('portal-without-v2'))).toHaveLength(1);
  });

  test('mode v2 never asks and fails by the name of the code', async () => {
    place.portal.setRevision(null);
    expect(await failure(client({ mode: 'v2' }).call(V1, ADD))).toMatchObject({ code: 'ERROR_METHOD_NOT_FOUND' });
    expect(sent()).toEqual([V2]);
  });

  test('a question that is not answered breaks no call and decides nothing', async () => {
    place.portal.fault({ kind: 'status', method: REVISION, status: 500, code: 'INTERNAL_SERVER_ERROR', times: 50 });
    const imbot = client();
    await imbot.call(V1, ADD);
    expect(sent().at(-1)).toBe(V1);
    place.portal.clearFaults();
    await imbot.call(V1, ADD);
    expect(sent().at(-1)).toBe(V2);
  });
});

describe('the bridge of a bot', () => {
  test.each([
    ['BOT_NOT_FOUND', 400],
    ['BOT_OWNERSHIP_ERROR', 403],
    ['BOT_TOKEN_NOT_SPECIFIED', 400],
    ['insufficient_scope', 403],
  ])('%s on the first call: auto stays on v1 for that bot, said once', async (code, status) => {
    place.portal.fault({ kind: 'status', method: V2, code, status });
    const notices: Notice[] = [];
    const imbot = client({ warnings: (notice) => notices.push(notice) });
    expect(await imbot.call(V1, ADD)).toBe(10005);
    expect(await imbot.call(V1, ADD)).toBe(10006);
    await imbot.call(V1, { ...ADD, BOT_ID: 302 });
    expect(sent()).toEqual([REVISION, V2, V1, V1, V2]);
    expect(notices.filter(({ id }) => id.startsWith('bridge:'))).toHaveLength(1);
    expect(imbot.report().methods[V1]?.sent).toEqual({ v1: 2, v2: 1, refused: 0 });
  });

  test('once proven, a refusal is an error of the call', async () => {
    const imbot = client();
    await imbot.call(V1, ADD);
    place.portal.fault({ kind: 'status', method: V2, code: 'BOT_NOT_FOUND', status: 400 });
    expect(await failure(imbot.call(V1, ADD))).toMatchObject({ code: 'BOT_ID_ERROR', v2Code: 'BOT_NOT_FOUND' });
    expect(sent()).toEqual([REVISION, V2, V2]);
  });

  test('mode v2 does not fall back', async () => {
    place.portal.fault({ kind: 'status', method: V2, code: 'BOT_NOT_FOUND', status: 400 });
    expect(await failure(client({ mode: 'v2' }).call(V1, ADD))).toMatchObject({
      code: 'BOT_ID_ERROR',
      outcome: 'refused',
    });
    expect(sent()).toEqual([V2]);
  });
});

describe('look-ups', () => {
  const NO_BOT = { DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };

  test('the default bot is looked up once, however many ask', async () => {
    const imbot = client({ mode: 'v2' });
    await Promise.all(Array.from({ length: 8 }, () => imbot.call(V1, NO_BOT)));
    await imbot.call('imbot.chat.sendTyping', { DIALOG_ID: 'chat1001' });
    expect(place.portal.counts()).toMatchObject({
      'imbot.v2.Bot.list': 1,
      [V2]: 8,
      'imbot.v2.Chat.InputAction.notify': 1,
    });
    expect(
      place.portal.requests.filter(({ method }) => method === V2).every(({ params }) => params['botId'] === 301),
    ).toBe(true);
  });

  test('the botId option saves it', async () => {
    await client({ mode: 'v2', botId: 302 }).call(V1, NO_BOT);
    expect(sent()).toEqual([V2]);
    expect(place.portal.requests[0]?.params).toMatchObject({ botId: 302 });
  });

  test('the bot of a command is looked up once', async () => {
    const imbot = client({ mode: 'v2' });
    const update = (COMMAND_ID: number) => imbot.call('imbot.command.update', { COMMAND_ID, FIELDS: { HIDDEN: 'Y' } });
    await Promise.all([update(501), update(501), update(502), update(502)]);
    await update(501);
    expect(place.portal.counts()).toMatchObject({ 'imbot.v2.Command.list': 2, 'imbot.v2.Command.update': 5 });
  });

  test.each(['v2', 'auto'] as const)('%s: a default bot that is gone gives way to the next', async (mode) => {
    const imbot = client({ mode });
    await imbot.call(V1, NO_BOT);
    await client({ mode: 'v1' }).call('imbot.unregister', { BOT_ID: 301 });
    await imbot.call(V1, NO_BOT);
    const bots = place.portal.requests.filter(({ method, status }) => method === V2 && status === 200);
    expect(bots.map(({ params }) => params['botId'])).toEqual([301, 302]);
  });

  test('a bot that this client takes away is forgotten at once', async () => {
    const imbot = client({ mode: 'v2' });
    await imbot.call(V1, NO_BOT);
    await imbot.call('imbot.unregister', { bot_id: '301' });
    await imbot.call(V1, NO_BOT);
    expect(sent()).toEqual(['imbot.v2.Bot.list', V2, 'imbot.v2.Bot.unregister', 'imbot.v2.Bot.list', V2]);
  });

  test.each(['v2', 'v1'] as const)('a command that is taken away on %s is forgotten', async (mode) => {
    const imbot = client({ mode: 'v2' });
    await imbot.call('imbot.command.update', { COMMAND_ID: 501, FIELDS: { HIDDEN: 'Y' } });
    await imbot.call('imbot.command.unregister', { COMMAND_ID: 501 }, { mode });
    const error = await failure(imbot.call('imbot.command.update', { COMMAND_ID: 501, FIELDS: { HIDDEN: 'N' } }));
    expect(error).toMatchObject({ code: 'COMMAND_ID_ERROR', status: 400, outcome: 'refused' });
  });

  test('auto lets v1 speak where a look-up finds nothing', async () => {
    const foreign = failure(client().call('imbot.command.unregister', { COMMAND_ID: 503 }));
    expect(await foreign).toMatchObject({ code: 'APP_ID_ERROR' });
    expect(sent().at(-1)).toBe('imbot.command.unregister');
  });

  test('without a bot of its own: BOT_ID_ERROR, and COMMAND_ID_ERROR where a command is named', async () => {
    const imbot = client({ mode: 'v2' });
    const nobody = { CLIENT_ID: 'nobody' };
    expect(await failure(imbot.call(V1, { ...NO_BOT, ...nobody }))).toMatchObject({ code: 'BOT_ID_ERROR' });
    const unregister = imbot.call('imbot.command.unregister', { COMMAND_ID: 501, ...nobody });
    expect(await failure(unregister)).toMatchObject({ code: 'COMMAND_ID_ERROR' });
  });
});

describe('notices', () => {
  const SECRETS = ['chat1001', 'Hi', 'my_bot_token', 's3cr3t', '301'];

  test('once per method through process.emitWarning, with code and link and no values', async () => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const imbot = client({ mode: 'v1', warnings: true });
    for (let count = 0; count < 3; count += 1) await imbot.call(V1, ADD);
    await client({ mode: 'v1', warnings: true }).call(V1, ADD);
    expect(emit).toHaveBeenCalledTimes(1);
    const [text, options] = emit.mock.calls[0] ?? [];
    expect(options).toEqual({ type: 'DeprecationWarning', code: 'IMBOT_COMPAT_DEPRECATED_IMBOT_MESSAGE_ADD' });
    expect(String(text)).toContain('MIGRATION.md#imbot-message-add');
    expect(String(text)).toContain(V2);
    for (const secret of SECRETS) expect(JSON.stringify([text, options])).not.toContain(secret);
  });

  test.each([false, 'off'] as const)('warnings: %s is silent', async (warnings) => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await client({ mode: 'v1', warnings }).call(V1, ADD);
    expect(emit).not.toHaveBeenCalled();
  });

  test('IMBOT_COMPAT_WARNINGS=off is silent', async () => {
    vi.stubEnv('IMBOT_COMPAT_WARNINGS', 'off');
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await client({ mode: 'v1', warnings: true }).call(V1, ADD);
    expect(emit).not.toHaveBeenCalled();
  });

  test('IMBOT_COMPAT_WARNINGS=off overrides a function too, as the environment overrides all code', async () => {
    vi.stubEnv('IMBOT_COMPAT_WARNINGS', 'off');
    const notices: Notice[] = [];
    await client({ mode: 'v1', warnings: (notice) => notices.push(notice) }).call(V1, ADD);
    expect(notices).toEqual([]);
  });

  test('a refusal names the parameters that cost the loss, never their values', async () => {
    const error = await failure(client({ mode: 'v2' }).call(V1, { ...ADD, DAILOG: 'S3CRET', 'a=S3CRET': 1 }));
    expect(error).toMatchObject({ code: 'LOSSY', losses: ['unknown-param'] });
    expect(error.message).toContain('DAILOG');
    expect(error.message).not.toContain('S3CRET');
  });

  test('a name that never existed is told', async () => {
    const notices: Notice[] = [];
    await failure(client({ warnings: (notice) => notices.push(notice) }).call('imbot.bot.get', {}));
    expect(notices).toMatchObject([{ id: 'misnamed:imbot.bot.get' }]);
  });
});

describe('report', () => {
  test('counts exactly, takes sites of the first 20 calls and then of one in 64', async () => {
    const imbot = client({ mode: 'v2' });
    const calls = 148;
    for (let count = 0; count < calls; count += 1)
      await imbot.call('imbot.chat.sendTyping', { ...ADD, MESSAGE: undefined });
    await failure(imbot.call('imbot.chat.sendTyping', {}));
    const usage = imbot.report().methods['imbot.chat.sendTyping'];
    expect(usage).toMatchObject({ calls: calls + 1, sent: { v1: 0, v2: calls, refused: 1 } });
    const sites = Object.entries(usage?.sites ?? {});
    expect(sites.reduce((sum, [, count]) => sum + count, 0)).toBe(20 + 2);
    expect(sites.map(([site]) => site)).toEqual([expect.stringMatching(/^test\/client\/modes\.test\.ts:\d+:\d+$/)]);
  });

  test('takes sites of one call in 997 once there were 4,000', () => {
    const usage = createUsage(() => 'bot.js:1:1');
    for (let calls = 0; calls < 10_000; calls += 1) usage.count('imbot.chat.sendTyping');
    const told = usage.report().methods['imbot.chat.sendTyping'];
    expect(told).toMatchObject({ calls: 10_000, sites: { 'bot.js:1:1': 20 + 62 + 6 } });
  });

  test.each([2, 4, 5, 8, 10, 16, 25, 32, 40, 50, 64, 100])('sees each of %i places that call in turn', (places) => {
    let calls = 0;
    const usage = createUsage(() => `bot.js:${calls % places}:1`);
    for (; calls < 4_000 + 1_000 * places; calls += 1) usage.count('imbot.chat.sendTyping');
    const told = usage.report().methods['imbot.chat.sendTyping'];
    expect(told?.calls).toBe(calls);
    expect(Object.keys(told?.sites ?? {})).toHaveLength(places);
  });

  test('sees a place that comes late, and then with every second call', () => {
    let calls = 0;
    const usage = createUsage(() => (calls >= 4_000 && calls % 2 === 0 ? 'late.js:1:1' : 'bot.js:1:1'));
    for (; calls < 10_000; calls += 1) usage.count('imbot.chat.sendTyping');
    expect(usage.report().methods['imbot.chat.sendTyping']?.sites).toMatchObject({ 'late.js:1:1': 3 });
  });

  test('is plain JSON without parameter values', async () => {
    const imbot = client();
    await imbot.message.add(ADD);
    const text = JSON.stringify(imbot.report());
    for (const secret of ['chat1001', '"Hi"', 'my_bot_token', 's3cr3t']) expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toEqual(imbot.report());
  });
});

describe('the client', () => {
  test("call('batch') takes cmd and halt as the REST method does", async () => {
    const imbot = client({ mode: 'v2' });
    const result = await imbot.call('batch', {
      halt: 1,
      cmd: { a: `${V1}?BOT_ID=301&DIALOG_ID=chat1001&MESSAGE=Hi`, b: `${V1}?BOT_ID=301`, c: `${V1}?BOT_ID=301` },
    });
    expect(result).toMatchObject({ result: { a: 10005 }, result_error: { b: { error: 'DIALOG_ID_EMPTY' } } });
    expect(result).not.toHaveProperty('result.c');
  });

  test('other methods pass through; webhook calls of imbot.v2 get the botToken', async () => {
    const imbot = client();
    expect(await imbot.call('imbot.v2.Bot.get', { botId: 301 })).toMatchObject({ bot: { id: 301, moduleId: 'rest' } });
    await imbot.call('profile');
    await imbot.call(REVISION);
    expect(place.portal.requests.map(({ params }) => params)).toEqual([
      { botId: 301, botToken: 'my_bot_token' },
      {},
      {},
    ]);
  });

  test('a closed client refuses calls and may be closed again', async () => {
    const imbot = client({ mode: 'v2' });
    await imbot.close();
    await imbot.close();
    expect(await failure(imbot.call(V1, ADD))).toMatchObject({ code: 'CLOSED', outcome: 'refused' });
    expect(await failure(imbot.batch([[V1, ADD]]))).toMatchObject({ code: 'CLOSED', outcome: 'refused' });
    expect(imbot.explain(V1, ADD).verdict).toBe('exact');
    expect(sent()).toEqual([]);
  });

  test('null means not given, in forms too', async () => {
    place = world({ auth: 'webhook', encoding: 'form' });
    for (const mode of ['v1', 'v2', 'auto'] as const) {
      await client({ mode }).call('imbot.message.update', {
        BOT_ID: 301,
        MESSAGE_ID: 10003,
        MESSAGE: null,
        URL_PREVIEW: 'N',
      });
      expect(place.portal.state.messages.get(10003)).toMatchObject({ deleted: false, text: 'Of a bot' });
    }
  });

  test('parameters with a function then are sent, not waited for', async () => {
    for (const mode of ['v1', 'v2', 'auto'] as const) {
      const params = Object.defineProperty({ ...ADD }, 'then', { value: () => 1, enumerable: true });
      expect(await client({ mode, accept: ['unknown-param'] }).call(V1, params)).toBeGreaterThan(10004);
    }
  });

  test('an empty CLIENT_ID is none: the client has one', async () => {
    for (const CLIENT_ID of ['', null, undefined]) {
      for (const mode of ['v1', 'v2'] as const) await client({ mode }).call(V1, { ...ADD, CLIENT_ID });
    }
    expect(place.portal.requests.every(({ status }) => status === 200)).toBe(true);
  });
});
