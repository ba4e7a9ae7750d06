import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { v2Data } from './samples';

const EVENTS = 1000;
/** The bot is killed while it handles these, before the portal has answered it. */
const KILLED_AT = [1, 137, 400, 401, 999];

describe('kill -9 in the middle of a batch of 1,000 events', () => {
  it('loses none: each is handled at least once, and only what was in hand twice', async () => {
    const handled = new Map<number, number>();
    const kills = [...KILLED_AT];
    let confirmed = 0;
    let bot: ChildProcess | undefined;

    const portal = http.createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      const params: unknown = JSON.parse(text);
      if (request.url === '/imbot.v2.Event.get') {
        confirmed = Math.max(confirmed, numberIn(params, 'offset'));
        response.end(JSON.stringify(batch(confirmed, numberIn(params, 'limit'))));
        return;
      }
      const id = numberIn(params, 'MESSAGE');
      handled.set(id, (handled.get(id) ?? 0) + 1);
      if (kills[0] === id) {
        kills.shift();
        bot?.kill('SIGKILL');
        return;
      }
      response.end('{}');
    });
    portal.listen(0, '127.0.0.1');
    await once(portal, 'listening');
    const address = portal.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const offsets = join(await mkdtemp(join(tmpdir(), 'kill-')), 'offsets.json');

    const ends: unknown[] = [];
    do {
      bot = spawn(process.execPath, ['--import', 'tsx', script, url, offsets, String(EVENTS)], { stdio: 'inherit' });
      const [code, signal] = await once(bot, 'exit');
      ends.push(signal ?? code);
    } while (ends.at(-1) === 'SIGKILL');
    portal.closeAllConnections();
    portal.close();

    const twice = [...handled].filter(([, times]) => times > 1);
    console.log(
      `${EVENTS} events, ${KILLED_AT.length} kills, duplicates: ${twice.length} (${twice.map(([id]) => id)})`,
    );
    expect(ends).toEqual([...KILLED_AT.map(() => 'SIGKILL'), 0]);
    expect([...handled.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
    expect(twice).toEqual(KILLED_AT.map((id) => [id, 2]));
  });
});

const script = fileURLToPath(new URL('./pollingBot.ts', import.meta.url));

function batch(offset: number, limit: number): object {
  const first = Math.max(offset, 1);
  const ids = Array.from({ length: EVENTS }, (_, index) => index + 1).filter((id) => id >= first);
  const events = ids.slice(0, limit).map((eventId) => ({
    eventId,
    type: 'ONIMBOTV2MESSAGEADD',
    date: '2025-01-15T10:30:00+02:00',
    data: {
      ...v2Data('ONIMBOTV2MESSAGEADD', 'private'),
      message: { id: eventId, chatId: 1453, authorId: 27, text: String(eventId), isSystem: false, params: [] },
    },
  }));
  return { events, nextOffset: (events.at(-1)?.eventId ?? 0) + 1 || null, hasMore: false };
}

function numberIn(params: unknown, key: string): number {
  return typeof params === 'object' && params !== null ? Number(Reflect.get(params, key) ?? 0) : 0;
}
