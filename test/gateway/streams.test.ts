import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createGateway } from '../../src/gateway/index';
import { listening } from './twins';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function served(server: Server): Promise<string> {
  const url = await listening(server);
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return url;
}

/** A portal of bytes: what came is kept as it came. */
async function bytePortal(answer: (request: IncomingMessage, body: Buffer) => string | Buffer) {
  const seen: { head: string[]; line: string; body: Buffer }[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      seen.push({ head: incoming.rawHeaders, line: `${incoming.method} ${incoming.url}`, body });
      outgoing.socket?.end(answer(incoming, body));
    });
  });
  return { seen, url: await served(server) };
}

async function gatewayTo(portal: string): Promise<string> {
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const gateway = createGateway({ portal, warnings: false, dispatcher });
  open.push(() => dispatcher.destroy());
  return served(createServer(gateway.listener));
}

/** Sends bytes and reads bytes, until the other side closes. */
function raw(url: string, text: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

const ANSWER =
  'HTTP/1.1 201 All Right\r\nX-Odd: one\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Type: text/x-odd\r\nContent-Length: 5\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n\r\n\0\xff\xfehi';

describe('what is not imbot', () => {
  it.each([
    ['GET', '/rest/1/s/profile?a[]=%20&b', '', ''],
    ['POST', '/rest/1/s/disk.folder.uploadfile.json?x=1', 'Content-Length: 6\r\n', 'a=%zz\xff'],
    ['POST', '/rest/user.get', 'Transfer-Encoding: chunked\r\n', '3\r\na=\xff\r\n3\r\n&&&\r\n0\r\n\r\n'],
    ['PUT', '/rest/api/v3/thing', 'Content-Length: 2\r\nExpect: 100-continue\r\n', '{}'],
    ['POST', '/rest/1/s/imbot.message.add.xml', 'Content-Length: 3\r\n', 'A=1'],
    ['POST', '/rest/1/s/imbot.message.add', 'Content-Length: 3\r\nContent-Type: text/plain\r\n', 'A=1'],
    ['POST', '/rest/1/s/imbot.v2.Bot.list', 'Content-Length: 2\r\nContent-Type: application/json\r\n', '{}'],
    [
      'POST',
      '/rest/1/s/batch',
      'Content-Length: 16\r\nContent-Type: application/x-www-form-urlencoded\r\n',
      'cmd[a]=%70rofile',
    ],
  ])('%s %s goes through byte for byte', async (verb, target, head, body) => {
    const portal = await bytePortal(() => Buffer.from(ANSWER, 'latin1'));
    const url = await gatewayTo(portal.url);
    const { host } = new URL(url);
    const text = `${verb} ${target} HTTP/1.1\r\nHost: ${host}\r\nX-Odd-Name: Va lue\r\nCookie: a=1; b=2\r\nAccept-Encoding: gzip\r\nTE: trailers\r\nConnection: close, X-Mine\r\nX-Mine: 1\r\n${head}\r\n${body}`;
    const answer = await raw(url, Buffer.from(text, 'latin1'));
    const [seen] = portal.seen;
    const whole = head.includes('chunked') ? 'a=\xff&&&' : body;
    expect(seen?.line).toBe(`${verb} ${target}`);
    expect(seen?.body.toString('latin1')).toBe(whole);
    const sent = seen?.head.join('\n') ?? '';
    expect(sent).toContain('X-Odd-Name\nVa lue\nCookie\na=1; b=2\nAccept-Encoding\ngzip');
    expect(sent).toContain(`host\n${new URL(portal.url).host}`);
    expect(sent).not.toMatch(/X-Mine|trailers|100-continue/);
    expect(answer.replace(/^HTTP\/1.1 100 Continue\r\n\r\n/, '')).toMatch(/^HTTP\/1\.1 201 All Right\r\n/);
    for (const line of ['X-Odd: one', 'Set-Cookie: a=1', 'Set-Cookie: b=2', 'Date: Mon, 01 Jan 2024 00:00:00 GMT']) {
      expect(answer).toContain(`${line}\r\n`);
    }
    expect(answer).not.toContain('X-Hop');
    expect(answer).toContain('Content-Length: 5\r\n');
    expect(answer.endsWith('\r\n\r\n\0\xff\xfehi')).toBe(true);
  });

  it('nor do the headers of one connection reach another with an answer of imbot', async () => {
    const answer =
      'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nX-Kept: 1\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n{"error":"NOTHING"}\r\n0\r\n\r\n';
    const portal = await bytePortal(() => answer);
    const url = await gatewayTo(portal.url);
    const got = await raw(url, 'GET /rest/1/s/imbot.message.add?A=1 HTTP/1.0\r\nHost: a\r\n\r\n');
    expect(got).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(got).toMatch(/x-kept: 1\r\n/i);
    expect(got).toMatch(/content-length: 19\r\n/i);
    expect(got).not.toMatch(/keep-alive|transfer-encoding/i);
    expect(got.endsWith('\r\n\r\n{"error":"NOTHING"}')).toBe(true);
  });

  it('streams: the first bytes of an answer come before its last, and of a body too', async () => {
    let hear: (text: string) => void = () => {};
    const heard = new Promise<string>((resolve) => {
      hear = resolve;
    });
    const portal = await served(
      createServer((incoming, outgoing) => {
        incoming.once('data', (first: Buffer) => {
          hear(first.toString());
          outgoing.write('first');
        });
        incoming.on('end', () => outgoing.end('last'));
      }),
    );
    const { hostname, port } = new URL(await gatewayTo(portal));
    const outgoing = request({ hostname, port, path: '/rest/disk.file.upload', method: 'POST', agent: false });
    const answer = new Promise<IncomingMessage>((resolve) => outgoing.on('response', resolve));
    outgoing.write('begun');
    expect(await heard).toBe('begun');
    const incoming = await answer;
    const chunks: string[] = [];
    for await (const chunk of incoming) {
      chunks.push(String(chunk));
      if (chunks.length === 1) outgoing.end('over');
    }
    expect(chunks).toEqual(['first', 'last']);
  });

  it('100 MB go through, and are never held', async () => {
    const size = 100 * 1024 * 1024;
    let came = 0;
    const portal = await served(
      createServer((incoming, outgoing) => {
        incoming.on('data', (chunk: Buffer) => {
          came += chunk.length;
        });
        incoming.on('end', () => outgoing.end(String(came)));
      }),
    );
    const { hostname, port } = new URL(await gatewayTo(portal));
    const outgoing = request({
      hostname,
      port,
      path: '/rest/1/s/imbot.bot.update',
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const answer = new Promise<IncomingMessage>((resolve) => outgoing.on('response', resolve));
    const chunk = Buffer.alloc(1024 * 1024, 'a');
    let most = 0;
    for (let sent = 0; sent < size; sent += chunk.length) {
      if (!outgoing.write(chunk)) await new Promise((resolve) => outgoing.once('drain', resolve));
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    outgoing.end();
    let text = '';
    for await (const part of await answer) text += String(part);
    expect(Number(text)).toBe(size);
    expect(most).toBeLessThan(70 * 1024 * 1024);
  });

  it('a body longer than any file is a 400, told by its length or found by counting', async () => {
    const portal = await bytePortal(() => 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const url = await gatewayTo(portal.url);
    const head = `POST /rest/1/s/profile HTTP/1.1\r\nHost: a\r\nConnection: close\r\n`;
    expect(await raw(url, `${head}Content-Length: 200000000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 .*WRONG_REQUEST/s);
    expect(portal.seen).toEqual([]);
  });

  it('a caller that goes away takes its request with it', async () => {
    let gone: () => void = () => {};
    const isGone = new Promise<void>((resolve) => {
      gone = resolve;
    });
    let begun: () => void = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const portal = await served(
      createServer((incoming) => {
        incoming.socket.on('close', gone);
        begun();
      }),
    );
    const { hostname, port } = new URL(await gatewayTo(portal));
    const outgoing = request({ hostname, port, path: '/rest/profile', agent: false });
    outgoing.on('error', () => {});
    outgoing.end();
    await hasBegun;
    outgoing.destroy();
    await isGone;
  });
});

describe('an answer that Node would not say', () => {
  it('reaches the caller all the same, for the call ran', async () => {
    const portal = await bytePortal(() =>
      Buffer.from('HTTP/1.1 200 Хорошо\r\nX-Kept: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'),
    );
    const url = await gatewayTo(portal.url);
    for (const path of ['user.get', 'imbot.message.add?A=1']) {
      const got = await raw(url, `GET /rest/1/s/${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(got).toMatch(/^HTTP\/1\.1 200 .*X-Kept: 1\r\n.*\{\}$/is);
    }
  });
});

describe('the Fetch API', () => {
  it('is answered in the same way: translated, passed on, refused, and dropped', async () => {
    const portal = await bytePortal(({ url = '' }) => {
      if (url.includes('gone')) return '';
      const body = url.includes('Revision') ? '{"result":{"rest":40}}' : '{"result":{"id":7},"time":{"start":1}}';
      return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
    });
    const gateway = createGateway({ portal: portal.url, warnings: false });
    open.push(() => gateway.close());
    const hook = 'http://gateway.local/rest/1/s/';
    const call = new URLSearchParams({ BOT_ID: '5', CLIENT_ID: 'c', DIALOG_ID: '1', MESSAGE: 'Hi' });
    const sent = await gateway(new Request(`${hook}imbot.message.add`, { method: 'POST', body: call }));
    expect(await sent.json()).toEqual({ result: 7, time: { start: 1 } });
    const passed = await gateway(new Request(`${hook}user.get`));
    expect([passed.headers.get('content-type'), await passed.json()]).toEqual([
      'application/json',
      { result: { id: 7 }, time: { start: 1 } },
    ]);
    const refused = await gateway(new Request('http://gateway.local/elsewhere'));
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
    ]);
    await expect(gateway(new Request(`${hook}gone.for.good`))).rejects.toThrow('no answer');
    expect(gateway.report().methods).toMatchObject({ 'imbot.message.add': { calls: 1, sent: { v2: 1 } } });
  });
});
