import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/http/clock';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT } from '../facades/scenario';
import { type Came, hookScene, type Wild } from './hookScene';

type Back = (...given: unknown[]) => void;
type Send = (method: string, params: Wild, done: Back) => void;

const { now, anew, post, message } = hookScene();

/** A transport that says its successes and its failures to one callback, each in a way of its own. */
const telling =
  (good: (came: Came) => unknown[], bad: (came: Came) => unknown[], lost: unknown[]): Send =>
  (method, params, done) => {
    post(method, params).then(
      (came) => done(...(came.body.error ? bad(came) : good(came))),
      () => done(...lost),
    );
  };
const behind =
  (empty: unknown) =>
  ({ body }: Came): unknown[] => [empty, body.result];
const result = ({ body }: Came): unknown[] => [body.result];
const envelope = ({ body }: Came): unknown[] => [body];

const FORMS: Readonly<Record<string, Send>> = {
  '(false, result), (true, null)': telling(behind(false), () => [true, null], [true, null]),
  '(0, result), (1)': telling(behind(0), () => [1], [1]),
  '(undefined, result), (code)': telling(behind(undefined), ({ body }) => [body.error], ['LOST']),
  "('', body), (text, body)": telling(
    ({ body }) => ['', body],
    ({ body }) => [`${body.error}: ${body.error_description}`, body],
    ['lost'],
  ),
  '(null, result), ({ code })': telling(
    behind(null),
    ({ body }) => [{ code: body.error, message: body.error_description }],
    [{ code: 'LOST' }],
  ),
  '(null, result), (null, null)': telling(behind(null), () => [null, null], [null, null]),
  '(null, result), (null, [])': telling(behind(null), () => [null, []], [null, []]),
  '(null, result), (null, false)': telling(behind(null), () => [null, false], [null, false]),
  '(result), (false)': telling(result, () => [false], [false]),
  '(result), ([])': telling(result, () => [[]], [[]]),
  '(result), ()': telling(result, () => [], []),
  '(result), ({})': telling(result, () => [{}], [{}]),
  '(body), ({ ok: false })': telling(envelope, () => [{ ok: false }], [{ ok: false }]),
  "('success', body), ('error', body)": telling(
    ({ body }) => ['success', body],
    ({ body }) => ['error', body],
    ['error', null],
  ),
};

const wrapped = (send: Send, mode: 'auto' | 'v2') =>
  wrapCall(send, { answer: 'callback', mode, warnings: false, portal: () => now().hook });

/** A success, a refusal of the portal, one of v1 alone, a lost answer, and a success: what the caller hears, and what is stored. */
async function heard(send: Send): Promise<unknown[]> {
  const tell = (method: string, params: Wild) =>
    new Promise<unknown[]>((resolve) => {
      send(method, params, (...given) => resolve(given));
    });
  const seen: unknown[] = [
    await tell('imbot.message.add', message()),
    await tell('imbot.chat.updateTitle', { CLIENT_ID: CLIENT, BOT_ID: now().botId, CHAT_ID: 424242, TITLE: 'X' }),
    await tell('imbot.message.add', message({ MESSAGE: '' })),
  ];
  now().portal.fault({ method: /Message\.send$|imbot\.message\.add$/, kind: 'drop-after' });
  seen.push(await tell('imbot.message.add', message()), await tell('imbot.message.add', message()));
  // Times are the run's own.
  return [
    JSON.parse(JSON.stringify(seen, (key, value) => (key === 'time' ? undefined : value))),
    now().portal.snapshot().messages.length,
  ];
}

describe('what a callback is told stays what it was', () => {
  it.each(
    Object.entries(FORMS).flatMap(([name, send]) =>
      (['auto', 'v2'] as const).map((mode) => [name, mode, send] as const),
    ),
  )('%s, mode %s', async (_name, mode, send) => {
    const bare = await heard(send);
    await anew();
    expect(await heard(wrapped(send, mode))).toEqual(bare);
    expect(now().portal.requests.some(({ method }) => method === 'imbot.v2.Chat.Message.send')).toBe(true);
  });
});

describe('a callback that is called twice', () => {
  it.each(['auto', 'v2'] as const)('is called twice, mode %s, and the message is sent once', async (mode) => {
    const own = wrapped((method, params, done) => {
      void post(method, params).then(({ body }) => {
        done(body);
        done(body);
      });
    }, mode);
    const given: unknown[] = [];
    own('imbot.message.add', message(), (body) => given.push(body));
    await vi.waitFor(() => expect(given).toHaveLength(2));
    expect(given[0]).toMatchObject({ result: expect.any(Number) });
    expect(given[1]).toEqual(given[0]);
    expect(now().portal.snapshot().messages).toHaveLength(1);
  });

  it('hears of progress and of the answer, mode auto', async () => {
    const own = wrapped((method, params, done) => {
      done('start');
      void post(method, params).then(({ body }) => done(null, body));
    }, 'auto');
    const given: unknown[][] = [];
    own('imbot.message.add', message(), (...values) => given.push(values));
    await vi.waitFor(() => expect(given).toHaveLength(2));
    expect(given).toEqual([['start'], [null, expect.objectContaining({ result: expect.any(Number) })]]);
    expect(now().portal.snapshot().messages).toHaveLength(1);
  });
});

describe('a transport that does not call back', () => {
  /** No question is waited for; what else is set is left alone. */
  const hurry = () => {
    const { after } = systemClock;
    vi.spyOn(systemClock, 'after').mockImplementation((ms, then) => after(ms === 2_000 ? 0 : ms, then));
  };
  const SILENT: Readonly<Record<string, (came: Came, done: Back) => void>> = {
    ever: () => {},
    'but for failures': ({ body }, done) => {
      if (body.error) done(body.error);
    },
  };

  it.each(Object.entries(SILENT))('%s: each message is sent, once', async (_name, tell) => {
    hurry();
    const send: Send = (method, params, done) => {
      void post(method, params).then((came) => tell(came, done));
    };
    const own = wrapped(send, 'auto');
    for (let sent = 1; sent <= 3; sent++) {
      own('imbot.message.add', message(), () => {});
      await vi.waitFor(() => expect(now().portal.snapshot().messages).toHaveLength(sent));
    }
  });

  it('for a portal that was slow once: later calls go to v2 again', async () => {
    hurry();
    const held: (() => void)[] = [];
    const given: unknown[] = [];
    const own = wrapped((method, params, done) => {
      const isFirst = method === 'imbot.v2.Revision.get' && held.length === 0;
      const tell = () => void post(method, params).then(({ body }) => done(null, body.result));
      if (isFirst) held.push(tell);
      else tell();
    }, 'auto');
    const say = async () => {
      const before = given.length;
      own('imbot.message.add', message(), (_error, id) => given.push(id));
      await vi.waitFor(() => expect(given).toHaveLength(before + 1));
    };
    await say();
    expect(now().portal.requests.map(({ method }) => method)).toEqual(['imbot.message.add']);
    vi.restoreAllMocks();
    // Asked beside this one, which does not wait for it.
    await say();
    await vi.waitFor(async () => {
      await say();
      expect(now().portal.requests.some(({ method }) => method === 'imbot.v2.Chat.Message.send')).toBe(true);
    });
    expect(given).toEqual(given.map((_id, index) => 10001 + index));
    expect(now().portal.snapshot().messages).toHaveLength(given.length);
  });

  it('ever: it is asked ever more seldom', async () => {
    hurry();
    let asked = 0;
    const own = wrapped((method, params) => {
      if (method === 'imbot.v2.Revision.get') asked += 1;
      else void post(method, params);
    }, 'auto');
    for (let sent = 1; sent <= 40; sent++) {
      own('imbot.message.add', message(), () => {});
      await vi.waitFor(() => expect(now().portal.snapshot().messages).toHaveLength(sent), { interval: 5 });
    }
    expect(asked).toBeLessThan(9);
  });

  it('for a portal without v2, which it says to nobody: each message is sent, once', async () => {
    hurry();
    const code = 'ERROR_METHOD_NOT_FOUND';
    now().portal.fault({ kind: 'status', method: /^imbot\.v2\./, code, status: 404, times: 99 });
    const given: unknown[] = [];
    const own = wrapped((method, params, done) => {
      void post(method, params).then(({ body }) => body.error || done(body.result));
    }, 'auto');
    for (let sent = 1; sent <= 3; sent++) {
      own('imbot.message.add', message(), (id) => given.push(id));
      await vi.waitFor(() => expect(given).toHaveLength(sent));
    }
    expect(now().portal.snapshot().messages).toHaveLength(3);
  });
});
