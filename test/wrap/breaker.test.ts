import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

/**
 * Wrappers with a circuit breaker within: after one failure they send nothing for a while, and give something else. A question
 * of ours that fails would open it, and the call itself would never go out.
 */
type Wild = Record<string, unknown>;
type Transport = (method: string, params: Wild) => Promise<unknown>;

let scene: Scene;
beforeEach(async () => {
  scene = await setScene('webhook');
});
afterEach(() => scene.server.close());

async function post(method: string, params: Wild, base: string): Promise<Wild> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(base + method, { method: 'POST', headers, body: JSON.stringify(params) });
  return response.json();
}

async function checked(method: string, params: Wild, base = scene.hook): Promise<Wild> {
  const body = await post(method, params, base);
  if (body.error) throw Object.assign(new Error(String(body.error_description)), { code: body.error });
  return body;
}

/** Open after the first failure, and for good. */
function breaker(send: Transport, instead: () => unknown): Transport {
  let isOpen = false;
  return async (method, params) => {
    if (isOpen) return instead();
    try {
      return await send(method, params);
    } catch (error) {
      isOpen = true;
      throw error;
    }
  };
}
const refuse = (): never => {
  throw new Error('Breaker is open');
};
const result: Transport = async (method, params) => (await checked(method, params)).result;

const WRAPPERS: Readonly<Record<string, () => readonly [Transport, WrapOptions]>> = {
  'throws, envelope': () => [breaker(checked, refuse), {}],
  'throws, result': () => [breaker(result, refuse), { answer: 'result' }],
  'gives null, envelope': () => [breaker(checked, () => null), {}],
  'gives null, result': () => [breaker(result, () => null), { answer: 'result' }],
  'throws, result within': () => [
    breaker(async (method, params) => ({ body: await checked(method, params) }), refuse),
    { answer: { result: 'body.result' } },
  ],
};

const wrapped = ([fn, options]: readonly [(method: string, params: Wild) => unknown, WrapOptions]) =>
  wrapCall(fn, { mode: 'auto', warnings: false, portal: () => scene.hook, ...options });
const message = (): Wild => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE: 'Hi',
});
const stored = () => scene.portal.snapshot().messages.filter(({ text }) => text === 'Hi').length;

describe.each(Object.entries(WRAPPERS))('a breaker that %s', (_name, make) => {
  it('stays closed on a portal without v2: every message arrives', async () => {
    scene.portal.setRevision(null);
    const own = wrapped(make());
    for (let sent = 1; sent <= 3; sent++) {
      await own('imbot.message.add', message());
      expect(stored()).toBe(sent);
    }
    expect(scene.portal.counts()['imbot.message.add']).toBe(3);
  });

  it('stays closed where the webhook lacks the scope of what we ask', async () => {
    const other = scene.portal.webhook({ secret: 'narrow', scope: 'im' });
    const base = scene.server.webhookUrl(other);
    const seen: Wild[] = [];
    const send = breaker(
      (method, params) => checked(method, params, base),
      () => ({ open: true }),
    );
    const own = wrapCall(send, { mode: 'auto', warnings: false, portal: () => base });
    await own('imbot.message.add', message()).catch((error: Wild) => seen.push(error));
    // The portal's own refusal of the call, and not the breaker's word.
    expect(seen).toMatchObject([{ code: 'insufficient_scope' }]);
  });

  it('where v2 is there, one question less is asked, and messages go as v2', async () => {
    const own = wrapped(make());
    await own('imbot.message.add', message());
    await own('imbot.message.add', message());
    expect(scene.portal.requests.filter(({ inBatch }) => !inBatch).map(({ method }) => method)).toEqual([
      'batch',
      'imbot.v2.Bot.get',
      'imbot.v2.Bot.list',
      'imbot.v2.Bot.list',
      'imbot.v2.Chat.Message.send',
      'imbot.v2.Chat.Message.send',
    ]);
    expect(stored()).toBe(2);
  });
});

/** What a wrapper makes of a failure within a batch. */
const WITHIN: Readonly<Record<string, (failure: Wild) => Error>> = {
  'in a field': ({ error, error_description: text }) => Object.assign(new Error(String(text)), { code: error }),
  'in its text': ({ error, error_description: text }) => new Error(`${error}: ${text}`),
  'in a body': (body) => Object.assign(new Error('refused'), { response: { data: body } }),
};

it.each(Object.entries(WITHIN))(
  'a breaker that counts failures within a batch too, and tells them %s, counts one and no second',
  async (_name, failed) => {
    scene.portal.setRevision(null);
    let failures = 0;
    const own = wrapped([
      async (method, params) => {
        if (failures > 1) throw refuse();
        const body = await checked(method, params);
        const [failure] = Object.values(Object(Reflect.get(Object(body.result), 'result_error')));
        if (method !== 'batch' || failure === undefined) return body;
        failures += 1;
        throw failed(Object(failure));
      },
      {},
    ]);
    const counted = async (method: string, params: Wild): Promise<unknown> => own(method, params);
    for (let sent = 1; sent <= 3; sent++) {
      await counted('imbot.message.add', message());
      expect(stored()).toBe(sent);
    }
    expect(failures).toBe(1);
    expect(scene.portal.requests.filter(({ method }) => method === 'imbot.v2.Revision.get')).toHaveLength(1);
  },
);

/** A batch as wrappers write one of commands in a form of their own. */
function commands(given: unknown, read: (command: Wild) => [unknown, unknown]): Wild {
  return Object.fromEntries(
    Object.entries(Object(given)).map(([key, command]) => {
      const [method, params] = read(Object(command));
      return [key, `${method}?${new URLSearchParams(typeof params === 'string' ? params : {})}`];
    }),
  );
}

/** Wrappers that make no batch of a batch. */
const WITHOUT: Readonly<Record<string, (method: string, params: Wild) => unknown>> = {
  'throws at once for a name that is none of its own': (method, params) => {
    if (!method.startsWith('imbot.')) throw new Error('no method of bots');
    return checked(method, params);
  },
  'rejects a name that is none of its own': async (method, params) => {
    if (!method.startsWith('imbot.')) throw new Error('no method of bots');
    return checked(method, params);
  },
  'takes a list of calls for a batch': async (method, params) => {
    if (method !== 'batch') return checked(method, params);
    const list: unknown = params.cmd;
    if (!Array.isArray(list)) throw new TypeError('cmd.map is not a function');
    return checked(method, params);
  },
  'sends values of values as text': (method, params) =>
    checked(method, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))),
  'throws where a command of a batch fails, and counts nothing': async (method, params) => {
    const body = await checked(method, params);
    const errors = Reflect.get(Object(body.result), 'result_error');
    if (Object.keys(Object(errors)).length > 0) throw new Error('a command failed');
    return body;
  },
  'gives nothing for a batch, at once': (method, params) => (method === 'batch' ? undefined : checked(method, params)),
  'makes commands of pairs itself': (method, params) =>
    method === 'batch'
      ? checked(method, { cmd: commands(params.cmd, (command) => [command[0], command[1]]) })
      : checked(method, params),
  'makes commands of objects itself': (method, params) =>
    method === 'batch'
      ? checked(method, { cmd: commands(params.cmd, (command) => [command.method, command.params]) })
      : checked(method, params),
  'never answers a batch': (method, params) => (method === 'batch' ? new Promise(() => {}) : checked(method, params)),
};

/** Their objects within objects do not arrive, or they still wait. */
const STAYING = new Set(['sends values of values as text', 'never answers a batch']);

it.each(Object.entries(WITHOUT))(
  'a wrapper that %s is asked alone, and loses nothing',
  async (name, fn) => {
    for (const revision of [36, null]) {
      scene.portal.setRevision(revision);
      const own = wrapped([fn, { portal: () => `${name} ${revision}` }]);
      const before = stored();
      for (let sent = 1; sent <= 3; sent++) {
        expect(await own('imbot.message.add', message())).toMatchObject({ result: expect.any(Number) });
        expect(stored()).toBe(before + sent);
      }
      // It moves where v2 is there, and where it can.
      if (!STAYING.has(name))
        expect(scene.portal.requests.at(-1)?.method.startsWith('imbot.v2.'), String(revision)).toBe(revision !== null);
    }
  },
  30_000,
);

it("a batch that is a wrapper's first call on a portal known by then goes out, and gets its own answer", async () => {
  const cmd = {
    a: `imbot.message.add?CLIENT_ID=${CLIENT}&BOT_ID=${scene.botId}&DIALOG_ID=chat${scene.chatId}&MESSAGE=Hi`,
  };
  await wrapped([checked, {}])('imbot.message.add', message());
  for (const params of [{ cmd }, { halt: 0, cmd }]) {
    const before = stored();
    const own = wrapped([checked, {}]);
    expect(await own('batch', params)).toMatchObject({ result: { result: { a: expect.any(Number) } } });
    expect(stored()).toBe(before + 1);
  }
});

it('a wrapper that never answers a batch is asked alone in the end, and keeps no call waiting for ever', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let batches = 0;
    let onTheirWay = 0;
    const own = wrapped([
      (method, params) => {
        if (method === 'batch') {
          batches += 1;
          return new Promise(() => {});
        }
        onTheirWay += 1;
        return checked(method, params).finally(() => {
          onTheirWay -= 1;
        });
      },
      {},
    ]);
    for (let sent = 1; sent <= 30; sent++) {
      let isOver = false;
      const going = own('imbot.message.add', message());
      void Promise.resolve(going).then(() => {
        isOver = true;
      });
      while (!isOver) {
        await new Promise((resolve) => setImmediate(resolve));
        // Time passes where nobody waits for the portal.
        if (onTheirWay === 0) await vi.advanceTimersByTimeAsync(500);
      }
      expect(stored()).toBe(sent);
    }
    expect(scene.portal.requests.at(-1)?.method).toBe('imbot.v2.Chat.Message.send');
    expect(batches).toBeLessThanOrEqual(4);
  } finally {
    vi.useRealTimers();
  }
});
