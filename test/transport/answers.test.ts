import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhook } from '../../src/auth/webhook';
import { createTransport, type TransportOptions } from '../../src/transport/createTransport';
import type { Transport } from '../../src/transport/types';
import { CALL_TIMEOUT, jumpingClock } from './clocks';
import { failed } from './failed';

const MB = 1024 * 1024;
const CHUNK = Buffer.alloc(MB / 4, 'x');

/** A portal that answers with as much as it is let to, and how much that was. */
let server: Server;
let url: string;
let asked: number;
let written: number;
let most: number;
let status: number;

beforeEach(async () => {
  [asked, written, most, status] = [0, 0, Number.POSITIVE_INFINITY, 200];
  server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.write('{"result":"');
      pour(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/rest/1/s3cr3t/`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function pour(response: ServerResponse): void {
  while (written < most && !response.destroyed) {
    written += CHUNK.length;
    if (!response.write(CHUNK)) return void response.once('drain', () => pour(response));
  }
  response.end('"}');
}

function client(options: Partial<TransportOptions> = {}): Transport {
  return createTransport({
    auth: webhook(url),
    limits: false,
    clock: jumpingClock(),
    timeout: CALL_TIMEOUT,
    ...options,
  });
}

describe('an answer that does not end', () => {
  it.each([200, 400, 502])('is not read on, and memory stays flat (%i)', async (given) => {
    status = given;
    const transport = client();
    let peak = 0;
    const start = process.memoryUsage().rss;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss - start);
    }, 5);
    const error = await failed(transport.send('x.add', {}, { replay: 'never' }));
    clearInterval(watch);
    expect(error).toMatchObject({ code: 'BAD_ANSWER', outcome: 'unknown' });
    expect(error.message).toContain('maxAnswer');
    expect(written).toBeLessThan(96 * MB);
    expect(peak).toBeLessThan(300 * MB);
    await transport.close();
  });

  it.each(['read', 'fixed'] as const)('is not asked for again: %s', async (replay) => {
    const transport = client({ maxAnswer: MB });
    expect(await failed(transport.send('x.get', {}, { replay }))).toMatchObject({ code: 'BAD_ANSWER' });
    expect(asked).toBe(1);
    expect(written).toBeLessThan(16 * MB);
    await transport.close();
  });

  it('does not touch one within the limit', async () => {
    most = 2 * MB;
    const transport = client({ maxAnswer: 3 * MB });
    const { result } = await transport.send('x.get', {}, { replay: 'read' });
    expect(String(result)).toHaveLength(2 * MB);
    await transport.close();
  });
});
