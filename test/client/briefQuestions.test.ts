import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../src/engine/createEngine';
import type { Connection, Envelope } from '../../src/engine/types';
import { wrapCall } from '../../src/wrap/index';

type Params = Record<string, unknown>;

const REVISION = 'imbot.v2.Revision.get';
const GET = 'imbot.v2.Bot.get';
const ADD = 'imbot.message.add';
const SEND = 'imbot.v2.Chat.Message.send';
const message = { BOT_ID: 5, CLIENT_ID: 'c', DIALOG_ID: 'chat7', MESSAGE: 'Hi' };
/** What a portal with v2 answers. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  [REVISION]: { rest: 40 },
  [GET]: { bot: { id: 5, type: 'bot', eventMode: 'fetch' } },
  batch: { result: { nested: { rest: 40 } } },
  [ADD]: 1,
  [SEND]: { id: 1 },
  'imbot.command.register': 3,
  'imbot.v2.Command.register': { command: { id: 3 } },
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** A portal that takes its time for some methods; what is not named there is answered at once. */
function slowPortal(slow: Readonly<Record<string, number>>, portal = `https://slow-${Math.random()}.example/`) {
  const left: string[] = [];
  const answer = (method: string): Promise<unknown> => {
    left.push(method);
    const ms = slow[method];
    const result = structuredClone(ANSWERS[method]);
    return ms === undefined ? Promise.resolve(result) : new Promise((resolve) => setTimeout(() => resolve(result), ms));
  };
  return { left, portal, answer };
}

/** How calls are made: through the engine, as clients of ours do, and through wrappers that a team has. */
const FACES: Readonly<
  Record<string, (scene: ReturnType<typeof slowPortal>) => (method: string, params: Params) => Promise<unknown>>
> = {
  'a client of ours': ({ portal, answer }) => {
    const connection: Connection = {
      portal,
      mute: true,
      send: async (method): Promise<Envelope> => ({ result: await answer(method) }),
    };
    const engine = createEngine({ context: { auth: 'webhook', clientId: 'c' }, mode: 'auto', warnings: false });
    return (method, params) => engine.request(connection, method, params);
  },
  'a wrapper with results': ({ portal, answer }) =>
    wrapCall((method: string, _params: Params) => answer(method), {
      answer: 'result',
      portal: () => portal,
      warnings: false,
    }),
  'a wrapper with envelopes': ({ portal, answer }) =>
    wrapCall(async (method: string, _params: Params) => ({ result: await answer(method) }), {
      answer: 'envelope',
      portal: () => portal,
      warnings: false,
    }),
  'a wrapper that calls back': ({ portal, answer }) => {
    const own = wrapCall(
      (method: string, _params: Params, done: (error: unknown, result?: unknown) => void): void =>
        void answer(method).then((result) => done(null, result)),
      { answer: 'callback', portal: () => portal, warnings: false },
    );
    return (method, params) =>
      new Promise((resolve, reject) =>
        own(method, params, (error, result) => (error ? reject(error) : resolve(result))),
      );
  },
};

/** A wrapper with answers is asked for the revision in a batch. */
const QUESTIONS: Readonly<Record<string, string[]>> = {
  'a client of ours': [REVISION, GET],
  'a wrapper that calls back': [REVISION, GET, 'batch'],
};
const isMessage = (method: string): boolean => method === ADD || method === SEND;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
};
const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
};

describe.each(Object.entries(FACES))('over %s', (face, make) => {
  const questions = QUESTIONS[face] ?? ['batch', GET];

  it.each(questions)(
    'a call waits two seconds for an answer to %s, and goes out as v1 then, once',
    async (question) => {
      const scene = slowPortal({ [question]: 60_000 });
      const call = make(scene);
      const ends: unknown[] = [];
      void call(ADD, message).then((end) => ends.push(end));
      await settle();
      await pass(1_999);
      expect(scene.left.filter(isMessage)).toEqual([]);
      await pass(1);
      expect(scene.left.filter(isMessage)).toEqual([ADD]);
      expect(ends).toHaveLength(1);
      await pass(120_000);
      expect(scene.left.filter(isMessage)).toEqual([ADD]);
    },
  );

  it.each(questions)('an answer to %s that comes late serves the calls to come', async (question) => {
    const scene = slowPortal({ [question]: 5_000 });
    const call = make(scene);
    void call(ADD, message);
    await settle();
    await pass(2_000);
    await pass(6_000);
    for (let turn = 0; turn < 3; turn++) {
      void call(ADD, message);
      await settle();
      await pass(6_000);
    }
    expect(scene.left.filter(isMessage).at(-1)).toBe(SEND);
    expect(scene.left.filter(isMessage)).toHaveLength(4);
    expect(scene.left.filter((method) => method === question).length).toBeLessThanOrEqual(2);
  });

  it('it waits two seconds for all of them together', async () => {
    const scene = slowPortal({ [REVISION]: 1_200, [GET]: 1_200, batch: 1_200 });
    const call = make(scene);
    void call(ADD, message);
    await settle();
    await pass(1_999);
    expect(scene.left.filter(isMessage)).toEqual([]);
    // What is returned tells nothing of how a callback is called: that is waited for by itself, before.
    await pass(face === 'a wrapper that calls back' ? 1_201 : 1);
    expect(scene.left.filter(isMessage)).toEqual([ADD]);
  });
});

it('a command that is registered with events of v2 waits no longer for the way of its bot', async () => {
  const scene = slowPortal({ [GET]: 60_000 });
  const connection: Connection = {
    portal: scene.portal,
    send: async (method): Promise<Envelope> => ({ result: await scene.answer(method) }),
  };
  const engine = createEngine({
    context: { auth: 'webhook', clientId: 'c', events: 'v2' },
    mode: 'auto',
    warnings: false,
  });
  const params = {
    BOT_ID: 5,
    COMMAND: 'hi',
    EVENT_COMMAND_ADD: 'https://bot.example/',
    LANG: [{ LANGUAGE_ID: 'en', TITLE: 'Hi' }],
  };
  void engine.request(connection, 'imbot.command.register', params);
  await settle();
  await pass(2_000);
  expect(scene.left.at(-1)).toBe('imbot.command.register');
});

it('one wrapper whose question hangs keeps another of the same portal no longer', async () => {
  const hangs = slowPortal({ batch: 60_000 });
  const answers = slowPortal({}, hangs.portal);
  void FACES['a wrapper with results']?.(hangs)(ADD, message);
  await settle();
  void FACES['a wrapper with results']?.(answers)(ADD, message);
  await settle();
  await pass(2_000);
  expect([hangs, answers].map(({ left }) => left.filter(isMessage))).toEqual([[ADD], [ADD]]);
});

it('a process that stood still looks first whether the answer has come', async () => {
  vi.useRealTimers();
  const portal = `https://still-${Math.random()}.example/`;
  const left: string[] = [];
  const connection: Connection = {
    portal,
    send: async (method): Promise<Envelope> => {
      left.push(method);
      // As over a socket: some turns of the loop behind the moment in which it lay there.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
      return { result: structuredClone(ANSWERS[method]) };
    },
  };
  const engine = createEngine({ context: { auth: 'webhook', clientId: 'c' }, mode: 'auto', warnings: false });
  const end = engine.request(connection, ADD, message);
  await Promise.resolve();
  const begun = performance.now();
  while (performance.now() - begun < 2_300);
  await end;
  expect(left.filter(isMessage)).toEqual([SEND]);
});
