import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEventHandler, decodeEvent, type EventHandler, toExpress, toNodeHandler } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v1Body } from './samples';

const MEGABYTES = process.env['IMBOT_FULL'] ? 1_500 : 150;
const CHUNK = Buffer.alloc(1 << 20, 'a');
const FORM = 'application/x-www-form-urlencoded';

function handlerOf(): { handler: EventHandler; seen: unknown[]; refused: unknown[] } {
  const seen: unknown[] = [];
  const refused: unknown[] = [];
  const handler = createEventHandler({
    applicationToken: 'APPTOK',
    on: { ONIMBOTMESSAGEADD: ({ data }) => void seen.push(data.PARAMS.MESSAGE) },
    onRefused: (reason) => void refused.push(reason),
  });
  return { handler, seen, refused };
}

async function listen(listener: http.RequestListener): Promise<number> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return isAddress(address) ? address.port : 0;
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** What `pour` tells where the connection was reset before the answer came through. */
const RESET = 0;

/** Posts a chunked body without an end, as an attacker does, and reads the answer beside it. */
function pour(port: number, megabytes: number): Promise<{ status: number; sent: number }> {
  return new Promise((resolve) => {
    let sent = 0;
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(`POST /bot HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\ntransfer-encoding: chunked\r\n\r\n`);
      more();
    });
    function more(): void {
      while (sent < megabytes && !socket.destroyed) {
        sent += 1;
        socket.write(`${CHUNK.length.toString(16)}\r\n`);
        socket.write(CHUNK);
        if (!socket.write('\r\n')) {
          socket.once('drain', more);
          return;
        }
      }
    }
    socket.on('data', (data) => {
      answer += String(data);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), sent }));
  });
}

function peakOf(): { peak: () => number; stop: () => void } {
  globalThis.gc?.();
  const start = process.memoryUsage().rss;
  let most = start;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  // A body that is read without a turn of the loop lets no timer through.
  const stop = (): void => {
    clearInterval(timer);
    most = Math.max(most, process.memoryUsage().rss);
  };
  return { peak: () => (most - start) / (1 << 20), stop };
}

describe(`a chunked body of ${MEGABYTES} MB`, () => {
  it('is 413 and not held by the Fetch handler', async () => {
    const { handler, seen, refused } = handlerOf();
    const memory = peakOf();
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        if (pulled > MEGABYTES) controller.close();
        else controller.enqueue(new Uint8Array(1 << 20));
      },
      cancel() {
        cancelled = true;
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    const answer = await handler(new Request('https://bot.example/bot', init));
    memory.stop();
    expect([answer.status, seen, refused, cancelled]).toEqual([413, [], ['too-large'], true]);
    expect(pulled).toBeLessThan(10);
    expect(memory.peak()).toBeLessThan(100);
  });

  it.each<[string, (handler: EventHandler) => http.RequestListener]>([
    ['node:http', (handler) => (request, response) => void toNodeHandler(handler)(request, response)],
    ['express', (handler) => express().post('/bot', toExpress(handler))],
  ])('is 413 and not held by %s', async (_, make) => {
    const { handler, seen, refused } = handlerOf();
    const port = await listen(make(handler));
    const memory = peakOf();
    const { status, sent } = await pour(port, MEGABYTES);
    memory.stop();
    expect([seen, refused]).toEqual([[], ['too-large']]);
    // The server hangs up on one that goes on sending: the reset may overtake its answer on the way.
    expect([413, RESET]).toContain(status);
    expect(sent).toBeLessThan(60);
    expect(memory.peak()).toBeLessThan(100);
    // The server is there for others.
    const ordinary = await fetch(`http://127.0.0.1:${port}/bot`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: httpBuildQuery(v1Body([5])),
    });
    expect([ordinary.status, seen]).toEqual([200, ['Hello']]);
  });

  it.each(['5000000', '1e9', '99999999999999999999', '-1', 'x'])(
    'a content-length of %s decides nothing alone',
    async (length) => {
      const { handler } = handlerOf();
      const headers = { 'content-length': length, 'content-type': FORM };
      const request = new Request('https://bot.example/bot', {
        method: 'POST',
        headers,
        body: httpBuildQuery(v1Body([5])),
      });
      expect([200, 413]).toContain((await handler(request)).status);
    },
  );
});

describe('a body that comes slowly', () => {
  const forever = () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) });

  it('is given up after a while: 408, by the Fetch handler and by node:http', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { handler, refused } = handlerOf();
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: new ReadableStream(), duplex: 'half' };
    const fetched = handler(new Request('https://bot.example/bot', init));
    const sent: unknown[] = [];
    const response = {
      statusCode: 0,
      setHeader: (...header: string[]) => sent.push(header.join()),
      end: (text: string) => sent.push(text),
    };
    const served = toNodeHandler(handler)({ method: 'POST', headers: {}, ...forever() }, response);
    await vi.advanceTimersByTimeAsync(120_000);
    expect((await fetched).status).toBe(408);
    await served;
    expect([response.statusCode, sent]).toEqual([408, expect.arrayContaining(['connection,close', 'too-slow'])]);
    expect(refused).toEqual(['too-slow', 'too-slow']);
  });

  it('and breaks off is no event', async () => {
    const { handler } = handlerOf();
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    expect((await handler(new Request('https://bot.example/bot', init))).status).toBe(400);
  });
});

describe('bodies made to cost time', () => {
  const wide = (count: number, key: (index: number) => string): string =>
    `event=X&${Array.from({ length: count }, (_, index) => `${key(index)}=1`).join('&')}`;
  const bodies: Record<string, (count: number) => unknown> = {
    'flat bracket keys, text': (count) => wide(count, (index) => `data[a][k${index}]`),
    'flat bracket keys, object': (count) =>
      Object.fromEntries([['event', 'X'], ...Array.from({ length: count }, (_, index) => [`data[a][k${index}]`, '1'])]),
    'pushed keys': (count) => wide(count, () => 'data[a][]'),
    'pushed keys behind numbers': (count) => wide(count, (index) => (index % 2 ? 'data[a][]' : `data[a][${index}]`)),
    'deep pushed keys': (count) => wide(count, () => 'data[][][][][][]'),
    'sparse numbers': (count) => wide(count, (index) => `data[a][${index * 100_003}]`),
    'numbers from above': (count) => wide(count, (index) => `data[a][${count - index}]`),
    'a sparse array': (count) => {
      const list: unknown[] = [];
      list[count * 10_000] = 1;
      return { event: 'X', data: list };
    },
    'sparse arrays, many': (count) => ({
      event: 'X',
      data: Array.from({ length: Math.min(count, 200) }, () => {
        const list: unknown[] = [];
        list[1_000_000] = 1;
        return list;
      }),
    }),
    'long keys': (count) => wide(Math.ceil(count / 100), (index) => `data[${'x'.repeat(900)}${index}]`),
    'open brackets': (count) => wide(Math.ceil(count / 100), () => `data${'['.repeat(900)}`),
  };

  it.each(Object.entries(bodies))(
    '%s: eight times as many take about eight times as long, or are refused',
    (_, make) => {
      const time = (count: number): number => {
        const body = make(count);
        const begun = process.cpuUsage();
        decodeEvent(body);
        const used = process.cpuUsage(begun);
        return (used.user + used.system) / 1000;
      };
      time(1_000);
      time(2_000);
      const [small, large] = [Math.min(time(2_400), time(2_400), time(2_400)), Math.min(time(19_200), time(19_200))];
      // Quadratic would be 64 times; the floor keeps noise out.
      expect(large).toBeLessThan(Math.max(small, 4) * 28);
      expect(time(200_000)).toBeLessThan(1_000);
    },
  );
});

describe('a body that comes byte by byte', () => {
  it('is held in one block: a list of chunks would cost a hundred times as much', async () => {
    const { handler, seen } = handlerOf();
    const bytes = new TextEncoder().encode(httpBuildQuery(v1Body([5])));
    const filler = process.env['IMBOT_FULL'] ? 3_900_000 : 1_000_000;
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        for (let count = 0; count < 1_000 && sent < bytes.length + filler; count += 1, sent += 1) {
          controller.enqueue(
            sent < bytes.length ? bytes.slice(sent, sent + 1) : new Uint8Array([sent === bytes.length ? 38 : 97]),
          );
        }
        if (sent >= bytes.length + filler) controller.close();
      },
    });
    const memory = peakOf();
    const answer = await handler.deliver(body, { contentType: FORM });
    memory.stop();
    expect([answer.status, seen.length]).toEqual([200, 1]);
    expect(memory.peak()).toBeLessThan(100);
  }, 120_000);
});

describe('a body that was read before', () => {
  const text = httpBuildQuery(v1Body([5]));

  function told(): { handler: EventHandler; errors: string[] } {
    const errors: string[] = [];
    const handler = createEventHandler({
      applicationToken: 'APPTOK',
      on: { '*': () => {} },
      onError: (error, _, what) => void errors.push(`${what}: ${String(error)}`),
    });
    return { handler, errors };
  }

  it.each<[string, (request: Request) => unknown]>([
    ['read', (request) => request.text()],
    ['locked', (request) => request.body?.getReader()],
  ])('of a Request, %s: 500 and told, for the events would be lost without a word', async (_, read) => {
    const { handler, errors } = told();
    const request = new Request('https://bot.example/', {
      method: 'POST',
      body: text,
      headers: { 'content-type': FORM },
    });
    await read(request);
    expect((await handler(request)).status).toBe(500);
    expect(errors).toEqual([expect.stringMatching(/^body: .*read before/)]);
  });

  it('of node:http', async () => {
    const { handler, errors } = told();
    const port = await listen((request, response) => {
      request.resume().on('end', () => void toNodeHandler(handler)(request, response));
    });
    const init = { method: 'POST', body: text, headers: { 'content-type': FORM } };
    expect((await fetch(`http://127.0.0.1:${port}/`, init)).status).toBe(500);
    expect(errors).toEqual([expect.stringMatching(/^body: .*read before/)]);
  });
});
