import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPortal, type Portal } from '../../portal/index';
import {
  createEventHandler,
  type EventHandlers,
  memoryOffsetStore,
  pollEvents,
  toNodeHandler,
} from '../../src/events/index';
import { createImbot, oauth, webhook } from '../../src/index';
import { imbotCompat } from './imbotCompat';

const OLD = 'lunch-bot-key';
const NEW = 'lunch-bot-key-2';
const SECRETS = /wh00ksecret|lunch-bot-key/;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** The handlers of a bot as written for v1; the same ones before, during and after. */
function echo(botToken: string, url: string): { on: EventHandlers; imbot: ReturnType<typeof createImbot> } {
  const auth = webhook(url, { clientId: botToken });
  const imbot = createImbot({ auth, events: 'v2', limits: false, warnings: false });
  open.push(() => imbot.close());
  const on: EventHandlers = {
    ONIMBOTMESSAGEADD: async ({ data }) => {
      const [BOT_ID] = Object.keys(data.BOT);
      const { DIALOG_ID, MESSAGE } = data.PARAMS;
      await imbot.call('imbot.message.add', { BOT_ID, DIALOG_ID, MESSAGE: `${BOT_ID}: ${MESSAGE}` });
    },
  };
  return { on, imbot };
}

async function serve(on: EventHandlers) {
  const handler = toNodeHandler(createEventHandler({ learnOnce: true, on }));
  const server = http.createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/bot`;
}

async function start() {
  const portal = createPortal();
  const server = await portal.listen();
  open.push(() => server.close());
  const url = server.webhookUrl(portal.webhook({ secret: 'wh00ksecret' }));
  const cwd = await mkdtemp(join(tmpdir(), 'cutover-'));
  const env = { C_REST_WEB_HOOK_URL: url, IMBOT_CLIENT_ID: OLD, IMBOT_NEW_BOT_TOKEN: NEW };
  const cutover = async (...argv: string[]) => {
    const result = await imbotCompat(['cutover', ...argv], env, cwd);
    expect(result.out + result.err).not.toMatch(SECRETS);
    return result;
  };
  return { portal, url, cwd, env, cutover };
}

/** Empties a bot's queue, as a poller that runs does: the last offset is confirmed too. */
async function poll(botId: number, { on, imbot }: ReturnType<typeof echo>, offsetStore = memoryOffsetStore()) {
  let rounds = 0;
  const stop = new AbortController();
  const sleep = async () => {
    rounds += 1;
    if (rounds === 2) stop.abort();
  };
  return pollEvents(imbot, { botId, on, offsetStore, signal: stop.signal, sleep });
}

const texts = (portal: Portal) => portal.snapshot().messages.map(({ text }) => text);

describe('imbot-compat cutover --beside a bot registered through v1', () => {
  it('plans by default and changes nothing', async () => {
    const { portal, cutover, cwd } = await start();
    portal.addBot({ code: 'lunch', clientId: OLD, name: 'Lunch' });
    const before = portal.snapshot();
    const { code, out } = await cutover('--bot', '301', '--to', 'v2', '--beside');
    expect(code).toBe(0);
    expect(out).toContain('1. register a second bot "lunch_v2" through v2');
    expect(out).toContain('What the documentation leaves open');
    expect(out).toContain('Nothing was changed. Do it with --write.');
    expect(portal.snapshot()).toEqual(before);
    await expect(readFile(join(cwd, 'imbot-cutover-301.json'))).rejects.toThrow('ENOENT');
  });

  it('ends as text where there is no way back', async () => {
    const { portal, cutover } = await start();
    portal.addBot({ code: 'lunch', clientId: OLD });
    const before = portal.snapshot();
    const back = await cutover('--bot', '301', '--to', 'v1', '--write');
    expect([back.code, back.out]).toEqual([1, expect.stringContaining('no way by which a bot registered through v2')]);
    expect(portal.snapshot()).toEqual(before);
  });

  it('keeps the bot answering before, during and after, by the queue, and comes back', async () => {
    const { portal, url, cutover, cwd } = await start();
    const old = echo(OLD, url);
    const handler = await serve(old.on);
    const bot = portal.addBot({ code: 'lunch', clientId: OLD, name: 'Lunch', lastName: 'Bot', handler });
    const chat = portal.addChat({ title: 'Team', owner: 1, users: [2, bot.id] });
    const say = async (dialogId: number | string, text: string) => {
      portal.say({ userId: 2, dialogId, text });
      await portal.flush();
    };
    await say(bot.id, 'before');
    expect(texts(portal).at(-1)).toBe('301: before');

    const args = ['--bot', '301', '--to', 'v2', '--beside', '--chats', `chat${chat.id}`];
    const moved = await cutover(...args, '--write');
    expect([moved.code, moved.err]).toEqual([0, '']);
    expect(moved.out).toMatch(/the test event of chat \d+ is in the queue/);
    expect(moved.out).toContain('Moved. The new bot is 302; nothing of bot 301 was changed.');
    const [, second] = portal.snapshot().bots;
    expect(second).toMatchObject({ id: 302, code: 'lunch_v2', name: 'Lunch', lastName: 'Bot' });
    const state = await readFile(join(cwd, 'imbot-cutover-301.json'), 'utf8');
    expect(JSON.parse(state)).toMatchObject({ route: 'beside', bot: 301, newBot: 302, stage: 'moved' });
    expect(state).not.toMatch(SECRETS);

    // During: nobody polls yet. The old bot answers, and what is said to the new one waits.
    await say(bot.id, 'during');
    expect(texts(portal).at(-1)).toBe('301: during');
    for (const text of ['one', 'two', 'three']) await say(302, text);
    await say(`chat${chat.id}`, '[USER=302]Lunch[/USER] four');
    const refused = await cutover('--bot', '301', '--to', 'v1', '--write');
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('would be lost')]);

    const fresh = echo(NEW, url);
    const offsets = memoryOffsetStore();
    const report = await poll(302, fresh, offsets);
    expect(report.poisoned).toEqual([]);
    expect(texts(portal).filter((text) => String(text).startsWith('302:'))).toEqual([
      '302: one',
      '302: two',
      '302: three',
      '302: four',
    ]);

    // After, and back.
    await say(302, 'after');
    await poll(302, fresh, offsets);
    expect(texts(portal).at(-1)).toBe('302: after');
    const again = await cutover(...args, '--write');
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('has been moved')]);
    const dry = await cutover('--bot', '301', '--to', 'v1');
    expect([dry.code, portal.snapshot().bots.length]).toEqual([0, 2]);
    const back = await cutover('--bot', '301', '--to', 'v1', '--write');
    expect([back.code, back.err]).toEqual([0, '']);
    expect(portal.snapshot().bots.map(({ id }) => id)).toEqual([301]);
    await say(bot.id, 'home');
    expect(texts(portal).at(-1)).toBe('301: home');
  });

  it('leaves what people wrote before the test event in the queue', async () => {
    const { portal, cutover } = await start();
    portal.addBot({ code: 'lunch', clientId: OLD });
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    portal.fault({ method: 'imbot.v2.Chat.add', kind: 'slow', gate });
    const moving = cutover('--bot', '301', '--to', 'v2', '--beside', '--write');
    await expect.poll(() => portal.requests.at(-1)?.method, { interval: 5 }).toBe('imbot.v2.Chat.add');
    portal.say({ userId: 2, dialogId: 302, text: 'early' });
    release();
    expect((await moving).code).toBe(0);
    expect(portal.snapshot().delivery[1]).toMatchObject({
      botId: 302,
      queued: [expect.any(Number), expect.any(Number)],
    });
  });

  it('brings the commands along and goes on after a failure', async () => {
    const { portal, cutover } = await start();
    const bot = portal.addBot({ code: 'lunch', clientId: OLD, handler: 'https://bot.example/' });
    const command = { botId: bot.id, hidden: false, extranetSupport: false, handler: 'https://bot.example/' };
    const words = { title: new Map([['en', 'Order']]), params: new Map([['en', 'dish']]) };
    portal.state.commands.set(78, { ...command, ...words, id: 78, command: 'order', common: false });
    portal.state.commands.set(79, { ...command, ...words, id: 79, command: 'everywhere', common: true });
    const args = ['--bot', '301', '--to', 'v2', '--beside', '--write'];

    portal.fault({ method: 'imbot.v2.Command.register', kind: 'status', status: 400, code: 'COMMAND_REGISTER_FAILED' });
    const stopped = await cutover(...args);
    expect([stopped.code, stopped.err]).toEqual([3, expect.stringContaining('COMMAND_REGISTER_FAILED')]);
    const done = await cutover(...args);
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toContain('/everywhere works in every chat');
    const { bots, commands } = portal.snapshot();
    expect(bots).toHaveLength(2);
    expect(commands.filter(({ botId }) => botId === 302)).toMatchObject([
      { command: 'order', title: { en: 'Order' }, params: { en: 'dish' }, common: false },
    ]);
  });
});

describe('imbot-compat cutover of an application', () => {
  it('puts a second bot beside the first, both delivering to one address, and comes back', async () => {
    const portal = createPortal({ now: () => Date.now() });
    const server = await portal.listen();
    open.push(() => server.close());
    const application = portal.application({ clientId: 'local.lunch', clientSecret: 'app-s3cret' });
    const tokens = application.tokens();
    const cwd = await mkdtemp(join(tmpdir(), 'cutover-'));
    const file = join(cwd, 'tokens.json');
    await writeFile(file, JSON.stringify(tokens));
    const imbot = createImbot({
      auth: oauth({ clientId: 'local.lunch', clientSecret: 'app-s3cret', tokens }),
      events: 'v2',
      limits: false,
      warnings: false,
    });
    open.push(() => imbot.close());
    const handler = await serve({
      ONIMBOTMESSAGEADD: async ({ data }) => {
        const [BOT_ID] = Object.keys(data.BOT);
        const { DIALOG_ID, MESSAGE } = data.PARAMS;
        await imbot.call('imbot.message.add', { BOT_ID, DIALOG_ID, MESSAGE: `${BOT_ID}: ${MESSAGE}` });
      },
    });
    portal.addBot({ code: 'lunch', application, handler });
    const say = async (dialogId: number, text: string) => {
      portal.say({ userId: 2, dialogId, text });
      await portal.flush();
    };
    const cutover = async (...argv: string[]) => {
      const env = { C_REST_CLIENT_ID: 'local.lunch', C_REST_CLIENT_SECRET: 'app-s3cret' };
      const result = await imbotCompat(['cutover', '--bot', '301', '--tokens', file, ...argv], env, cwd);
      const said = result.out + result.err;
      for (const secret of ['local.lunch', 'app-s3cret', tokens.access_token]) expect(said).not.toContain(secret);
      return result;
    };

    await say(301, 'before');
    const query = `${handler}?key=handler-s3cret`;
    const moved = await cutover('--to', 'v2', '--handler', query, '--beside', '--write');
    expect([moved.code, moved.err]).toEqual([0, '']);
    expect(moved.out).not.toContain('handler-s3cret');
    expect(moved.out).toMatch(/Look for ONIMBOTV2JOINCHAT of chat \d+ in your handler's log/);
    await portal.flush();
    expect(portal.deliveries.at(-1)).toMatchObject({ event: 'ONIMBOTV2JOINCHAT', botId: 302, status: 200 });
    await say(301, 'during');
    await say(302, 'during');
    const back = await cutover('--to', 'v1', '--write');
    expect([back.code, back.err]).toEqual([0, '']);
    await say(301, 'home');
    const answers = texts(portal).filter((text) => String(text).startsWith('30'));
    expect(answers).toEqual(['301: before', '301: during', '302: during', '301: home']);
  });
});

describe('imbot-compat cutover of a bot registered through v2', () => {
  it('moves from an address to the queue and back, and loses nothing between', async () => {
    const { portal, url, cutover } = await start();
    const bot = echo(OLD, url);
    const handler = await serve(bot.on);
    portal.addBot({ code: 'lunch', clientId: OLD, generation: 'v2', webhookUrl: handler });
    const say = async (text: string) => {
      portal.say({ userId: 2, dialogId: 301, text });
      await portal.flush();
    };
    await say('before');
    const there = ['--bot', '301', '--to', 'v2', '--fetch', '--registered', 'v2', '--handler-before', handler];
    const moved = await cutover(...there, '--write');
    expect([moved.code, moved.err]).toEqual([0, '']);
    for (const text of ['one', 'two']) await say(text);
    expect(texts(portal).at(-1)).toBe('two');
    const early = await cutover('--bot', '301', '--to', 'v1', '--write');
    expect([early.code, early.out]).toEqual([1, expect.stringContaining('2 events wait in the queue')]);
    await poll(301, bot);
    const back = await cutover('--bot', '301', '--to', 'v1', '--write');
    expect([back.code, back.err]).toEqual([0, '']);
    await say('home');
    expect(texts(portal).filter((text) => String(text).startsWith('301:'))).toEqual([
      '301: before',
      '301: one',
      '301: two',
      '301: home',
    ]);
  });
});

describe('imbot-compat cutover, usage', () => {
  it.each<[string[], RegExp]>([
    [['--to', 'v2'], /--bot/],
    [['--bot', '301', '--to', 'v3'], /--to takes/],
    [['--bot', '301', '--to', 'v2', '--fetch', '--handler', 'https://x.example/'], /--handler <url>, or --fetch/],
    [['--bot', '301', '--to', 'v2', '--handler', 'javascript:1'], /https: address/],
    [['--bot', '301', '--to', 'v2', '--fetch', '--chats', '12'], /--chats/],
    [['--bot', '301', '--to', 'v2', '--fetch', '--registered', 'v4'], /--registered/],
  ])('refuses %j', async (argv, text) => {
    const { portal, cutover } = await start();
    portal.addBot({ code: 'lunch', clientId: OLD });
    const { code, err } = await cutover(...argv);
    expect(err).toMatch(text);
    expect(code).toBe(2);
  });

  it.each(['k'.repeat(41), OLD])('refuses a token that is too long or taken', async (token) => {
    const { portal, env, cwd } = await start();
    portal.addBot({ code: 'lunch', clientId: OLD });
    const argv = ['cutover', '--bot', '301', '--to', 'v2', '--beside', '--write'];
    const { code, err } = await imbotCompat(argv, { ...env, IMBOT_NEW_BOT_TOKEN: token }, cwd);
    expect([code, err.includes(token)]).toEqual([2, false]);
    expect(portal.snapshot().bots).toHaveLength(1);
  });
});
