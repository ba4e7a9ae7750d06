import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPortal, type Portal, type PortalOptions, type PortalServer } from '../../portal/index';
import { imbotCompat } from './imbotCompat';

const TOKEN = 'lunch-bot-key';
const H = 'https://b.example/h';
const V2 = 'https://b.example/v2?key=handler-s3cret';
const SECRETS = /wh00ksecret|lunch-bot-key|app-s3cret|handler-s3cret/;

const servers: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Wish extends PortalOptions {
  readonly auth?: 'webhook' | 'oauth';
  readonly scope?: string;
  readonly profile?: object | string;
}

/** A portal with a bot of v1 that has a command, and the command line in a folder of its own. */
async function start({ auth = 'webhook', scope = 'imbot,im', profile, ...options }: Wish = {}) {
  const portal = createPortal({ now: () => Date.now(), ...options });
  const server = await portal.listen();
  servers.push(server);
  const cwd = await mkdtemp(join(tmpdir(), 'place-'));
  const application = portal.application({ clientId: 'local.lunch', clientSecret: 'app-s3cret', scope });
  const mine = auth === 'webhook' ? { clientId: TOKEN } : { application };
  const bot = portal.addBot({ code: 'lunch', handler: H, ...mine });
  portal.state.commands.set(78, {
    ...{ id: 78, botId: bot.id, command: 'order', common: false, hidden: false, extranetSupport: false },
    ...{ title: new Map([['en', 'Order']]), params: new Map(), handler: H },
  });
  const tokens = join(cwd, 'tokens.json');
  writeFileSync(tokens, JSON.stringify(application.tokens()));
  if (profile !== undefined) {
    writeFileSync(join(cwd, 'imbot-portal.json'), typeof profile === 'string' ? profile : JSON.stringify(profile));
  }
  const env: Record<string, string> =
    auth === 'webhook'
      ? {
          C_REST_WEB_HOOK_URL: server.webhookUrl(portal.webhook({ secret: 'wh00ksecret', scope })),
          IMBOT_CLIENT_ID: TOKEN,
        }
      : { C_REST_CLIENT_ID: 'local.lunch', C_REST_CLIENT_SECRET: 'app-s3cret' };
  const cutover = async (...argv: string[]) => {
    const way = auth === 'oauth' ? ['--tokens', tokens] : [];
    const result = await imbotCompat(['cutover', '--bot', '301', ...way, ...argv], env, cwd);
    expect(result.out + result.err).not.toMatch(SECRETS);
    return result;
  };
  const file = (name: string) => join(cwd, name);
  const state = () => JSON.parse(readFileSync(file('imbot-cutover-301.json'), 'utf8'));
  const say = (text: string) => portal.say({ userId: 2, dialogId: bot.id, text });
  return { portal, bot, cutover, cwd, file, state, say };
}

/** What the old addresses were told, without the query. */
function told(portal: Portal, from = 0): string[] {
  return portal.deliveries.slice(from).map(({ generation, event }) => `${generation} ${event}`);
}

function eventsIn(path: string): { eventId: number; type: string; data: { message?: { text: string } } }[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

const profileOf = (facts: Record<string, boolean>) => ({ version: 1, date: '2026-11-01', revision: 36, facts });
const ADD = 'v1 ONIMBOTMESSAGEADD';

describe.each(['webhook', 'oauth'] as const)('cutover in place, through the queue, by %s', (auth) => {
  it('is what --to v2 plans, and changes nothing without --write', async () => {
    const { portal, cutover, cwd } = await start({ auth });
    const before = portal.snapshot();
    const { code, out, err } = await cutover('--to', 'v2');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('to v2, in place');
    expect(out).toContain('1. prove in a throwaway bot');
    expect(out).toContain('imbot.v2.Bot.update {"botId":301,"fields":{"eventMode":"fetch"}}');
    expect(out).toContain('Nothing was changed. Do it with --write.');
    expect(portal.snapshot()).toEqual(before);
    expect(existsSync(join(cwd, 'imbot-cutover-301.json'))).toBe(false);
  });

  it('proves it first, moves, reads an event that it made, and comes back with one command', async () => {
    const { portal, bot, cutover, state, say } = await start({ auth });
    const before = portal.snapshot();
    say('before');
    const moved = await cutover('--to', 'v2', '--write');
    expect([moved.code, moved.err]).toEqual([0, 'Proving it in a throwaway bot first.\n']);
    expect(moved.out).toContain('the test event came into the queue');
    expect(portal.counts()).toMatchObject({ 'imbot.register': 1, 'imbot.unregister': 1 });
    expect(portal.snapshot().bots).toEqual(before.bots);
    expect(portal.snapshot().delivery).toMatchObject([{ botId: 301, eventMode: 'fetch', queued: [] }]);
    expect(state()).toMatchObject({ route: 'place', bot: 301, stage: 'moved', to: { eventMode: 'fetch' } });
    expect(JSON.stringify(state())).not.toMatch(SECRETS);
    expect(portal.snapshot().chats.find(({ title }) => title === 'imbot-compat cutover test')).toMatchObject({
      members: [],
    });
    const seen = portal.deliveries.length;

    say('during');
    expect(told(portal, seen)).toEqual([]);
    expect(bot.queue.map(({ type }) => type)).toEqual(['ONIMBOTV2MESSAGEADD']);
    const dry = await cutover('--to', 'v1');
    expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('back to v1, in place')]);
    const full = await cutover('--to', 'v1', '--write');
    expect([full.code, full.out]).toEqual([1, expect.stringContaining('1 event wait in the queue')]);
    expect(full.out).toContain('--drain');

    bot.queue = [];
    const back = await cutover('--to', 'v1', '--write');
    expect([back.code, back.err]).toEqual([0, '']);
    expect(state()).toMatchObject({ stage: 'undone' });
    expect(portal.snapshot().delivery).toEqual(before.delivery);
    say('/order soup');
    expect(told(portal, seen)).toEqual([ADD, 'v1 ONIMCOMMANDADD']);
    const again = await cutover('--to', 'v1', '--write');
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('undone before')]);
    expect((await cutover('--to', 'v2', '--write')).code).toBe(0);
  });

  it('takes the fact from imbot-portal.json where prove has written it', async () => {
    const { portal, cutover } = await start({ auth, profile: profileOf({ 'in-place': true }) });
    const { code, out } = await cutover('--to', 'v2', '--write');
    expect([code, out]).toEqual([0, expect.stringContaining('imbot-portal.json says')]);
    expect(portal.counts()).not.toHaveProperty('imbot.register');
  });

  it('refuses where imbot-portal.json says that it does not hold, before anything is asked of the bot', async () => {
    const { portal, cutover, cwd } = await start({ auth, profile: profileOf({ 'in-place': false }) });
    const before = portal.snapshot();
    const { code, out } = await cutover('--to', 'v2', '--write');
    expect([code, out]).toEqual([1, expect.stringContaining('imbot-portal.json says so')]);
    expect(portal.snapshot()).toEqual(before);
    expect(existsSync(join(cwd, 'imbot-cutover-301.json'))).toBe(false);
  });

  it('refuses on a portal that keeps to the sentence of the documentation, and nothing is changed', async () => {
    const { portal, cutover, cwd, say } = await start({ auth, facts: { 'in-place': false } });
    const before = portal.snapshot();
    const { code, out } = await cutover('--to', 'v2', '--write');
    expect([code, out]).toEqual([1, expect.stringContaining('was not moved')]);
    const after = portal.snapshot();
    expect([after.bots, after.delivery, after.commands]).toEqual([before.bots, before.delivery, before.commands]);
    expect(portal.requests.filter(({ params }) => params['botId'] === 301 && 'fields' in params)).toEqual([]);
    expect(existsSync(join(cwd, 'imbot-cutover-301.json'))).toBe(false);
    say('still there');
    expect(told(portal).at(-1)).toBe(ADD);
  });

  it('goes back by itself where the proof after the change fails, and says so', async () => {
    const wish = { auth, facts: { 'in-place': false }, profile: profileOf({ 'in-place': true }) };
    const { portal, cutover, state, say } = await start(wish);
    const before = portal.snapshot();
    const { code, out, err } = await cutover('--to', 'v2', '--write');
    expect(code).toBe(1);
    expect(err).toContain('Going back.');
    expect(out).toContain('Bot 301 is where it was');
    expect(state()).toMatchObject({ stage: 'undone' });
    expect(portal.snapshot().delivery).toEqual(before.delivery);
    say('still there');
    expect(told(portal).at(-1)).toBe(ADD);
  }, 60_000);

  it('goes back by itself where the queue does not open, and what people wrote until then is not lost in silence', async () => {
    const { portal, cutover, say } = await start({ auth, profile: profileOf({ 'in-place': true }) });
    portal.fault({ method: 'imbot.v2.Event.get', kind: 'status', status: 403, code: 'ACCESS_DENIED', times: 100 });
    const { code, out } = await cutover('--to', 'v2', '--write');
    expect([code, out]).toEqual([1, expect.stringContaining('the queue does not open: ACCESS_DENIED')]);
    expect(out).toContain('the queue could not be read (ACCESS_DENIED)');
    say('home');
    expect(told(portal).at(-1)).toBe(ADD);
  }, 60_000);

  it('hands what the queue holds to --drain, each event once, and only then turns v1 on again', async () => {
    const { portal, bot, cutover, file, say } = await start({ auth });
    await cutover('--to', 'v2', '--write');
    for (let index = 1; index <= 2_500; index += 1) say(String(index));
    const { code, out } = await cutover('--to', 'v1', '--drain', 'left.jsonl', '--write');
    expect([code, out]).toEqual([0, expect.stringContaining('2500 events of the queue')]);
    const texts = eventsIn(file('left.jsonl')).map(({ data }) => data.message?.text);
    expect(texts).toEqual(Array.from({ length: 2_500 }, (_, index) => String(index + 1)));
    expect(bot.queue).toEqual([]);
    const seen = portal.deliveries.length;
    say('home');
    expect(told(portal, seen)).toEqual([ADD]);
  });

  it('an event that comes between the last look and the change is not deleted', async () => {
    const { portal, cutover, file, say } = await start({ auth });
    await cutover('--to', 'v2', '--write');
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    portal.fault({ method: 'batch', kind: 'slow', gate });
    const going = cutover('--to', 'v1', '--drain', 'left.jsonl', '--write');
    await expect.poll(() => portal.requests.at(-1)?.method, { interval: 5 }).toBe('batch');
    say('in between');
    release();
    expect((await going).code).toBe(0);
    expect(eventsIn(file('left.jsonl')).map(({ data }) => data.message?.text)).toEqual(['in between']);
    say('home');
    expect(told(portal).at(-1)).toBe(ADD);
  });

  it('--wait that was too short says so, changes nothing, and does not advise itself', async () => {
    const { bot, cutover, say } = await start({ auth });
    await cutover('--to', 'v2', '--write');
    say('one');
    const { code, out } = await cutover('--to', 'v1', '--wait', '2', '--write');
    expect([code, out]).toEqual([1, expect.stringContaining("in 2 s the bot's poller did not read it empty")]);
    expect(out).not.toContain('say --wait 60');
    expect([bot.eventMode, bot.queue.length]).toEqual(['fetch', 1]);
  });

  it('--wait lets the bot read its queue empty first', async () => {
    const { bot, cutover, say } = await start({ auth });
    await cutover('--to', 'v2', '--write');
    say('one');
    const going = cutover('--to', 'v1', '--wait', '30', '--write');
    await expect.poll(() => bot.queue.length, { interval: 5 }).toBe(1);
    bot.queue = [];
    expect((await going).code).toBe(0);
    expect(bot.eventMode).toBe('webhook');
  });
});

describe('cutover in place, what it needs', () => {
  it('proves and moves with no scope but imbot', async () => {
    const { portal, cutover } = await start({ scope: 'imbot' });
    const { code, out } = await cutover('--to', 'v2', '--write');
    expect([code, out]).toEqual([0, expect.stringContaining('the test event came into the queue')]);
    expect(portal.snapshot().bots).toHaveLength(1);
    expect(portal.snapshot().delivery).toMatchObject([{ eventMode: 'fetch' }]);
  });

  it('an application keeps no address of the throwaway bots', async () => {
    const { portal, cutover } = await start({ auth: 'oauth' });
    // What a portal may keep when a bot goes.
    const binding = { clientId: 'local.lunch', event: 'ONIMBOTMESSAGEADD', authType: 0 };
    portal.state.bindings.push({ ...binding, handler: 'https://imbot-compat.invalid/' }, { ...binding, handler: H });
    expect((await cutover('--to', 'v2', '--write')).code).toBe(0);
    expect(portal.state.bindings).toEqual([{ ...binding, handler: H }]);
  });

  it('--unproven moves without the proof before; the one after stays', async () => {
    const moved = await start();
    expect((await moved.cutover('--to', 'v2', '--unproven', '--write')).code).toBe(0);
    expect(moved.portal.counts()).not.toHaveProperty('imbot.register');
    const kept = await start({ facts: { 'in-place': false } });
    expect((await kept.cutover('--to', 'v2', '--unproven', '--write')).code).toBe(1);
    expect(kept.bot.eventMode).toBe('webhook');
  }, 60_000);

  it('a proof that cannot be asked is none', async () => {
    const { portal, bot, cutover } = await start();
    portal.fault({ method: 'imbot.register', kind: 'status', status: 400, code: 'MAX_COUNT_ERROR' });
    const { code, out } = await cutover('--to', 'v2', '--write');
    expect([code, out]).toEqual([1, expect.stringContaining('imbot.register returned MAX_COUNT_ERROR')]);
    expect(bot.eventMode).toBe('webhook');
  });

  it.each(['{', '[]', '{"version":1,"facts":{"nobody-knows":true}}'])(
    'a profile that is none is a usage error: %s',
    async (text) => {
      const { portal, cutover } = await start({ profile: text });
      const { code, err } = await cutover('--to', 'v2', '--write');
      expect([code, err]).toEqual([2, expect.stringContaining('imbot-portal.json')]);
      expect(portal.counts()).not.toHaveProperty('imbot.v2.Bot.update');
    },
  );

  it('a profile that is named and is not there is a usage error', async () => {
    const { cutover } = await start();
    const { code, err } = await cutover('--to', 'v2', '--profile', 'other.json', '--write');
    expect([code, err]).toEqual([2, expect.stringContaining('other.json')]);
  });

  it('a bot that is in its queue already is left there; --registered v1 brings it home without a state file', async () => {
    const { bot, cutover } = await start();
    bot.eventMode = 'fetch';
    const there = await cutover('--to', 'v2', '--write');
    expect([there.code, there.out]).toEqual([0, expect.stringContaining('into its queue already')]);
    const unknown = await cutover('--to', 'v1', '--write');
    expect([unknown.code, bot.eventMode]).toEqual([1, 'fetch']);
    const home = await cutover('--to', 'v1', '--registered', 'v1', '--write');
    expect([home.code, bot.eventMode]).toEqual([0, 'webhook']);
  });

  it.each([undefined, 'left.jsonl'])('a way back that was cut off goes on as it began: drain %s', async (drain) => {
    const { bot, cutover, file, say } = await start();
    await cutover('--to', 'v2', '--unproven', '--write');
    const text = readFileSync(file('imbot-cutover-301.json'), 'utf8');
    const cut = drain === undefined ? '"returning"' : `"returning", "drain": "${drain}"`;
    writeFileSync(file('imbot-cutover-301.json'), text.replace('"moved"', cut));
    say('waits');
    for (const to of ['v1', 'v2']) {
      const { code, out } = await cutover('--to', to, '--write');
      if (drain === undefined) {
        // The poller has to read it; nothing is taken from it.
        expect([code, out]).toEqual([1, expect.stringContaining('1 event wait')]);
        expect([bot.eventMode, bot.queue.length]).toEqual(['fetch', 1]);
      } else if (to === 'v1') {
        expect([code, bot.eventMode]).toEqual([0, 'webhook']);
        expect(eventsIn(file(drain))).toHaveLength(1);
      }
    }
    expect(existsSync(file('imbot-cutover-301.drain.jsonl'))).toBe(false);
  });

  it('what stood in the queue before the move proves nothing', async () => {
    const { bot, cutover, say } = await start({ facts: { 'in-place': false, 'in-place-queue-dropped': false } });
    bot.generation = 'v2';
    bot.eventMode = 'fetch';
    say('of another time');
    bot.generation = 'v1';
    bot.eventMode = 'webhook';
    expect(bot.queue).toHaveLength(1);
    const { code, out } = await cutover('--to', 'v2', '--unproven', '--write');
    expect([code, out]).toEqual([1, expect.stringContaining('no event came into the queue')]);
    expect(bot.eventMode).toBe('webhook');
  });

  it('a move into the queue that was cut off is not turned to an address: the queue would be deleted', async () => {
    const { bot, cutover, file, say } = await start();
    await cutover('--to', 'v2', '--unproven', '--write');
    writeFileSync(
      file('imbot-cutover-301.json'),
      readFileSync(file('imbot-cutover-301.json'), 'utf8').replace('"moved"', '"begun"'),
    );
    say('waits');
    const { code, out } = await cutover('--to', 'v2', '--handler', V2, '--unproven', '--write');
    expect([code, out]).toEqual([1, expect.stringContaining('into its queue already')]);
    expect([bot.eventMode, bot.queue.length]).toEqual(['fetch', 1]);
  });

  it('the state of another bot, or of another portal, is not gone on with', async () => {
    const { cutover, file, portal } = await start();
    await cutover('--to', 'v2', '--unproven', '--write');
    const text = readFileSync(file('imbot-cutover-301.json'), 'utf8').replace('"moved"', '"begun"');
    for (const [from, to] of [
      ['"bot": 301', '"bot": 302'],
      [/"portal": "[^"]*"/, '"portal": "https://other.example/1"'],
    ] as const) {
      writeFileSync(file('imbot-cutover-301.json'), text.replace(from, to));
      const before = portal.snapshot().delivery;
      const { code, err } = await cutover('--to', 'v2', '--unproven', '--write');
      expect([code, err]).toEqual([2, expect.stringContaining('holds an unfinished move of bot')]);
      expect(portal.snapshot().delivery).toEqual(before);
      expect(readFileSync(file('imbot-cutover-301.json'), 'utf8')).toBe(text.replace(from, to));
    }
  });

  it('a bot of somebody else is refused', async () => {
    const { portal, cutover } = await start();
    const other = portal.addBot({ code: 'other', clientId: 'another-key', handler: H });
    const before = portal.snapshot();
    const { code } = await cutover('--to', 'v2', '--bot', String(other.id), '--write');
    expect([code, portal.snapshot()]).toEqual([1, before]);
  });
});

describe('cutover in place, to an address', () => {
  it('on webhook auth says that v1 deliveries go on beside; back, they alone are left', async () => {
    const { portal, cutover, say } = await start();
    const before = portal.snapshot();
    const moved = await cutover('--to', 'v2', '--handler', V2, '--write');
    expect([moved.code, moved.out]).toEqual([0, expect.stringContaining('v1 deliveries go on beside')]);
    expect(moved.out).toMatch(/Look for ONIMBOTV2JOINCHAT of chat \d+/);
    let seen = portal.deliveries.length;
    say('both');
    expect(told(portal, seen)).toEqual([ADD, 'v2 ONIMBOTV2MESSAGEADD']);
    const back = await cutover('--to', 'v1', '--write');
    expect([back.code, back.err]).toEqual([0, '']);
    expect(portal.snapshot().delivery).toEqual(before.delivery);
    seen = portal.deliveries.length;
    say('home');
    expect(told(portal, seen)).toEqual([ADD]);
  });

  it('under OAuth takes them away with event.unbind, and puts them back', async () => {
    const { portal, cutover, state, say } = await start({ auth: 'oauth' });
    const before = portal.snapshot();
    const moved = await cutover('--to', 'v2', '--handler', V2, '--write');
    expect([moved.code, moved.out]).toEqual([0, expect.stringContaining('v1 addresses away with event.unbind')]);
    expect(state().bindings).toHaveLength(6);
    let seen = portal.deliveries.length;
    say('/order one');
    expect(told(portal, seen)).toEqual(['v2 ONIMBOTV2MESSAGEADD', 'v2 ONIMBOTV2COMMANDADD']);
    const back = await cutover('--to', 'v1', '--write');
    expect([back.code, back.err]).toEqual([0, '']);
    expect(portal.snapshot().delivery).toEqual(before.delivery);
    seen = portal.deliveries.length;
    say('/order two');
    expect(told(portal, seen)).toEqual([ADD, 'v1 ONIMCOMMANDADD']);
  });

  it('leaves the v1 addresses of an application with several bots', async () => {
    const { portal, cutover, say } = await start({ auth: 'oauth' });
    portal.addBot({ code: 'second', handler: H, application: { clientId: 'local.lunch' } });
    const moved = await cutover('--to', 'v2', '--handler', V2, '--write');
    expect([moved.code, moved.out]).toEqual([0, expect.stringContaining('several bots share this application')]);
    const seen = portal.deliveries.length;
    say('both');
    expect(told(portal, seen)).toEqual([ADD, 'v2 ONIMBOTV2MESSAGEADD']);
  });

  it('never takes them away where the application is not seen to be told v2 events', async () => {
    const { portal, cutover, say } = await start({
      ...{ auth: 'oauth', facts: { 'in-place': false }, profile: profileOf({ 'in-place': true }) },
    });
    const moved = await cutover('--to', 'v2', '--handler', V2, '--write');
    expect(moved.out).toContain('its v1 addresses stay');
    say('still there');
    expect(told(portal).at(-1)).toBe(ADD);
  });
});
