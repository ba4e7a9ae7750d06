import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { ASKED_FIRST, CLIENT, LISTS, type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;
type Transport = (method: string, params: Wild) => Promise<unknown>;

const FULL = process.env['IMBOT_FULL'] !== undefined;

type PortalFault = Parameters<Scene['portal']['fault']>[0];

const GET = 'imbot.v2.Bot.get';
const SEND = 'imbot.v2.Chat.Message.send';
const ADD = 'imbot.message.add';

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

async function post(method: string, params: Wild): Promise<{ status: number; body: Wild }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(scene.hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
  return { status: response.status, body: await response.json() };
}

/** Wrappers that give one and the same for all that goes wrong. */
const mute =
  (nothing: unknown, give: (body: Wild) => unknown): Transport =>
  async (method, params) => {
    try {
      const { body } = await post(method, params);
      return body.error ? nothing : give(body);
    } catch {
      return nothing;
    }
  };
const envelope = (body: Wild): unknown => body;
const result = (body: Wild): unknown => body.result;
const inBody = (body: Wild): unknown => ({ body });

const WRAPPERS: Readonly<Record<string, [WrapOptions, Transport, (given: unknown) => unknown]>> = {
  'null, result': [{ answer: 'result' }, mute(null, result), (given) => given],
  'false, result': [{ answer: 'result' }, mute(false, result), (given) => given],
  'undefined, result': [{ answer: 'result' }, mute(undefined, result), (given) => given],
  'an empty text, result': [{ answer: 'result' }, mute('', result), (given) => given],
  'null, envelope': [{}, mute(null, envelope), (given) => Reflect.get(Object(given), 'result')],
  'false, envelope': [{}, mute(false, envelope), (given) => Reflect.get(Object(given), 'result')],
  'an empty object, envelope': [{}, mute({}, envelope), (given) => Reflect.get(Object(given), 'result')],
  'null, within': [
    { answer: { result: 'body.result' } },
    mute(null, inBody),
    (given) => Reflect.get(Object(Reflect.get(Object(given), 'body')), 'result'),
  ],
};

const message = (more: Wild = {}): Wild => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE: 'Hi',
  ...more,
});
const wrapped = (fn: Transport, options: WrapOptions) =>
  wrapCall(fn, { mode: 'auto', warnings: false, portal: () => scene.hook, ...options });
const count = (name: string) => scene.portal.requests.filter(({ method }) => method === name).length;
const stored = () => scene.portal.snapshot().messages.filter(({ text }) => text === 'Hi').length;
/** v2 refuses the bot, v1 takes it. */
const refuse = (code: string, status = 403) =>
  scene.portal.fault({ kind: 'status', method: /^imbot\.v2\.(Bot\.|Chat\.)/, code, status, times: 1_000 });

/** A mute wrapper shows none of them: quick runs take one that the map knows for a bot's, and one that nobody knows. */
const CODES = FULL
  ? [
      'BOT_NOT_FOUND',
      'BOT_OWNERSHIP_ERROR',
      'BOT_TOKEN_NOT_SPECIFIED',
      'insufficient_scope',
      'ACCESS_DENIED',
      'ERROR_METHOD_NOT_FOUND',
      'SOMETHING_NEW',
    ]
  : ['BOT_NOT_FOUND', 'SOMETHING_NEW'];

describe.each(Object.entries(WRAPPERS))('a wrapper that gives on failure %s', (_name, [layout, fn, idOf]) => {
  it.each(CODES)('a bot that v2 refuses (%s) loses no message, nor gets one twice', async (code) => {
    refuse(code);
    const own = wrapped(fn, layout);
    for (let sent = 1; sent <= 20; sent++) {
      expect(idOf(await own(ADD, message()))).toEqual(expect.any(Number));
      expect(stored()).toBe(sent);
    }
    expect(count(SEND)).toBe(0);
    // With the first call, the next, and then ever more seldom.
    expect(count(GET)).toBe(5);
  });

  it('50 first calls at once ask once', async () => {
    refuse('BOT_NOT_FOUND');
    const own = wrapped(fn, layout);
    const ids = await Promise.all(Array.from({ length: 50 }, () => own(ADD, message())));
    expect(new Set(ids.map(idOf)).size).toBe(50);
    expect([stored(), count(GET), count(SEND)]).toEqual([50, 1, 0]);
    await own(ADD, message());
    expect(count(GET)).toBe(2);
  });

  it('a bot that v2 takes is asked for once, and an answer that gets lost is not sent again', async () => {
    const own = wrapped(fn, layout);
    await own(ADD, message());
    scene.portal.fault({ kind: 'drop-after', method: SEND });
    expect(idOf(await own(ADD, message()))).not.toEqual(expect.any(Number));
    expect(idOf(await own(ADD, message()))).toEqual(expect.any(Number));
    expect([stored(), count(GET), count(SEND), count(ADD)]).toEqual([3, 1, 3, 0]);
  });

  it('an answer that gets lost on the very first call, and a bot that cannot be asked for: once', async () => {
    scene.portal.fault({ kind: 'drop-after', method: SEND });
    const own = wrapped(fn, layout);
    await own(ADD, message());
    expect([stored(), count(SEND), count(ADD)]).toEqual([1, 1, 0]);
    const other = wrapped(fn, { ...layout, portal: () => `${scene.hook} again` });
    scene.portal.fault({ kind: 'drop-before', method: GET });
    scene.portal.fault({ kind: 'drop-after', method: ADD });
    await other(ADD, message());
    expect([stored(), count(SEND), count(ADD)]).toEqual([2, 1, 1]);
    expect(idOf(await other(ADD, message()))).toEqual(expect.any(Number));
    expect([stored(), count(SEND), count(ADD)]).toEqual([3, 2, 1]);
  });

  it('each bot is asked for by itself; a call that looks its bot up needs no question of its own', async () => {
    const second = scene.portal.addBot({
      code: 'second',
      name: 'Second',
      handler: 'http://127.0.0.1:9/',
      clientId: CLIENT,
    });
    const own = wrapped(fn, layout);
    const { BOT_ID: _left, ...withoutBot } = message();
    await own(ADD, withoutBot);
    expect(scene.portal.requests.map(({ method }) => method)).toEqual([
      ...ASKED_FIRST,
      'imbot.v2.Bot.list',
      ...LISTS,
      SEND,
    ]);
    await own(ADD, message({ BOT_ID: second.id, DIALOG_ID: '1' }));
    expect([count(GET), count(SEND), count(ADD)]).toEqual([1, 2, 0]);
  });
});

it('batches of a bot that v2 refuses ask as seldom', async () => {
  refuse('BOT_NOT_FOUND');
  const own = wrapped(mute(null, envelope), {});
  const cmd = (text: string) =>
    `imbot.message.add?CLIENT_ID=${CLIENT}&BOT_ID=${scene.botId}&DIALOG_ID=chat${scene.chatId}&MESSAGE=${text}`;
  for (let sent = 1; sent <= 10; sent++) {
    expect(await own('batch', { halt: 0, cmd: { one: cmd('Hi'), two: cmd('Hi') } })).toMatchObject({
      result: { result: { one: expect.any(Number), two: expect.any(Number) } },
    });
    expect(stored()).toBe(2 * sent);
  }
  expect(count(GET)).toBe(5);
});

const addBot = () =>
  scene.portal.addBot({ code: 'second', name: 'Second', handler: 'http://127.0.0.1:9/', clientId: CLIENT });

describe('a wrapper that shows its refusals', () => {
  const telling: Transport = async (method, params) => {
    const { status, body } = await post(method, params);
    if (body.error) throw Object.assign(new Error(String(body.error)), { code: body.error, status });
    return body.result;
  };

  it('is asked first all the same, once for each bot: that it threw one code does not show that it throws all', async () => {
    const own = wrapped(telling, { answer: 'result' });
    await own(ADD, message());
    await expect(own('imbot.chat.updateTitle', message({ CHAT_ID: 424242, TITLE: 'X' }))).rejects.toThrow();
    await own(ADD, message());
    expect(count(GET)).toBe(1);
    refuse('BOT_NOT_FOUND');
    const second = addBot();
    for (let sent = 1; sent <= 3; sent++)
      expect(await own(ADD, message({ BOT_ID: second.id, DIALOG_ID: '1' }))).toEqual(expect.any(Number));
    // What it says itself is believed: this bot is not asked for again.
    expect([count(GET), count(ADD)]).toEqual([2, 3]);
  });
});

/** A wrapper that throws some failures with their codes, and gives null for the rest. */
const half = (throws: (status: number, failures: number) => boolean, code = true): Transport => {
  let failures = 0;
  return async (method, params) => {
    const { status, body } = await post(method, params);
    if (!body.error) return body.result;
    failures += 1;
    if (throws(status, failures))
      throw Object.assign(new Error('failed'), { status, ...(code ? { code: body.error } : {}) });
    return null;
  };
};

const BEFORE: readonly [string, number][] = [
  ['QUERY_LIMIT_EXCEEDED', 503],
  ['INTERNAL_SERVER_ERROR', 500],
  ['expired_token', 401],
  ['ACCESS_ERROR', 400],
];
const THROWN: readonly [string, (status: number, failures: number) => boolean, boolean?][] = [
  ['codes of limits', (status) => status === 429 || status === 503],
  ['codes of servers', (status) => status >= 500],
  ['a status of servers', (status) => status >= 500, false],
  ['an expired token', (status) => status === 401],
  ['what is malformed', (status) => status === 400],
  ['the first failure', (_status, failures) => failures === 1],
  ['failures after the third', (_status, failures) => failures > 3],
];

/** Without IMBOT_FULL each kind of wrapper meets two of the failures, and each failure several kinds of wrappers. */
const THROWING = THROWN.map((one, index) => ({
  one,
  before: FULL ? BEFORE : BEFORE.filter((_, nth) => nth % 2 === index % 2),
}));

describe.each(THROWING)(
  'a wrapper that throws $one.0 and gives null for the rest',
  ({ one: [, throws, code], before: failures }) => {
    it.each(failures)('loses no message of a bot that v2 refuses after a failure (%s)', async (before, status) => {
      const own = wrapped(half(throws, code), { answer: 'result' });
      await own(ADD, message({ MESSAGE: 'first' }));
      scene.portal.fault({ kind: 'status', method: SEND, code: before, status });
      await own(ADD, message({ MESSAGE: 'failed' })).catch(() => {});
      refuse('BOT_OWNERSHIP_ERROR');
      const second = addBot();
      const calls = Array.from({ length: 20 }, () => own(ADD, message({ BOT_ID: second.id, DIALOG_ID: '1' })));
      for (const id of await Promise.all(calls)) expect(id).toEqual(expect.any(Number));
      expect(stored()).toBe(20);
    });
  },
);

/** Wrappers that give something else in place of an answer. */
const INSTEAD: Readonly<Record<string, [WrapOptions, (body: Wild) => unknown]>> = {
  'an empty list': [{ answer: 'result' }, () => []],
  'an empty object': [{ answer: 'result' }, () => ({})],
  '0': [{ answer: 'result' }, () => 0],
  '-1': [{ answer: 'result' }, () => -1],
  'the code': [{ answer: 'result' }, (body) => body.error],
  'the text': [{ answer: 'result' }, (body) => body.error_description ?? 'Sorry'],
  'an error': [{ answer: 'result' }, () => new Error('failed')],
  'an object of its own': [{ answer: 'result' }, () => ({ success: false })],
  'an envelope of null': [{}, () => ({ result: null })],
  'an envelope of false': [{}, () => ({ result: false })],
  'an envelope of an empty list': [{}, () => ({ result: [] })],
  'what it kept of another bot': [{ answer: 'result' }, () => ({ bot: { id: 1 }, bots: {} })],
};

describe.each(Object.entries(INSTEAD))('a wrapper that gives on failure %s', (_name, [layout, instead]) => {
  const fn: Transport = async (method, params) => {
    const { body } = await post(method, params);
    if (body.error) return instead(body);
    return layout.answer === 'result' ? body.result : body;
  };

  it.each(['BOT_OWNERSHIP_ERROR', 'SOMETHING_NEW'])('loses no message of a bot that v2 refuses (%s)', async (code) => {
    refuse(code);
    const own = wrapped(fn, layout);
    const idOf = (given: unknown): unknown =>
      layout.answer === 'result' ? given : Reflect.get(Object(given), 'result');
    for (let sent = 1; sent <= 10; sent++) {
      expect(idOf(await own(ADD, message()))).toEqual(expect.any(Number));
      expect(stored()).toBe(sent);
    }
    expect(count(SEND)).toBe(0);
    const { BOT_ID: _left, ...withoutBot } = message();
    await own(ADD, withoutBot);
    expect(stored()).toBe(11);
  });

  it('is asked once where v2 takes the bot', async () => {
    const own = wrapped(fn, layout);
    for (let sent = 1; sent <= 3; sent++) await own(ADD, message());
    expect([stored(), count(GET), count(SEND)]).toEqual([3, 1, 3]);
  });
});

/** What nobody could take for an answer of v2. */
const TOLD = Object.entries(INSTEAD).filter(([name]) => !/of another bot/.test(name));

it.each(TOLD)('a later call that v2 refuses gives %s too, and no success', async (_name, [layout, instead]) => {
  const fn: Transport = async (method, params) => {
    const { body } = await post(method, params);
    if (body.error) return instead(body);
    return layout.answer === 'result' ? body.result : body;
  };
  const own = wrapped(fn, layout);
  await own(ADD, message());
  const { botId: BOT_ID } = scene;
  const bot = { CLIENT_ID: CLIENT, BOT_ID };
  const calls: [string, Wild][] = [
    [ADD, message()],
    ['imbot.message.update', { ...bot, MESSAGE_ID: 10001, MESSAGE: 'x' }],
    ['imbot.message.delete', { ...bot, MESSAGE_ID: 10001 }],
    ['imbot.chat.updateTitle', { ...bot, CHAT_ID: scene.chatId, TITLE: 'X' }],
  ];
  for (const [method, params] of calls) {
    const code = method.includes('message.') && method !== ADD ? 'CANT_EDIT_MESSAGE' : 'ACCESS_ERROR';
    const fault = { kind: 'status', method: /^imbot\./, code, description: 'No.', status: 400 } as const;
    scene.portal.fault(fault);
    const alone = await fn(method, params);
    scene.portal.fault(fault);
    expect(await own(method, params)).toEqual(alone);
  }
  expect([stored(), count(ADD), count(SEND)]).toEqual([1, 1, 2]);
});

describe('a wrapper that loses bot.id from the answer to Bot.get', () => {
  const LOSING: Readonly<Record<string, (result: Wild) => unknown>> = {
    'by picking fields': (result) => (result.bot ? { bot: { name: 'x' } } : result),
    'by renaming them': (result) => (result.bot ? { data: result.bot } : result),
    'by taking the bot out of it': (result) => result.bot ?? result,
  };

  it.each(Object.entries(LOSING))(
    '%s: its calls stay v1, and that is said once, with what to do',
    async (_name, pick) => {
      const told: string[] = [];
      const fn: Transport = async (method, params) => {
        const { body } = await post(method, params);
        return body.error || typeof body.result !== 'object' ? body.result : pick(body.result as Wild);
      };
      const warnings = ({ id, message }: { id: string; message: string }) => void told.push(`${id}: ${message}`);
      const own = wrapped(fn, { answer: 'result', warnings });
      for (let sent = 1; sent <= 5; sent++) {
        expect(await own(ADD, message())).toEqual(expect.any(Number));
        expect(stored()).toBe(sent);
      }
      expect(count(SEND)).toBe(0);
      const unshown = told.filter((text) => text.includes('unshown-bot'));
      expect(unshown).toEqual([
        expect.stringMatching(/imbot\.v2\.Bot\.get came without .*\(bot\.id\).*stays on v1 for it.*hand on the whole/),
      ]);
      expect(unshown.join()).not.toContain(scene.hook);
    },
  );

  it('one that hands it on whole: nothing is said', async () => {
    const told: string[] = [];
    const fn: Transport = async (method, params) => (await post(method, params)).body.result;
    const own = wrapped(fn, { answer: 'result', warnings: ({ id }) => void told.push(id) });
    for (let sent = 1; sent <= 3; sent++) await own(ADD, message());
    expect([count(SEND), told.filter((id) => id.startsWith('unshown'))]).toEqual([3, []]);
  });
});

/** Failures of the very first call, in mode v2, which asks nothing before it. */
const FIRST: Readonly<Record<string, PortalFault>> = {
  'a refusal': { kind: 'status', method: /^imbot\./, code: 'ACCESS_ERROR', status: 400, times: 9 },
  'a lost answer': { kind: 'drop-after', method: /^imbot\./, times: 9 },
  'a lost call': { kind: 'drop-before', method: /^imbot\./, times: 9 },
};
const SILENT: typeof INSTEAD = {
  ...Object.fromEntries(TOLD.filter(([name]) => !/^the /.test(name))),
  null: [{}, () => null],
  '{ ok: false }': [{}, () => ({ ok: false })],
  '{ ok: false } for a result': [{ answer: 'result' }, () => ({ ok: false })],
  '[]': [{}, () => []],
  '{}': [{}, () => ({})],
  'a body of null': [{ answer: { result: 'body.result' } }, () => ({ body: null })],
};

describe.each(Object.entries(FIRST))('mode v2: %s of the very first call', (_failure, fault) => {
  it.each(Object.entries(SILENT))(
    'gives %s as the bare wrapper does, and rejects nothing',
    async (_name, [layout, instead]) => {
      for (const whose of [{}, { BOT_ID: undefined }]) {
        const fn: Transport = async (method, params) => {
          const { body } = await post(method, params).catch(() => ({ body: { error: 'LOST' } as Wild }));
          if (body.error) return instead(body);
          if (typeof layout.answer === 'object') return { body };
          return layout.answer === 'result' ? body.result : body;
        };
        scene.portal.fault(fault);
        const portal = () => `${scene.hook}${Object.keys(whose).length}`;
        const own = wrapped(fn, { ...layout, mode: 'v2', portal });
        expect(await own(ADD, message(whose))).toEqual(instead({}));
        scene.portal.clearFaults();
      }
    },
  );
});

it('a callback that gets nothing on failure: the same', async () => {
  refuse('BOT_NOT_FOUND');
  const own = wrapCall(
    (method: string, params: Wild, done: (value: unknown) => void): void => {
      post(method, params).then(
        ({ body }) => done(body.error ? null : body.result),
        () => done(null),
      );
    },
    { mode: 'auto', warnings: false, portal: () => scene.hook, answer: 'callback' },
  );
  for (let sent = 1; sent <= 5; sent++) {
    expect(await new Promise((resolve) => own(ADD, message(), resolve))).toEqual(expect.any(Number));
    expect(stored()).toBe(sent);
  }
});
