import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFront } from '../../cli/gateway/createFront';
import { readConfig } from '../../cli/gateway/readConfig';
import { createGateway } from '../../src/gateway/index';
import { listening } from './twins';
import { until } from './until';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A gateway that waits a moment for whoever calls, before a portal that takes connections and reads nothing of them. */
async function scene() {
  const deaf = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.pause();
    ends.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  ends.push(() => deaf.close());
  const address = deaf.address();
  const portal = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const config = readConfig({ portal, headerTime: '150', requestTime: '300' }, {}, '.');
  const gateway = createGateway({ portal, warnings: false });
  ends.push(() => gateway.close());
  const front = createFront(
    config,
    gateway.listener,
    () => {},
    () => {},
  );
  const { port } = new URL(await listening(front.server));
  ends.push(() => front.drain(0));
  /** A caller who reads what comes, and never closes his side. */
  const caller = (bytes: string): Socket => {
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    ends.push(() => socket.destroy());
    socket.on('error', () => {});
    socket.on('data', (chunk) => heard.push(chunk.toString('latin1')));
    socket.write(bytes, 'latin1');
    return socket;
  };
  const heard: string[] = [];
  const held = (): Promise<number> =>
    new Promise((resolve) => front.server.getConnections((_error, count) => resolve(count)));
  const areGone = async (): Promise<void> => {
    while ((await held()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { front, caller, heard, areGone };
}

const upload = (length: number): string =>
  `POST /rest/1/abc/disk.upload HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;

describe('a connection that is refused', () => {
  it.each([
    ['what is no request', 'nonsense\r\n\r\n'],
    ['a head that never ends', 'GET /rest/1/abc/profile HTTP/1.1\r\nHost:'],
    ['a body that never comes', `${upload(1_000)}abc`],
    ['a tunnel', 'CONNECT portal.example:443 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('is over, though its caller never closes it: %s', async (_what, bytes) => {
    const { front, caller, heard, areGone } = await scene();
    caller(bytes);
    await until(() => heard.length > 0);
    expect(heard.join('')).toMatch(/^HTTP\/1\.1 400 /);
    await areGone();
    await until(() => front.running() === 0);
  });

  it('is over, though nobody reads it on: the portal takes no more of its body, and its caller is gone', async () => {
    const { front, caller, heard, areGone } = await scene();
    const socket = caller(upload(90_000_000));
    socket.write(Buffer.alloc(30_000_000));
    await until(() => heard.length > 0);
    socket.destroy();
    await areGone();
    // The call ends with its connection, in a turn of its own.
    await until(() => front.running() === 0);
  });

  it('is open until its caller has read why', async () => {
    const { caller, heard, areGone } = await scene();
    const socket = caller(`${upload(1_000)}abc`);
    const ended = new Promise((resolve) => socket.on('end', resolve));
    await ended;
    expect(heard.join('')).toMatch(/^HTTP\/1\.1 400 .*"Wrong request"}$/s);
    socket.end();
    await areGone();
  });
});
