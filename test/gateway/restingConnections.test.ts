import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGateway } from '../../src/gateway/index';
import { systemClock } from '../../src/http/clock';
import { listening, send } from './twins';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A portal that leaves every connection open after an answer, and closes it on the next request, which it has read. */
async function closing() {
  const seen: { name: string; nth: number; isLast: boolean }[] = [];
  const portal = createTcpServer((socket) => {
    let nth = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const head = bytes.toString('latin1');
      const name = /^[A-Z]+ \/rest\/1\/s\/([\w.]+)/.exec(head)?.[1];
      if (name === undefined) return;
      nth += 1;
      seen.push({ name, nth, isLast: /^connection: close\r$/im.test(head) });
      if (nth > 1) {
        socket.destroy();
        return;
      }
      const body = name.endsWith('Revision.get') ? '{"result":{"rest":40}}' : '{"result":{"id":7}}';
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: keep-alive\r\n\r\n${body}`,
      );
    });
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  ends.push(() => portal.close());
  const address = portal.address();
  let now = 1_000;
  const gateway = createGateway({
    portal: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    warnings: false,
    clock: { ...systemClock, now: () => now },
  });
  const front = createServer(gateway.listener);
  const url = await listening(front);
  ends.push(async () => {
    front.close();
    front.closeAllConnections();
    await gateway.close();
  });
  const ask = async (path: string, method = 'GET'): Promise<number> => {
    try {
      return (await send(url, `/rest/1/s/${path}`, { method })).status;
    } catch {
      return 0;
    }
  };
  const later = (ms: number): void => {
    now += ms;
  };
  return { seen, ask, later };
}

const MESSAGE = 'imbot.message.add?BOT_ID=5&CLIENT_ID=c&DIALOG_ID=1&MESSAGE=Hi';

describe('a portal that closes a connection as the next request comes', () => {
  it.each([
    ['a translated call', MESSAGE, 'GET'],
    ['a call that is passed on', 'crm.lead.add?A=1', 'GET'],
    ['one with a POST', 'crm.lead.add?A=1', 'POST'],
  ])('costs one call and no more, and nothing is sent twice: %s', async (_name, path, method) => {
    const { seen, ask } = await closing();
    await ask(path, method);
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) statuses.push(await ask(path, method));
    expect(statuses.filter((status) => status !== 200).length).toBeLessThanOrEqual(1);
    const name = path.startsWith('imbot') ? 'imbot.v2.Chat.Message.send' : 'crm.lead.add';
    expect(seen.filter((one) => one.name === name)).toHaveLength(21);
    expect(seen.at(-1)).toMatchObject({ nth: 1, isLast: true });
  });

  it('costs no question anything: that one is put once more', async () => {
    const { seen, ask } = await closing();
    for (let count = 0; count < 5; count += 1) expect(await ask('user.get?ID=1')).toBe(200);
    expect(seen.map(({ nth }) => nth)).toEqual([1, 2, 1, 1, 1, 1]);
  });

  it('is tried again an hour later', async () => {
    const { seen, ask, later } = await closing();
    for (let count = 0; count < 3; count += 1) await ask('user.get');
    later(3_600_001);
    for (let count = 0; count < 3; count += 1) expect(await ask('user.get')).toBe(200);
    expect(seen.map(({ isLast }) => isLast)).toEqual([false, false, true, true, false, false, true, true]);
  });
});

describe('what only may read', () => {
  it.each([
    'imbot.v2.Event.get?offset=1',
    'event.offline.get',
    'disk.file.getExternalLink',
    'batch?cmd[a]=user.get',
    'a/b',
  ])('is never sent twice: %s', async (path) => {
    const { seen, ask } = await closing();
    await ask(path);
    const statuses = [await ask(path), await ask(path)];
    expect(statuses.filter((status) => status === 0).length).toBe(statuses[0] === 400 ? 0 : 1);
    expect(seen.length).toBe(statuses[0] === 400 ? 0 : 3);
  });
});
