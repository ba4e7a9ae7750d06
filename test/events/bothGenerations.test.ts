import express from 'express';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortal } from '../../portal/index';
import {
  createEventHandler,
  type EventHandlers,
  memoryOffsetStore,
  memorySeen,
  pollEvents,
  v1Body,
} from '../../src/events/index';
import { createImbot, oauth, webhook } from '../../src/index';

const TOKEN = 'bot_token';
const FORM = 'application/x-www-form-urlencoded';

/** A v1 bot that is told in both formats, and what people do with it; the bodies as they were sent. */
function deliveries() {
  let now = Date.UTC(2031, 0, 1);
  const portal = createPortal({ now: () => now });
  portal.webhook();
  const bot = portal.addBot({ code: 'b', clientId: TOKEN, type: 'supervisor', handler: 'https://b.example/h' });
  bot.webhookUrl = 'https://b.example/v2';
  const chat = portal.addChat({ owner: 1, users: [2] });
  portal.state.commands.set(7, {
    ...{ id: 7, botId: bot.id, command: 'go', common: true, hidden: false, extranetSupport: false },
    ...{ title: new Map(), params: new Map(), handler: 'https://b.example/h' },
  });
  let seen = 0;
  const taken = (): { v1: string[]; v2: string[] } => {
    const all = portal.deliveries.slice(seen);
    seen = portal.deliveries.length;
    const of = (generation: string) => all.filter((one) => one.generation === generation).map(({ body }) => body);
    now += 1_000;
    return { v1: of('v1'), v2: of('v2') };
  };
  const did = (act: () => unknown) => {
    act();
    return taken();
  };
  const text = did(() => portal.say({ userId: 2, dialogId: bot.id, text: 'one' }));
  portal.join({ botId: bot.id, userId: 2, chatId: chat.id });
  const join = taken();
  const mention = did(() => portal.say({ userId: 2, dialogId: `chat${chat.id}`, text: `[USER=${bot.id}]B[/USER] hi` }));
  const message = portal.say({ userId: 2, dialogId: bot.id, text: 'to change' });
  taken();
  const edits = ['first', 'second'].map((to) =>
    did(() => portal.editMessage({ userId: 2, messageId: message, text: to })),
  );
  const gone = did(() => portal.deleteMessage({ userId: 2, messageId: message }));
  const typed = did(() => portal.command({ userId: 2, dialogId: bot.id, command: 'go', params: 'x' }));
  const own = portal.say({ userId: 2, dialogId: bot.id, text: 'with a button' });
  const said = portal.state.messages.get(own);
  if (said) said.authorId = bot.id;
  taken();
  const press = () =>
    did(() => portal.command({ userId: 2, dialogId: bot.id, command: 'go', context: 'keyboard', messageId: own }));
  const presses = Array.from({ length: 30 }, press);
  return { text, join, mention, edits, gone, typed, presses };
}

const ALL = deliveries();

/** A handler that counts, by the name of the event and what tells it from others. */
function counting(options: { fails?: number; duplicates?: 'keep' | 'drop' } = {}) {
  const { fails = 0, duplicates } = options;
  const handled: string[] = [];
  let left = fails;
  const take = (event: unknown) => {
    if (left > 0) {
      left -= 1;
      throw new Error('not now');
    }
    handled.push(String(Object(event).event));
  };
  const handler = createEventHandler({
    learnOnce: true,
    updates: true,
    on: { '*': take },
    onError: () => {},
    ...(duplicates === undefined ? {} : { duplicates }),
  });
  const deliver = async (body: string) => (await handler.deliver(body, { contentType: FORM })).text;
  return { handled, deliver };
}

const KINDS: [string, { v1: string[]; v2: string[] }][] = [
  ['a message', ALL.text],
  ['a mention in a group', ALL.mention],
  ['a join', ALL.join],
  ['an edit', ALL.edits[0] ?? { v1: [], v2: [] }],
  ['a deletion', ALL.gone],
  ['a typed command, and its message', ALL.typed],
  ['a pressed button', ALL.presses[0] ?? { v1: [], v2: [] }],
];

describe.each(KINDS)('%s in both generations counts once', (_name, { v1, v2 }) => {
  const pairs = v1.map((body, index) => [body, v2[index] ?? '']);

  it('comes in both', () => {
    expect(v1.length).toBeGreaterThan(0);
    expect(v2).toHaveLength(v1.length);
  });

  it.each([undefined, 'keep', 'drop'] as const)('whichever comes first (duplicates: %s)', async (duplicates) => {
    for (const turn of [0, 1]) {
      const { handled, deliver } = counting(duplicates === undefined ? {} : { duplicates });
      for (const [a = '', b = ''] of pairs) {
        const [first, second] = turn === 0 ? [a, b] : [b, a];
        expect([await deliver(first), await deliver(second)]).toEqual(['handled', 'duplicate']);
      }
      expect(handled).toHaveLength(pairs.length);
    }
  });

  it('at once', async () => {
    const { handled, deliver } = counting();
    const texts = await Promise.all([...v1, ...v2].map(deliver));
    expect(texts.sort()).toEqual([...v1.map(() => 'duplicate'), ...v1.map(() => 'handled')].sort());
    expect(handled).toHaveLength(v1.length);
  });

  it('where the first one fails the second is handled', async () => {
    const { handled, deliver } = counting({ fails: 1 });
    const [[a = '', b = ''] = []] = pairs;
    expect([await deliver(a), await deliver(b), handled.length]).toEqual(['failed', 'handled', 1]);
  });
});

describe('what only looks alike is not taken for one', () => {
  it('a button that is pressed thirty times, and an edit after an edit', async () => {
    const { handled, deliver } = counting();
    for (const { v1, v2 } of [...ALL.presses, ...ALL.edits]) for (const body of [...v1, ...v2]) await deliver(body);
    expect(handled).toHaveLength(32);
    const late = counting();
    const both = [...ALL.presses, ...ALL.edits];
    for (const { v1 } of both) for (const body of v1) await late.deliver(body);
    for (const { v2 } of both) for (const body of v2) await late.deliver(body);
    expect(late.handled).toHaveLength(32);
  });

  it('a button that is pressed before a move and after it, each told in one generation', async () => {
    for (const [first, second] of [
      [ALL.presses[0]?.v1, ALL.presses[9]?.v2],
      [ALL.presses[0]?.v2, ALL.presses[9]?.v1],
    ]) {
      const { handled, deliver } = counting();
      for (const body of [...(first ?? []), ...(second ?? [])]) await deliver(body);
      expect(handled).toHaveLength(2);
    }
  });

  it('what was handled when it was delivered again is not handled once more in the other generation', async () => {
    const { handled, deliver } = counting({ fails: 1 });
    const [v1 = ''] = ALL.text.v1;
    const [v2 = ''] = ALL.text.v2;
    expect([await deliver(v1), await deliver(v1), await deliver(v2), handled.length]).toEqual([
      'failed',
      'handled',
      'duplicate',
      1,
    ]);
  });

  it('the same generation twice is handled twice, as ever, unless duplicates are dropped', async () => {
    const { handled, deliver } = counting();
    for (const body of [...ALL.text.v1, ...ALL.text.v1, ...ALL.text.v2, ...ALL.text.v2]) await deliver(body);
    expect(handled).toHaveLength(2);
  });

  it('the same message of another portal, and of another bot', async () => {
    const { handled, deliver } = counting();
    const [v1 = ''] = ALL.text.v1;
    const [v2 = ''] = ALL.text.v2;
    const domain = new URLSearchParams(v1).get('auth[domain]') ?? '';
    expect(domain).not.toBe('');
    expect(await deliver(v1)).toBe('handled');
    expect(await deliver(v2.replaceAll(encodeURIComponent(domain), 'other.example'))).toBe('handled');
    expect(await deliver(v2.replaceAll('data%5Bbot%5D%5Bid%5D=301', 'data%5Bbot%5D%5Bid%5D=302'))).toBe('handled');
    expect(handled).toHaveLength(3);
  });

  it('memory is bounded: a twin after ten thousand other events is handled again', async () => {
    const { handled, deliver } = counting();
    const [v1 = ''] = ALL.text.v1;
    const [v2 = ''] = ALL.text.v2;
    const id = new URLSearchParams(v1).get('data[PARAMS][MESSAGE_ID]') ?? '';
    await deliver(v1);
    for (let n = 0; n < 10_000; n += 1)
      await deliver(v1.replaceAll(`MESSAGE_ID%5D=${id}`, `MESSAGE_ID%5D=${500_000 + n}`));
    expect(await deliver(v2)).toBe('handled');
    expect(handled).toHaveLength(10_002);
  });
});

describe('v1Body lets one of the two through', () => {
  const servers = {
    async express(handle: () => number, middleware: ReturnType<typeof v1Body>) {
      const app = express();
      app.use(express.urlencoded({ extended: true }));
      app.post('/bot', middleware, (_request, response) => void response.status(handle()).send('done'));
      const server = app.listen(0);
      onTestFinished(() => void server.close());
      const address = server.address();
      return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/bot`;
    },
    async fastify(handle: () => number, middleware: ReturnType<typeof v1Body>) {
      const app = fastify();
      app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
        done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );
      app.post('/bot', { preHandler: middleware }, (_request, reply) => void reply.status(handle()).send('done'));
      onTestFinished(() => app.close());
      return `${await app.listen({ port: 0 })}/bot`;
    },
  };
  const post = async (url: string, body: string) => {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': FORM }, body });
    return [answer.status, await answer.text()];
  };
  const [v1 = ''] = ALL.text.v1;
  const [v2 = ''] = ALL.text.v2;

  describe.each(['express', 'fastify'] as const)('of %s', (name) => {
    it.each([
      [v1, v2],
      [v2, v1],
    ])('whichever comes first', async (first, second) => {
      const url = await servers[name](() => 200, v1Body());
      expect([await post(url, first), await post(url, second)]).toEqual([
        [200, 'done'],
        [200, 'duplicate'],
      ]);
    });

    it.each([500, 403])('the second where the handler answered the first with %i', async (status) => {
      const statuses = [status, 200];
      const url = await servers[name](() => statuses.shift() ?? 404, v1Body());
      expect([await post(url, v1), await post(url, v2)]).toEqual([
        [status, 'done'],
        [200, 'done'],
      ]);
    });
  });

  it('passes on at once where no twin came, to a reply that tells nothing', () => {
    const body = v1Body();
    const reply = { status: () => ({ send: () => undefined }) };
    let passed = 0;
    for (const given of [v1, v1, 'no event', undefined])
      body({ body: given }, reply, () => {
        passed += 1;
      });
    expect(passed).toBe(4);
  });
});

describe('one process that is pushed to and polls', () => {
  it.each(['webhook', 'oauth'] as const)('counts an event once over both, by %s', async (kind) => {
    const portal = createPortal({ now: () => Date.now() });
    const server = await portal.listen();
    onTestFinished(() => server.close());
    const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
    const url = server.webhookUrl(portal.webhook());
    const bot = portal.addBot({
      code: 'b',
      handler: 'https://b.example/h',
      ...(kind === 'webhook' ? { clientId: TOKEN } : { application }),
    });
    const auth =
      kind === 'webhook'
        ? webhook(url, { clientId: TOKEN })
        : oauth({ clientId: 'app.1', clientSecret: 's', tokens: application.tokens() });
    const imbot = createImbot({ auth, limits: false, warnings: false });
    onTestFinished(() => imbot.close());
    portal.say({ userId: 2, dialogId: bot.id, text: 'twice' });
    const [posted] = portal.deliveries;
    bot.eventMode = 'fetch';
    portal.say({ userId: 2, dialogId: bot.id, text: 'once' });
    // What the portal had posted stands in the queue as well.
    const first = structuredClone(bot.queue[0]);
    const message = portal.snapshot().messages.find(({ text }) => text === 'twice');
    if (first === undefined || message === undefined) throw new Error('no event');
    Object.assign(Object(first.data['message']), { id: message['id'], text: 'twice' });
    bot.queue.push({ ...first, eventId: 99 });

    for (const shared of ['the same handlers', 'the same store']) {
      const handled: unknown[] = [];
      const make = (): EventHandlers => ({ ONIMBOTMESSAGEADD: ({ data }) => void handled.push(data.PARAMS.MESSAGE) });
      const [one, other] = [make(), make()];
      const seen = shared === 'the same store' ? { duplicates: memorySeen() } : {};
      const handler = createEventHandler({ learnOnce: true, on: one, ...seen });
      await handler.deliver(posted?.body ?? '');
      const stop = new AbortController();
      const report = await pollEvents(imbot, {
        botId: bot.id,
        on: shared === 'the same store' ? other : one,
        offsetStore: memoryOffsetStore(),
        signal: stop.signal,
        sleep: async () => stop.abort(),
        ...seen,
      });
      expect([shared, handled, report.duplicates]).toEqual([shared, ['twice', 'once'], 1]);
    }
  });
});
