import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPortal } from '../../portal/index';
import { fileOffsetStore } from '../../src/events/fileOffsetStore';
import { memoryOffsetStore, type OffsetStore, type PollOptions, pollEvents } from '../../src/events/index';
import { v2Data } from './samples';

function said(eventId: number): { eventId: number } & Record<string, unknown> {
  const message = { id: eventId, chatId: 1, authorId: 27, text: `${eventId}` };
  const data = { ...v2Data('ONIMBOTV2MESSAGEADD', 'private'), message };
  return { eventId, type: 'ONIMBOTV2MESSAGEADD', date: '2025-01-15T10:30:00+02:00', data };
}

/** A queue as the portal keeps it: an offset takes away what is below it; the poller is stopped after so many polls. */
function queueOf(ids: number[], polls: number) {
  const stop = new AbortController();
  const queue = ids.map(said);
  const asked: unknown[] = [];
  const waits: number[] = [];
  const seen: string[] = [];
  const told: string[] = [];
  const imbot = {
    call: (_method: string, params: Record<string, unknown> = {}) => {
      asked.push(params['offset']);
      const offset = Number(params['offset'] ?? 0);
      while (queue[0] !== undefined && queue[0].eventId < offset) queue.shift();
      const events = queue.slice(0, Number(params['limit'] ?? 100));
      const last = events.at(-1);
      return Promise.resolve({
        events,
        nextOffset: last === undefined ? null : last.eventId + 1,
        hasMore: queue.length > events.length,
      });
    },
  };
  const options = {
    botId: 571,
    signal: stop.signal,
    on: { ONIMBOTMESSAGEADD: ({ data }) => void seen.push(String(data.PARAMS.MESSAGE)) },
    onError: (error) => void told.push(String(error)),
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      if (asked.length >= polls) stop.abort();
      return Promise.resolve();
    },
  } satisfies PollOptions;
  return { imbot, options, queue, asked, waits, seen, told, stop };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const broken: OffsetStore = {
  get: () => undefined,
  set: () => Promise.reject(new Error('disk full')),
};

let errors: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  errors = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => errors.mockRestore());

describe('an offset that cannot be stored', () => {
  it.each([1, 2, 5, 40])(
    'each of %i events is handled once by this process, and the rest is not held up',
    async (n) => {
      const ids = Array.from({ length: n }, (_, index) => index + 1);
      const { imbot, options, queue, seen } = queueOf(ids, 6);
      queue.length = 0;
      queue.push(...ids.map(said));
      await pollEvents(imbot, { ...options, offsetStore: broken, limit: 3 });
      const expected = ids.slice(0, 18).map(String);
      expect(seen).toEqual(expected);
    },
  );

  it('is told each time, also where nobody asked to be told', async () => {
    const { imbot, options, told } = queueOf([1, 2, 3], 1);
    await pollEvents(imbot, { ...options, offsetStore: broken });
    expect(told.filter((text) => text.includes('disk full'))).toHaveLength(3);
    const silent = queueOf([1, 2, 3], 1);
    await pollEvents(silent.imbot, { ...silent.options, onError: undefined, offsetStore: broken });
    const lines = errors.mock.calls.map((line: unknown[]) => line.map(String).join(' '));
    expect(lines.filter((line: string) => line.includes('disk full') && line.includes('571'))).toHaveLength(3);
  });

  it('lengthens the wait until it is stored, and not only until the next answer', async () => {
    let down = true;
    const { imbot, options, queue, waits } = queueOf([1], 9);
    const stored: number[] = [];
    const offsetStore: OffsetStore = {
      get: () => undefined,
      set: (_bot, offset) => {
        if (down) throw new Error('down');
        stored.push(offset);
      },
    };
    const sleep = (milliseconds: number): Promise<void> => {
      if (waits.length === 6) down = false;
      queue.push(said(waits.length + 2));
      return options.sleep(milliseconds);
    };
    const report = await pollEvents(imbot, { ...options, sleep, offsetStore });
    expect(waits).toEqual([5000, 10000, 20000, 40000, 60000, 60000, 60000, 5000, 5000]);
    expect(stored).toEqual([9, 10]);
    expect(report).toMatchObject({ handled: 9, errors: 7 });
  });

  it('is tried again with an empty queue until it is stored', async () => {
    const { imbot, options } = queueOf([7], 3);
    const stored: number[] = [];
    let tries = 0;
    const offsetStore: OffsetStore = {
      get: () => undefined,
      set: (_bot, offset) => {
        tries += 1;
        if (tries < 3) throw new Error('down');
        stored.push(offset);
      },
    };
    await pollEvents(imbot, { ...options, offsetStore });
    expect(stored).toEqual([8]);
  });

  it('because its store never answers: the bot goes on, told', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { imbot, options, seen, told } = queueOf([1, 2, 3], 2);
    const hung: OffsetStore = { get: () => undefined, set: () => new Promise(() => {}) };
    const running = pollEvents(imbot, { ...options, offsetStore: hung });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await running).handled).toBe(3);
    expect(seen).toEqual(['1', '2', '3']);
    expect(told.join()).toContain('did not answer');
  });

  it('because its store never answers at the start: the poller ends with it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { imbot, options } = queueOf([1], 1);
    const running = pollEvents(imbot, { ...options, offsetStore: { get: () => new Promise(() => {}), set: () => {} } });
    const ended = expect(running).rejects.toThrow('did not answer');
    await vi.advanceTimersByTimeAsync(60_000);
    await ended;
  });
});

describe('what a store answers', () => {
  it.each<[string, unknown]>([
    ['text', '1000'],
    ['a bigint', 1000n],
  ])('is an offset also as %s, as drivers hand it out', async (_, kept) => {
    const { imbot, options, seen, told } = queueOf([998, 999, 1000], 1);
    const store = { get: () => kept, set: () => {} };
    // @ts-expect-error A store in plain JavaScript.
    await pollEvents(imbot, { ...options, offsetStore: store });
    expect([seen, told]).toEqual([['1000'], []]);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty text', ''],
  ])('is nothing yet as %s', async (_, kept) => {
    const { imbot, options, seen, told } = queueOf([1, 2], 1);
    const store = { get: () => kept, set: () => {} };
    // @ts-expect-error A store in plain JavaScript.
    await pollEvents(imbot, { ...options, offsetStore: store });
    expect([seen, told]).toEqual([['1', '2'], []]);
  });

  it.each<unknown>([Number.NaN, -1, 1.5, 1e300, Number.POSITIVE_INFINITY, 'x', '-1', '1e3', {}, [], true])(
    'is told where it is no offset: %s',
    async (kept) => {
      const { imbot, options, seen, told } = queueOf([1, 2], 1);
      const store = { get: () => kept, set: () => {} };
      // @ts-expect-error A store in plain JavaScript.
      await pollEvents(imbot, { ...options, offsetStore: store });
      expect([seen, told]).toEqual([['1', '2'], [expect.stringContaining('no offset')]]);
    },
  );
});

describe('a page', () => {
  it('that holds an event twice', async () => {
    const { imbot, options, seen } = queueOf([3, 1, 1, 2, 3], 1);
    await pollEvents(imbot, options);
    expect(seen).toEqual(['1', '2', '3']);
  });
});

describe('a handler that comes to no end', () => {
  it('is told after a minute: the events behind it wait', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { imbot, options, told } = queueOf([1, 2], 1);
    let end = (): void => {};
    const on = {
      ONIMBOTMESSAGEADD: () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    };
    const polling = pollEvents(imbot, { ...options, on });
    await vi.advanceTimersByTimeAsync(59_999);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual([expect.stringMatching(/event 1 .*minute/)]);
    end();
    await vi.advanceTimersByTimeAsync(0);
    end();
    await polling;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the file of offsets', () => {
  it('is kept whole by two stores, one for each bot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'offsets-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'offsets.json');
    const [one, other] = [fileOffsetStore(path), fileOffsetStore(path)];
    await Promise.all([one.get(1), other.get(2)]);
    for (let offset = 1; offset <= 20; offset += 1) await Promise.all([one.set(1, offset), other.set(2, offset * 2)]);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ 1: 20, 2: 40 });
  });

  it('has its folders made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'offsets-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'a', 'b', 'offsets.json');
    const { imbot, options, told } = queueOf([1], 1);
    await pollEvents(imbot, { ...options, offsetStore: fileOffsetStore(path) });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ 571: 2 });
    expect(told).toEqual([]);
  });
});

describe('a queue that counts anew', () => {
  it.each([
    ['shorter than a page', [1, 2, 3], 100],
    ['longer than a page', Array.from({ length: 12 }, (_, index) => index + 1), 5],
  ])('below the stored offset is read from its start, told: %s', async (_, ids, limit) => {
    const { imbot, options, seen, told } = queueOf(ids, 6);
    const offsetStore = memoryOffsetStore();
    await offsetStore.set(571, 5000);
    await pollEvents(imbot, { ...options, limit, offsetStore });
    expect(seen).toEqual(ids.map(String));
    expect(await offsetStore.get(571)).toBe((ids.at(-1) ?? 0) + 1);
    expect(told).toEqual([expect.stringMatching(/queue of bot 571.* 1\b.* 5000/)]);
  });

  it('is found also where it was empty at the start', async () => {
    const { imbot, options, queue, seen } = queueOf([], 4);
    const offsetStore = memoryOffsetStore();
    await offsetStore.set(571, 5000);
    const sleep = (milliseconds: number): Promise<void> => {
      if (queue.length === 0) queue.push(said(1));
      return options.sleep(milliseconds);
    };
    await pollEvents(imbot, { ...options, sleep, offsetStore });
    expect(seen[0]).toBe('1');
  });

  it('is another thing than events that were handled and not yet confirmed', async () => {
    const { imbot, options, seen, told, asked } = queueOf([997, 998, 999, 1003], 2);
    const offsetStore = memoryOffsetStore();
    await offsetStore.set(571, 1000);
    await pollEvents(imbot, { ...options, offsetStore });
    expect([seen, told, asked.at(-1)]).toEqual([['1003'], [], 1004]);
  });

  it('does not come from more handled events than a page holds', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => index + 1);
    const { imbot, options, seen, told } = queueOf(ids, 12);
    const offsetStore = memoryOffsetStore();
    await offsetStore.set(571, 31);
    await pollEvents(imbot, { ...options, limit: 5, offsetStore });
    expect([seen, told]).toEqual([ids.slice(30).map(String), []]);
  });

  it('is not taken for one where the portal goes on to hand out thousands that were confirmed', async () => {
    const { imbot, options, seen, told } = queueOf(range(1, 3000), 3);
    const offsetStore = memoryOffsetStore();
    await offsetStore.set(571, 2999);
    await pollEvents(imbot, { ...options, offsetStore });
    expect(seen).toEqual(['2999', '3000']);
    expect(told).toEqual([expect.stringMatching(/bot 571.*2999.*taken for handled/)]);
  });

  it('is not an old answer to a question with an offset: its events are not handled again, and that is told', async () => {
    const { options, seen, told, waits } = queueOf([], 0);
    const pages = [range(1, 3), range(4, 6), range(1, 3), range(1, 3), range(5, 7)];
    const call = () => Promise.resolve({ events: (pages.shift() ?? []).map(said), hasMore: true });
    const sleep = (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      return Promise.resolve(pages.length === 0 ? options.signal.throwIfAborted() : undefined);
    };
    const on = {
      ONIMBOTMESSAGEADD: (event: Parameters<(typeof options.on)['ONIMBOTMESSAGEADD']>[0]) => {
        options.on.ONIMBOTMESSAGEADD(event);
        if (event.data.PARAMS.MESSAGE === '7') stop.abort();
      },
    };
    const stop = new AbortController();
    await pollEvents({ call }, { ...options, on, signal: stop.signal, sleep });
    expect(seen).toEqual(range(1, 7).map(String));
    expect(told).toEqual([expect.stringContaining('older events only'), expect.stringContaining('older events only')]);
    expect(waits).toEqual([2_000, 2_000, 5_000, 10_000]);
  });

  it('on the portal itself: nothing of the new queue is confirmed away', async () => {
    const portal = createPortal();
    const { path } = portal.webhook();
    const bot = portal.addBot({ code: 'helper', clientId: 'token', generation: 'v2', eventMode: 'fetch' });
    for (const text of ['one', 'two']) portal.say({ userId: 2, dialogId: bot.id, text });
    const texts: unknown[] = [];
    const offsetStore = memoryOffsetStore();
    await offsetStore.set(bot.id, 9_000_000);
    const stop = new AbortController();
    const imbot = {
      call: async (method: string, params: object = {}) => {
        const request = new Request(`http://127.0.0.1${path}${method}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ...params, botToken: 'token' }),
        });
        const answer: unknown = await (await portal.handle(request)).json();
        return typeof answer === 'object' && answer !== null && 'result' in answer ? answer.result : undefined;
      },
    };
    await pollEvents(imbot, {
      botId: bot.id,
      offsetStore,
      signal: stop.signal,
      on: { ONIMBOTMESSAGEADD: ({ data }) => void texts.push(data.PARAMS.MESSAGE) },
      onError: () => {},
      sleep: () => Promise.resolve(stop.abort()),
    });
    expect(texts).toEqual(['one', 'two']);
    expect(await offsetStore.get(bot.id)).toBeLessThan(9_000_000);
  });
});

describe('what cannot be read or fails', () => {
  it.each([
    ['no object', 'text'],
    ['no name', { eventId: 2, type: 7 }],
    ['no content', { eventId: 2 }],
    [
      'too deep',
      { eventId: 2, type: 'ONIMBOTV2MESSAGEADD', data: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`) },
    ],
  ])('an event with %s is skipped at once, told once, and the rest goes on', async (_, odd) => {
    const { options, seen, waits, stop } = queueOf([], 1);
    const asked: unknown[] = [];
    const imbot = {
      call: (_method: string, params: Record<string, unknown> = {}) => {
        asked.push(params['offset']);
        if (asked.length > 1) stop.abort();
        return Promise.resolve({ events: asked.length > 1 ? [] : [said(1), odd, said(3)], nextOffset: 4 });
      },
    };
    const poisoned: unknown[] = [];
    const sleep = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    const onPoisoned = (_event: unknown, error: unknown) => void poisoned.push(String(error));
    const report = await pollEvents(imbot, { ...options, sleep, onPoisoned });
    expect([seen, waits, asked]).toEqual([
      ['1', '3'],
      [5000, 7500],
      [undefined, 4],
    ]);
    expect([poisoned.length, report.poisoned.length, report.handled]).toEqual([1, 1, 2]);
  });

  it('hooks that throw do not end the poller', async () => {
    const { imbot, options, seen } = queueOf([1, 2], 3);
    const fail = () => {
      throw new Error('the log is full');
    };
    const calls = { count: 0 };
    const shaky = {
      call: (method: string, params?: Record<string, unknown>) => {
        calls.count += 1;
        return calls.count === 1 ? Promise.reject(new Error('down')) : imbot.call(method, params);
      },
    };
    const on = {
      ONIMBOTMESSAGEADD: ({ data }: { data: { PARAMS: { MESSAGE?: string } } }) => {
        seen.push(String(data.PARAMS.MESSAGE));
        if (data.PARAMS.MESSAGE === '1') throw new Error('poison');
      },
    };
    const report = await pollEvents(shaky, { ...options, on, tries: 2, onError: fail, onPoisoned: fail });
    expect([seen, report.poisoned, report.stopped]).toEqual([['1', '1', '2'], [1], 'signal']);
    expect(errors).toHaveBeenCalledTimes(2);
  });
});

describe('one signal for many pollers', () => {
  it('is listened to once, whatever their number, and not at all when they are done', async () => {
    const stop = new AbortController();
    const listeners = new Set<unknown>();
    let most = 0;
    const { addEventListener, removeEventListener } = stop.signal;
    stop.signal.addEventListener = (type: string, listener: unknown, options?: unknown) => {
      listeners.add(listener);
      most = Math.max(most, listeners.size);
      Reflect.apply(addEventListener, stop.signal, [type, listener, options]);
    };
    stop.signal.removeEventListener = (type: string, listener: unknown) => {
      listeners.delete(listener);
      Reflect.apply(removeEventListener, stop.signal, [type, listener]);
    };
    const call = (_m: string, _p?: object, options?: { signal?: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const pollers = Array.from({ length: 30 }, (_, index) =>
      pollEvents({ call }, { botId: index + 1, on: {}, signal: stop.signal }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    const reports = await Promise.all(pollers);
    expect(reports.every(({ stopped }) => stopped === 'signal')).toBe(true);
    expect(most).toBe(1);
    const idle = new AbortController();
    const one = queueOf([], 1);
    await pollEvents(one.imbot, { ...one.options, signal: AbortSignal.any([idle.signal, one.stop.signal]) });
    expect(listeners.size).toBe(0);
  });
});
