import { afterAll, describe, expect, it } from 'vitest';
import { pollEvents, redisOffsetStore } from '../../src/events/index';
import { CLIENTS } from '../redis/clients';
import { startRedis } from '../transport/redis';
import { v2Data } from './samples';

const server = await startRedis('offsets over a Redis that freezes');
afterAll(() => server?.stop());

function said(eventId: number): Record<string, unknown> {
  const message = { id: eventId, chatId: 1, authorId: 27, text: `${eventId}` };
  return { eventId, type: 'ONIMBOTV2MESSAGEADD', data: { ...v2Data('ONIMBOTV2MESSAGEADD', 'private'), message } };
}

/** Each waits two seconds for an answer; quick runs leave out the majors that answer as the next one does. */
const ASKED = Object.entries(CLIENTS).filter(
  ([name]) => process.env['IMBOT_FULL'] !== undefined || !['ioredis 5', 'node-redis 5'].includes(name),
);

describe.skipIf(server === undefined).each(ASKED)('%s', (_name, connect) => {
  it('Redis freezes in the middle: each event is handled once, told, and the offset is there when it is back', async () => {
    const { client, close } = await connect(server?.port ?? 0);
    const key = `offsets:${_name}`;
    const store = redisOffsetStore(client, { key });
    const stop = new AbortController();
    const seen: unknown[] = [];
    const told: string[] = [];
    let next = 1;
    const report = await pollEvents(
      {
        call: () => {
          const events = [said(next), said(next + 1)];
          next += 2;
          return Promise.resolve({ events, nextOffset: next });
        },
      },
      {
        botId: 571,
        offsetStore: store,
        signal: stop.signal,
        on: {
          ONIMBOTMESSAGEADD: ({ data }) => {
            if (seen.push(data.PARAMS.MESSAGE) === 3) server?.freeze();
          },
        },
        onError: (error, _wait, what) => {
          told.push(`${what} ${String(error)}`);
          server?.thaw();
        },
        sleep: () => Promise.resolve(next > 8 ? stop.abort() : undefined),
      },
    );
    expect(seen).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(told[0]).toMatch(/^offset .*did not answer/);
    expect([report.handled, report.errors]).toEqual([8, told.length]);
    expect(await redisOffsetStore(client, { key }).get(571)).toBe(9);
    close();
  }, 30_000);
});
