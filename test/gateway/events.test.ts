import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPortal, type Portal } from '../../portal/index';
import { createEventGate } from '../../src/gateway/events/createEventGate';
import { PAUSES } from '../../src/gateway/events/createPost';
import { fileDeadLetters } from '../../src/gateway/events/fileDeadLetters';
import { fileJournal } from '../../src/gateway/events/fileJournal';
import type { Journal } from '../../src/gateway/events/Journal';
import type { Letter } from '../../src/gateway/events/Letter';
import { incomingFromNode, outgoingToNode } from '../../src/gateway/fromNode';
import { bundled } from '../bundled';
import { manualClock } from '../transport/clocks';
import { runGateway, runToEnd } from './runCommand';
import { listening, send } from './twins';
import { until } from './until';

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-events-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

interface Received {
  readonly path: string;
  readonly body: string;
}

/** A bot's handler: what came, in order; `answer` says with which status. */
async function handler(answer: (received: Received, count: number) => number | Promise<number> = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const one = { path: request.url ?? '', body: Buffer.concat(chunks).toString() };
      received.push(one);
      response.writeHead(await answer(one, received.length)).end();
    });
  });
  const url = await listening(server);
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { received, url };
}

async function portalOf(): Promise<{ portal: Portal; url: string }> {
  const portal = createPortal();
  const server = await portal.listen();
  ends.push(() => server.close());
  return { portal, url: server.url };
}

const keys = (body: string): string[] => [...new URLSearchParams(body).keys()];

function configFile(content: object): string {
  const file = join(folder, 'gateway.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('events through the gateway', () => {
  it.each(['v1', 'v2'] as const)(
    'of %s come as v1 tells them, key for key in order, and name the gateway',
    async (generation) => {
      const straight = await handler();
      const through = await handler();
      const { portal, url } = await portalOf();
      const config = configFile({
        portal: url,
        publicUrl: 'https://bots.example.com',
        journal: join(folder, 'journal'),
        handlers: { support: { url: `${through.url}/bot?x=1`, clientId: 'my_bot' } },
      });
      const gateway = await runGateway(folder, '--config', config);
      ends.push(gateway.stop);
      const at = `${gateway.url}/events/support`;
      const plain = portal.addBot({ code: 'plain', clientId: 'plain_bot', handler: `${straight.url}/bot` });
      const moved = portal.addBot({
        code: 'moved',
        clientId: 'my_bot',
        ...(generation === 'v1' ? { handler: at } : { generation, webhookUrl: at }),
      });
      for (const { id } of [plain, moved]) portal.say({ userId: 1, dialogId: id, text: 'Привет, *мир* & ~(это)!' });
      const chats = [plain, moved].map(({ id }) => portal.addChat({ title: 'Team', owner: 1, users: [2, id] }));
      for (const { id } of chats) portal.say({ userId: 2, dialogId: `chat${id}`, text: 'hello bot' });
      await portal.flush();
      await until(() => through.received.length >= straight.received.length);
      expect(straight.received.length).toBeGreaterThan(0);
      for (const [index, { body, path }] of through.received.entries()) {
        const expected = keys(straight.received[index]?.body ?? '').map((key) =>
          key.replaceAll(String(plain.id), String(moved.id)),
        );
        const got = keys(body);
        if (generation === 'v1') expect(got).toEqual(expected);
        // What v2 does not tell is missing; nothing else comes, and nothing in another order.
        else expect(got).toEqual(expected.filter((key) => got.includes(key)));
        expect(got.find((key) => key.endsWith('[MESSAGE]'))).toBe('data[PARAMS][MESSAGE]');
        const fields = new URLSearchParams(body);
        expect(fields.get('event')).toBe('ONIMBOTMESSAGEADD');
        expect(fields.get('auth[client_endpoint]')).toBe('https://bots.example.com/rest/');
        expect(fields.get('auth[domain]')).toBe('bots.example.com');
        expect(body).not.toContain(encodeURIComponent(url));
        expect(path).toBe('/bot?x=1&CLIENT_ID=my_bot');
      }
      // As PHP encodes.
      const [first] = through.received;
      expect(first?.body).toContain('data%5BPARAMS%5D%5BMESSAGE%5D=%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82%2C+%2A%D0%BC');
      expect(first?.body).toContain('%7E%28');
    },
  );

  it('an OAuth bot that takes its address from each event stays behind the gateway for 100 events and two renewals', async () => {
    const { portal, url } = await portalOf();
    const application = portal.application({ clientId: 'app.1', clientSecret: 'secret', scope: 'imbot,im' });
    let auth = application.tokens();
    const answers: unknown[] = [];
    const bot = await handler(async ({ body }) => {
      const fields = new URLSearchParams(body);
      const endpoint = fields.get('auth[client_endpoint]') ?? '';
      const query = new URLSearchParams({
        auth: auth.access_token,
        BOT_ID: '301',
        DIALOG_ID: fields.get('data[PARAMS][DIALOG_ID]') ?? '',
        MESSAGE: `re: ${fields.get('data[PARAMS][MESSAGE]')}`,
      });
      answers.push(await (await fetch(`${endpoint}imbot.message.add`, { method: 'POST', body: query })).json());
      return 200;
    });
    const config = {
      portal: url,
      journal: join(folder, 'journal'),
      tokenUrl: `${url}/oauth/token/`,
      handlers: { app: { url: bot.url } },
    };
    // The gateway has to know its own address: taken from a first start.
    const first = await runGateway(folder, '--config', configFile(config));
    const { host } = new URL(first.url);
    await first.stop();
    const gateway = await runGateway(
      folder,
      '--config',
      configFile(config),
      '--listen',
      host,
      '--public-url',
      `http://${host}`,
      '--log',
      'calls',
    );
    ends.push(gateway.stop);
    portal.addBot({
      id: 301,
      code: 'helper',
      application: { clientId: 'app.1' },
      handler: `http://${host}/events/app`,
    });
    for (let count = 0; count < 100; count += 1) {
      portal.say({ userId: 1, dialogId: 301, text: `message ${count}` });
      await portal.flush();
      await until(() => answers.length === count + 1);
      if (count % 40 !== 39) continue;
      const query = `grant_type=refresh_token&client_id=app.1&client_secret=secret&refresh_token=${auth.refresh_token}`;
      const got = await send(gateway.url, `/oauth/token/?${query}`);
      auth = JSON.parse(got.text);
      expect(auth).toMatchObject({ client_endpoint: `http://${host}/rest/`, access_token: expect.any(String) });
    }
    expect(portal.oauth.refreshes).toBe(2);
    expect(answers.filter((answer) => typeof Object(answer).result === 'number')).toHaveLength(100);
    const calls = gateway.lines.filter(({ event, kind }) => event === 'served' && kind === 'translated');
    expect(calls).toHaveLength(100);
    expect(portal.counts()).toMatchObject({ 'imbot.v2.Chat.Message.send': 100 });
    expect(portal.counts()['imbot.message.add']).toBeUndefined();
  });

  it.each(['form', 'json', 'GET', 'batch'] as const)(
    'addresses that a bot registers are remembered and replaced (%s), also after a restart',
    async (how) => {
      const bot = await handler();
      const { portal, url } = await portalOf();
      const { path: hook } = portal.webhook();
      const journal = join(folder, 'journal');
      const first = await runGateway(folder, '--portal', url);
      const { host } = new URL(first.url);
      await first.stop();
      const start = () =>
        runGateway(folder, '--portal', url, '--listen', host, '--public-url', `http://${host}`, '--journal', journal);
      const gateway = await start();
      const params = {
        CODE: 'newbot',
        TYPE: 'B',
        CLIENT_ID: 'my_bot',
        EVENT_MESSAGE_ADD: `${bot.url}/say?secret=1`,
        EVENT_WELCOME_MESSAGE: `${bot.url}/join`,
        EVENT_BOT_DELETE: `${bot.url}/end`,
      };
      const flat = new URLSearchParams({ ...params, 'PROPERTIES[NAME]': 'New' });
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const json = { 'content-type': 'application/json' };
      const at = `${hook}imbot.register`;
      const whole = JSON.stringify({ ...params, PROPERTIES: { NAME: 'New' } });
      const cmd = new URLSearchParams({ 'cmd[new]': `imbot.register?${flat}` }).toString();
      const requests = {
        form: () => send(gateway.url, at, { method: 'POST', headers: form, body: `${flat}` }),
        json: () => send(gateway.url, at, { method: 'POST', headers: json, body: whole }),
        GET: () => send(gateway.url, `${at}?${flat}`),
        batch: () => send(gateway.url, `${hook}batch`, { method: 'POST', headers: form, body: cmd }),
      };
      expect((await requests[how]()).status).toBe(200);
      const [made] = portal.snapshot().delivery;
      expect(JSON.stringify(made)).not.toContain(bot.url);
      expect(JSON.stringify(made)).toContain(`http://${host}/events/h-`);
      await gateway.stop();
      const again = await start();
      ends.push(again.stop);
      portal.say({ userId: 1, dialogId: Number(made?.['botId']), text: 'Hi' });
      await portal.flush();
      await until(() => bot.received.some(({ path }) => path.startsWith('/say')));
      const said = bot.received.find(({ path }) => path.startsWith('/say'));
      expect(said?.path).toBe('/say?secret=1&CLIENT_ID=my_bot');
      expect(said && textOf(said)).toBe('Hi');
    },
  );

  it('an installation goes to the bot with the gateway’s address, and its answer back', async () => {
    const { url } = await portalOf();
    const received: string[] = [];
    const page = createServer((request, response) => {
      request.on('data', (chunk) => received.push(`${request.url} ${chunk}`));
      request.on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>installed</p>'));
    });
    const pageUrl = await listening(page);
    ends.push(() => page.close());
    const { host } = new URL(url);
    const gateway = await runGateway(
      folder,
      '--portal',
      url,
      '--public-url',
      'https://bots.example.com',
      '--install',
      `${pageUrl}/install.php`,
    );
    ends.push(gateway.stop);
    const got = await send(gateway.url, `/install?DOMAIN=${encodeURIComponent(host)}&PROTOCOL=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        AUTH_ID: 'token',
        'auth[client_endpoint]': `${url}/rest/`,
        member_id: 'm',
      }).toString(),
    });
    expect([got.status, got.text]).toEqual([200, '<p>installed</p>']);
    expect(received).toEqual([
      '/install.php?DOMAIN=bots.example.com&PROTOCOL=1 AUTH_ID=token&auth%5Bclient_endpoint%5D=https%3A%2F%2Fbots.example.com%2Frest%2F&member_id=m',
    ]);
  });

  it('a page behind a token has an address of its own, which tells no token and opens nothing else', async () => {
    const { url } = await portalOf();
    const received: string[] = [];
    const page = createServer((request, response) => {
      received.push(`${request.url}`);
      response.end('<p>page</p>');
    });
    const pageUrl = await listening(page);
    ends.push(() => page.close());
    const token = 'a-token-of-the-gateway';
    const own = ['--portal', url, '--token', token, '--public-url', 'https://bots.example.com/'];
    const gateway = await runGateway(
      ...([folder, ...own, '--install', `${pageUrl}/p.php`, '--journal', join(folder, 'j')] as const),
    );
    ends.push(gateway.stop);
    const { install } = gateway.lines.find(({ event }) => event === 'listening') ?? {};
    expect(install).toMatch(/^https:\/\/bots\.example\.com\/[\w-]{32}\/install$/);
    const { pathname } = new URL(String(install));
    const key = pathname.slice(0, -'/install'.length);
    expect(key).not.toContain(token);
    const statusOf = async (path: string) => (await send(gateway.url, path)).status;
    expect(await statusOf(`${pathname}?a=1`)).toBe(200);
    expect(await statusOf(`${key}//install/`)).toBe(200);
    for (const path of ['/rest/profile', '/events/x', '/oauth/token/', '/', `/${token}/rest/profile`])
      expect([path, received.length, await statusOf(key + path)]).toEqual([path, received.length, 400]);
    expect(await statusOf('/install')).toBe(400);
    // The old address still leads there; the log says so once.
    const deprecated = () => gateway.lines.filter(({ event }) => event === 'deprecated').length;
    expect(deprecated()).toBe(0);
    for (let count = 0; count < 2; count += 1) expect(await statusOf(`/${token}/install`)).toBe(200);
    expect(deprecated()).toBe(1);
    expect(JSON.stringify(gateway.lines)).not.toContain(token);
    expect(received).toHaveLength(4);
  });

  it('of a queue come as v1 posts, each once over a restart, with the names of the portal', async () => {
    const bot = await handler();
    const { portal, url } = await portalOf();
    const { path } = portal.webhook();
    const { id } = portal.addBot({ code: 'queued', clientId: 'my_bot', generation: 'v2', eventMode: 'fetch' });
    const poll = { botId: id, webhook: `${url}${path}`, clientId: 'my_bot' };
    const config = configFile({
      portal: url,
      publicUrl: 'https://bots.example.com',
      journal: join(folder, 'journal'),
      handlers: { support: { url: bot.url, clientId: 'my_bot', poll } },
    });
    for (let round = 0; round < 2; round += 1) {
      portal.say({ userId: 1, dialogId: id, text: `hello ${round}` });
      const gateway = await runGateway(folder, '--config', config);
      await until(() => bot.received.length === round + 1);
      expect(await gateway.stop()).toBe(0);
      expect(JSON.stringify(gateway.lines)).not.toMatch(/my_bot|s3cr3t/);
    }
    expect(bot.received.map(textOf)).toEqual(['hello 0', 'hello 1']);
    const fields = new URLSearchParams(bot.received[0]?.body);
    expect(fields.get('event')).toBe('ONIMBOTMESSAGEADD');
    expect(fields.get('auth[client_endpoint]')).toBe('https://bots.example.com/rest/');
    expect(bot.received[0]?.path).toBe('/?CLIENT_ID=my_bot');
  });

  it.each(['webhook', 'pair'] as const)('of a queue by --poll and its variables (%s)', async (by) => {
    const bot = await handler();
    const { portal, url } = await portalOf();
    const application = portal.application({ clientId: 'app.1', clientSecret: 'secret', scope: 'imbot,im' });
    const owner = by === 'webhook' ? { clientId: 'my_bot' } : { application: { clientId: 'app.1' } };
    const { id } = portal.addBot({ code: 'queued', generation: 'v2', eventMode: 'fetch', ...owner });
    portal.say({ userId: 1, dialogId: id, text: 'hello' });
    const pair = join(folder, 'pair.json');
    writeFileSync(pair, JSON.stringify(application.tokens()));
    const common = [
      '--portal',
      url,
      '--bot-id',
      String(id),
      '--journal',
      join(folder, 'journal'),
      '--poll',
      `${bot.url}/bot`,
    ];
    const own = {
      webhook: ['--webhook', `${url}${portal.webhook().path}`, '--client-id', 'my_bot'],
      pair: [
        '--tokens',
        pair,
        '--client-id',
        'app.1',
        '--client-secret',
        'secret',
        '--token',
        '0123456789abcdef',
        '--token-url',
        `${url}/oauth/token/`,
      ],
    };
    const gateway = await runGateway(folder, ...common, ...own[by]);
    ends.push(gateway.stop);
    await until(() => bot.received.length === 1);
    const [{ path, body } = { path: '', body: '' }] = bot.received;
    expect(path).toBe(by === 'webhook' ? '/bot?CLIENT_ID=my_bot' : '/bot');
    const fields = new URLSearchParams(body);
    expect(fields.get('data[PARAMS][MESSAGE]')).toBe('hello');
    expect(fields.has('auth[access_token]')).toBe(by === 'pair');
    expect(body).not.toContain('refresh');
  });

  it.each([
    [['--poll', 'http://127.0.0.1:9/'], /bot-id/],
    [['--webhook', 'https://a.example/rest/1/x/'], /for --poll/],
    [['--poll', 'http://127.0.0.1:9/', '--bot-id', '3', '--journal', 'j'], /webhook, or by the pair/],
    [['--poll', 'http://127.0.0.1:9/', '--bot-id', '3'], /journal/],
  ])('--poll says what it misses: %j', async (options, message) => {
    const { code, out } = await runToEnd(folder, 'gateway', '--portal', 'https://a.example', ...options);
    expect([code, out]).toEqual([2, expect.stringMatching(message)]);
  });

  it('of v2 name the CLIENT_ID of a bot that was registered on a webhook, as v1 does; one of an application none', async () => {
    const bot = await handler();
    const { portal, url } = await portalOf();
    const { path: hook } = portal.webhook();
    const application = portal.application({ clientId: 'app.1', clientSecret: 'secret', scope: 'imbot,im' });
    const options = ['--portal', url, '--public-url', 'https://bots.example.com', '--journal', join(folder, 'journal')];
    const gateway = await runGateway(folder, ...options);
    ends.push(gateway.stop);
    const register = async (at: string, more: object) => {
      const addresses = {
        EVENT_MESSAGE_ADD: `${bot.url}/bot`,
        EVENT_WELCOME_MESSAGE: `${bot.url}/bot`,
        EVENT_BOT_DELETE: `${bot.url}/bot`,
      };
      const fields = { CODE: 'x', 'PROPERTIES[NAME]': 'X', ...addresses, ...more };
      const body = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
      const before = new Set(JSON.stringify(portal.snapshot().delivery).match(/h-\w+/g));
      await send(gateway.url, at, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      return (
        JSON.stringify(portal.snapshot().delivery)
          .match(/h-\w+/g)
          ?.find((name) => !before.has(name)) ?? ''
      );
    };
    const names = [
      await register(`${hook}imbot.register`, { CLIENT_ID: 'my_bot' }),
      await register(`${hook}imbot.register`, { CLIENT_ID: 'second', CODE: 'y' }),
      await register('/rest/imbot.register', {
        auth: application.tokens().access_token,
        CLIENT_ID: 'ignored',
        CODE: 'z',
      }),
    ];
    expect(new Set(names).size).toBe(3);
    for (const name of names) {
      const body =
        'event=ONIMBOTV2MESSAGEADD&data[bot][id]=5&data[message][id]=7&data[message][text]=x&data[user][id]=1';
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await send(gateway.url, `/events/${name}`, { method: 'POST', headers, body })).status).toBe(200);
    }
    await until(() => bot.received.length === 3);
    expect(bot.received.map(({ path }) => path).sort()).toEqual([
      '/bot',
      '/bot?CLIENT_ID=my_bot',
      '/bot?CLIENT_ID=second',
    ]);
  });

  it('an address that the portal did not take is none: a stranger cannot make the gateway call it', async () => {
    const victim = await handler();
    const { portal, url } = await portalOf();
    const journal = join(folder, 'journal');
    const options = ['--portal', url, '--public-url', 'https://bots.example.com', '--journal', journal];
    const gateway = await runGateway(folder, ...options);
    ends.push(gateway.stop);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const at = `${victim.url}/inside`;
    const urls = { EVENT_MESSAGE_ADD: at, EVENT_WELCOME_MESSAGE: at, EVENT_BOT_DELETE: at };
    const fields = new URLSearchParams({ CODE: 'x', CLIENT_ID: 'c', ...urls });
    let open: () => void = () => {};
    portal.fault({
      kind: 'slow',
      method: 'imbot.register',
      gate: new Promise<void>((resolve) => {
        open = resolve;
      }),
    });
    const path = '/rest/1/wrong/imbot.register';
    const registered = send(gateway.url, path, { method: 'POST', headers, body: `${fields}` });
    const asked = () => portal.requests.find(({ method }) => method === 'imbot.register');
    await until(() => asked() !== undefined);
    const { pathname } = new URL(String(asked()?.params['EVENT_MESSAGE_ADD']));
    expect(pathname).toMatch(/^\/events\/h-/);
    const body = 'event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=x';
    const early = send(gateway.url, pathname, { method: 'POST', headers, body });
    open();
    expect((await registered).status).toBe(401);
    expect((await early).status).toBe(400);
    expect((await send(gateway.url, pathname, { method: 'POST', headers, body })).status).toBe(400);
    expect(victim.received).toEqual([]);
  });

  it.each(['0', '1'])('of a batch those count that the portal took, command by command (halt: %s)', async (halt) => {
    const victim = await handler();
    const { portal, url } = await portalOf();
    const { path } = portal.webhook({ scope: 'imbot,im' });
    const options = ['--portal', url, '--public-url', 'https://bots.example.com', '--journal', join(folder, 'journal')];
    const gateway = await runGateway(folder, ...options);
    ends.push(gateway.stop);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const register = (name: string, more: object = {}) => {
      const at = `${victim.url}/${name}`;
      const urls = { EVENT_MESSAGE_ADD: at, EVENT_WELCOME_MESSAGE: at, EVENT_BOT_DELETE: at };
      return `imbot.register?${new URLSearchParams({ CODE: name, CLIENT_ID: name, 'PROPERTIES[NAME]': 'x', ...urls, ...more })}`;
    };
    const commands = { good: register('good'), bad: register('bad', { TYPE: 'Z', CODE: '' }), late: register('late') };
    const cmd = Object.entries(commands).map(([key, text]) => [`cmd[${key}]`, text]);
    const body = `${new URLSearchParams([['halt', halt], ...cmd])}`;
    const got = JSON.parse((await send(gateway.url, `${path}batch`, { method: 'POST', headers, body })).text);
    expect(Object.keys(got.result.result)).toEqual(halt === '1' ? ['good'] : ['good', 'late']);
    const asked = portal.requests
      .filter(({ method }) => method === 'batch')
      .map(({ params }) => JSON.stringify(params));
    const named = new Set(asked.join().match(/h-[0-9a-f]{20}/g));
    expect(named.size).toBe(3);
    for (const [index, name] of ['good', 'bad', 'late'].entries()) {
      const address = `/events/${[...named][index]}`;
      // Whoever knows the handler's address knows nothing of the gateway's.
      const guess = createHash('sha256').update(`${victim.url}/${name} ${name}`).digest('hex').slice(0, 20);
      expect(named).not.toContain(`h-${guess}`);
      const event = { method: 'POST', headers, body: `event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=${name}` };
      const isTaken = name === 'good' || (name === 'late' && halt === '0');
      expect([name, (await send(gateway.url, address, event)).status]).toEqual([name, isTaken ? 200 : 400]);
    }
  });

  it('leaves out what v1 never sent: reactions, and edits unless they are asked for', async () => {
    const [quiet, curious] = [await handler(), await handler()];
    const { url } = await portalOf();
    const handlers = { quiet: { url: quiet.url }, curious: { url: curious.url, updates: true } };
    const gateway = await runGateway(
      folder,
      '--config',
      configFile({ portal: url, journal: join(folder, 'journal'), handlers }),
    );
    ends.push(gateway.stop);
    for (const name of ['quiet', 'curious']) {
      for (const kind of ['REACTIONCHANGE', 'MESSAGEUPDATE', 'MESSAGEADD']) {
        const body = `event=ONIMBOTV2${kind}&data[bot][id]=5&data[message][id]=7&data[message][text]=x&data[user][id]=1`;
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        expect((await send(gateway.url, `/events/${name}`, { method: 'POST', headers, body })).status).toBe(200);
      }
    }
    await until(() => quiet.received.length === 1 && curious.received.length === 2);
    const names = ({ received }: typeof quiet) => received.map(({ body }) => new URLSearchParams(body).get('event'));
    expect(names(quiet)).toEqual(['ONIMBOTMESSAGEADD']);
    expect(names(curious)).toEqual(['ONIMBOTMESSAGEUPDATE', 'ONIMBOTMESSAGEADD']);
  });

  it('holds its journal: a second gateway does not start on it, and one that was killed leaves it free', async () => {
    const journal = join(folder, 'journal');
    const config = configFile({
      portal: 'https://a.example',
      journal,
      handlers: { support: { url: 'http://127.0.0.1:9/' } },
    });
    const gateway = await runGateway(folder, '--config', config);
    const second = await runToEnd(folder, 'gateway', '--config', config, '--listen', '127.0.0.1:0');
    expect(second).toEqual({
      code: 2,
      out: 'Another gateway of this machine uses this journal. Each needs one of its own.\n',
    });
    await gateway.stop();
    // The socket of a process that is gone: its file is there, and nobody answers.
    const dead = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(`${journal}.sock`)}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    await new Promise((resolve) => dead.on('exit', resolve));
    const again = await runGateway(folder, '--config', config);
    expect(await again.stop()).toBe(0);
  });

  it('refuses another application, an unknown handler, and what is no delivery', async () => {
    const { portal, url } = await portalOf();
    const bot = await handler();
    const config = configFile({
      portal: url,
      journal: join(folder, 'journal'),
      handlers: { support: { url: bot.url, applicationToken: 'the right one' } },
    });
    const gateway = await runGateway(folder, '--config', config);
    ends.push(gateway.stop);
    const post = (name: string, body: string) =>
      send(gateway.url, `/events/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    const event = (token: string) => `event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=x&auth[application_token]=${token}`;
    expect((await post('support', event('wrong'))).status).toBe(400);
    expect((await post('nobody', event('the right one'))).status).toBe(400);
    expect((await send(gateway.url, '/events/support')).status).toBe(400);
    expect((await post('support', event('the right one'))).status).toBe(200);
    await until(() => bot.received.length === 1);
    expect(portal.requests).toEqual([]);
  });
});

/** A gate by itself, on a clock of the test's. */
async function gateTo(url: string, given?: Journal) {
  const clock = manualClock();
  const dispatcher = new Agent();
  const told: string[] = [];
  const journal = join(folder, 'journal');
  const options = {
    targetOf: () => ({ url }),
    journal: given ?? (await fileJournal(journal)),
    dead: fileDeadLetters(journal),
    address: undefined,
    dispatcher,
    clock,
    tell: (event: string) => told.push(event),
  };
  const gate = createEventGate(options);
  const server = createServer((request, response) => {
    void gate.serve('bot', '', incomingFromNode(request), outgoingToNode(response));
  });
  const front = await listening(server);
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await gate.stop();
    await dispatcher.destroy();
  };
  const post = (dialog: string, text: string) =>
    send(front, '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `event=ONIMBOTMESSAGEADD&data[PARAMS][DIALOG_ID]=${dialog}&data[PARAMS][MESSAGE]=${text}`,
    });
  return { gate, clock, told, journal, close, post };
}

const textOf = ({ body }: Received): string => new URLSearchParams(body).get('data[PARAMS][MESSAGE]') ?? '';

describe('a handler that does not take an event', () => {
  it('gets it again, in the order of its dialog, while other dialogs go on', async () => {
    let isUp = false;
    const bot = await handler((one) => (textOf(one).startsWith('a') && !isUp ? 500 : 200));
    const { gate, clock, post, close } = await gateTo(bot.url);
    ends.push(close);
    for (const text of ['a1', 'a2']) expect((await post('chat1', text)).status).toBe(200);
    await post('chat2', 'b1');
    await until(() => bot.received.length === 2);
    expect(bot.received.map(textOf).sort()).toEqual(['a1', 'b1']);
    for (const pause of PAUSES.slice(1, 4)) {
      const before = bot.received.length;
      await until(() => clock.pending() > 0);
      await clock.advance(pause - 1);
      expect(bot.received).toHaveLength(before);
      await clock.advance(1);
      await until(() => bot.received.length === before + 1);
    }
    isUp = true;
    await until(() => clock.pending() > 0);
    await clock.advance(PAUSES[4] ?? 0);
    await until(() => gate.waiting() === 0);
    expect(bot.received.map(textOf).slice(-2)).toEqual(['a1', 'a2']);
  });

  it('that does not answer within 15 s did not take it; what comes late changes nothing', async () => {
    const waiting: ((status: number) => void)[] = [];
    const bot = await handler(() => new Promise((resolve) => waiting.push(resolve)));
    const { gate, clock, told, post, close } = await gateTo(bot.url);
    ends.push(close);
    for (const text of ['a1', 'a2']) await post('chat1', text);
    await until(() => waiting.length === 1);
    await clock.advance(14_999);
    expect(told).toEqual([]);
    await clock.advance(1);
    await until(() => told.length === 1);
    waiting[0]?.(200);
    await until(() => clock.pending() > 0);
    await clock.advance(PAUSES[1] ?? 0);
    await until(() => waiting.length === 2);
    waiting[1]?.(200);
    await until(() => waiting.length === 3);
    waiting[2]?.(200);
    await until(() => gate.waiting() === 0);
    expect(bot.received.map(textOf)).toEqual(['a1', 'a1', 'a2']);
    expect(told).toEqual(['undelivered']);
  });

  it('after the last attempt it is a dead letter, which is listed and sent again', async () => {
    let isUp = false;
    const bot = await handler(() => (isUp ? 200 : 500));
    const { gate, clock, told, journal, post, close } = await gateTo(bot.url);
    await post('chat1', 'lost');
    for (const [index, pause] of PAUSES.slice(1).entries()) {
      // What is pending before is the patience with the handler.
      await until(() => told.length === index + 1 && clock.pending() > 0);
      await clock.advance(pause);
    }
    await until(() => gate.waiting() === 0);
    await close();
    expect(bot.received).toHaveLength(PAUSES.length);
    expect(told.at(-1)).toBe('dead-letter');
    const listed = await runToEnd(folder, 'gateway', 'dead-letters', '--journal', journal);
    expect([listed.code, listed.out]).toEqual([
      1,
      expect.stringMatching(/ONIMBOTMESSAGEADD {2}8 attempts .*\n1 dead letter\.\n$/),
    ]);
    expect(await runToEnd(folder, 'gateway', 'replay', '--journal', journal)).toEqual({
      code: 1,
      out: '0 events delivered, 1 left.\n',
    });
    isUp = true;
    expect(await runToEnd(folder, 'gateway', 'replay', '--journal', journal)).toEqual({
      code: 0,
      out: '1 event delivered, 0 left.\n',
    });
    expect((await runToEnd(folder, 'gateway', 'dead-letters', '--journal', journal)).code).toBe(0);
    expect((await runToEnd(folder, 'gateway', 'replay')).code).toBe(2);
  });

  it('a full disk: the event is brought at once all the same, and it is told', async () => {
    const bot = await handler();
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const { told, post, close, gate } = await gateTo(bot.url, {
      start: () => {},
      add: () => Promise.reject(full),
      failed: () => Promise.reject(full),
      over: () => Promise.reject(full),
      close: async () => {},
    });
    ends.push(close);
    expect((await post('chat1', 'x')).status).toBe(200);
    await until(() => bot.received.length === 1 && gate.waiting() === 0);
    expect(told).toContain('journal');
  });

  it('a journal that a crash cut short gives back what it promised, and is compact again', async () => {
    const path = join(folder, 'journal');
    const journal = await fileJournal(path);
    const letter = (id: string) => ({
      id,
      lane: 'a',
      event: 'E',
      url: 'http://127.0.0.1:1/',
      body: 'b',
      attempts: 0,
      at: 0,
    });
    for (const id of ['1', '2', '3']) await journal.add(letter(id));
    await journal.over('2');
    await journal.failed({ ...letter('3'), attempts: 2, at: 9 });
    await journal.close();
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"letter":{"id":"4","la`);
    const again = await fileJournal(path);
    const pending: Letter[] = [];
    again.start(
      (one) => pending.push(one),
      () => {},
    );
    expect(pending).toEqual([letter('1'), { ...letter('3'), attempts: 2, at: 9 }]);
    await again.close();
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2);
  });
});

describe('kill -9', () => {
  it('loses no event that was answered, whatever was under way', async () => {
    let hold = true;
    const waiting: (() => void)[] = [];
    const bot = await handler(async () => {
      if (hold) await new Promise<void>((resolve) => waiting.push(resolve));
      return 200;
    });
    const { url } = await portalOf();
    const config = configFile({ portal: url, journal: join(folder, 'journal'), handlers: { bot: { url: bot.url } } });
    const start = async (): Promise<{ child: ChildProcess; at: string }> => {
      const options = [bundled('cli/main.ts'), 'gateway', '--config', config, '--listen', '127.0.0.1:0'];
      const child = spawn(process.execPath, options, { stdio: ['ignore', 'ignore', 'pipe'] });
      ends.push(() => child.kill('SIGKILL'));
      const at = await new Promise<string>((resolve) => {
        child.stderr?.on('data', (chunk) => {
          const found = /"url":"([^"]+)"/.exec(String(chunk));
          if (found?.[1]) resolve(found[1]);
        });
      });
      return { child, at };
    };
    const sent: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { child, at } = await start();
      const work = Array.from({ length: 40 }, async (_value, index) => {
        const text = `r${round}n${index}`;
        const body = `event=ONIMBOTMESSAGEADD&data[PARAMS][DIALOG_ID]=chat${index % 5}&data[PARAMS][MESSAGE]=${text}`;
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        const answer = await send(at, '/events/bot', { method: 'POST', headers, body }).catch(() => undefined);
        if (answer?.status === 200) sent.push(text);
      });
      await Promise.race(work.slice(10 * (round + 1)));
      child.kill('SIGKILL');
      await Promise.all(work);
    }
    expect(sent.length).toBeGreaterThan(20);
    hold = false;
    for (const go of waiting) go();
    const { child } = await start();
    const got = (): Set<string> => new Set(bot.received.map(textOf));
    await until(() => sent.every((text) => got().has(text)));
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
  });
});
