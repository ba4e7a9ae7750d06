import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createEventHandler,
  type EventHandlerOptions,
  memorySeen,
  pollEvents,
  type SeenStore,
} from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v2Data, webhookBody } from './samples';

const FORM = { contentType: 'application/x-www-form-urlencoded' };

function body(event: string): string {
  return httpBuildQuery(webhookBody(event, v2Data(event, 'group')));
}
const MESSAGE = body('ONIMBOTV2MESSAGEADD');
const COMMAND = body('ONIMBOTV2COMMANDADD');

/** A handler whose runs end when told, one after the other, each with the outcome given. */
function slow(options: Partial<EventHandlerOptions> = {}) {
  const ends: ((fails: boolean) => void)[] = [];
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      ends.push((fails) => (fails ? reject(new Error('broken')) : resolve()));
    });
  const errors: string[] = [];
  const handler = createEventHandler({
    applicationToken: 'APPTOK',
    duplicates: 'drop',
    on: { ONIMBOTMESSAGEADD: run, ONIMCOMMANDADD: run },
    onError: (error, event) => void errors.push(`${String(error)} ${event.event}`),
    ...options,
  });
  const deliver = (text = MESSAGE) => handler.deliver(text, FORM);
  const end = async (fails: boolean): Promise<void> => {
    await vi.waitFor(() => expect(ends.length).toBeGreaterThan(0));
    ends.shift()?.(fails);
  };
  return { deliver, end, ends, errors };
}

describe('two deliveries of one event at once', () => {
  it.each([2, 3, 10])('%i of them: while one fails the others wait, and one of them is handled', async (count) => {
    const { deliver, end, ends } = slow();
    const all = Array.from({ length: count }, () => deliver());
    await end(true);
    await end(false);
    const texts = (await Promise.all(all)).map(({ status, text }) => `${status} ${text}`).sort();
    expect(texts).toEqual([...Array.from({ length: count - 2 }, () => '200 duplicate'), '200 handled', '500 failed']);
    expect(ends).toEqual([]);
  });

  it('all of them fail: each is told so', async () => {
    const { deliver, end } = slow();
    const all = Array.from({ length: 4 }, () => deliver());
    for (let n = 0; n < 4; n += 1) await end(true);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([500, 500, 500, 500]);
  });

  it('the first is handled: the others are duplicates, told when it is done', async () => {
    const { deliver, end } = slow();
    const first = deliver();
    const second = deliver();
    let answered = false;
    void second.then(() => {
      answered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    await end(false);
    expect([(await first).text, (await second).text]).toEqual(['handled', 'duplicate']);
  });

  it('the message of a command that fails is handled as a message', async () => {
    const { deliver, end } = slow();
    const command = deliver(COMMAND);
    const message = deliver(MESSAGE);
    await end(true);
    await end(false);
    expect([(await command).text, (await message).text]).toEqual(['failed', 'handled']);
    const again = slow();
    const [one, two] = [again.deliver(COMMAND), again.deliver(MESSAGE)];
    await again.end(false);
    expect([(await one).text, (await two).text]).toEqual(['handled', 'duplicate']);
  });
});

describe('the message of a command', () => {
  it('that failed before it came is handled as a message; a command that then succeeds covers it again', async () => {
    const { deliver, end } = slow();
    const failing = deliver(COMMAND);
    await end(true);
    expect((await failing).text).toBe('failed');
    const message = deliver(MESSAGE);
    await end(false);
    expect((await message).text).toBe('handled');
    const other = slow();
    for (const fails of [true, false]) {
      const command = other.deliver(COMMAND);
      await other.end(fails);
      expect((await command).text).toBe(fails ? 'failed' : 'handled');
    }
    expect((await other.deliver(MESSAGE)).text).toBe('duplicate');
  });

  it('that failed in another process is handled as a message here', async () => {
    const store = memorySeen();
    const [one, two] = [slow({ duplicates: store }), slow({ duplicates: store })];
    const command = one.deliver(COMMAND);
    await one.end(true);
    expect((await command).text).toBe('failed');
    const message = two.deliver(MESSAGE);
    await two.end(false);
    expect((await message).text).toBe('handled');
  });

  it('that succeeded in another process, or is running there, is dropped here', async () => {
    const store = memorySeen();
    const [one, two] = [slow({ duplicates: store }), slow({ duplicates: store })];
    const command = one.deliver(COMMAND);
    await vi.waitFor(() => expect(one.ends).toHaveLength(1));
    expect((await two.deliver(MESSAGE)).text).toBe('duplicate');
    await one.end(false);
    expect((await command).text).toBe('handled');
    expect((await two.deliver(MESSAGE)).text).toBe('duplicate');
    expect(two.ends).toEqual([]);
  });
});

describe('two processes with one store', () => {
  it('the first fails: the second, which came meanwhile, handles it', async () => {
    const store = memorySeen();
    const [one, two] = [slow({ duplicates: store }), slow({ duplicates: store })];
    const first = one.deliver();
    await vi.waitFor(() => expect(one.ends).toHaveLength(1));
    const second = two.deliver();
    await one.end(true);
    await two.end(false);
    expect([(await first).text, (await second).text, (await one.deliver()).text]).toEqual([
      'failed',
      'handled',
      'duplicate',
    ]);
  });

  it('the first goes on too long: the second asks to be asked again, told', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const store = memorySeen();
    const [one, two] = [slow({ duplicates: store }), slow({ duplicates: store })];
    const first = one.deliver();
    await vi.advanceTimersByTimeAsync(1);
    const second = two.deliver();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await second).toEqual({ status: 503, text: 'busy' });
    expect(two.errors).toHaveLength(1);
    one.ends.shift()?.(false);
    expect((await first).text).toBe('handled');
    expect((await two.deliver()).text).toBe('duplicate');
  });

  it('a poller that was killed in the middle of an event handles it after the restart', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const store = memorySeen();
    const seen: unknown[] = [];
    const event = { eventId: 1, type: 'ONIMBOTV2MESSAGEADD', data: v2Data('ONIMBOTV2MESSAGEADD', 'private') };
    const start = (botId: number, hangs: boolean) => {
      const stop = new AbortController();
      return pollEvents(
        { call: () => Promise.resolve({ events: [event], nextOffset: 2 }) },
        {
          botId,
          duplicates: store,
          signal: stop.signal,
          on: { ONIMBOTMESSAGEADD: () => (hangs ? new Promise(() => {}) : void seen.push('handled')) },
          sleep: () => Promise.resolve(stop.abort()),
        },
      );
    };
    // The killed one: it never comes to an end.
    void start(571, true);
    await vi.advanceTimersByTimeAsync(1);
    const restarted = start(572, false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await restarted).handled).toBe(1);
    expect(seen).toEqual(['handled']);
  });
});

describe('a store of seen events that', () => {
  const down = () => Promise.reject(new Error('store down'));
  const hang = () => new Promise<never>(() => {});
  it.each<[string, SeenStore]>([
    ['fails', { has: down, add: down, delete: down }],
    ['hangs', { has: hang, add: hang, delete: hang }],
    [
      'throws',
      {
        has: () => {
          throw new Error('store down');
        },
        add: down,
        delete: down,
      },
    ],
  ])('%s: the event is handled all the same, told', async (_, store) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const errors: unknown[] = [];
    let handled = 0;
    const count = (): void => {
      handled += 1;
    };
    const handler = createEventHandler({
      applicationToken: 'APPTOK',
      duplicates: store,
      on: { ONIMBOTMESSAGEADD: count, ONIMCOMMANDADD: count },
      onError: (error) => void errors.push(error),
    });
    const answers = [handler.deliver(MESSAGE, FORM), handler.deliver(COMMAND, FORM)];
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(['handled', 'handled']);
    expect(handled).toBe(2);
    expect(errors.length).toBeGreaterThan(0);
  });
});
