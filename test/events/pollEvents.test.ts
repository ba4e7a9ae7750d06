import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ImbotError } from '../../src/errors/ImbotError';
import { fileOffsetStore } from '../../src/events/fileOffsetStore';
import { memoryOffsetStore, type PollOptions, pollEvents, redisOffsetStore } from '../../src/events/index';
import { v2Data } from './samples';

function queued(eventId: number, event = 'ONIMBOTV2MESSAGEADD', over: Record<string, unknown> = {}) {
  return { eventId, type: event, date: '2025-01-15T10:30:00+02:00', data: { ...v2Data(event, 'private'), ...over } };
}

function said(eventId: number): ReturnType<typeof queued> {
  return queued(eventId, 'ONIMBOTV2MESSAGEADD', {
    message: { id: eventId, chatId: 1, authorId: 27, text: `${eventId}` },
  });
}

/** A client that answers from a script, one entry a poll, and stops the poller when the script is at its end. */
function scripted(script: (object | Error)[]) {
  const stop = new AbortController();
  const asked: (number | undefined)[] = [];
  const waits: number[] = [];
  const imbot = {
    call: (_method: string, params: Record<string, unknown> = {}) => {
      const offset = params['offset'];
      asked.push(typeof offset === 'number' ? offset : undefined);
      const next = script.shift();
      if (next instanceof Error) return Promise.reject(next);
      return Promise.resolve(next ?? { events: [], nextOffset: null, hasMore: false });
    },
  };
  const sleep = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    if (script.length === 0) stop.abort();
    return Promise.resolve();
  };
  return {
    imbot,
    asked,
    waits,
    stop,
    options: { botId: 571, on: {}, sleep, signal: stop.signal } satisfies PollOptions,
  };
}

function refusal(code: string): ImbotError {
  return new ImbotError({ code, method: 'imbot.v2.Event.get', outcome: 'refused', message: code });
}

async function offsetsPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offsets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'offsets.json');
}

describe('waiting', () => {
  it('is 2 s with more to come, 5 s growing to 30 s without, 5 s again after an event', async () => {
    const none = { events: [], nextOffset: null, hasMore: false };
    const { imbot, waits, options } = scripted([
      { events: [said(1)], nextOffset: 2, hasMore: true },
      { events: [said(2)], nextOffset: 3, hasMore: false },
      ...Array.from({ length: 6 }, () => none),
      { events: [said(3)], nextOffset: 4, hasMore: false },
    ]);
    await pollEvents(imbot, options);
    expect(waits).toEqual([2000, 5000, 7500, 11250, 16875, 25312.5, 30000, 30000, 5000]);
  });

  it('doubles on errors up to a minute, tells of each, and starts over after an answer', async () => {
    const errors: unknown[] = [];
    const broken = Array.from({ length: 6 }, () => new Error('down'));
    const { imbot, waits, asked, options } = scripted([
      ...broken,
      { events: [], nextOffset: 7, hasMore: false },
      new Error('x'),
      { nonsense: 1 },
    ]);
    const report = await pollEvents(imbot, { ...options, onError: (_error, wait) => void errors.push(wait) });
    expect(waits).toEqual([5000, 10000, 20000, 40000, 60000, 60000, 7500, 5000, 10000]);
    expect(errors).toEqual([5000, 10000, 20000, 40000, 60000, 60000, 5000, 10000]);
    expect(asked.at(-1)).toBe(7);
    expect(report).toMatchObject({ polls: 1, errors: 8 });
  });

  it.each(['BOT_NOT_FOUND', 'BOT_OWNERSHIP_ERROR', 'ERROR_METHOD_NOT_FOUND', 'REINSTALL'])(
    'is of no use after %s: the poller ends with it',
    async (code) => {
      const { imbot, options } = scripted([refusal(code)]);
      await expect(pollEvents(imbot, options)).rejects.toMatchObject({ code });
      // The claim is released: a new poller may start.
      await expect(pollEvents(scripted([]).imbot, { ...options, signal: AbortSignal.abort() })).resolves.toBeDefined();
    },
  );
});

describe('the offset', () => {
  it('is not sent at first, kept when there are no events, and never goes back', async () => {
    const { imbot, asked, options } = scripted([
      { events: [], nextOffset: 1000, hasMore: false },
      { events: [], nextOffset: null, hasMore: false },
      { events: [], hasMore: false },
      { events: [said(1001)], nextOffset: 1002, hasMore: false },
      { events: [], nextOffset: 5, hasMore: false },
      { events: [], nextOffset: 0, hasMore: false },
    ]);
    const offsetStore = memoryOffsetStore();
    await pollEvents(imbot, { ...options, offsetStore });
    expect(asked).toEqual([undefined, 1000, 1000, 1000, 1002, 1002]);
    expect(await offsetStore.get(571)).toBe(1002);
  });

  it('is stored only when the handler is done', async () => {
    const order: string[] = [];
    const { imbot, options } = scripted([{ events: [said(1), said(2)], nextOffset: 9, hasMore: false }]);
    await pollEvents(imbot, {
      ...options,
      on: {
        ONIMBOTMESSAGEADD: async ({ data }) => {
          order.push(`begin ${data.PARAMS.MESSAGE}`);
          await Promise.resolve();
          order.push(`end ${data.PARAMS.MESSAGE}`);
        },
      },
      offsetStore: { get: () => undefined, set: (_bot, offset) => void order.push(`store ${offset}`) },
    });
    expect(order).toEqual(['begin 1', 'end 1', 'store 2', 'begin 2', 'end 2', 'store 3', 'store 9']);
  });

  it('that cannot be stored is kept in memory: the event is neither lost nor handled again by this process', async () => {
    const seen: unknown[] = [];
    const { imbot, options, asked } = scripted([
      { events: [said(1)], nextOffset: 2, hasMore: false },
      { events: [said(1)], nextOffset: 2, hasMore: false },
    ]);
    let broken = true;
    const set = () => {
      if (!broken) return;
      broken = false;
      throw new Error('disk full');
    };
    const report = await pollEvents(imbot, {
      ...options,
      on: { ONIMBOTMESSAGEADD: ({ data }) => void seen.push(data.PARAMS.MESSAGE) },
      offsetStore: { get: () => undefined, set },
      onError: () => {},
    });
    expect([seen, asked, report.errors]).toEqual([['1'], [undefined, 2], 1]);
  });
});

describe('events', () => {
  it('that keep failing, or cannot be read, are set aside and reported; the rest goes on', async () => {
    const tries: unknown[] = [];
    const poisoned: unknown[] = [];
    const { imbot, waits, options } = scripted([
      { events: [said(1), said(2), { eventId: 3, type: 7 }, said(4)], nextOffset: 5, hasMore: false },
    ]);
    const report = await pollEvents(imbot, {
      ...options,
      tries: 3,
      on: {
        ONIMBOTMESSAGEADD: ({ data }) => {
          tries.push(data.PARAMS.MESSAGE);
          if (data.PARAMS.MESSAGE === '2') throw new Error('poison');
        },
      },
      onPoisoned: (event, error) => void poisoned.push([event.eventId, String(error)]),
      signal: undefined,
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        return waits.length < 3 ? Promise.resolve() : Promise.reject(new Error('end of test'));
      },
    }).catch((error: unknown) => String(error));
    expect(tries).toEqual(['1', '2', '2', '2', '4']);
    expect(poisoned).toMatchObject([
      [2, 'Error: poison'],
      [undefined, expect.stringContaining('not-an-event')],
    ]);
    // What cannot be read is not tried again: the third wait is the one for the next question.
    expect(waits).toEqual([1000, 2000, 5000]);
    expect(report).toBe('Error: end of test');
  });

  it('of a typed command are dropped as messages by choice, even when the message comes first', async () => {
    const seen: string[] = [];
    const command = queued(2, 'ONIMBOTV2COMMANDADD');
    const message = queued(1, 'ONIMBOTV2MESSAGEADD', { message: command.data['message'] });
    const { imbot, options } = scripted([{ events: [message, command, command], nextOffset: 3, hasMore: false }]);
    const report = await pollEvents(imbot, {
      ...options,
      duplicates: 'drop',
      on: { ONIMBOTMESSAGEADD: () => void seen.push('message'), ONIMCOMMANDADD: () => void seen.push('command') },
    });
    expect(seen).toEqual(['command']);
    expect(report).toMatchObject({ handled: 1, duplicates: 2 });
  });

  it('end with the deletion of the bot', async () => {
    const { imbot, options, asked } = scripted([
      { events: [queued(1, 'ONIMBOTV2DELETE')], nextOffset: 2, hasMore: true },
      {},
    ]);
    const deleted: unknown[] = [];
    const report = await pollEvents(imbot, {
      ...options,
      on: { ONIMBOTDELETE: ({ data }) => void deleted.push(data) },
    });
    expect([report.stopped, deleted, asked.length]).toEqual(['bot-deleted', [{ BOT_ID: '571', BOT_CODE: 'BOT' }], 1]);
  });
});

describe('stopping', () => {
  it('finishes the event in hand, stores its offset and asks no more', async () => {
    const { imbot, options, stop, asked } = scripted([
      { events: [said(1), said(2)], nextOffset: 3, hasMore: true },
      {},
    ]);
    const offsetStore = memoryOffsetStore();
    const seen: unknown[] = [];
    const on = {
      ONIMBOTMESSAGEADD: async () => {
        stop.abort();
        await Promise.resolve();
        seen.push('done');
      },
    };
    const report = await pollEvents(imbot, { ...options, on, offsetStore });
    expect([seen, asked.length, await offsetStore.get(571), report.stopped]).toEqual([['done'], 1, 2, 'signal']);
  });

  it('ends a wait and a call under way at once', async () => {
    const stop = new AbortController();
    const imbot = {
      call: (_m: string, _p?: object, call?: { signal?: AbortSignal }) =>
        new Promise((_resolve, reject) => {
          call?.signal?.addEventListener('abort', () => reject(refusal('ABORTED')));
          queueMicrotask(() => stop.abort());
        }),
    };
    await expect(pollEvents(imbot, { botId: 1, on: {}, signal: stop.signal })).resolves.toMatchObject({ polls: 0 });
    const later = new AbortController();
    const idle = { call: () => Promise.resolve({ events: [], nextOffset: 1, hasMore: false }) };
    const set = () => void queueMicrotask(() => queueMicrotask(() => setTimeout(() => later.abort(), 0)));
    const report = await pollEvents(idle, {
      botId: 1,
      on: {},
      signal: later.signal,
      offsetStore: { get: () => undefined, set },
    });
    expect(report).toMatchObject({ polls: 1, stopped: 'signal' });
  });
});

describe('one reader a bot', () => {
  it('per portal and process, across copies of the package; another bot or portal may be read', async () => {
    const stop = new AbortController();
    const forever = () =>
      new Promise<never>((_resolve, reject) => stop.signal.addEventListener('abort', () => reject(refusal('ABORTED'))));
    const client = (portal: string) => ({ call: forever, portalKey: () => portal });
    const options = { botId: 39, on: {}, signal: stop.signal };
    const running = [
      pollEvents(client('a'), options),
      pollEvents(client('b'), options),
      pollEvents(client('a'), { ...options, botId: 40 }),
      pollEvents({ call: forever }, options),
    ];
    await expect(pollEvents(client('a'), options)).rejects.toMatchObject({ code: 'CONFIG', outcome: 'refused' });
    const shared: unknown = Reflect.get(globalThis, Symbol.for('imbot-compat'));
    expect(shared).toHaveProperty(
      'readers.claimed',
      new Set(['a|39', 'b|39', 'a|40', expect.stringMatching(/^client \d+\|39$/)]),
    );
    stop.abort();
    await Promise.all(running);
    await pollEvents(client('a'), options);
  });
});

describe('offset stores', () => {
  it('in a file: one file for several bots, replaced as a whole, read again after a restart', async () => {
    const path = await offsetsPath();
    const store = fileOffsetStore(path);
    expect(await store.get(39)).toBeUndefined();
    await Promise.all([store.set(39, 5), store.set(40, 6), store.set(39, 7)]);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ 39: 7, 40: 6 });
    expect(await fileOffsetStore(path).get(40)).toBe(6);
  });

  it.each(['', 'no json', '[1]', '{"39":"x"}', '{"39":-1}'])(
    'in a file that holds %j: refused, not overwritten',
    async (text) => {
      const path = await offsetsPath();
      await writeFile(path, text);
      await expect(fileOffsetStore(path).get(39)).rejects.toMatchObject({ code: 'CONFIG' });
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it('in Redis: one key a bot', async () => {
    const kept = new Map<string, string>();
    const redis = {
      get: (key: string) => Promise.resolve(kept.get(key) ?? null),
      set: (key: string, value: string) => Promise.resolve(kept.set(key, value)),
    };
    const store = redisOffsetStore(redis, { key: 'acme' });
    expect(await store.get(39)).toBeUndefined();
    await store.set(39, 1002);
    expect([await redisOffsetStore(redis, { key: 'acme' }).get(39), ...kept]).toEqual([1002, ['acme:39', '1002']]);
  });
});
