import { createServer } from 'node:http';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../portal/index';
import { createForm } from '../../src/gateway/createForm';
import { createReuse } from '../../src/gateway/createReuse';
import { systemClock } from '../../src/http/clock';
import { undiciSender } from '../../src/http/senders/undiciSender';
import { behindGateway, direct, listening, type Side, seeded, send } from './twins';

const sides: Side[] = [];
afterEach(async () => {
  for (const side of sides.splice(0)) await side.close();
});

async function both() {
  const straight = await direct();
  const through = await behindGateway({}, { timeout: 2_000 });
  sides.push(straight, through);
  const scene = seeded(straight.portal);
  seeded(through.portal);
  // The questions about the portal and the bot are asked before anything goes wrong.
  for (const side of [straight, through]) await say(side, scene.bot, 'first');
  return { straight, through, ...scene };
}

async function say(side: Side, bot: number, text: string, dialog = '1'): Promise<object> {
  const path = `/rest/1/s3cr3t/imbot.message.add?BOT_ID=${bot}&CLIENT_ID=my_bot&DIALOG_ID=${dialog}&MESSAGE=${text}`;
  try {
    const { status, type, body } = await send(side.url, path);
    // Half of a JSON text is what nobody can read, whichever half it is.
    const isHalf = typeof body === 'string' && body.startsWith('{');
    return { status, type, body: isHalf ? 'half' : body };
  } catch (error) {
    return { broken: error instanceof Error };
  }
}

const stored = (side: Side): number => side.portal.snapshot().messages.length;

/** What a portal may do in the middle of a call. */
const FAULTS: readonly (readonly [name: string, fault: Fault, runs: number])[] = [
  ['the connection goes before the call', { kind: 'drop-before' }, 0],
  ['the connection goes after the call', { kind: 'drop-after' }, 1],
  ['a page of a gateway', { kind: 'html' }, 0],
  ['a page of a gateway, beside a 200', { kind: 'html', status: 200 }, 0],
  ['half an answer', { kind: 'truncated' }, 1],
  ['a failure of the portal', { kind: 'status', status: 500 }, 0],
  ['too many calls', { kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }, 0],
  ['a token that is over', { kind: 'expired' }, 0],
  ['a redirect to a page', { kind: 'redirect', location: '/auth/' }, 0],
];

describe('what a caller sees is what it would see at the portal', () => {
  it.each(FAULTS)('%s', async (_name, fault, runs) => {
    const { straight, through, bot } = await both();
    const before = [stored(straight), stored(through)];
    for (const { portal } of [straight, through]) portal.fault({ ...fault, method: /message/i });
    const expected = await say(straight, bot, 'then');
    const got = await say(through, bot, 'then');
    expect(got).toEqual(expected);
    expect([stored(straight), stored(through)]).toEqual(before.map((count) => count + runs));
    expect(await say(through, bot, 'after')).toMatchObject({ status: 200 });
  });

  it('a portal that hangs: the connection goes, and nothing is sent twice', async () => {
    const { through, bot } = await both();
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const before = stored(through);
    through.portal.fault({ kind: 'slow', gate, method: /message/i });
    expect(await say(through, bot, 'slow')).toEqual({ broken: true });
    open();
    await through.portal.flush();
    expect(await say(through, bot, 'after')).toMatchObject({ status: 200 });
    expect(through.portal.counts()['imbot.v2.Chat.Message.send']).toBe(3);
    expect(stored(through)).toBe(before + 2);
  });

  it('a portal that is not there: the connection goes', async () => {
    const { through, bot } = await both();
    await through.server.close();
    expect(await say(through, bot, 'away')).toEqual({ broken: true });
  });

  it('a portal without v2, and one that refuses the bot there: the same answers, as v1', async () => {
    const straight = await direct({ revision: null });
    const through = await behindGateway({ revision: null });
    const refusing = await behindGateway({ facts: { bridge: false } });
    sides.push(straight, through, refusing);
    for (const side of sides) seeded(side.portal);
    const expected = await say(straight, 301, 'hi');
    expect(expected).toMatchObject({ status: 200 });
    expect(await say(through, 301, 'hi')).toEqual(expected);
    expect(await say(refusing, 301, 'hi')).toEqual(expected);
    expect(stored(refusing)).toBe(1);
  });

  it('an old portal that takes forms only gets forms, asked for it once', async () => {
    const through = await behindGateway({ jsonBodies: false });
    sides.push(through);
    const { bot } = seeded(through.portal);
    expect(await say(through, bot, 'one')).toMatchObject({ status: 200 });
    expect(await say(through, bot, 'two')).toMatchObject({ status: 200 });
    const encodings = through.portal.requests.map(({ method, encoding }) => `${method} ${encoding}`);
    // A form without parameters is empty.
    expect(encodings).toEqual([
      'imbot.v2.Revision.get json',
      'imbot.v2.Revision.get none',
      'imbot.v2.Chat.Message.send form',
      'imbot.v2.Chat.Message.send form',
    ]);
  });

  it('a portal that has moved is followed, where its new host is allowed, and the caller sees nothing of it', async () => {
    const there = await direct();
    const moves: string[] = [];
    const here = await behindGateway({}, { onMoved: (_host, followed) => moves.push(String(followed)) });
    sides.push(there, here);
    const { bot } = seeded(here.portal);
    seeded(there.portal);
    here.portal.fault({ kind: 'redirect', location: `${there.url}/rest/1/s3cr3t/imbot.v2.Revision.get` });
    expect(await say(here, bot, 'hi')).toMatchObject({ status: 200 });
    expect(await say(here, bot, 'hi')).toMatchObject({ status: 200 });
    const file = await send(here.url, '/rest/1/s3cr3t/profile');
    expect(file.status).toBe(200);
    expect([stored(here), stored(there)]).toEqual([0, 2]);
    expect(moves).toEqual(['true']);
  });

  it('a refusal that v2 words in its own way is v1’s, with the text that its page has', async () => {
    const { straight, through, bot } = await both();
    const gone = `/rest/1/s3cr3t/imbot.message.delete?BOT_ID=${bot}&CLIENT_ID=my_bot&MESSAGE_ID=999`;
    const expected = await send(straight.url, gone);
    const got = await send(through.url, gone);
    expect({ ...got, headers: 0, text: 0 }).toEqual({ ...expected, headers: 0, text: 0 });
    expect(through.portal.requests.at(-1)?.method).toMatch(/^imbot\.v2\./);
  });

  it('in mode v2 a loss that nobody accepted is a 400 with a code of v1, and nothing is sent', async () => {
    const through = await behindGateway({}, { mode: 'v2' });
    sides.push(through);
    const { hook, bot } = seeded(through.portal);
    const got = await send(
      through.url,
      `${hook}imbot.message.add?BOT_ID=${bot}&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=x&MENU[0][TEXT]=a`,
    );
    expect(got).toMatchObject({
      status: 400,
      body: { error: 'WRONG_REQUEST', error_description: "Message isn't added" },
    });
    expect(got.headers['x-imbot-compat']).toBe('LOSSY menu');
    expect(through.portal.requests).toEqual([]);
  });

  it('a 5xx after something was changed is a 400, for a caller would do it again', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url?.endsWith('first') ? 200 : 500, { 'content-type': 'application/json' });
      response.end(request.url?.endsWith('first') ? '{"result":1}' : '{"error":"INTERNAL_SERVER_ERROR"}');
    });
    const origin = await listening(server);
    const dispatcher = new Agent();
    const parts = {
      allowHosts: [],
      dispatcher,
      sender: undiciSender(dispatcher),
      clock: systemClock,
      reuse: createReuse(systemClock),
      onMoved: () => {},
    };
    const original = { method: 'POST', path: '/', headers: [] as string[], body: null } as const;
    const call = { method: 'imbot.x', params: {}, batch: undefined, portal: 'p', json: true, original, headers: [] };
    const endedWith = async (replay: 'read' | 'never'): Promise<number> => {
      const form = createForm({ origin, ...parts }, { ...call, address: (method) => `/rest/${method}` });
      await form.carry('first', {}, { replay });
      const answer = await form.carry('second', {}, { replay: 'never' });
      return form.pass({ method: 'second', answer, failed: true }, undefined).status;
    };
    expect(await endedWith('read')).toBe(500);
    expect(await endedWith('never')).toBe(400);
    server.close();
    await dispatcher.destroy();
  });
});
