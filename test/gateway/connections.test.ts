import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../cli/gateway/createLog';
import { readConfig } from '../../cli/gateway/readConfig';
import { type RunningGateway, startGateway } from '../../cli/gateway/startGateway';
import { createPortal, type Portal, type PortalServer } from '../../portal/index';
import { createGateway, takeBareLetters } from '../../src/gateway/index';
import { listening, seeded, send } from './twins';
import { until } from './until';

let portal: Portal;
let server: PortalServer;
let running: RunningGateway;
let hook = '';

beforeEach(async () => {
  portal = createPortal();
  server = await portal.listen();
  hook = seeded(portal).hook;
  const config = readConfig({ portal: server.url, listen: '127.0.0.1:0', statListen: '127.0.0.1:0' }, {}, '.');
  running = await startGateway(
    config,
    createLog(() => {}, []),
  );
});
afterEach(async () => {
  await running.stop().catch(() => {});
  await server.close();
});

const BODY = 'BOT_ID=301&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=Hi';
const post = (more = ''): string =>
  `POST ${hook}imbot.message.add HTTP/1.1\r\nHost: a\r\n${more}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
const get = (): string => `GET ${hook}profile HTTP/1.1\r\nHost: a\r\n\r\n`;

/** Sends bytes while the portal takes its time, and `then` the next thing; resolves to what came until the end. */
function raw(url: string, bytes: string, then: 'end' | 'nothing' = 'nothing'): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () => {
      if (then === 'end') socket.end(bytes, 'latin1');
      else socket.write(bytes, 'latin1');
    });
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
    socket.on('close', () => resolve(got));
  });
}

/** The portal answers a call once all that came with it has been read. */
async function slowly(ask: () => Promise<string>): Promise<string> {
  let open = (): void => {};
  portal.fault({ kind: 'slow', gate: new Promise<void>((resolve) => (open = resolve)), method: /message|profile/i });
  const answer = ask();
  const got = await Promise.race([
    answer,
    until(() => portal.requests.some(({ method }) => /message|profile/i.test(method))),
  ]);
  if (typeof got !== 'string') for (let turn = 0; turn < 50; turn += 1) await new Promise((next) => setImmediate(next));
  open();
  return answer;
}

describe('a call that runs is answered', () => {
  it.each([
    ['a translated call', () => post(), 1],
    ['one that is passed on', () => get(), 0],
  ])('to whoever ends its side after the request: %s', async (_name, bytes, stored) => {
    const got = await slowly(() => raw(running.url, bytes(), 'end'));
    expect(got).toMatch(/^HTTP\/1\.1 200 OK\r\n.*"result"/s);
    expect(portal.snapshot().messages).toHaveLength(stored);
  });

  it.each([
    ['bytes beyond its length', () => `${post()}xyz`],
    ['a line break behind the body, on a connection that is to close', () => `${post('Connection: close\r\n')}\r\n`],
    ['a request behind the last one', () => post('Connection: close\r\n') + get()],
    ['a request that is none', () => `${post()}GET / /x HTTP/1.1\r\n\r\n`],
    [
      'a request for two hosts, with an answer of its own',
      () => `${post()}GET ${hook}profile HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
    ],
  ])('before what came with it is refused: %s', async (_name, bytes) => {
    const got = await slowly(() => raw(running.url, bytes()));
    expect(got).toMatch(/^HTTP\/1\.1 200 OK\r\n[^{]*\{"result":10001/);
    expect(portal.snapshot().messages).toHaveLength(1);
  });

  it('when the gateway is to stop, and told that the connection closes', async () => {
    let open = (): void => {};
    portal.fault({ kind: 'slow', gate: new Promise<void>((resolve) => (open = resolve)), method: /message/i });
    const answer = raw(running.url, post());
    await until(() => portal.requests.some(({ method }) => /message/i.test(method)));
    const stopped = running.stop();
    open();
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*connection: close\r\n.*"result"/is);
    await stopped;
  });

  it('and a pipeline in its order, up to what cannot be read', async () => {
    const got = await slowly(() => raw(running.url, `${post()}${get()}${post()}\x16\x03`));
    expect([...got.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '200', '200']);
    expect(portal.snapshot().messages).toHaveLength(2);
  });
});

describe('an address with letters that nobody encoded', () => {
  const bare = (text: string, more = ''): string =>
    `GET ${hook}imbot.message.add?BOT_ID=301&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=${Buffer.from(text).toString('latin1')} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
  const CLOSE = 'Connection: close\r\n';
  const texts = () => portal.snapshot().messages.map(({ text }) => text);

  it('is one as web servers take it, and its connection stays', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { hostname, port } = new URL(running.url);
    const ports = new Set<unknown>();
    for (const text of ['Привет', 'ещё', 'Hi']) {
      const [, path] = bare(text).split(' ');
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        request({ hostname, port, path, agent }, resolve).on('error', reject).end();
      });
      ports.add(answer.socket.localPort);
      expect(answer.statusCode).toBe(200);
      await new Promise((resolve) => answer.resume().on('end', resolve));
    }
    agent.destroy();
    expect(ports.size).toBe(1);
    expect(texts()).toEqual(['Привет', 'ещё', 'Hi']);
    expect(portal.counts()['imbot.v2.Chat.Message.send']).toBe(3);
  });

  it('is one too on a server of somebody’s own, which hands its clientError on', async () => {
    const gateway = createGateway({ portal: server.url, warnings: false });
    const own = createServer(gateway.listener);
    own.on('clientError', (error, socket) => {
      if (!takeBareLetters(own, socket, error)) socket.destroy();
    });
    const url = await listening(own);
    expect(await raw(url, bare('Привет', CLOSE))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(url, 'GET / nothing\r\n\r\n')).toBe('');
    expect(texts()).toEqual(['Привет']);
    own.close();
    own.closeAllConnections();
    await gateway.close();
  });

  it('also behind a call on the same connection, and before one', async () => {
    const got = await raw(running.url, post() + bare('Ω') + post(CLOSE), 'nothing');
    // What comes in one piece with a call before it is refused behind that call's answer.
    expect(got).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(running.url, bare('Ω') + post(CLOSE))).toMatch(/200 OK.*200 OK/s);
    expect(texts().slice(-2)).toEqual(['Ω', 'Hi']);
  });

  it('with a body, in whichever charset, and to whoever ends its side', async () => {
    const body = `CLIENT_ID=my_bot&DIALOG_ID=1&BOT_ID=301`;
    const head = `POST ${hook}imbot.message.add?MESSAGE=\xcf\xf0 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(await slowly(() => raw(running.url, head + body, 'end'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(portal.requests.at(-1)?.method).toBe('imbot.message.add');
  });

  it.each(['\x01', ' ', '\x7f'])('but with nothing else amiss', async (letter) => {
    expect(await raw(running.url, bare(`é${letter}`, CLOSE))).toMatch(/^HTTP\/1\.1 400 /);
    expect(portal.requests).toEqual([]);
  });

  it.each(['C:\\dir', '{"a":[1|2^3]}`<b>', 'a#b'])('nor are signs that they take refused: %s', async (text) => {
    expect(await raw(running.url, bare(text, CLOSE))).toMatch(/^HTTP\/1\.1 200 /);
    expect(texts()).toEqual([text.split('#')[0]]);
  });
});

describe('the port of whoever runs it', () => {
  it.each(['//', '/\\', 'http://[', 'http://a:b/', '/%', '*'])('takes any target: %s', async (target) => {
    const stats = running.statUrl ?? '';
    expect(await raw(stats, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 404 /,
    );
    expect((await send(stats, '/healthz?x')).status).toBe(200);
  });
});
