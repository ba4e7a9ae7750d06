import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { publicAddress } from '../../src/gateway/events/publicAddress';
import { runGateway } from './runCommand';
import { listening, send } from './twins';
import { until } from './until';

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-moved-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function served(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return listening(server);
}

const bodyOf = async (request: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('a portal that has moved to where it may', () => {
  it('a bot that takes its address from events, pages and new tokens stays behind the gateway', async () => {
    const portal = createPortal();
    const application = portal.application({ clientId: 'app.1', clientSecret: 'secret', scope: 'imbot,im' });
    const server = await portal.listen();
    ends.push(server.close);
    const there = new URL(server.url).host;
    const former = await served((request, response) => {
      request.resume();
      response.writeHead(302, { location: `${server.url}${request.url}` }).end();
    });
    const tokens = application.tokens();
    const told: string[] = [];
    const bot = await served(async (request, response) => {
      const body = new URLSearchParams(await bodyOf(request));
      for (const [name, value] of [...new URLSearchParams(request.url?.split('?')[1]), ...body])
        if (/domain|client_endpoint/i.test(name)) told.push(value);
      const at = body.get('auth[client_endpoint]');
      if (at !== null && body.get('event') === 'ONIMBOTMESSAGEADD') {
        const query = { auth: tokens.access_token, BOT_ID: '301', DIALOG_ID: '1', MESSAGE: 'answer' };
        await fetch(`${at}imbot.message.add`, { method: 'POST', body: new URLSearchParams(query) });
      }
      response.end();
    });
    const config = join(folder, 'gateway.json');
    const settings = {
      portal: former,
      allowHosts: [there],
      tokenUrl: `${server.url}/oauth/token/`,
      journal: join(folder, 'journal'),
      install: `${bot}/page`,
      handlers: { app: { url: bot } },
    };
    writeFileSync(config, JSON.stringify(settings));
    // The gateway has to know its own address: taken from a first start.
    const first = await runGateway(folder, '--config', config);
    const { host } = new URL(first.url);
    await first.stop();
    const own = ['--listen', host, '--public-url', `http://${host}`, '--log', 'calls'];
    const gateway = await runGateway(folder, '--config', config, ...own);
    ends.push(gateway.stop);
    portal.addBot({
      id: 301,
      code: 'b',
      application: { clientId: 'app.1' },
      handler: `http://${host}/events/app`,
    });
    for (const text of ['before a call has met the move', 'and after it']) {
      portal.say({ userId: 1, dialogId: 301, text });
      await portal.flush();
      await until(() => portal.snapshot().messages.some((message) => message['text'] === 'answer'));
    }
    await until(() => gateway.lines.filter(({ kind }) => kind === 'translated').length === 2);
    await send(gateway.url, `/install?DOMAIN=${there}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ AUTH_ID: 'a', 'auth[domain]': there }).toString(),
    });
    const query = `grant_type=refresh_token&client_id=app.1&client_secret=secret&refresh_token=${tokens.refresh_token}`;
    const renewed = await send(gateway.url, `/oauth/token/?${query}`);
    expect(renewed.body).toMatchObject({ client_endpoint: `http://${host}/rest/` });
    expect(told.length).toBeGreaterThan(5);
    expect(new Set(told)).toEqual(new Set([host, `http://${host}/rest/`]));
  });

  it.each([
    ['auth[domain]', 'new.example', 'bots.example.com/key'],
    ['data[BOT][3][AUTH][domain]', 'old.example', 'bots.example.com/key'],
    ['client_endpoint', 'https://new.example/rest/', 'https://bots.example.com/key/rest/'],
    ['auth[client_endpoint]', 'https://old.example/rest', 'https://bots.example.com/key/rest/'],
    // Nobody said that the portal may be there.
    ['DOMAIN', 'other.example', 'other.example'],
    ['DOMAIN', 'old.example.evil.example', 'old.example.evil.example'],
    ['client_endpoint', 'https://other.example/rest/', 'https://other.example/rest/'],
    ['client_endpoint', 'http://new.example/rest/', 'http://new.example/rest/'],
    ['client_endpoint', 'https://new.example/rest/1/secret/', 'https://new.example/rest/1/secret/'],
    ['server_endpoint', 'https://new.example/rest/', 'https://new.example/rest/'],
    ['data[PARAMS][MESSAGE]', 'new.example', 'new.example'],
  ])('%s %s is told as %s', (name, value, told) => {
    const address = publicAddress('https://bots.example.com/key/', 'https://old.example', ['new.example']);
    expect(address.rewrite(name, value)).toBe(told);
  });

  // A portal names itself as its administrator wrote it.
  it.each([
    ['domain', 'OLD.Example', 'bots.example.com'],
    ['DOMAIN', 'old.example:443', 'bots.example.com'],
    ['client_endpoint', 'https://Old.Example:443/rest/', 'https://bots.example.com/rest/'],
    ['domain', 'ПОРТАЛ.рф', 'bots.example.com'],
    ['client_endpoint', 'https://портал.рф/rest/', 'https://bots.example.com/rest/'],
    ['client_endpoint', 'https://xn--80awhdgm.xn--p1ai/rest', 'https://bots.example.com/rest/'],
    ['domain', 'old.example:8443', 'old.example:8443'],
    ['domain', 'old.example.', 'old.example.'],
    ['domain', 'me@old.example', 'me@old.example'],
    ['domain', 'old.example/rest', 'old.example/rest'],
    ['domain', '', ''],
    ['client_endpoint', 'https://me@old.example/rest/', 'https://me@old.example/rest/'],
    ['client_endpoint', 'https://old.example/rest/?x', 'https://old.example/rest/?x'],
    ['client_endpoint', 'https://other.example\\@old.example/rest/', 'https://other.example\\@old.example/rest/'],
  ])('%s %s, in whatever spelling, is told as %s', (name, value, told) => {
    const address = publicAddress('https://bots.example.com', 'https://old.example', ['портал.рф']);
    expect(address.rewrite(name, value)).toBe(told);
  });
});
