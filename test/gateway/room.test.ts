import { createServer, type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createRoom } from '../../src/gateway/createRoom';
import { createGateway } from '../../src/gateway/index';
import { GATEWAY_LIMITS } from '../../src/gateway/limits';
import { systemClock } from '../../src/http/clock';
import { listening, send } from './twins';
import { until } from './until';

describe('createRoom', () => {
  const watched = (room: ReturnType<typeof createRoom>, bytes: number) => {
    const place = room.take(bytes);
    const state = { isIn: false, leave: place.leave };
    void place.ready.then(() => {
      state.isIn = true;
    });
    return state;
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  it('lets in whoever fits, in the order in which they came', async () => {
    const room = createRoom(10);
    const [a, b, c, d] = [watched(room, 6), watched(room, 4), watched(room, 8), watched(room, 1)];
    await turn();
    expect([a.isIn, b.isIn, c.isIn, d.isIn]).toEqual([true, true, false, false]);
    b.leave();
    b.leave();
    await turn();
    // The short one does not pass the long one, which would wait for ever.
    expect([c.isIn, d.isIn]).toEqual([false, false]);
    a.leave();
    await turn();
    expect([c.isIn, d.isIn]).toEqual([true, true]);
  });

  it('forgets whoever leaves the queue, and lets a body in that is longer than all room, alone', async () => {
    const room = createRoom(10);
    const [a, b, c] = [watched(room, 9), watched(room, 9), watched(room, 99)];
    b.leave();
    a.leave();
    await turn();
    expect([b.isIn, c.isIn]).toEqual([false, true]);
    const d = watched(room, 1);
    c.leave();
    await turn();
    expect(d.isIn).toBe(true);
  });
});

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A gateway whose waiting calls are told that their time is up by `late`. */
async function gateway() {
  const seen: string[] = [];
  const portal = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      seen.push(incoming.url?.split('/').at(-1) ?? '');
      outgoing.end(incoming.url?.endsWith('Revision.get') ? '{"result":{"rest":40}}' : '{"result":{"id":7}}');
    });
  });
  const portalUrl = await listening(portal);
  const timers = new Set<() => void>();
  const made = createGateway({
    portal: portalUrl,
    warnings: false,
    clock: {
      ...systemClock,
      after(ms, then) {
        if (ms !== GATEWAY_LIMITS.patience) return systemClock.after(ms, then);
        timers.add(then);
        return () => timers.delete(then);
      },
    },
  });
  let arrived = 0;
  const front = createServer((incoming, outgoing) => {
    arrived += 1;
    made.listener(incoming, outgoing);
  });
  const url = await listening(front);
  ends.push(async () => {
    front.close();
    front.closeAllConnections();
    portal.close();
    portal.closeAllConnections();
    await made.close();
  });
  const begun = (method: string, length: number): { end(): Promise<number>; gone(): void } => {
    const { hostname, port } = new URL(url);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': length };
    const asked = request({ hostname, port, path: `/rest/1/s/${method}`, method: 'POST', agent: false, headers });
    asked.on('error', () => {});
    const answer = new Promise<IncomingMessage>((resolve) => asked.on('response', resolve));
    asked.flushHeaders();
    return {
      async end() {
        asked.end(CALL.padEnd(length, 'x'));
        const { statusCode = 0 } = (await answer).resume();
        return statusCode;
      },
      gone: () => asked.destroy(),
    };
  };
  const full = () => until(() => arrived === MANY && timers.size === 0);
  return { seen, url, begun, timers, full };
}

const CALL = 'BOT_ID=5&CLIENT_ID=c&DIALOG_ID=1&MESSAGE=';
const MANY = GATEWAY_LIMITS.held / GATEWAY_LIMITS.read;
const LONG = GATEWAY_LIMITS.read;

describe('bodies that are read all at once', () => {
  it('wait until there is room; short ones and those that only stream do not; one that waits too long is told so, and was not sent', async () => {
    const { seen, url, begun, timers, full } = await gateway();
    const first = Array.from({ length: MANY }, () => begun('imbot.message.add', LONG));
    await full();
    const waiting: ReturnType<typeof begun>[] = [];
    for (let count = 1; count <= 3; count += 1) {
      waiting.push(begun('imbot.message.add', LONG));
      await until(() => timers.size === count);
    }
    const [next, late, gone] = waiting;
    expect((await send(url, `/rest/1/s/imbot.message.add?${CALL}x`)).status).toBe(200);
    expect(await begun('disk.file.upload', LONG).end()).toBe(200);
    seen.length = 0;
    const [, giveUp] = timers;
    giveUp?.();
    expect(await late?.end()).toBe(503);
    gone?.gone();
    expect(seen).toEqual([]);
    const answers = next?.end();
    expect(await first[0]?.end()).toBe(200);
    expect(await answers).toBe(200);
    for (const call of first.slice(1)) expect(await call.end()).toBe(200);
    expect(await begun('imbot.message.add', LONG).end()).toBe(200);
    expect(seen).toHaveLength(MANY + 2);
  });

  it('one of unknown length takes as much room as any', async () => {
    const { url, begun, timers, full } = await gateway();
    const first = Array.from({ length: MANY }, () => begun('imbot.message.add', LONG));
    await full();
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path: '/rest/1/s/imbot.message.add', method: 'POST', agent: false });
    asked.on('error', () => {});
    asked.write('BOT_ID=5');
    await until(() => timers.size === 1);
    asked.destroy();
    for (const call of first) call.gone();
    expect(await begun('imbot.message.add', LONG).end()).toBe(200);
  });
});
