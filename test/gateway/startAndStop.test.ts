import { spawnSync } from 'node:child_process';
import { linkSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMountedAlone } from '../../cli/gateway/isMountedAlone';
import { openRedis } from '../../cli/gateway/openRedis';
import { selfSigned } from '../../portal/selfSigned';
import { createPost, PAUSES } from '../../src/gateway/events/createPost';
import { fileJournal } from '../../src/gateway/events/fileJournal';
import { holdJournal } from '../../src/gateway/events/holdJournal';
import { redisHandlers } from '../../src/gateway/events/redisHandlers';
import { manualClock } from '../transport/clocks';
import { runGateway, runToEnd } from './runCommand';
import { listening } from './twins';
import { until } from './until';

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-start-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function served(server: Server = createServer((_request, response) => response.end('{"result":[]}'))) {
  const url = await listening(server);
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return url;
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a start that fails halfway', () => {
  it.each<[string, (taken: string) => readonly string[], RegExp]>([
    ['the second port is taken', (taken) => ['--stat-listen', taken], /cannot listen: EADDRINUSE/],
    ['the port is taken', (taken) => ['--listen', taken], /cannot listen: EADDRINUSE/],
    ['no certificate', () => ['--cert', 'none.pem', '--key', 'none.pem'], /none\.pem.*ENOENT/],
    [
      'an address that is none',
      () => ['--allow-hosts', 'a', '--portal', 'http://a.example'],
      /--portal|portal is to be/,
    ],
  ])('leaves nothing behind that runs or is held: %s', async (_what, options, why) => {
    let asked = 0;
    const portal = await served(
      createServer((_request, response) => {
        asked += 1;
        response.writeHead(503).end('{}');
      }),
    );
    const { host: taken } = new URL(await served());
    const journal = join(folder, 'journal');
    const before = process.getActiveResourcesInfo().length;
    const queue = [
      '--poll',
      'http://127.0.0.1:9/',
      '--bot-id',
      '3',
      '--client-id',
      'c',
      '--webhook',
      `${portal}/rest/1/s/`,
    ];
    const own = ['--portal', portal, '--journal', journal, '--listen', '127.0.0.1:0', ...queue];
    const { code, out } = await runToEnd(folder, 'gateway', ...own, ...options(taken));
    expect([code, out]).toEqual([expect.any(Number), expect.stringMatching(why)]);
    expect(code).toBeGreaterThan(1);
    await until(() => process.getActiveResourcesInfo().length <= before);
    const asking = asked;
    const again = await runGateway(
      folder,
      '--portal',
      portal,
      '--journal',
      journal,
      '--public-url',
      'http://a.example',
    );
    expect(await again.stop()).toBe(0);
    expect(asked).toBe(asking);
  });
});

it('a Redis that takes the connection and says nothing holds up no start', async () => {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => sockets.push(socket));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  ends.push(
    () => server.close(),
    () => sockets.map((socket) => socket.destroy()),
  );
  const told: string[] = [];
  const { close } = await openRedis(`redis://127.0.0.1:${port}`, ({ message }) => told.push(message), 50);
  await close();
  expect(told).toEqual(['Redis did not answer in 50 ms']);
});

describe('--journal', () => {
  const pair = { access_token: 'a', refresh_token: 'r', client_endpoint: 'https://acme.bitrix24.com/rest/' };
  it.each<[string, string | Buffer]>([
    ['notes', 'call mother\n'],
    ['a pair of tokens', JSON.stringify(pair)],
    ['the same on several lines', JSON.stringify(pair, null, 2)],
    ['a list', '[1, 2]'],
    ['bytes', Buffer.from([1, 2, 3, 255, 10, 4])],
  ])('that is a file of something else (%s) is refused, and stays as it is', async (_what, content) => {
    const path = file('notes', content);
    const options = ['--portal', 'http://127.0.0.1:9', '--public-url', 'http://a.example', '--listen', '127.0.0.1:0'];
    const { code, out } = await runToEnd(folder, 'gateway', ...options, '--journal', path);
    expect([code, out]).toEqual([2, expect.stringMatching(/notes.* is no journal/)]);
    expect(readFileSync(path)).toEqual(Buffer.from(content));
  });

  it('is held by one of those that start at once on what a killed one left', async () => {
    const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    const dead = join(folder, 'dead');
    spawnSync(process.execPath, ['-e', script, dead]);
    const path = join(folder, 'journal');
    for (let count = 0; count < 60; count += 1) {
      linkSync(dead, `${path}.sock`);
      // One that was killed while it took over left its guard too.
      if (count % 2 === 1) linkSync(dead, `${path}.take`);
      const starts = Array.from({ length: count % 2 === 1 ? 1 : 3 }, () => holdJournal(path));
      const held = (await Promise.all(starts)).filter((one) => one !== undefined);
      expect(held).toHaveLength(1);
      await held[0]?.();
    }
    expect(readdirSync(folder)).toEqual(['dead']);
  });

  const letter = { id: '1', lane: 's 1', event: 'E', url: 'http://127.0.0.1:9/', body: 'b', attempts: 0, at: 0 };
  const line = JSON.stringify({ letter });
  it.each<[string, string, number]>([
    ['nothing', '', 0],
    ['a line that a crash cut short', line.slice(0, 30), 0],
    ['nothing but what is over', '\n{"over":"1"}\n', 0],
    ['zeros that a crash left, and a letter', `\0\0\0\n${line}\n`, 1],
    ['zeros alone', '\0\0\0\0', 0],
    ['a letter, and what nobody can read', `${line}\nxyz\n`, 1],
  ])('with %s is one', async (_what, content, letters) => {
    const journal = await fileJournal(file('journal', content));
    ends.push(() => journal.close());
    const taken: string[] = [];
    journal.start(
      ({ id }) => taken.push(id),
      () => {},
    );
    expect(taken).toHaveLength(letters);
  });
});

describe('--cert and --key', () => {
  it('say which file it is, and what is wrong with it', async () => {
    const [made, other] = [selfSigned(), selfSigned()];
    const cert = file('cert.pem', made.cert);
    const key = file('key.pem', made.key);
    const locked = file(
      'locked.pem',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n',
    );
    const cells: readonly [string, string, RegExp][] = [
      ['none.pem', key, /--cert none\.pem cannot be read \(ENOENT\)/],
      [cert, 'none.pem', /--key none\.pem cannot be read \(ENOENT\)/],
      [cert, file('other.pem', other.key), /--key .*is not the key of --cert/],
      [file('cut.pem', made.cert.slice(0, 300)), key, /--cert .*holds no certificate in PEM/],
      [key, key, /--cert .*holds no certificate in PEM/],
      [cert, file('cut-key.pem', made.key.slice(0, 100)), /--key .*holds no private key in PEM/],
      [cert, cert, /--key .*holds no private key in PEM/],
      [cert, locked, /--key .*passphrase/],
    ];
    for (const [certPath, keyPath, why] of cells) {
      const options = [
        '--portal',
        'https://a.example',
        '--listen',
        '127.0.0.1:0',
        '--cert',
        certPath,
        '--key',
        keyPath,
      ];
      const { code, out } = await runToEnd(folder, 'gateway', ...options);
      expect([code, out]).toEqual([2, expect.stringMatching(why)]);
    }
  });
});

it('a certificate that is over is told at the start, and served', async () => {
  const lines: unknown[] = [];
  for (const [name, until] of [
    ['old', '20200101000000Z'],
    ['good', undefined],
  ] as const) {
    const made = selfSigned(until);
    const tls = ['--cert', file(`${name}.pem`, made.cert), '--key', file(`${name}-key.pem`, made.key)];
    const gateway = await runGateway(folder, '--portal', 'https://a.example', ...tls);
    lines.push(gateway.lines.filter(({ event }) => event === 'certificate').map(({ what }) => what));
    expect(await gateway.stop()).toBe(0);
  }
  expect(lines).toEqual([[expect.stringMatching(/^expired on Jan +1 .*2020/)], []]);
});

it('a file for a pair that cannot be renewed in it is refused: the next start would find a pair that is spent', async () => {
  const pair = JSON.stringify({ access_token: 'AAAAAA', refresh_token: 'RRRRRR', domain: 'a.example' });
  const notes = file('notes', pair);
  const handlers = (tokens: string) =>
    JSON.stringify({
      ...{ portal: 'https://a.example', journal: join(folder, 'j'), listen: '127.0.0.1:0' },
      handlers: { a: { url: 'http://127.0.0.1:9/', poll: { botId: 1, tokens, clientId: 'c', clientSecret: 's' } } },
    });
  const own = ['--portal', 'https://a.example', '--token', 'a secret of 16'.replaceAll(' ', '_').padEnd(16, 'x')];
  const application = [...own, '--client-id', 'c', '--client-secret', 's', '--listen', '127.0.0.1:0'];
  for (const path of [folder, join(notes, 'pair.json')]) {
    const held = await runToEnd(folder, 'gateway', ...application, '--tokens', path);
    expect([path, held.code, held.out]).toEqual([
      path,
      2,
      expect.stringMatching(/^--tokens .*cannot be used \(E\w+\)/),
    ]);
    const polled = await runToEnd(folder, 'gateway', '--config', file('c.json', handlers(path)));
    expect([polled.code, polled.out]).toEqual([
      2,
      expect.stringMatching(/^handlers\.a\.poll\.tokens .*cannot be used \(E\w+\)/),
    ]);
  }
});

it('a file that is mounted by itself is known by the list of the kernel, whatever its name', async () => {
  const names = ['pair.json', 'a pair.json', 'моя пара.json', 'back\\slash.json', 'pair.json.2'];
  const paths = names.map((name) => realpathSync(file(name, '{}')));
  const octal = (text: string) =>
    text.replace(/[ \\\t\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
  const line = (path: string) => `36 35 98:0 /mnt1 ${octal(path)} rw,noatime master:1 - ext3 /dev/root rw\n`;
  for (const path of paths) {
    const list = file('mountinfo', line('/') + line(path) + line(`${path}.else`));
    expect(await Promise.all(paths.map((one) => isMountedAlone(one, list)))).toEqual(
      paths.map((one) => one === path || one === `${path}.else`),
    );
  }
  expect(await isMountedAlone(join(folder, 'none'), file('mountinfo', line('/')))).toBe(false);
  expect(await isMountedAlone(paths[0] ?? '', join(folder, 'no list'))).toBe(false);
});

it('ten thousand dialogs that wait: a handler gets a hundred at once, all in turn, and another handler at once', async () => {
  const clock = manualClock();
  const journal = { failed: async () => {}, over: async () => {} };
  const open: (() => void)[] = [];
  const sent = new Map<string, number>();
  let [most, other] = [0, 0];
  const send = ({ id, lane }: { id: string; lane: string }): Promise<undefined> => {
    sent.set(id, (sent.get(id) ?? 0) + 1);
    if (lane.startsWith('other ')) other += 1;
    if (lane.startsWith('other ')) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      open.push(() => resolve(undefined));
      most = Math.max(most, open.length);
    });
  };
  const post = createPost({ journal, clock, send, bury: async () => {}, tell: () => {} });
  const letterOf = (lane: string) => ({ id: lane, lane, event: 'E', url: '', body: 'b', attempts: 0, at: 0 });
  for (let index = 0; index < 10_000; index += 1) post.take(letterOf(`slow ${index}`));
  post.take(letterOf('other 1'));
  await until(() => other === 1);
  expect(open).toHaveLength(100);
  await until(() => {
    for (const answer of open.splice(0)) answer();
    return post.waiting() === 0;
  });
  expect([most, sent.size, Math.max(...sent.values())]).toEqual([100, 10_001, 1]);
  await post.stop();
});

it('two handlers on the queue of one bot are refused: each event would come to one of them', async () => {
  const poll = { botId: 39, webhook: 'http://127.0.0.1:9/rest/1/s/' };
  const url = 'http://127.0.0.1:9/';
  const handlers = { a: { url, poll }, b: { url, poll: { ...poll, botId: 40 } }, c: { url: `${url}c`, poll } };
  const config = file('c.json', JSON.stringify({ portal: 'http://127.0.0.1:9', journal: join(folder, 'j'), handlers }));
  const { code, out } = await runToEnd(folder, 'gateway', '--config', config, '--listen', '127.0.0.1:0');
  expect([code, out]).toEqual([2, 'handlers.a and handlers.c read the queue of bot 39: it has one reader.\n']);
});

describe('a journal that is written anew', () => {
  it('tells how often a letter was sent in vain, also one from before the start', async () => {
    const path = file('journal', '');
    const letterOf = (id: string) => ({ id, lane: 's 1', event: 'E', url: '', body: 'b', attempts: 0, at: 0 });
    const first = await fileJournal(path);
    await first.add(letterOf('1'));
    await first.close();
    const second = await fileJournal(path);
    const taken: ReturnType<typeof letterOf>[] = [];
    second.start(
      (letter) => void taken.push(letter),
      () => {},
    );
    await second.failed({ ...letterOf('1'), attempts: 7, at: 9 });
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => second.over(`x${index}`)));
    await second.add(letterOf('2'));
    await second.close();
    expect(readFileSync(path, 'utf8')).not.toContain('x0"');
    const third = await fileJournal(path);
    ends.push(() => third.close());
    const left: unknown[] = [];
    third.start(
      ({ id, attempts, at }) => void left.push([id, attempts, at]),
      () => {},
    );
    expect(left).toEqual([
      ['1', 7, 9],
      ['2', 0, 0],
    ]);
  });
});

describe('what is told to stop leaves no timer, which would keep the process for hours', () => {
  const letter = { id: '1', lane: 's 1', event: 'E', url: '', body: 'b', attempts: 0, at: 0 };
  const journal = { failed: async () => {}, over: async () => {} };

  it.each(['stop', 'drop'] as const)('a letter that waits for its next attempt: %s', async (end) => {
    const clock = manualClock();
    let sent = 0;
    const send = async (): Promise<string> => {
      sent += 1;
      return 'HTTP 500';
    };
    const post = createPost({ journal, clock, send, bury: async () => {}, tell: () => {} });
    post.take({ ...letter });
    post.take({ ...letter, id: '2', lane: 's 2', attempts: 1, at: clock.now() + 9 });
    await until(() => clock.pending() === 2);
    await post[end]();
    expect(clock.pending()).toBe(0);
    // Where it only was another gateway's turn, what is taken anew goes.
    post.take({ ...letter, attempts: 1, at: clock.now() + 1 });
    await clock.advance(PAUSES.at(-1) ?? 0);
    expect(sent > 1).toBe(end === 'drop');
  });

  it.each([0, 1, 4, 7, 8])(
    'one that another clock has written (%d attempts) waits no longer than any',
    async (attempts) => {
      for (const ahead of [2 * 60_000, 24 * 3_600_000, 30 * 24 * 3_600_000]) {
        const clock = manualClock();
        let sent = 0;
        const send = async (): Promise<undefined> => {
          sent += 1;
        };
        const post = createPost({ journal, clock, send, bury: async () => {}, tell: () => {} });
        post.take({ ...letter, attempts, at: clock.now() + ahead });
        const pause = Math.min(PAUSES[attempts] ?? Number.POSITIVE_INFINITY, ahead, PAUSES.at(-1) ?? 0);
        await clock.advance(Math.max(0, pause - 1));
        expect(sent).toBe(attempts === 0 ? 1 : 0);
        await clock.advance(1);
        expect(sent).toBe(1);
        await post.stop();
      }
    },
  );

  it('an address of a handler that Redis does not take', async () => {
    const clock = manualClock();
    const [saved, told]: [unknown[], unknown[]] = [[], []];
    let isUp = false;
    const client = {
      async eval(script: string, keys: number, ...values: (string | number)[]) {
        if (!isUp) throw new Error('away');
        if (script.includes('hset')) saved.push(values[keys]);
      },
    };
    const pages = redisHandlers(client, 'k', (error) => told.push(error), clock);
    await pages.keep('h-1', { url: 'https://a.example/' });
    await pages.keep('h-2', { url: 'https://b.example/' });
    await clock.advance(5_000);
    isUp = true;
    await pages.close();
    expect([clock.pending(), saved, told.length]).toEqual([0, ['h-1', 'h-2'], 4]);
  });
});
