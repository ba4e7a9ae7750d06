import { describe, expect, it } from 'vitest';
import { createPortal, type PortalOptions } from '../../portal/index';
import { CLIENT_ID, caller } from './seeded';

const H = 'https://b.example/h';
const V2 = 'https://b.example/v2';

/** A bot that was registered through v1, by webhook or by an application, with a command. */
function moving(auth: 'webhook' | 'oauth', options: PortalOptions = {}) {
  const portal = createPortal(options);
  const hook = portal.webhook();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const mine = auth === 'webhook' ? { clientId: CLIENT_ID } : { application };
  const bot = portal.addBot({ code: 'old', handler: H, ...mine });
  const access = application.tokens(1).access_token;
  const plain = caller(portal, auth === 'webhook' ? hook.path : '/rest/');
  const who = auth === 'webhook' ? { CLIENT_ID, botToken: CLIENT_ID } : { auth: access };
  const call = (method: string, params: object = {}) => plain(method, { ...who, ...params });
  const update = (fields: object) => call('imbot.v2.Bot.update', { botId: bot.id, fields });
  const queue = async (params: object = {}) => {
    const { result } = await call('imbot.v2.Event.get', { botId: bot.id, ...params });
    const events: { eventId: number; type: string; data: object }[] = Object(result).events;
    return events;
  };
  const say = (text = 'hi') => portal.say({ userId: 2, dialogId: bot.id, text });
  const told = () => portal.deliveries.map(({ event, generation, url }) => [generation, event, url.split('?')[0]]);
  return { portal, bot, call, update, queue, say, told };
}

const V1_ADD = ['v1', 'ONIMBOTMESSAGEADD', H];
const V2_ADD = ['v2', 'ONIMBOTV2MESSAGEADD', V2];

describe.each(['webhook', 'oauth'] as const)('a bot of v1 moves in place, by %s', (auth) => {
  it('into the queue: v1 deliveries stop, every event comes in the format of v2, without tokens', async () => {
    const { portal, bot, call, update, queue, say, told } = moving(auth);
    const before = portal.snapshot();
    const command = { BOT_ID: bot.id, COMMAND: 'echo', COMMON: 'Y', LANG: [{ LANGUAGE_ID: 'en', TITLE: 'E' }] };
    await call('imbot.command.register', { ...command, EVENT_COMMAND_ADD: H });
    expect((await update({ eventMode: 'fetch' })).result).toMatchObject({ bot: { id: bot.id, eventMode: 'fetch' } });
    say('/echo a');
    portal.join({ botId: bot.id, userId: 3 });
    expect(told()).toEqual([]);
    const events = await queue();
    expect(events.map(({ type }) => type)).toEqual(
      ['MESSAGEADD', 'COMMANDADD', 'JOINCHAT'].map((name) => `ONIMBOTV2${name}`),
    );
    expect(JSON.stringify(events)).not.toMatch(/"auth"|token/i);
    expect(events[0]).not.toHaveProperty('at');
    expect(portal.snapshot().bots).toEqual(before.bots);
  });

  it('and back: v1 deliveries resume at the old addresses, and the rest of the queue is deleted', async () => {
    const { update, queue, say, told } = moving(auth);
    await update({ eventMode: 'fetch' });
    say('one');
    await update({ eventMode: 'webhook' });
    expect(await queue()).toEqual([]);
    say('two');
    expect(told()).toEqual([V1_ADD]);
  });

  it('to an address: each event twice, in two formats', async () => {
    const { update, say, told, queue } = moving(auth);
    await update({ eventMode: 'webhook', webhookUrl: V2 });
    say();
    expect(told()).toEqual([V1_ADD, V2_ADD]);
    await update({ eventMode: 'fetch' });
    say();
    expect(told()).toHaveLength(2);
    expect(await queue()).toHaveLength(1);
    await update({ eventMode: 'webhook' });
    say();
    expect(told()).toEqual([V1_ADD, V2_ADD, V1_ADD]);
  });

  it('event.unbind takes the v1 deliveries away under OAuth; on webhook auth nothing does', async () => {
    const { call, update, say, told } = moving(auth);
    await update({ eventMode: 'webhook', webhookUrl: V2 });
    const unbound = await call('event.unbind', { event: 'ONIMBOTMESSAGEADD' });
    say();
    if (auth === 'oauth') expect(unbound.result).toEqual({ count: 1 });
    else expect(unbound.error).toBe('WRONG_AUTH_TYPE');
    expect(told()).toEqual(auth === 'oauth' ? [V2_ADD] : [V1_ADD, V2_ADD]);
  });

  it('what sets addresses of v1 is refused while events are fetched', async () => {
    const { bot, call, update } = moving(auth);
    const fields = { BOT_ID: bot.id, FIELDS: { EVENT_MESSAGE_ADD: 'https://other.example/h' } };
    const lang = [{ LANGUAGE_ID: 'en', TITLE: 'E' }];
    const command = { BOT_ID: bot.id, COMMAND: 'x', LANG: lang, EVENT_COMMAND_ADD: H };
    await update({ eventMode: 'fetch' });
    const refused = { status: 400, error: 'FETCH_NOT_SUPPORTED' };
    expect(await call('imbot.update', fields)).toMatchObject(refused);
    expect(await call('imbot.command.register', command)).toMatchObject(refused);
    await update({ eventMode: 'webhook' });
    expect(await call('imbot.update', fields)).toMatchObject({ status: 200 });
    expect(await call('imbot.command.register', command)).toMatchObject({ status: 200 });
  });
});

it('the queue keeps an event for a day, and an offset deletes what is below it', async () => {
  let now = Date.UTC(2031, 0, 1);
  const { update, queue, say } = moving('webhook', { now: () => now });
  await update({ eventMode: 'fetch' });
  say('one');
  now += 23 * 3_600_000;
  say('two');
  const [first, second] = await queue({ offset: 0 });
  expect([first?.eventId, second?.eventId]).toEqual([1, 2]);
  now += 3_600_000;
  expect(await queue({ offset: 0 })).toMatchObject([{ eventId: 2 }]);
  say('three');
  expect(await queue({ offset: 3 })).toMatchObject([{ eventId: 3 }]);
  expect(await queue({ offset: 0 })).toMatchObject([{ eventId: 3 }]);
});

it('a bot that somebody else registered stays where it is', async () => {
  const { portal, call, say, told } = moving('webhook');
  const theirs = portal.addBot({ code: 'theirs', handler: H, clientId: 'other' });
  const refused = await call('imbot.v2.Bot.update', { botId: theirs.id, fields: { eventMode: 'fetch' } });
  expect(refused).toMatchObject({ status: 403, error: 'BOT_OWNERSHIP_ERROR' });
  portal.say({ userId: 2, dialogId: theirs.id, text: 'x' });
  say();
  expect(told()).toHaveLength(2);
});

describe('on a portal where it is otherwise', () => {
  it('in-place: a bot of v1 is told as v1, whatever v2 says', async () => {
    const { update, queue, say, told } = moving('webhook', { facts: { 'in-place': false } });
    expect(await update({ eventMode: 'fetch' })).toMatchObject({ status: 200 });
    say();
    expect(await queue()).toEqual([]);
    await update({ eventMode: 'webhook', webhookUrl: V2 });
    say();
    expect(told()).toEqual([V1_ADD, V1_ADD]);
  });

  it('in-place-return: after the way back the bot is silent', async () => {
    const { update, say, told } = moving('webhook', { facts: { 'in-place-return': false } });
    await update({ eventMode: 'fetch' });
    await update({ eventMode: 'webhook' });
    say();
    expect(told()).toEqual([]);
  });

  it('in-place-queue-dropped: the queue stays', async () => {
    const { update, queue, say } = moving('webhook', { facts: { 'in-place-queue-dropped': false } });
    await update({ eventMode: 'fetch' });
    say();
    await update({ eventMode: 'webhook' });
    expect(await queue()).toHaveLength(1);
  });

  it('in-place-both: an address of v2 takes the place of those of v1', async () => {
    const { update, say, told } = moving('webhook', { facts: { 'in-place-both': false } });
    await update({ eventMode: 'webhook', webhookUrl: V2 });
    say();
    expect(told()).toEqual([V2_ADD]);
  });

  it('fetch-refuses-v1: addresses of v1 can be set', async () => {
    const { bot, call, update } = moving('webhook', { facts: { 'fetch-refuses-v1': false } });
    await update({ eventMode: 'fetch' });
    expect(await call('imbot.update', { BOT_ID: bot.id, FIELDS: { EVENT_MESSAGE_ADD: H } })).toMatchObject({
      status: 200,
    });
  });

  it('bridge: v2 takes a bot of v1 for a stranger’s, and its own bots not', async () => {
    const { portal, update, call } = moving('webhook', { facts: { bridge: false } });
    expect(await update({})).toMatchObject({ status: 403, error: 'BOT_OWNERSHIP_ERROR' });
    const own = portal.addBot({ code: 'new', generation: 'v2', clientId: CLIENT_ID });
    expect(await call('imbot.v2.Bot.update', { botId: own.id, fields: {} })).toMatchObject({ status: 200 });
    expect((await call('imbot.v2.Bot.list')).result).toMatchObject({ bots: [{ id: own.id }] });
  });
});
