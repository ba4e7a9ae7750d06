import { beforeEach, describe, expect, test } from 'vitest';
import { shared } from '../../src/engine/shared';
import { createEventHandler, pollEvents } from '../../src/events/index';
import { CLIENT_ID, type World, world } from '../walk/world';

const ADDRESS = 'https://b.example/h';
const OTHER = 'https://b.example/other';
const LANG = [{ LANGUAGE_ID: 'en', TITLE: 'Echo' }];
const HANDLERS = { EVENT_MESSAGE_ADD: ADDRESS, EVENT_WELCOME_MESSAGE: ADDRESS, EVENT_BOT_DELETE: ADDRESS };
const plain = { CODE: 'fresh', TYPE: 'B', ...HANDLERS, PROPERTIES: { NAME: 'Fresh' } };

/** Registrations that `auto` keeps on v1 with events: 'v2'. */
const STAYS: Record<string, object> = {
  'a profile that v2 has not': { ...plain, PROPERTIES: { NAME: 'Fresh', EMAIL: 'a@b.example' } },
  'type H': { ...plain, TYPE: 'H' },
  'several addresses': { ...plain, EVENT_BOT_DELETE: OTHER },
  'an unknown parameter': { ...plain, SOMETHING: 1 },
};

const command = (BOT_ID: number, more: object = {}) => ({
  BOT_ID,
  COMMAND: 'echo',
  COMMON: 'Y',
  LANG,
  EVENT_COMMAND_ADD: ADDRESS,
  ...more,
});

/** The requests that change something. */
function sent({ portal }: World): string[] {
  return portal.requests
    .map(({ method }) => method)
    .filter((method) => !['imbot.v2.Revision.get', 'imbot.v2.Bot.get', 'imbot.v2.Bot.list'].includes(method));
}

async function register(place: World, params: object): Promise<[ReturnType<World['client']>, number]> {
  const imbot = place.client({ mode: 'auto', events: 'v2' });
  const botId = Number(await imbot.call('imbot.register', { ...params }));
  return [imbot, botId];
}

describe('a bot whose registration stays on v1', () => {
  test.each(Object.entries(STAYS))(
    '%s: its commands and addresses stay there too, and reach the handler',
    async (_, params) => {
      const place = world({ auth: 'webhook', encoding: 'json' });
      const [imbot, botId] = await register(place, params);
      await imbot.call('imbot.command.register', command(botId));
      await imbot.call('imbot.update', { BOT_ID: botId, FIELDS: { EVENT_HANDLER: OTHER } });
      // Registered once more, as bots do at each start, now without what kept it on v1.
      await imbot.call('imbot.register', plain);
      expect(sent(place)).toEqual(['imbot.register', 'imbot.command.register', 'imbot.update', 'imbot.register']);
      const told = place.portal.deliveries.length;
      place.portal.say({ userId: 1, dialogId: botId, text: '/echo hello' });
      const delivered = place.portal.deliveries
        .slice(told)
        .map(({ event, generation, url }) => [event, generation, url.split('?')[0]]);
      expect(delivered).toContainEqual(['ONIMCOMMANDADD', 'v1', ADDRESS]);
      expect(delivered.every(([, generation]) => generation === 'v1')).toBe(true);
    },
  );

  test('mode v2 refuses to mix them, by name, and sends nothing', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const [imbot, botId] = await register(place, STAYS['type H'] ?? {});
    const before = place.portal.requests.length;
    for (const [method, params] of [
      ['imbot.command.register', command(botId)],
      ['imbot.update', { BOT_ID: botId, FIELDS: { EVENT_HANDLER: OTHER } }],
    ] as const) {
      const call = imbot.call(method, params, { mode: 'v2' });
      await expect(call).rejects.toMatchObject({ code: 'LOSSY', losses: ['event-format'], outcome: 'refused' });
      expect(imbot.explain(method, params).losses[0]?.message).toContain('registered through v1');
    }
    expect(place.portal.requests).toHaveLength(before);
    // What has nothing to do with events goes on.
    await imbot.call('imbot.message.add', { BOT_ID: botId, DIALOG_ID: '1', MESSAGE: 'x' }, { mode: 'v2' });
  });

  test('in one batch', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const imbot = place.client({ mode: 'auto', events: 'v2' });
    await imbot.batch({
      bot: { method: 'imbot.register', params: { ...plain, TYPE: 'H' } },
      command: { method: 'imbot.command.register', params: { ...command(0), BOT_ID: '$result[bot]' } },
    });
    const bot = [...place.portal.state.bots.values()].find(({ code }) => code === 'fresh');
    const inside = place.portal.requests.filter(({ inBatch }) => inBatch).map(({ method }) => method);
    expect(inside).toEqual(['imbot.register', 'imbot.command.register']);
    await imbot.call('imbot.update', { BOT_ID: bot?.id, FIELDS: { EVENT_HANDLER: OTHER } });
    expect(sent(place).at(-1)).toBe('imbot.update');
  });
});

describe('a bot registered through v2 by this client', () => {
  test('has its commands and addresses on v2', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const [imbot, botId] = await register(place, plain);
    await imbot.call('imbot.command.register', command(botId));
    await imbot.call('imbot.update', { BOT_ID: botId, FIELDS: { EVENT_HANDLER: OTHER } });
    expect(sent(place)).toEqual([
      'imbot.v2.Bot.register',
      'imbot.v2.Bot.update',
      'imbot.v2.Command.register',
      'imbot.v2.Bot.update',
    ]);
    const told = place.portal.deliveries.length;
    place.portal.say({ userId: 1, dialogId: botId, text: '/echo hello' });
    const delivered = place.portal.deliveries.slice(told);
    expect(delivered.some(({ event }) => event === 'ONIMBOTV2COMMANDADD')).toBe(true);
  });
});

describe('a registration under a code that is there already', () => {
  // What was said once is said in the next test too.
  beforeEach(() => shared().warned.clear());
  const HERE = 'https://b.example/h';
  const again = (place: World, more: object = {}, options: object = {}) =>
    place.client({ mode: 'auto', events: 'v2', ...options }).call('imbot.register', { ...plain, ...more });
  /** What the bot is told of one message, and where. */
  function told(place: World, botId: number): string[] {
    const before = place.portal.deliveries.length;
    place.portal.say({ userId: 1, dialogId: botId, text: 'Hello' });
    return place.portal.deliveries
      .slice(before)
      .filter(({ event }) => event.includes('MESSAGEADD'))
      .map(({ generation, url }) => `${generation} ${url.split('?')[0]}`);
  }
  const listed = (place: World) => place.portal.requests.filter(({ method }) => method === 'imbot.v2.Bot.list').length;

  test.each([0, 1, 60])(
    'of a v1 bot that nobody has used yet (%i others before it): its events do not double',
    async (others) => {
      const place = world({ auth: 'webhook', encoding: 'json' });
      for (let bot = 0; bot < others; bot += 1) place.portal.addBot({ code: `other ${bot}`, clientId: CLIENT_ID });
      const bot = place.portal.addBot({ code: 'fresh', clientId: CLIENT_ID, handler: HERE });
      const notices: string[] = [];
      const warnings = (notice: { message: string }): void => void notices.push(notice.message);
      expect(await again(place, {}, { warnings })).toBe(bot.id);
      expect(await again(place, {}, { warnings })).toBe(bot.id);
      expect(sent(place)).not.toContain('imbot.v2.Bot.update');
      expect(told(place, bot.id)).toEqual([`v1 ${HERE}`]);
      expect(notices.filter((text) => text.includes('was registered through'))).toHaveLength(1);
      expect(listed(place)).toBe(others === 60 ? 4 : 2);
    },
  );

  test('of a bot in fetch mode: it keeps its queue', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const bot = place.portal.addBot({ code: 'fresh', clientId: CLIENT_ID, generation: 'v2', eventMode: 'fetch' });
    expect(await again(place)).toBe(bot.id);
    expect(place.portal.state.bots.get(bot.id)).toMatchObject({ eventMode: 'fetch' });
    expect(sent(place)).toEqual(['imbot.v2.Bot.register']);
  });

  test('of nobody: a new v2 bot gets its address, and its events once', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const id = Number(await again(place));
    expect(sent(place)).toEqual(['imbot.v2.Bot.register', 'imbot.v2.Bot.update']);
    expect(told(place, id)).toEqual([`v2 ${HERE}`]);
  });

  test('once more in one process: known, so nobody is asked again', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const [imbot] = await register(place, plain);
    const before = listed(place);
    await imbot.call('imbot.register', plain);
    expect(listed(place)).toBe(before);
    expect(sent(place).slice(-2)).toEqual(['imbot.v2.Bot.register', 'imbot.v2.Bot.update']);
  });

  test.each([
    { kind: 'status', status: 500, code: 'INTERNAL_SERVER_ERROR' },
    { kind: 'status', status: 403, code: 'ACCESS_DENIED' },
    { kind: 'html' },
    { kind: 'truncated' },
  ] as const)(
    'where nobody says which bots there are (%j): it goes out as v1, and all of that bot stays there, said once',
    async (fault) => {
      const place = world({ auth: 'webhook', encoding: 'json' });
      const bot = place.portal.addBot({ code: 'fresh', clientId: CLIENT_ID, handler: OTHER });
      place.portal.fault({ method: 'imbot.v2.Bot.list', times: 20, ...fault });
      const notices: string[] = [];
      const imbot = place.client({ mode: 'auto', events: 'v2', warnings: ({ message }) => void notices.push(message) });
      expect(await imbot.call('imbot.register', plain)).toBe(bot.id);
      await imbot.call('imbot.command.register', command(bot.id));
      await imbot.call('imbot.register', plain);
      expect(sent(place)).toEqual(['imbot.register', 'imbot.command.register', 'imbot.register']);
      expect(told(place, bot.id)).toEqual([`v1 ${HERE}`]);
      expect(notices.filter((text) => text.includes('could not be asked for'))).toHaveLength(1);
    },
  );

  test('many at once: the bots are asked for once, and the new bot is registered once', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const imbot = place.client({ mode: 'auto', events: 'v2' });
    const ids = await Promise.all(Array.from({ length: 10 }, () => imbot.call('imbot.register', plain)));
    expect(new Set(ids).size).toBe(1);
    expect(told(place, Number(ids[0]))).toEqual([`v2 ${HERE}`]);
  });

  test('events: v1 asks nothing and stays where it was', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    await place.client({ mode: 'auto' }).call('imbot.register', plain);
    expect(place.portal.requests.map(({ method }) => method)).toEqual(['imbot.register']);
  });

  test('mode v2 is the caller’s word: it asks nothing', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    await again(place, {}, { mode: 'v2' });
    expect(place.portal.requests.map(({ method }) => method)).toEqual(['imbot.v2.Bot.register', 'imbot.v2.Bot.update']);
  });

  test('mode v2: a bot in use, as its counts tell, keeps its events all the same', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const bot = place.portal.addBot({ code: 'fresh', clientId: CLIENT_ID, handler: HERE });
    place.portal.say({ userId: 1, dialogId: bot.id, text: 'Hello' });
    await again(place, {}, { mode: 'v2' });
    expect(sent(place)).toEqual(['imbot.v2.Bot.register']);
    expect(told(place, bot.id)).toEqual([`v1 ${HERE}`]);
  });

  test('an abort while the bots are asked for sends nothing, and no notice', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const notices: string[] = [];
    const imbot = place.client({ mode: 'auto', events: 'v2', warnings: ({ message }) => void notices.push(message) });
    const controller = new AbortController();
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    place.portal.fault({ method: 'imbot.v2.Bot.list', kind: 'slow', gate });
    const call = imbot.call('imbot.register', plain, { signal: controller.signal });
    while (listed(place) === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError', outcome: 'refused' });
    release();
    expect(sent(place)).toEqual([]);
    expect(notices.filter((text) => text.includes('could not be asked for'))).toEqual([]);
  });
});

describe('a bot that this process knows nothing of', () => {
  test('is not guessed: commands and addresses stay on v1, said once', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const notices: string[] = [];
    const warnings = (notice: { message: string }): void => void notices.push(notice.message);
    const imbot = place.client({ mode: 'auto', events: 'v2', warnings });
    await imbot.call('imbot.command.register', command(301));
    await imbot.call('imbot.update', { BOT_ID: 301, FIELDS: { EVENT_HANDLER: ADDRESS } });
    await imbot.batch([['imbot.command.register', command(301, { COMMAND: 'other' })]]);
    expect(sent(place)).toEqual(['imbot.command.register', 'imbot.update', 'batch', 'imbot.command.register']);
    expect(notices.filter((text) => text.includes('was registered through'))).toHaveLength(1);
    // What decides nothing about events goes its way.
    await imbot.call('imbot.update', { BOT_ID: 301, FIELDS: { PROPERTIES: { NAME: 'Other' } } });
    expect(sent(place).at(-1)).toBe('imbot.v2.Bot.update');
  });

  test('is asked for: in fetch mode it gets v2 events, whatever it was registered through', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const fetching = { clientId: CLIENT_ID, generation: 'v2', eventMode: 'fetch' } as const;
    const bot = place.portal.addBot({ code: 'queue', ...fetching });
    const imbot = place.client({ mode: 'auto', events: 'v2' });
    await imbot.call('imbot.command.register', command(bot.id));
    expect(sent(place)).toEqual(['imbot.v2.Command.register']);
  });

  test('mode v2 is the caller’s word', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    await place.client({ mode: 'v2', events: 'v2' }).call('imbot.command.register', command(301));
    expect(sent(place)).toEqual(['imbot.v2.Command.register']);
  });

  test('a question that fails leaves it on v1', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    place.portal.fault({ kind: 'status', method: 'imbot.v2.Bot.get', status: 500, code: 'X', description: 'x' });
    await place.client({ mode: 'auto', events: 'v2' }).call('imbot.command.register', command(301));
    expect(sent(place)).toEqual(['imbot.command.register']);
  });
});

describe('an event tells', () => {
  const handlerFor = (imbot: ReturnType<World['client']>) =>
    createEventHandler({ imbot, learnOnce: true, on: { '*': () => {} } });

  test('of v1: the bot stays there, even where this client has registered it through v2', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const [imbot, botId] = await register(place, plain);
    const body = {
      event: 'ONIMBOTMESSAGEADD',
      data: { BOT: { [botId]: { BOT_ID: String(botId), BOT_CODE: 'fresh' } }, PARAMS: {} },
      auth: { application_token: 'T' },
    };
    await handlerFor(imbot).deliver(body);
    const before = sent(place).length;
    await imbot.call('imbot.command.register', command(botId));
    await imbot.call('imbot.register', plain);
    expect(sent(place).slice(before)).toEqual(['imbot.command.register', 'imbot.register']);
  });

  test('of v2: the bot may go there', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const imbot = place.client({ mode: 'auto', events: 'v2' });
    const body = {
      event: 'ONIMBOTV2JOINCHAT',
      data: { bot: { id: 301, code: 'x' } },
      auth: { application_token: 'T' },
    };
    await handlerFor(imbot).deliver(body);
    await imbot.call('imbot.command.register', command(301));
    expect(sent(place)).toEqual(['imbot.v2.Command.register']);
  });

  test('of v2 by webhook beside v1: both come, so it stays on v1; out of the queue: v1 has stopped', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const imbot = place.client({ mode: 'auto', events: 'v2' });
    const handler = handlerFor(imbot);
    const auth = { application_token: 'T' };
    await handler.deliver({ event: 'ONIMBOTJOINCHAT', data: { BOT: { 301: { BOT_ID: '301', BOT_CODE: 'x' } } }, auth });
    await handler.deliver({ event: 'ONIMBOTV2JOINCHAT', data: { bot: { id: 301, code: 'x' } }, auth });
    await imbot.call('imbot.command.register', command(301));
    const stop = new AbortController();
    const events = [{ eventId: 1, type: 'ONIMBOTV2JOINCHAT', data: { bot: { id: 301, code: 'x' } } }];
    await pollEvents(
      { call: () => Promise.resolve({ events }), deliveredAs: imbot.deliveredAs },
      { botId: 301, on: { '*': () => {} }, signal: stop.signal, sleep: () => Promise.resolve(stop.abort()) },
    );
    await imbot.call('imbot.command.register', command(301, { COMMAND: 'other' }));
    expect(sent(place)).toEqual(['imbot.command.register', 'imbot.v2.Command.register']);
  });
});

describe('addresses', () => {
  const update = (FIELDS: object) => ['imbot.update', { BOT_ID: 301, FIELDS }] as const;
  const losses = (call: readonly [string, Record<string, unknown>]) =>
    world({ auth: 'webhook', encoding: 'json' })
      .client({ mode: 'v2', events: 'v2' })
      .explain(...call)
      .losses.map(({ id, param }) => `${id} ${param}`);

  test.each(['B', 'H', undefined, 'X'])(
    'TYPE %s without open lines: edits and deletions are ignored by v1, so no loss',
    (TYPE) => {
      const more = { EVENT_MESSAGE_UPDATE: OTHER, EVENT_MESSAGE_DELETE: OTHER };
      const call = ['imbot.register', { ...plain, TYPE, ...more }] as const;
      expect(losses(call).filter((loss) => loss.startsWith('handlers'))).toEqual([]);
      expect(losses(['imbot.register', { ...plain, TYPE, ...more, OPENLINE: 'Y' }])).toContain(
        'handlers-split EVENT_MESSAGE_ADD',
      );
    },
  );

  test.each(['O', 'S'])('TYPE %s hears of edits: another address for them is a loss', (TYPE) => {
    expect(losses(['imbot.register', { ...plain, TYPE, EVENT_MESSAGE_UPDATE: OTHER }])).toContain(
      'handlers-split EVENT_MESSAGE_ADD',
    );
  });

  test('some of a bot change all of them in v2; all of them at once do not split', () => {
    expect(losses(update({ EVENT_MESSAGE_ADD: ADDRESS }))).toContain('handlers-split FIELDS.EVENT_MESSAGE_ADD');
    expect(losses(update({ EVENT_MESSAGE_ADD: ADDRESS, EVENT_BOT_DELETE: ADDRESS }))).toHaveLength(1);
    expect(losses(update(HANDLERS))).toEqual([]);
    expect(losses(update({ EVENT_HANDLER: ADDRESS }))).toEqual([]);
    expect(losses(update({ ...HANDLERS, EVENT_BOT_DELETE: OTHER }))).toHaveLength(1);
  });

  test('some that are the bot’s handler already', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const [imbot, botId] = await register(place, plain);
    const explain = (url: string) =>
      imbot.explain('imbot.update', { BOT_ID: botId, FIELDS: { EVENT_MESSAGE_ADD: url } });
    expect(explain(ADDRESS).losses).toEqual([]);
    expect(explain(OTHER).losses.map(({ id }) => id)).toEqual(['handlers-split']);
  });
});
