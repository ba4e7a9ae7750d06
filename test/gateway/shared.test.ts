import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { startRedis } from '../transport/redis';
import { runToEnd } from './runCommand';
import { type GatewayProcess, startProcess } from './startProcess';
import { listening, send } from './twins';
import { until } from './until';

const redis = await startRedis('several gateways');
afterAll(() => redis?.stop());

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-shared-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const TOKEN = '0123456789abcdef';
const FORM = 'application/x-www-form-urlencoded';
const CLIENT = { clientId: 'app.1', clientSecret: 'the secret' };

async function start(config: string): Promise<GatewayProcess> {
  const started = await startProcess('--config', config);
  ends.push(() => started.child.kill('SIGKILL'));
  return started;
}

/** A portal, a bot's handler, and the configuration of gateways between them. */
async function scene(more: object = {}) {
  const portal = createPortal();
  const server = await portal.listen();
  ends.push(() => server.close());
  const application = portal.application({ ...CLIENT, scope: 'imbot,im' });
  portal.addBot({ id: 301, code: 'helper', application: CLIENT });
  const received: string[] = [];
  const bot = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('data[PARAMS][MESSAGE]') ?? '');
      response.end();
    });
  });
  const handler = await listening(bot);
  ends.push(() => {
    bot.close();
    bot.closeAllConnections();
  });
  const config = join(folder, 'gateway.json');
  const redisUrl = `redis://127.0.0.1:${redis?.port}`;
  const pair = join(folder, 'pair.json');
  const first = application.tokens();
  writeFileSync(pair, JSON.stringify(first));
  const settings = {
    ...{ portal: server.url, redis: redisUrl, token: TOKEN, ...CLIENT, pair, tokenUrl: `${server.url}/oauth/token/` },
    ...{ publicUrl: 'https://bots.example.com', handlers: { bot: { url: handler } }, limits: 'enterprise' },
  };
  const write = (content: object): void => writeFileSync(config, JSON.stringify({ ...settings, ...content }));
  write(more);
  const client = new Redis(redisUrl, { lazyConnect: true });
  client.on('error', () => {});
  await client.connect();
  await client.flushall();
  ends.push(() => client.disconnect());
  return { portal, server, first, received, config, handler, client, redisUrl, write };
}

const post = (url: string, path: string, fields: Record<string, string>) =>
  send(url, `/${TOKEN}${path}`, {
    method: 'POST',
    headers: { 'content-type': FORM },
    body: new URLSearchParams(fields).toString(),
  });

describe.skipIf(redis === undefined)('two gateways on one Redis, the first of them killed (kill -9) under load', () => {
  it('lose no event, keep the order of each dialog, send nothing twice, share tokens and limits', async () => {
    const { portal, server, first, received, config, client } = await scene();
    const gateways = [await start(config), await start(config)];
    const answered: string[] = [];
    const sent: string[] = [];
    let alive = [0, 1];
    const on = (count: number) => gateways[alive[count % alive.length] ?? 0]?.url ?? '';
    const dialogs = Array.from({ length: 5 }, async (_value, dialog) => {
      for (let count = 0; count < 30; count += 1) {
        const text = `d${dialog}n${String(count).padStart(2, '0')}`;
        const fields = {
          event: 'ONIMBOTMESSAGEADD',
          'data[PARAMS][DIALOG_ID]': `chat${dialog}`,
          'data[PARAMS][MESSAGE]': text,
        };
        const at = on(count);
        const answer = await post(at, '/events/bot', fields).catch(() => undefined);
        // The portal sends an event once: one that met the dead gateway is nobody's.
        if (answer?.status === 200) answered.push(text);
      }
    });
    const callers = Array.from({ length: 8 }, async (_value, caller) => {
      for (let count = 0; count < 20; count += 1) {
        const text = `c${caller}n${count}`;
        // From time to time all tokens expire.
        if (caller === 0 && count % 7 === 3)
          for (const [token, entry] of portal.state.accessTokens)
            portal.state.accessTokens.set(token, { ...entry, expires: 0 });
        const fields = { auth: first.access_token, BOT_ID: '301', DIALOG_ID: '1', MESSAGE: text };
        const answer = await post(on(count), '/rest/imbot.message.add', fields).catch(() => undefined);
        if (answer === undefined) continue;
        expect(answer).toMatchObject({ status: 200 });
        sent.push(text);
        if (sent.length === 60) {
          alive = [1];
          gateways[0]?.child.kill('SIGKILL');
        }
      }
    });
    await Promise.all([...dialogs, ...callers]);
    await until(() => answered.every((text) => received.includes(text)));
    expect(answered.length).toBeGreaterThan(100);
    for (let dialog = 0; dialog < 5; dialog += 1) {
      const seen = [...new Set(received.filter((text) => text.startsWith(`d${dialog}`)))];
      expect(seen).toEqual([...seen].sort());
    }
    const stored = portal.snapshot().messages.map(({ text }) => String(text));
    expect(sent.length).toBeGreaterThan(140);
    expect(new Set(stored).size).toBe(stored.length);
    expect(sent.filter((text) => !stored.includes(text))).toEqual([]);
    expect(portal.oauth.refreshes).toBeGreaterThan(0);
    expect(portal.oauth.refused).toEqual({});
    const { host } = new URL(server.url);
    expect(Number(await client.hget(`imbot-compat:limit:${host}`, 'level'))).toBeGreaterThan(50);
    // What is over is gone from Redis.
    expect(await client.xlen(`{imbot-compat:gateway:${host}}:stream`)).toBe(0);
    expect(gateways[1]?.log()).not.toMatch(/at\d+x|rt\d+x|the secret/);
  });

  it('the queue of a bot is read by one of them, from where the other one stopped', async () => {
    const { portal, received, config, handler, server, write } = await scene();
    const { path } = portal.webhook();
    const { id } = portal.addBot({ code: 'queued', clientId: 'my_bot', generation: 'v2', eventMode: 'fetch' });
    const poll = { botId: id, webhook: `${server.url}${path}`, clientId: 'my_bot' };
    write({ handlers: { bot: { url: handler, poll } } });
    const gateways = [await start(config), await start(config)];
    const said: string[] = [];
    const say = (text: string): void => {
      said.push(text);
      portal.say({ userId: 1, dialogId: id, text });
    };
    for (let count = 0; count < 20; count += 1) say(`q${String(count).padStart(2, '0')}`);
    await until(() => received.length >= 10);
    gateways[0]?.child.kill('SIGKILL');
    for (let count = 20; count < 30; count += 1) say(`q${count}`);
    await until(() => said.every((text) => received.includes(text)));
    expect([...new Set(received)]).toEqual(said);
    // A letter that was under way when its gateway died comes again, and no other.
    expect(received.length - said.length).toBeLessThanOrEqual(1);
    const stopped = gateways[1]?.child;
    stopped?.kill('SIGTERM');
    expect(await new Promise((resolve) => stopped?.on('exit', resolve))).toBe(0);
  });

  it('addresses that a bot registered through one are known to the other, with the CLIENT_ID', async () => {
    const { portal, received, config, handler } = await scene();
    const { path } = portal.webhook();
    const gateways = [await start(config), await start(config)];
    const [a = { url: '' }, b = { url: '' }] = gateways;
    const at = `${handler}/other`;
    const urls = { EVENT_MESSAGE_ADD: at, EVENT_WELCOME_MESSAGE: at, EVENT_BOT_DELETE: at };
    expect(
      (await post(a.url, `${path}imbot.register`, { CODE: 'x', CLIENT_ID: 'my_bot', 'PROPERTIES[NAME]': 'X', ...urls }))
        .status,
    ).toBe(200);
    const made = JSON.stringify(portal.snapshot().delivery);
    const name = /events\/(h-\w+)/.exec(made)?.[1];
    const answer = await post(b.url, `/events/${name}`, { event: 'ONIMBOTMESSAGEADD', 'data[PARAMS][MESSAGE]': 'hi' });
    expect(answer.status).toBe(200);
    await until(() => received.includes('hi'));
  });

  it('a dead letter is listed and sent again from Redis', async () => {
    const { client, redisUrl, server, received, handler } = await scene();
    const { host } = new URL(server.url);
    const letter = {
      id: '1',
      lane: 'bot 1',
      event: 'E',
      url: handler,
      body: 'data[PARAMS][MESSAGE]=late',
      attempts: 8,
      at: 0,
    };
    await client.rpush(`{imbot-compat:gateway:${host}}:dead`, JSON.stringify(letter));
    const options = ['--journal', redisUrl, '--portal', server.url];
    expect(await runToEnd(folder, 'gateway', 'dead-letters', ...options)).toEqual({
      code: 1,
      out: expect.stringContaining('1 dead letter'),
    });
    expect(await runToEnd(folder, 'gateway', 'replay', ...options)).toEqual({
      code: 0,
      out: '1 event delivered, 0 left.\n',
    });
    expect(received).toEqual(['late']);
    expect((await runToEnd(folder, 'gateway', 'dead-letters', ...options)).code).toBe(0);
  });
});

describe('Redis that is away', () => {
  it('holds up no call and no event, also at the start', async () => {
    const own = await startRedis('a Redis that is away');
    if (own === undefined) return;
    const { portal, first, received, config, write } = await scene();
    write({ redis: `redis://127.0.0.1:${own.port}` });
    const { url } = await start(config);
    const call = (at: string, text: string) =>
      post(at, '/rest/imbot.message.add', { auth: first.access_token, BOT_ID: '301', DIALOG_ID: '1', MESSAGE: text });
    const event = (at: string, text: string) =>
      post(at, '/events/bot', { event: 'ONIMBOTMESSAGEADD', 'data[PARAMS][MESSAGE]': text });
    expect((await call(url, 'before')).status).toBe(200);
    await own.stop();
    for (let count = 0; count < 5; count += 1) {
      expect((await call(url, `n${count}`)).status).toBe(200);
      expect((await event(url, `e${count}`)).status).toBe(200);
    }
    const late = await start(config);
    expect((await call(late.url, 'late')).status).toBe(200);
    await until(() => received.length === 5);
    expect(received).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
    expect(portal.snapshot().messages).toHaveLength(7);
  });
});
