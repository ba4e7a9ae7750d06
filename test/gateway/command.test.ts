import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run';
import { createPortal, type Portal, type PortalServer } from '../../portal/index';
import { selfSigned } from '../../portal/selfSigned';
import { bundled } from '../bundled';
import { seeded, send } from './twins';
import { until } from './until';

let portal: Portal;
let server: PortalServer;
let folder = '';
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  portal = createPortal();
  server = await portal.listen();
  folder = mkdtempSync(join(tmpdir(), 'imbot-gateway-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly url: string;
  readonly stats: string;
  readonly lines: Record<string, unknown>[];
  readonly stop: () => Promise<number>;
}

/** The command in this process, from its options to its exit code. */
async function gateway(...options: string[]): Promise<Running> {
  const lines: Record<string, unknown>[] = [];
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let tell: (line: Record<string, unknown>) => void = () => {};
  const listening = new Promise<Record<string, unknown>>((resolve) => {
    tell = resolve;
  });
  const { io, said } = silent((text) => {
    if (!text.startsWith('{')) return;
    const line: Record<string, unknown> = JSON.parse(text);
    lines.push(line);
    if (line['event'] === 'listening') tell(line);
  });
  const code = run(['gateway', '--portal', server.url, '--listen', '127.0.0.1:0', ...options], { ...io, stopped });
  ends.push(async () => {
    stop();
    await code;
  });
  const first = await Promise.race([listening, code.then((): Record<string, unknown> => ({ url: said() }))]);
  return {
    url: String(first['url']),
    stats: String(first['stats']),
    lines,
    stop: () => {
      stop();
      return code;
    },
  };
}

function silent(onErr: (text: string) => void = () => {}) {
  let out = '';
  const write = (text: string): void => {
    out += text;
  };
  const err = (text: string): void => {
    out += text;
    onErr(text);
  };
  const io = { out: write, err, stdin: process.stdin, cwd: folder, color: false, terminal: false };
  return { io, said: () => out };
}

async function usage(...options: string[]): Promise<{ code: number; text: string }> {
  const { io, said } = silent();
  return { code: await run(['gateway', ...options], io), text: said() };
}

/** Sends bytes as they are; resolves to what came until the other side closed. */
function raw(url: string, text: string, keep?: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(got));
    keep?.(socket);
  });
}

const hello = 'BOT_ID=301&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=Hi';

describe('the command', () => {
  it('serves, logs without secrets, and ends with 0 once the calls that run are over', async () => {
    const { hook } = seeded(portal);
    const { url, lines, stop } = await gateway('--log', 'calls');
    expect((await send(url, `${hook}imbot.message.add?${hello}`)).body).toMatchObject({ result: 10001 });
    let open: () => void = () => {};
    portal.fault({ kind: 'slow', gate: new Promise<void>((resolve) => (open = resolve)), method: /message/i });
    const slow = send(url, `${hook}imbot.message.add?${hello}`);
    await until(() => portal.counts()['imbot.v2.Chat.Message.send'] === 2);
    const code = stop();
    await until(() => lines.some(({ event }) => event === 'draining'));
    await expect(send(url, `${hook}profile`)).rejects.toThrow();
    open();
    expect((await slow).body).toMatchObject({ result: 10002 });
    expect(await code).toBe(0);
    expect(lines.map(({ event }) => event).filter((event) => event !== 'notice')).toEqual([
      'listening',
      'served',
      'draining',
      'served',
      'stopped',
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/s3cr3t|my_bot/);
  });

  it('tells what it does on a second port', async () => {
    const { hook } = seeded(portal);
    const { url, stats, stop } = await gateway('--stat-listen', '127.0.0.1:0');
    await send(url, `${hook}imbot.message.add?${hello}`);
    await send(url, `${hook}profile`);
    await send(url, '/elsewhere');
    expect((await send(stats, '/healthz')).text).toBe('ok\n');
    expect(await send(stats, '/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
    const { text } = await send(stats, '/metrics');
    expect(text).toContain('imbot_gateway_requests_total{kind="translated",status="200"} 1');
    expect(text).toContain('imbot_gateway_requests_total{kind="relayed",status="200"} 1');
    expect(text).toContain('imbot_gateway_requests_total{kind="refused",status="400"} 1');
    expect(text).toContain('imbot_gateway_calls_total{method="imbot.message.add",sent="v2"} 1');
    expect(text).toMatch(/imbot_gateway_request_seconds_bucket\{le="\+Inf"\} 3/);
    expect((await send(stats, '/report')).body).toMatchObject({ methods: { 'imbot.message.add': { calls: 1 } } });
    expect(await send(stats, '/report?format=html')).toMatchObject({
      type: 'text/html; charset=utf-8',
      text: expect.stringContaining('<td>imbot.message.add</td><td>1</td><td>1</td>'),
    });
    expect((await send(stats, '/rest/1/s/profile')).status).toBe(404);
    expect(await stop()).toBe(0);
  });

  it('tells no secret that stands where a method is wanted, on any port and in no line', async () => {
    const secret = 'a1b2c3d4e5f6g7h8';
    const { url, stats, lines } = await gateway('--stat-listen', '127.0.0.1:0', '--log', 'calls');
    for (const path of [
      `/rest/${secret}`,
      `/rest/1/${secret}`,
      `/rest/1/${secret}/imbot.message.add?CLIENT_ID=${secret}&MESSAGE=${secret}`,
      `/rest/imbot.bot.list?auth=${secret}`,
      `/rest/1/s3cr3t/user.${secret}`,
      `/rest/1/s3cr3t/imbot.${secret}?BOT_ID=1`,
      `/rest/1/s3cr3t/batch?cmd[a]=${encodeURIComponent(`imbot.bot.${secret}?BOT_ID=1`)}`,
      `/${secret}/rest/profile`,
    ]) {
      await send(url, path);
    }
    portal.fault({ kind: 'drop-before' });
    await expect(send(url, `/rest/${secret}`)).rejects.toThrow();
    const told = await Promise.all(['/report', '/report?format=html', '/metrics'].map((path) => send(stats, path)));
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.stringify([told, lines])).not.toContain(secret);
    expect(lines.map(({ method }) => method)).toContain('(other)');
  });

  it('takes its settings from options, then the environment, then a file, and prints them', async () => {
    const file = join(folder, 'gateway.json');
    writeFileSync(file, JSON.stringify({ portal: 'https://file.example', mode: 'v1', concurrency: 7 }));
    process.env['IMBOT_GATEWAY_MODE'] = 'audit';
    process.env['IMBOT_GATEWAY_CONCURRENCY'] = '8';
    try {
      const { code, text } = await usage('--config', file, '--concurrency', '9', '--print-config');
      expect(code).toBe(0);
      expect(JSON.parse(text)).toMatchObject({ portal: 'https://file.example', mode: 'audit', concurrency: 9 });
      // What it prints, it reads.
      writeFileSync(file, text);
      expect((await usage('--config', file, '--print-config')).code).toBe(0);
    } finally {
      delete process.env['IMBOT_GATEWAY_MODE'];
      delete process.env['IMBOT_GATEWAY_CONCURRENCY'];
    }
  });

  it('serves several bots, each below its name, and hides them all behind a token', async () => {
    const other = createPortal();
    const there = await other.listen();
    ends.push(() => there.close());
    seeded(portal);
    seeded(other);
    const file = join(folder, 'gateway.json');
    writeFileSync(file, JSON.stringify({ bots: { sales: { portal: there.url, mode: 'v1' } } }));
    const token = 'a-token-of-the-gateway';
    const { url, lines } = await gateway('--config', file, '--token', token);
    const at = (path: string, headers: Record<string, string> = {}) => send(url, path, { headers });
    expect((await at(`/${token}/rest/1/s3cr3t/imbot.message.add?${hello}`)).status).toBe(200);
    expect((await at(`/${token}/sales/rest/1/s3cr3t/imbot.message.add?${hello}`)).status).toBe(200);
    expect((await at(`/rest/1/s3cr3t/profile`, { 'X-Gateway-Token': token })).status).toBe(200);
    for (const path of ['/rest/1/s3cr3t/profile', '/sales/rest/1/s3cr3t/profile', `/${token}x/rest/1/s3cr3t/profile`]) {
      expect(await at(path)).toMatchObject({ status: 400, body: { error: 'ERROR_METHOD_NOT_FOUND' } });
    }
    expect(portal.counts()).toEqual({ 'imbot.v2.Revision.get': 1, 'imbot.v2.Chat.Message.send': 1, profile: 1 });
    expect(other.counts()).toEqual({ 'imbot.message.add': 1 });
    expect(JSON.stringify(lines)).not.toContain(token);
  });

  it('speaks TLS', async () => {
    const { hook } = seeded(portal);
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = selfSigned();
    writeFileSync(key, made.key);
    writeFileSync(cert, made.cert);
    const { url } = await gateway('--cert', cert, '--key', key);
    const { port } = new URL(url);
    const text = await new Promise<string>((resolve, reject) => {
      const path = `${hook}imbot.message.add?${hello}`;
      const asked = secureRequest(
        { port, host: '127.0.0.1', path, rejectUnauthorized: false, agent: false },
        (answer) => {
          let got = '';
          answer.on('data', (chunk) => {
            got += String(chunk);
          });
          answer.on('end', () => resolve(got));
        },
      );
      asked.on('error', reject).end();
    });
    expect(JSON.parse(text)).toMatchObject({ result: 10001 });
  });

  it.each([
    [['--portal', 'https://a.example', '--listen', '0.0.0.0:8790'], 'can be reached from outside'],
    [['--portal', 'https://a.example', '--listen', 'nowhere'], '--listen takes a host and a port'],
    [[], 'Which portal?'],
    [['--portal', 'http://a.example'], 'portal is to be the https: address'],
    [['--portal', 'https://a.example', '--cert', 'x.pem'], '--cert and --key belong together'],
    [['--portal', 'https://a.example', '--cert', 'x.pem', '--key', 'y.pem'], '--cert x.pem cannot be read (ENOENT)'],
    [['--portal', 'https://a.example', '--header-time', '700000'], '--header-time is longer than --request-time'],
    [['--portal', 'https://a.example', '--drain-time', '99999999999'], 'drainTime: milliseconds, 24 days at most'],
    [['--portal', 'https://a.example', '--public-url', 'ftp://a.example'], 'publicUrl: an address of the web'],
    [['--portal', 'https://a.example', '--public-url', 'https://a.example/?a=b'], 'publicUrl: no ? and no #'],
    [['--portal', 'https://a.example', '--install', 'file:///etc/passwd'], 'install: an address of the web'],
    [
      ['--portal', 'https://a.example', '--journal', 'j', '--poll', 'ftp://a', '--bot-id', '3'],
      'poll: an address of the',
    ],
    [['--portal', 'https://a.example', '--mode', 'v3'], 'mode: '],
    [['--portal', 'https://a.example', '--token', 'short'], 'token: at least 16 characters'],
    [['--portal', 'https://a.example', '--timeout', 'soon'], '--timeout takes a number'],
    [['--config', 'nothing.json'], 'cannot be read (ENOENT)'],
    [['--portal', 'https://a.example', '--accept', 'menus'], 'accept.0: '],
  ])('%j is a usage error: exit code 2 and a sentence', async (options, sentence) => {
    const { code, text } = await usage(...options);
    expect([code, text]).toEqual([2, expect.stringContaining(sentence)]);
    expect(text).not.toMatch(/\n {4}at /);
  });

  it('a list may be given in one option or in several', async () => {
    const options = ['--portal', 'https://a.example', '--print-config', '--allow-hosts', 'b.example, c.example'];
    const { code, text } = await usage(...options, '--accept', 'menu', '--allow-hosts', 'd.example');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ allowHosts: ['b.example', 'c.example', 'd.example'], accept: ['menu'] });
  });

  it('a port that is taken: exit code 3', async () => {
    const { port } = new URL(server.url);
    expect(await usage('--portal', server.url, '--listen', `127.0.0.1:${port}`)).toEqual({
      code: 3,
      text: 'The gateway cannot listen: EADDRINUSE.\n',
    });
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('as a process: %s ends it with 0', async (signal) => {
    const options = [bundled('cli/main.ts'), 'gateway', '--portal', server.url, '--listen', '127.0.0.1:0'];
    const child: ChildProcess = spawn(process.execPath, options, { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    child.kill(signal);
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
  });
});

describe('hostile requests: 400, and it still serves', () => {
  const HOST = 'Host: bot.local\r\n';
  it.each([
    ['an absolute target', `GET http://evil.example/rest/1/s/profile HTTP/1.1\r\n${HOST}\r\n`],
    ['an absolute target without a scheme', `GET //evil.example/rest/1/s/profile HTTP/1.1\r\n${HOST}\r\n`],
    ['CONNECT', `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`],
    ['two hosts', `GET /rest/1/s/profile HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`],
    ['no host', 'GET /rest/1/s/profile HTTP/1.1\r\n\r\n'],
    ['a host with a path', 'GET /rest/1/s/profile HTTP/1.1\r\nHost: bot.local/@evil.example\r\n\r\n'],
    ['a way up', `GET /rest/1/s/../../bitrix/admin HTTP/1.1\r\n${HOST}\r\n`],
    ['an encoded way up', `GET /rest/1/s/%2e%2e/%2E%2E/x HTTP/1.1\r\n${HOST}\r\n`],
    ['an encoded slash in the method', `GET /rest/1/s/..%2fprofile HTTP/1.1\r\n${HOST}\r\n`],
    ['a backslash', `GET /rest/1/s\\..\\profile HTTP/1.1\r\n${HOST}\r\n`],
    ['an encoded line break', `GET /rest/1/s/profile%0d%0aX:1 HTTP/1.1\r\n${HOST}\r\n`],
    ['two lengths', `POST /rest/1/s/profile HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`],
    [
      'a length beside chunks',
      `POST /rest/1/s/profile HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['chunks under another name', `POST /rest/1/s/profile HTTP/1.1\r\n${HOST}Transfer-Encoding: xchunked\r\n\r\n`],
    ['a header over two lines', `GET /rest/1/s/profile HTTP/1.1\r\n${HOST}X: a\r\n b\r\n\r\n`.replace('X:', 'X :')],
    ['bare line feeds in a header', `GET /rest/1/s/profile HTTP/1.1\r\n${HOST}X: a\nY: b\r\n\r\n`],
    ['headers without end', `GET /rest/1/s/profile HTTP/1.1\r\n${HOST}${'X: y\r\n'.repeat(5_000)}\r\n`],
    ['a target of 100 kB', `GET /rest/1/s/profile?${'a'.repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`],
    [
      'a coding beside chunks',
      `POST /rest/1/s/profile HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['an expectation that nobody knows', `GET /rest/1/s/profile HTTP/1.1\r\n${HOST}Expect: 200-ok\r\n\r\n`],
    ['no protocol at all', 'GET /rest/1/s/profile\r\n\r\n'],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['a body longer than any file', `POST /rest/1/s/profile HTTP/1.1\r\n${HOST}Content-Length: 999999999\r\n\r\n`],
    [
      'a million fields',
      `POST /rest/1/s/imbot.message.add HTTP/1.1\r\n${HOST}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${'a[]=1&'.length * 1_000_000}\r\n\r\n${'a[]=1&'.repeat(1_000_000)}`,
    ],
  ])('%s', async (_name, text) => {
    const { hook } = seeded(portal);
    const { url } = await gateway();
    const got = await raw(url, text.replace('HTTP/1.1\r\n', 'HTTP/1.1\r\nConnection: close\r\n'));
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(portal.requests).toEqual([]);
    expect((await send(url, `${hook}profile`)).status).toBe(200);
  });

  it('slow headers', async () => {
    const { hook } = seeded(portal);
    const { url } = await gateway('--header-time', '200');
    expect(await raw(url, `GET /rest/1/s/profile HTTP/1.1\r\n${HOST}X: `)).toMatch(/^HTTP\/1\.1 400 /);
    expect((await send(url, `${hook}profile`)).status).toBe(200);
  });

  it('a slow body', async () => {
    const { url } = await gateway('--header-time', '100', '--request-time', '300');
    const head = `POST /rest/1/s/imbot.message.add HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{`;
    expect(await raw(url, head)).toMatch(/^(?:HTTP\/1\.1 400 .*)?$/s);
    expect(portal.requests).toEqual([]);
  });

  it('more requests than it takes at once: told to come again, and nothing of them ran', async () => {
    const { hook } = seeded(portal);
    const { url } = await gateway('--concurrency', '1');
    let open: () => void = () => {};
    portal.fault({ kind: 'slow', gate: new Promise<void>((resolve) => (open = resolve)) });
    const slow = send(url, `${hook}profile`);
    await until(() => portal.requests.length === 1);
    expect(await send(url, `${hook}profile`)).toMatchObject({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } });
    open();
    expect((await slow).status).toBe(200);
    expect(portal.requests).toHaveLength(1);
  });

  it('JSON that nests without end goes on unread', async () => {
    const { hook } = seeded(portal);
    const { url } = await gateway();
    const body = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const headers = { 'content-type': 'application/json' };
    const got = await send(url, `${hook}imbot.message.add`, { method: 'POST', headers, body });
    expect(got.status).toBeLessThan(500);
    expect(portal.requests.at(-1)?.method).toBe('imbot.message.add');
  });
});

describe('an idle connection', () => {
  it('is kept, and its next request is answered', async () => {
    const { hook } = seeded(portal);
    const { url } = await gateway();
    const { hostname, port } = new URL(url);
    const { Agent } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    ends.push(() => agent.destroy());
    const ports = new Set<number | undefined>();
    for (let count = 0; count < 3; count += 1) {
      await new Promise<void>((resolve) => {
        const asked = request({ hostname, port, path: `${hook}profile`, agent }, (answer) => {
          ports.add(answer.socket.localPort);
          answer.resume().on('end', resolve);
        });
        asked.end();
      });
    }
    expect(ports.size).toBe(1);
  });
});
