import { afterEach, describe, expect, it } from 'vitest';
import type { PortalServer } from '../../portal/index';
import { CLIENT_ID, seeded } from './seeded';

const servers: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function running(options: Parameters<typeof seeded>[0] = {}) {
  const { portal, hook, bot } = seeded(options);
  const server = await portal.listen();
  servers.push(server);
  const send = (headers: Record<string, string> = {}) =>
    fetch(`${server.webhookUrl(hook)}imbot.message.add`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ CLIENT_ID, DIALOG_ID: '1', MESSAGE: 'x' }),
    });
  return { portal, server, hook, bot, send, stored: () => portal.state.messages.size };
}

describe('faults over a socket', () => {
  it('drops the connection before and after the call ran', async () => {
    const { portal, send, stored } = await running();
    portal.fault({ kind: 'drop-before', method: 'imbot.message.add' });
    await expect(send()).rejects.toThrow();
    expect(stored()).toBe(0);
    portal.fault({ kind: 'drop-after', method: /message/ });
    await expect(send()).rejects.toThrow();
    expect(stored()).toBe(1);
    expect(portal.requests.map((request) => request.executed)).toEqual([false, true]);
  });

  it('answers pages, halves, redirects and refusals', async () => {
    const { portal, send, stored } = await running();
    portal.fault({ kind: 'html' });
    const page = await send();
    expect([page.status, await page.text()]).toEqual([502, expect.stringContaining('<html>')]);
    portal.fault({ kind: 'redirect', location: 'https://new.example/rest/' });
    const moved = await send();
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://new.example/rest/']);
    portal.fault({ kind: 'expired', times: 2 });
    for (const _ of [1, 2]) expect(await (await send()).json()).toMatchObject({ error: 'expired_token' });
    portal.fault({ kind: 'status', status: 503, code: 'OVERLOAD_LIMIT' });
    expect([(await send()).status, stored()]).toEqual([503, 0]);
    portal.fault({ kind: 'truncated' });
    const cut = await (await send()).text();
    expect(() => JSON.parse(cut)).toThrow();
    expect(stored()).toBe(1);
  });

  it('is slow until its gate opens', async () => {
    const { portal, send, stored } = await running();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    portal.fault({ kind: 'slow', gate });
    const waiting = send();
    expect(stored()).toBe(0);
    open();
    expect((await waiting).status).toBe(200);
    expect(stored()).toBe(1);
  });

  it('refuses JSON on an old portal and takes the same call as a form', async () => {
    const { send, server, hook, stored } = await running({ jsonBodies: false });
    const refused = await send();
    expect([refused.status, (await refused.json()).error]).toEqual([401, 'NO_AUTH_FOUND']);
    const body = new URLSearchParams({ CLIENT_ID, DIALOG_ID: '1', MESSAGE: 'x' });
    expect((await fetch(`${server.webhookUrl(hook)}imbot.message.add.json`, { method: 'POST', body })).status).toBe(
      200,
    );
    expect(stored()).toBe(1);
  });

  it('counts a leaky bucket and operating time by the given clock', async () => {
    let now = 1_800_000_000_000;
    const { portal, send, stored } = await running({ now: () => now, limits: { burst: 2, perSecond: 1 } });
    const statuses = [await send(), await send(), await send()].map((answer) => answer.status);
    expect(statuses).toEqual([200, 200, 503]);
    expect(stored()).toBe(2);
    now += 1000;
    portal.operatingCost('imbot.message.add', 480);
    expect((await (await send()).json()).time).toMatchObject({ operating: 480 });
    now += 1000;
    const blocked = await send();
    const body = await blocked.json();
    expect([blocked.status, body.error, stored()]).toEqual([429, 'OPERATION_TIME_LIMIT', 3]);
    now = body.time.operating_reset_at * 1000;
    expect((await send()).status).toBe(200);
  });

  it('answers through msw handlers too', async () => {
    const { getResponse } = await import('msw');
    const { portal, hook } = seeded();
    const handlers = portal.handlers('https://acme.bitrix24.test');
    const ask = () => getResponse(handlers, new Request(`https://acme.bitrix24.test${hook.path}profile`));
    expect(await (await ask())?.json()).toMatchObject({ result: { ID: '1' } });
    portal.fault({ kind: 'drop-before' });
    expect((await ask())?.type).toBe('error');
  });
});
