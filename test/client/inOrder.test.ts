import { describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../src/engine/createEngine';
import type { Connection, Envelope } from '../../src/engine/types';
import { ImbotError } from '../../src/errors/ImbotError';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

type Params = Record<string, unknown>;
type Send = (method: string, params: Params) => Promise<unknown>;

/** Kinds of calls whose way to their leaving is long or short: kept on v1 for a loss, one request of v2, and a plan with a question. */
const KINDS: Readonly<Record<string, (dialog: string, text: string) => [string, Params]>> = {
  v2: (dialog, text) => ['imbot.message.add', { DIALOG_ID: dialog, MESSAGE: text }],
  'kept on v1': (dialog, text) => [
    'imbot.message.add',
    { DIALOG_ID: dialog, MESSAGE: text, MENU: [{ TEXT: 'x', LINK: 'https://x.y' }] },
  ],
};
const ORDERS = [
  ['v2', 'kept on v1'],
  ['kept on v1', 'v2'],
  ['v2', 'v2', 'kept on v1', 'v2', 'kept on v1', 'kept on v1', 'v2', 'kept on v1'],
];

/** What a team has: one request after the other, or all at once over a socket of their own each. */
const TRANSPORTS: Readonly<Record<string, (send: Send) => Send>> = {
  'one after the other': (send) => {
    let last: Promise<unknown> = Promise.resolve();
    return (method, params) => {
      const mine = last.then(() => send(method, params));
      last = mine.catch(() => {});
      return mine;
    };
  },
};

describe.each(Object.keys(TRANSPORTS))('calls that nobody waits for, over a transport that sends %s', (name) => {
  it.each(['v1', 'audit', 'auto', 'v2'] as const)('arrive in the order in which they were made: %s', async (mode) => {
    for (const order of ORDERS) {
      for (const start of ['cold', 'warm']) {
        const scene = await setScene('webhook');
        const send: Send = async (method, params) => {
          const answer = await fetch(`${scene.hook}${method}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(params),
          });
          const body: unknown = await answer.json();
          return Reflect.get(Object(body), 'result');
        };
        const call = wrapCall(TRANSPORTS[name]?.(send) ?? send, {
          mode,
          answer: 'result',
          portal: () => scene.hook,
          warnings: false,
        });
        const given = { BOT_ID: scene.botId, CLIENT_ID: CLIENT };
        const dialog = `chat${scene.chatId}`;
        if (start === 'warm') await call('imbot.message.add', { ...given, DIALOG_ID: dialog, MESSAGE: 'warm' });
        const before = scene.portal.snapshot().messages.length;
        const made = order.map((kind, index) => {
          const [method, params] = KINDS[mode === 'v2' ? 'v2' : kind]?.(dialog, `m${index}`) ?? ['', {}];
          return call(method, { ...given, ...params });
        });
        await Promise.all(made);
        const texts = scene.portal
          .snapshot()
          .messages.slice(before)
          .map(({ text }) => text);
        await scene.server.close();
        expect({ start, order, texts }).toEqual({ start, order, texts: order.map((_kind, index) => `m${index}`) });
      }
    }
  });
});

/** A portal that answers what the test says when it says so. */
function setOff(portal = `https://departures-${Math.random()}.example/`) {
  const left: string[] = [];
  const names: string[] = [];
  const waiting = new Map<string, (envelope: Envelope | Promise<Envelope>) => void>();
  const connection: Connection = {
    portal,
    send: (method, params) => {
      const named = params['MESSAGE'] ?? Reflect.get(Object(params['fields']), 'message');
      const text = String(named ?? (method === 'batch' ? params['cmd'] : method));
      left.push(text);
      names.push(method);
      return new Promise((resolve) => {
        waiting.set(text, resolve);
      });
    },
  };
  const engine = createEngine({ context: { auth: 'site', clientId: 'c', botId: 5 }, mode: 'auto', warnings: false });
  const say = (text: string, params: Params = {}, own = {}) =>
    engine.request(connection, 'imbot.message.add', { BOT_ID: 5, DIALOG_ID: 'chat7', MESSAGE: text, ...params }, own);
  const batch = (commands: string[], own = {}) => engine.batch(connection, commands, own);
  const call = (method: string, params: Params) => engine.request(connection, method, params);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (text: string, result: unknown) => {
    waiting.get(text)?.({ result });
    await settled();
  };
  const refuse = async (text: string, code: string) => {
    const refusal = new ImbotError({ code, method: text, outcome: 'refused', message: code, status: 403 });
    waiting.get(text)?.(Promise.reject(refusal));
    await settled();
  };
  /** Answers the question, and where the first went to v2 then, that: it might have to go again as v1. */
  const letGo = async (rest: number) => {
    const before = left.length;
    await answer(REVISION, { rest });
    if (rest < 40) return;
    expect(left.slice(before)).toEqual(['first']);
    expect(names.at(-1)).toContain('.v2.');
    await answer('first', { id: 1 });
  };
  return { left, say, batch, call, answer, letGo, refuse, settled };
}

/** Revisions of a portal without v2, and of one that has it. */
const REVISIONS = [30, 40];

const MENU = { MENU: [{ TEXT: 'x', LINK: 'https://x.y' }] };
const REVISION = 'imbot.v2.Revision.get';

describe('a call that could leave at once', () => {
  it.each(REVISIONS)('waits for the one before it of the same dialog, and for none of another (%s)', async (rest) => {
    const { left, say, letGo, settled } = setOff();
    void say('first');
    void say('second', MENU);
    void say('elsewhere', { ...MENU, DIALOG_ID: 'chat8' });
    await settled();
    expect(left).toEqual([REVISION, 'elsewhere']);
    await letGo(rest);
    expect(left).toEqual([REVISION, 'elsewhere', 'first', 'second']);
  });

  it.each(REVISIONS)('waits no longer than its caller does (%s)', async (rest) => {
    const { left, say, letGo, settled } = setOff();
    void say('first');
    const given = new AbortController();
    const second = say('second', MENU, { signal: given.signal });
    void say('third', MENU);
    await settled();
    given.abort();
    await expect(second).rejects.toMatchObject({ code: 'ABORTED', outcome: 'refused' });
    void say('fourth', MENU);
    await settled();
    // The second is out of the line; those behind it wait for the first all the same.
    expect(left).toEqual([REVISION]);
    await letGo(rest);
    expect(left).toEqual([REVISION, 'first', 'third', 'fourth']);
  });

  it.each(REVISIONS)(
    'waits two seconds for a question without an answer, and nobody waits for that one again (%s)',
    async (rest) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
      try {
        const { left, say, answer, settled } = setOff();
        void say('first');
        void say('second', MENU);
        void say('third', MENU);
        await settled();
        vi.advanceTimersByTime(1_999);
        await settled();
        expect(left).toEqual([REVISION]);
        vi.advanceTimersByTime(1);
        await settled();
        expect(left).toEqual([REVISION, 'first', 'second', 'third']);
        void say('fourth', MENU);
        await settled();
        expect(left.at(-1)).toBe('fourth');
        await answer(REVISION, { rest });
        expect(left.at(-1)).toBe('fourth');
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it('waits no longer than it may take, and those behind it go on waiting', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    try {
      const { left, say, answer, settled } = setOff();
      void say('first');
      // Its transport knows that its time is over.
      void say('second', MENU, { timeout: 500 });
      void say('third', MENU);
      await settled();
      vi.advanceTimersByTime(499);
      await settled();
      expect(left).toEqual([REVISION]);
      vi.advanceTimersByTime(1);
      await settled();
      expect(left).toEqual([REVISION, 'second']);
      await answer(REVISION, { rest: 40 });
      expect(left).toEqual([REVISION, 'second', 'first']);
      await answer('first', { id: 1 });
      expect(left).toEqual([REVISION, 'second', 'first', 'third']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('goes once the one before it has failed', async () => {
    const { left, say, settled } = setOff();
    const given = new AbortController();
    const first = say('first', {}, { signal: given.signal });
    void say('second', MENU);
    await settled();
    given.abort();
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
    await settled();
    expect(left).toEqual([REVISION, 'second']);
  });
});

const UPDATE = 'imbot.message.update';
const KEPT = { ...MENU, BOT_ID: 5 };

/** Two ways to name one thing: what goes first to a question, and what could leave at once. */
const SAME: Readonly<Record<string, readonly [first: [string, Params], second: [string, Params]]>> = {
  'a number and a text': [
    ['imbot.message.add', { BOT_ID: 5, DIALOG_ID: 7, MESSAGE: 'first' }],
    ['imbot.message.add', { ...KEPT, DIALOG_ID: '7', MESSAGE: 'second' }],
  ],
  'names in other case': [
    ['imbot.message.add', { BOT_ID: 5, dialog_id: 'chat7', MESSAGE: 'first' }],
    ['imbot.message.add', { ...KEPT, DIALOG_ID: 'CHAT7', MESSAGE: 'second' }],
  ],
  'a dialog and a chat': [
    ['imbot.message.add', { BOT_ID: 5, DIALOG_ID: 'chat7', MESSAGE: 'first' }],
    ['imbot.no.such.method', { CHAT_ID: 7, MESSAGE: 'second' }],
  ],
  'one message': [
    [UPDATE, { BOT_ID: 5, MESSAGE_ID: 7, MESSAGE: 'first' }],
    [UPDATE, { ...KEPT, MESSAGE_ID: '7', MESSAGE: 'second' }],
  ],
  'a v2 name beside': [
    ['imbot.message.add', { BOT_ID: 5, DIALOG_ID: 'chat7', MESSAGE: 'first' }],
    ['imbot.v2.Chat.Message.send', { botId: 5, dialogId: 'chat7', fields: { message: 'second' } }],
  ],
};

/** The same pairs, where the second speaks of something else. */
const OTHER: Readonly<Record<string, readonly [first: [string, Params], second: [string, Params]]>> = {
  'the talk with a user and the chat of that number': [
    ['imbot.message.add', { BOT_ID: 5, DIALOG_ID: '7', MESSAGE: 'first' }],
    ['imbot.message.add', { ...KEPT, DIALOG_ID: 'chat7', MESSAGE: 'second' }],
  ],
  'a chat and a message of that number': [
    ['imbot.message.add', { BOT_ID: 5, DIALOG_ID: 'chat7', MESSAGE: 'first' }],
    [UPDATE, { ...KEPT, MESSAGE_ID: 7, MESSAGE: 'second' }],
  ],
  'a reading': [
    ['imbot.message.add', { BOT_ID: 5, DIALOG_ID: 'chat7', MESSAGE: 'first' }],
    ['im.dialog.get', { DIALOG_ID: 'chat7', MESSAGE: 'second' }],
  ],
  'neither dialog nor message': [
    ['imbot.message.add', { BOT_ID: 5, DIALOG_ID: 'chat7', MESSAGE: 'first' }],
    ['im.notify', { TO: 7, MESSAGE: 'second' }],
  ],
};

describe('a line', () => {
  const same = REVISIONS.flatMap((rest) => Object.entries(SAME).map(([name, calls]) => [name, rest, calls] as const));
  it.each(same)('is one for %s (%s)', async (_name, rest, [first, second]) => {
    const { left, call, letGo, settled } = setOff();
    void call(...first);
    void call(...second);
    await settled();
    expect(left).toEqual([REVISION]);
    await letGo(rest);
    expect(left).toEqual([REVISION, 'first', 'second']);
  });

  it.each(Object.entries(OTHER))('is another for %s', async (_name, [first, second]) => {
    const { left, call, settled } = setOff();
    void call(...first);
    void call(...second);
    await settled();
    expect(left).toEqual([REVISION, 'second']);
  });

  it('is one for all clients and wrappers of a portal in this process', async () => {
    const portal = `https://shared-${Math.random()}.example/`;
    const [one, other, elsewhere] = [setOff(portal), setOff(portal), setOff()];
    void one.say('first');
    void other.say('second', MENU);
    void elsewhere.say('of another portal', MENU);
    void one.say('third', MENU);
    await one.settled();
    expect([one.left, other.left, elsewhere.left]).toEqual([[REVISION], [], ['of another portal']]);
    await one.letGo(40);
    expect([one.left, other.left]).toEqual([[REVISION, 'first', 'third'], ['second']]);
  });

  it.each(REVISIONS)('is one for calls and for the commands of a batch (%s)', async (rest) => {
    const { left, say, batch, letGo, settled } = setOff();
    const command = 'imbot.message.add?BOT_ID=5&DIALOG_ID=chat7&MESSAGE=second&MENU[0][TEXT]=x';
    const read = 'im.dialog.get?DIALOG_ID=chat7';
    void say('first');
    void batch([command, read]);
    void batch([read]);
    void say('third', MENU);
    void say('elsewhere', { ...MENU, DIALOG_ID: 'chat8' });
    await settled();
    expect(left).toEqual([REVISION, 'elsewhere', read]);
    await letGo(rest);
    expect(left.map((text) => text.replace(/^.*second.*$/, 'second'))).toEqual([
      REVISION,
      'elsewhere',
      read,
      'first',
      'second',
      'third',
    ]);
  });

  it('waits for a batch that is given up no longer than for a call', async () => {
    const { left, say, batch, settled } = setOff();
    const given = new AbortController();
    const text = 'imbot.message.add?BOT_ID=5&DIALOG_ID=chat7&MESSAGE=first';
    const first = batch([text], { signal: given.signal });
    void say('second', MENU);
    await settled();
    expect(left).toEqual([REVISION]);
    given.abort();
    await expect(first).rejects.toMatchObject({ code: 'ABORTED', outcome: 'refused' });
    await settled();
    expect(left).toEqual([REVISION, 'second']);
  });

  it('moves on once it is sure that a call does not go out again as v1', async () => {
    const { left, say, answer, refuse, settled } = setOff();
    void say('first').catch(() => {});
    void say('second', MENU);
    await answer(REVISION, { rest: 40 });
    expect(left).toEqual([REVISION, 'first']);
    await refuse('first', 'BOT_NOT_FOUND');
    expect(left).toEqual([REVISION, 'first', 'first', 'second']);
    await settled();
  });

  it.each(['BOT_NOT_FOUND', 'ERROR_METHOD_NOT_FOUND'])(
    'moves on as v1 at once where v2 refused the first: %s',
    async (code) => {
      const { left, say, answer, refuse } = setOff();
      for (const text of ['first', 'second', 'third', 'fourth']) void say(text);
      await answer(REVISION, { rest: 40 });
      expect(left).toEqual([REVISION, 'first']);
      await refuse('first', code);
      expect(left).toEqual([REVISION, 'first', 'first', 'second', 'third', 'fourth']);
    },
  );

  it('does not wait for the answer to a call of a bot that v2 accepts', async () => {
    const { left, say, answer } = setOff();
    void say('first');
    await answer(REVISION, { rest: 40 });
    await answer('first', { id: 1 });
    void say('second');
    void say('third', MENU);
    await answer('', undefined);
    expect(left).toEqual([REVISION, 'first', 'second', 'third']);
  });

  it.each(REVISIONS)('leaves no timer behind (%s)', async (rest) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    try {
      const { say, letGo, settled } = setOff();
      const given = new AbortController();
      void say('first');
      const second = say('second', MENU, { signal: given.signal });
      void say('third', MENU);
      await settled();
      given.abort();
      await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
      await letGo(rest);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
