import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/http/clock';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT } from '../facades/scenario';
import { hookScene, type Wild } from './hookScene';

type Back = (...given: unknown[]) => void;
type Send = (method: string, params: Wild, done: Back) => void;

const { now, anew, post: tell, message } = hookScene();
const post = async (method: string, params: Wild): Promise<Wild> => (await tell(method, params)).body;

/** Where a callback is told that all went well, and of what went wrong; the second by code, by text, or not at all. */
const PLACES: Readonly<Record<string, readonly [good: (body: Wild) => unknown[], bad: (body: Wild) => unknown[]]>> = {
  '(true, result), (false, body)': [({ result }) => [true, result], (body) => [false, body]],
  '(true, body), (false, body)': [(body) => [true, body], (body) => [false, body]],
  '(true, result), (false, code)': [({ result }) => [true, result], ({ error }) => [false, error]],
  '(true, result), (false)': [({ result }) => [true, result], () => [false]],
  '(1, result), (0, null)': [({ result }) => [1, result], () => [0, null]],
  '(result, null), (null, body)': [({ result }) => [result, null], (body) => [null, body]],
  '(result, undefined), (undefined, code)': [({ result }) => [result, undefined], ({ error }) => [undefined, error]],
  '(body, null), (null, error)': [
    (body) => [body, null],
    ({ error }) => [null, Object.assign(new Error('refused'), { code: error })],
  ],
  '(result, false), (null, true)': [({ result }) => [result, false], () => [null, true]],
  '(200, result), (status, body)': [({ result }) => [200, result], (body) => [400, body]],
  "('ok', result), ('failed', why)": [({ result }) => ['ok', result], ({ error }) => ['failed', error]],
  "(null, 'ok', result), (body, 'failed')": [({ result }) => [null, 'ok', result], (body) => [body, 'failed']],
  "(result, 'success'), (body, 'error')": [({ result }) => [result, 'success'], (body) => [body, 'error']],
  '({ ok: true, result }), ({ ok: false })': [({ result }) => [{ ok: true, result }], () => [{ ok: false }]],
  '(null, { data: result }), (code)': [({ result }) => [null, { data: { result } }], ({ error }) => [error]],
};

const wrapped = (send: Send, mode: 'auto' | 'v2') =>
  wrapCall(send, { answer: 'callback', mode, warnings: false, portal: () => now().hook });

const sending =
  ([good, bad]: readonly [(body: Wild) => unknown[], (body: Wild) => unknown[]]): Send =>
  (method, params, done) => {
    void post(method, params).then((body) => done(...(body.error ? bad(body) : good(body))));
  };

/** Numbers, lists, objects and refusals, as an ordinary bot meets them, the likeliest to be read wrong first. */
async function heard(send: Send): Promise<unknown> {
  const tell = (method: string, params: Wild) =>
    new Promise<unknown[]>((resolve) => {
      send(method, params, (...given) => resolve(given));
    });
  const title = { CLIENT_ID: CLIENT, BOT_ID: now().botId, CHAT_ID: 424242, TITLE: 'X' };
  const seen = [
    await tell('imbot.message.add', message()),
    await tell('imbot.message.update', { CLIENT_ID: CLIENT, BOT_ID: now().botId, MESSAGE_ID: 10001, MESSAGE: 'Ho' }),
    await tell('imbot.chat.user.list', { CLIENT_ID: CLIENT, BOT_ID: now().botId, CHAT_ID: now().chatId }),
    await tell('imbot.chat.updateTitle', title),
    await tell('imbot.message.add', message({ MESSAGE: '' })),
    await tell('imbot.message.add', message()),
  ].map((given) => given.map((value) => (value instanceof Error ? { code: Reflect.get(value, 'code') } : value)));
  return [
    JSON.parse(JSON.stringify(seen, (key, value) => (key === 'time' ? undefined : value))),
    now()
      .portal.snapshot()
      .messages.map(({ text }) => text),
  ];
}

describe('a callback is told in v1’s shape, wherever its answer stands', () => {
  it.each(
    Object.entries(PLACES).flatMap(([name, places]) =>
      (['auto', 'v2'] as const).map((mode) => [name, mode, sending(places)] as const),
    ),
  )('%s, mode %s', async (_name, mode, send) => {
    const bare = await heard(send);
    await anew();
    expect(await heard(wrapped(send, mode))).toEqual(bare);
    expect(now().portal.requests.some(({ method }) => method === 'imbot.v2.Chat.Message.send')).toBe(true);
  });

  it('a first call that is refused here is told as a failure in the places that were seen', async () => {
    const told: Wild = {};
    for (const [name, places] of Object.entries(PLACES)) {
      const own = wrapped(sending(places), 'v2');
      const given = await new Promise<unknown[]>((resolve) => {
        own('imbot.message.add', message({ MESSAGE: '' }), (...values) => resolve(values));
      });
      told[name] = given.map((value) =>
        typeof value === 'object' && value ? (Reflect.get(value, 'error') ?? Reflect.get(value, 'code')) : value,
      );
    }
    const code = 'MESSAGE_EMPTY';
    expect(told).toEqual({
      '(true, result), (false, body)': [false, code],
      '(true, body), (false, body)': [false, code],
      '(true, result), (false, code)': [false, code],
      '(true, result), (false)': [false, code],
      '(1, result), (0, null)': [0, code],
      '(result, null), (null, body)': [null, code],
      '(result, undefined), (undefined, code)': [undefined, code],
      '(body, null), (null, error)': [null, code],
      '(result, false), (null, true)': [null, code],
      '(200, result), (status, body)': [400, code],
      "('ok', result), ('failed', why)": ['error', code],
      "(null, 'ok', result), (body, 'failed')": [code],
      "(result, 'success'), (body, 'error')": [null, 'error', code],
      '({ ok: true, result }), ({ ok: false })': [code],
      '(null, { data: result }), (code)': [code],
    });
    expect(now().portal.snapshot().messages).toEqual([]);
  });

  it.each(['answers', 'gets lost'])(
    'also where another function has seen that the portal has v2, and the question %s',
    async (end) => {
      const other = wrapCall(post, { mode: 'auto', warnings: false, portal: () => now().hook });
      await other('imbot.message.add', message());
      for (const [name, places] of Object.entries(PLACES)) {
        const lost: Back[] = [];
        const send: Send = (method, params, done) => {
          if (end === 'gets lost' && method === 'imbot.v2.Revision.get' && lost.length === 0) {
            lost.push(done);
            done(new Error('socket hang up'));
          } else sending(places)(method, params, done);
        };
        const own = wrapped(send, 'auto');
        for (let sent = 0; sent < 3; sent++) {
          const given = new Promise<string>((resolve) => {
            own('imbot.message.add', message(), (...values) => resolve(JSON.stringify(values)));
          });
          expect([name, await given]).toEqual([name, expect.not.stringContaining('uuidMap')]);
        }
      }
      expect(now().portal.snapshot().messages).toHaveLength(1 + 3 * Object.keys(PLACES).length);
    },
  );

  it('a form that nobody can read: mode auto stays on v1, mode v2 sends nothing and says so', async () => {
    const send = sending([({ result }) => [`ok ${JSON.stringify(result)}`], () => ['failed']]);
    const auto: unknown[] = [];
    wrapped(send, 'auto')('imbot.message.add', message(), (...given) => auto.push(given));
    await vi.waitFor(() => expect(auto).toEqual([['ok 10001']]));
    // Nobody says whether an answer comes behind it, so it is waited for.
    const { after } = systemClock;
    let giveUp = (): void => {};
    vi.spyOn(systemClock, 'after').mockImplementation((ms, then) => {
      if (ms !== 10_000) return after(ms, then);
      giveUp = then;
      return () => {};
    });
    let answered = 0;
    const noted: typeof send = (method, params, done) =>
      send(method, params, (...given) => {
        done(...given);
        answered += 1;
      });
    const v2: unknown[][] = [];
    wrapped(noted, 'v2')('imbot.message.add', message(), (...given) => v2.push(given));
    await vi.waitFor(() => expect(answered).toBe(1));
    giveUp();
    await vi.waitFor(() => expect(v2).toHaveLength(1));
    expect(v2[0]?.[0]).toMatchObject({ error: 'CONFIG' });
    expect(now().portal.snapshot().messages).toHaveLength(1);
  });
});

/** A transport that calls back more than once. `answer` is the answer as its callback is told of it. */
const OFTEN: Readonly<Record<string, (body: Wild, done: Back) => void>> = {
  'progress in the place of errors': (body, done) => {
    done('start');
    done('half');
    done(null, body);
  },
  'progress in the place of answers': (body, done) => {
    done(null, { loaded: 1, total: 2 });
    done(null, body);
  },
  'progress by name': (body, done) => {
    done('progress', 50);
    done('done', body);
  },
  'bare results behind progress': (body, done) => {
    done('start');
    done(null, body.result);
  },
  'an end behind the answer': (body, done) => {
    done(null, body);
    done(null, 'end');
    done();
  },
  'another copy of the answer': (body, done) => {
    done(null, body);
    done(null, JSON.parse(JSON.stringify(body)));
  },
  'more in the answer': (body, done) => {
    done(null, { result: body.result });
    done(null, { ...body, cached: true });
  },
  'a failure behind the answer': (body, done) => {
    done(null, body);
    done(new Error('socket hang up'));
  },
};

describe('a transport that calls back more than once', () => {
  it.each(
    Object.entries(OFTEN).flatMap(([name, tell]) =>
      (['auto', 'v2'] as const).flatMap((mode) => [true, false].map((bot) => [name, mode, bot, tell] as const)),
    ),
  )('%s, mode %s, with BOT_ID: %s', async (_name, mode, bot, tell) => {
    const send: Send = (method, params, done) => {
      void post(method, params).then((body) => tell(body, done));
    };
    const run = async (fn: Send) => {
      const { BOT_ID: _left, ...without } = message();
      const calls: unknown[][] = [];
      for (let sent = 0; sent < 3; sent++) {
        const given: unknown[][] = [];
        calls.push(given);
        fn('imbot.message.add', bot ? message() : without, (...values) => given.push(values));
        await vi.waitFor(() => expect(given.length).toBeGreaterThanOrEqual(2), { interval: 5 });
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      return [
        JSON.parse(
          JSON.stringify(calls, (key, value) =>
            key === 'time' ? undefined : value instanceof Error ? value.message : value,
          ),
        ),
        now().portal.snapshot().messages.length,
      ];
    };
    const bare = await run(send);
    await anew();
    expect(await run(wrapped(send, mode))).toEqual(bare);
  });
});
