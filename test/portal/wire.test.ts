import { get } from 'node:https';
import { Agent, fetch as undiciFetch } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { PortalServer } from '../../portal/index';
import { CLIENT_ID, seeded } from './seeded';

const open: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function listening(options?: { tls: boolean }) {
  const scene = seeded();
  const server = await scene.portal.listen(options);
  open.push(server);
  return { ...scene, server, url: `${server.webhookUrl(scene.hook)}imbot.message.add` };
}

describe('multipart bodies', () => {
  it('are read like forms: nested names, in any part of Unicode, files left out', async () => {
    const { portal, url, bot } = await listening();
    const body = new FormData();
    body.append('CLIENT_ID', CLIENT_ID);
    body.append('DIALOG_ID', 'chat1001');
    body.append('MESSAGE', 'Ünïcode\r\n--line "two" 🙂');
    body.append('KEYBOARD[0][TEXT]', 'Go');
    body.append('KEYBOARD[0][LINK]', '/go');
    body.append('MENU', new Blob(['x']), 'menu.bin');
    const answer = await fetch(url, { method: 'POST', body });
    expect(await answer.json()).toMatchObject({ result: 10001 });
    expect(portal.requests.at(-1)).toMatchObject({ encoding: 'multipart', executed: true });
    expect(portal.state.messages.get(10001)).toMatchObject({
      authorId: bot.id,
      text: 'Ünïcode\r\n--line "two" 🙂',
      keyboard: { BUTTONS: [{ TEXT: 'Go', LINK: '/go' }] },
      menu: null,
    });
  });

  it.each([
    ['a quoted boundary', '"b b"', 'b b', '\r\n'],
    ['a bare boundary', 'xyz', 'xyz', '\r\n'],
    ['lines that end without a carriage return', 'xyz', 'xyz', '\n'],
  ])('%s', async (_what, stated, boundary, eol) => {
    const { portal, url } = await listening();
    const fields = { CLIENT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'hi' };
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${boundary}${eol}Content-Disposition: form-data; name="${name}"${eol}${eol}${value}${eol}`,
    );
    const headers = { 'content-type': `multipart/form-data; boundary=${stated}` };
    const body = `${parts.join('')}--${boundary}--${eol}`;
    await fetch(url, { method: 'POST', headers, body });
    expect(portal.state.messages.get(10001)?.text).toBe('hi');
  });

  it('a binary part does not shift what stands behind it', async () => {
    const { portal, url } = await listening();
    const body = new FormData();
    body.append('file', new Blob([Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256)]), 'a.bin');
    for (const [name, value] of Object.entries({ CLIENT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'after' })) {
      body.append(name, value);
    }
    await fetch(url, { method: 'POST', body });
    expect(portal.state.messages.get(10001)?.text).toBe('after');
  });

  it('a body that is no multipart names nothing', async () => {
    const { url } = await listening();
    const headers = { 'content-type': 'multipart/form-data' };
    const answer = await fetch(url, { method: 'POST', headers, body: 'CLIENT_ID=1' });
    expect(await answer.json()).toMatchObject({ error: 'ACCESS_DENIED' });
  });
});

describe('lists', () => {
  const button = (TEXT: string) => ({ TEXT, LINK: '/x' });

  it.each([
    ['a keyboard', { KEYBOARD: { 0: button('a'), 1: button('b') } }],
    ['its buttons', { KEYBOARD: { BUTTONS: { 0: button('a'), 1: button('b') } } }],
    ['as text', { KEYBOARD: JSON.stringify({ 1: button('b'), 0: button('a') }) }],
  ])('%s may be a map by number: PHP does not tell the two apart', async (_what, params) => {
    const { portal, call } = seeded();
    await call('imbot.message.add', { CLIENT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'hi', ...params });
    expect(portal.state.messages.get(10001)?.keyboard?.BUTTONS).toEqual([button('a'), button('b')]);
  });

  it('an attachment, too', async () => {
    const { portal, call } = seeded();
    const ATTACH = { 0: { MESSAGE: 'a' }, 1: { MESSAGE: 'b' } };
    await call('imbot.message.add', { CLIENT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'hi', ATTACH });
    expect(portal.state.messages.get(10001)?.attach).toEqual({ BLOCKS: [{ MESSAGE: 'a' }, { MESSAGE: 'b' }] });
  });
});

describe('TLS', () => {
  it('answers over https with a certificate of its own, which clients can trust', async () => {
    const { server, portal } = await listening({ tls: true });
    const { ca } = server;
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(portal.address).toBe(server.url);
    const dispatcher = new Agent({ connect: { ca } });
    const url = `${server.webhookUrl({ path: '/rest/1/s3cr3t/' })}server.time`;
    const answer = await undiciFetch(url, { dispatcher });
    expect(await answer.json()).toMatchObject({ result: '2026-01-15T10:00:00.000Z' });
    await dispatcher.close();
    const byName = await new Promise<number | undefined>((resolve, reject) => {
      get(url.replace('127.0.0.1', 'localhost'), { ca, family: 4 }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      }).on('error', reject);
    });
    expect(byName).toBe(200);
  });

  it('a client that does not know the certificate refuses it', async () => {
    const { url } = await listening({ tls: true });
    const refused = await fetch(url).catch((error: unknown) => error);
    expect(String(Object(refused).cause)).toContain('self-signed certificate');
  });

  it('takes a key and certificate that are given', async () => {
    const first = await listening({ tls: true });
    const { key, cert } = await import('../../portal/selfSigned').then(({ selfSigned }) => selfSigned());
    const server = await first.portal.listen({ tls: { key, cert } });
    open.push(server);
    expect(server.ca).toBe(cert);
  });
});
