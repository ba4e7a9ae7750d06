import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { phpForm } from '../../portal/phpForm';
import { CLIENT_ID, caller, seeded } from './seeded';

const v1 = { CLIENT_ID };
const v2 = { botToken: CLIENT_ID };

describe('differences between the generations that the portal keeps', () => {
  it('a system message in a group: v1 goes where the bot is no member, under its name', async () => {
    const { call, portal, bot } = seeded();
    const { id } = portal.addChat({ owner: 1 });
    const system = { ...v1, DIALOG_ID: `chat${id}`, MESSAGE: 'x', SYSTEM: 'Y' };
    expect((await call('imbot.message.add', system)).status).toBe(200);
    expect(portal.snapshot().messages).toMatchObject([{ text: 'NewBot:[br]x', authorId: 0, system: true }]);
    const fields = { message: 'x', system: true };
    const refused = await call('imbot.v2.Chat.Message.send', { ...v2, botId: bot.id, dialogId: `chat${id}`, fields });
    expect(refused).toMatchObject({ status: 403, error: 'ACCESS_DENIED' });
    expect((await call('imbot.message.add', { ...system, SYSTEM: 'true' })).error).toBe('WRONG_REQUEST');
    portal.say({ userId: 1, dialogId: 2, text: 'between us' });
    const between = { ...system, DIALOG_ID: `chat${id + 1}` };
    expect((await call('imbot.message.add', between)).error).toBe('WRONG_REQUEST');
  });

  it('who is no member, who is no manager, and a colour that is there already', async () => {
    const { call, bot, chat } = seeded();
    const there = { ...v2, botId: bot.id, dialogId: `chat${chat.id}` };
    const done = { result: { result: true } };
    expect((await call('imbot.chat.user.delete', { ...v1, CHAT_ID: chat.id, USER_ID: 5 })).error).toBe('WRONG_REQUEST');
    expect(await call('imbot.v2.Chat.User.delete', { ...there, userId: 5 })).toMatchObject(done);
    expect((await call('imbot.chat.setManager', { ...v1, CHAT_ID: chat.id, USER_ID: 5 })).error).toBe('WRONG_REQUEST');
    expect(await call('imbot.v2.Chat.Manager.add', { ...there, userIds: [5] })).toMatchObject(done);
    await call('imbot.chat.updateColor', { ...v1, CHAT_ID: chat.id, COLOR: 'LIGHT_BLUE' });
    const again = await call('imbot.chat.updateColor', { ...v1, CHAT_ID: chat.id, COLOR: 'LIGHT_BLUE' });
    expect(again.error).toBe('WRONG_REQUEST');
    expect(await call('imbot.v2.Chat.update', { ...there, fields: { color: 'lightBlue' } })).toMatchObject(done);
  });

  it('time and size: three days and 30 KB in v1 only', async () => {
    let now = 1_800_000_000_000;
    const { call, bot } = seeded({ now: () => now });
    const attach = [{ MESSAGE: 'x'.repeat(40_000) }];
    const add = { ...v1, DIALOG_ID: '1', MESSAGE: 'x' };
    expect((await call('imbot.message.add', { ...add, ATTACH: attach })).error).toBe('ATTACH_OVERSIZE');
    const send = { ...v2, botId: bot.id, dialogId: '1', fields: { message: 'x', attach } };
    expect((await call('imbot.v2.Chat.Message.send', send)).status).toBe(200);
    const { result: messageId } = await call('imbot.message.add', add);
    now += 3 * 24 * 3_600_000 + 1;
    expect((await call('imbot.message.update', { ...v1, MESSAGE_ID: messageId, MESSAGE: 'y' })).error).toBe(
      'CANT_EDIT_MESSAGE',
    );
    const later = { ...v2, botId: bot.id, messageId, fields: { message: 'y' } };
    expect((await call('imbot.v2.Chat.Message.update', later)).status).toBe(200);
  });

  it('lists: v1 every bot of the portal, v2 the own ones in pages', async () => {
    const { call, portal, bot } = seeded();
    const other = portal.addBot({ code: 'o', clientId: 'other', type: 'openline' });
    expect((await call('imbot.bot.list')).result).toEqual({
      [bot.id]: { ID: bot.id, NAME: 'NewBot', CODE: 'newbot', OPENLINE: 'N' },
      [other.id]: { ID: other.id, NAME: 'o', CODE: 'o', OPENLINE: 'Y' },
    });
    portal.addBot({ code: 'second', clientId: CLIENT_ID });
    const page = await call('imbot.v2.Bot.list', { ...v2, limit: 1 });
    expect(page.result).toMatchObject({ bots: [{ id: bot.id }], users: [{ name: 'NewBot' }], hasNextPage: true });
    const last = await call('imbot.v2.Bot.list', { ...v2, limit: 1, offset: '1' });
    expect(last.result).toMatchObject({ bots: [{ code: 'second' }], hasNextPage: false });
  });

  it('profiles: v1 changes what it names, v2 writes the whole of it', async () => {
    const { call, portal, bot } = seeded();
    const whole = { NAME: 'A', LAST_NAME: 'B', WORK_POSITION: 'C', PERSONAL_GENDER: 'F' };
    await call('imbot.update', { ...v1, BOT_ID: bot.id, FIELDS: { PROPERTIES: whole } });
    await call('imbot.update', { ...v1, BOT_ID: bot.id, FIELDS: { PROPERTIES: { NAME: 'A2' } } });
    const kept = { name: 'A2', lastName: 'B', workPosition: 'C', gender: 'F' };
    expect(portal.snapshot().bots[0]).toMatchObject(kept);
    await call('imbot.v2.Bot.update', { ...v2, botId: bot.id, fields: { properties: { name: '', lastName: 'L' } } });
    const blanked = { name: 'A2', lastName: 'L', workPosition: 'Chat bot', gender: '' };
    expect(portal.snapshot().bots[0]).toMatchObject(blanked);
  });

  it('commands: languages replaced in v1, merged in v2; an existing one is left as it is', async () => {
    const { call, portal, bot } = seeded();
    const EVENT_COMMAND_ADD = 'https://b.example/c';
    const LANG = [{ LANGUAGE_ID: 'EN', TITLE: 'E', PARAMS: 'p' }];
    const register = { ...v1, BOT_ID: bot.id, COMMAND: '/echo', EVENT_COMMAND_ADD, LANG };
    const { result: commandId } = await call('imbot.command.register', register);
    const there = { ...v2, botId: bot.id, commandId };
    await call('imbot.v2.Command.update', { ...there, fields: { title: { de: 'D' } } });
    expect(portal.snapshot().commands).toMatchObject([{ title: { de: 'D', en: 'E' }, params: { en: 'p' } }]);
    await call('imbot.v2.Command.update', { ...there, fields: { title: { de: null } } });
    expect(portal.snapshot().commands[0]?.title).toEqual({ en: 'E' });
    const fields = { command: 'echo', title: { en: 'other' }, hidden: true };
    const again = await call('imbot.v2.Command.register', { ...there, fields });
    expect(again.result).toMatchObject({ command: { id: commandId, command: '/echo', hidden: false } });
    const FIELDS = { LANG: [{ LANGUAGE_ID: 'fr', TITLE: 'F' }] };
    await call('imbot.command.update', { ...v1, COMMAND_ID: commandId, FIELDS });
    expect(portal.snapshot().commands).toMatchObject([{ title: { fr: 'F' }, params: {} }]);
    const list = await call('imbot.v2.Command.list', there);
    expect(list.result).toMatchObject({ commands: [{ id: 'def0', botId: 0 }, {}, {}, {}, { command: '/echo' }] });
  });

  it('registration: the other generation finds the bot unchanged, a long token is refused, a rotated one is dead', async () => {
    const { call, bot, portal } = seeded();
    const fields = { code: 'newbot', botToken: CLIENT_ID, properties: { name: 'Other' }, eventMode: 'fetch' };
    const found = await call('imbot.v2.Bot.register', { fields });
    expect(found.result).toMatchObject({ bot: { id: bot.id, eventMode: 'webhook' }, users: [{ name: 'NewBot' }] });
    const long = { ...fields, code: 'n', botToken: 'x'.repeat(41) };
    expect((await call('imbot.v2.Bot.register', { fields: long })).error).toBe('BOT_TOKEN_INVALID_LENGTH');
    await call('imbot.v2.Bot.update', { ...v2, botId: bot.id, fields: { botToken: 'fresh' } });
    expect((await call('imbot.message.add', { ...v1, BOT_ID: bot.id, DIALOG_ID: '1', MESSAGE: 'x' })).error).toBe(
      'APP_ID_ERROR',
    );
    await call('imbot.unregister', { CLIENT_ID: 'fresh', BOT_ID: bot.id });
    expect(portal.deliveries).toMatchObject([{ event: 'ONIMBOTDELETE', payload: { data: { BOT_ID: bot.id } } }]);
  });

  it('flags: only Y and true in v1; in v2 the text "false" is true', async () => {
    const { call, portal, bot } = seeded();
    const send = (system: unknown) =>
      call('imbot.v2.Chat.Message.send', { ...v2, botId: bot.id, dialogId: '1', fields: { message: 'x', system } });
    for (const value of [true, 'Y', 'false', '1', false, 'N', '0', '']) await send(value);
    const add = (SYSTEM: unknown) => call('imbot.message.add', { ...v1, DIALOG_ID: '1', MESSAGE: 'x', SYSTEM });
    for (const value of ['Y', true, 'y', '1', 'true', 1]) await add(value);
    expect(portal.snapshot().messages.map((message) => message.system)).toEqual([
      ...[true, true, true, true, false, false, false, false],
      ...[true, true, false, false, false, false],
    ]);
  });
});

describe('commands of bots that are no members', () => {
  it('are answered under the bot name, once really called', async () => {
    const { call, portal, bot } = seeded();
    const { id } = portal.addChat({ owner: 1, users: [2] });
    const EVENT_COMMAND_ADD = 'https://b.example/c';
    const LANG = [{ LANGUAGE_ID: 'en', TITLE: 'E' }];
    const register = { ...v1, BOT_ID: bot.id, COMMAND: 'echo', COMMON: 'Y', EVENT_COMMAND_ADD, LANG };
    const { result: COMMAND_ID } = await call('imbot.command.register', register);
    const plain = portal.say({ userId: 2, dialogId: `chat${id}`, text: 'echo' });
    const answer = { ...v1, COMMAND_ID, MESSAGE: 'pong' };
    expect((await call('imbot.command.answer', { ...answer, MESSAGE_ID: plain })).error).toBe('WRONG_REQUEST');
    const called = portal.command({ userId: 2, dialogId: `chat${id}`, command: 'echo' });
    const { result } = await call('imbot.command.answer', { ...answer, MESSAGE_ID: called });
    expect(portal.snapshot().messages.at(-1)).toMatchObject({
      id: result,
      text: '[b]NewBot[/b][br]pong',
      system: true,
    });
  });
});

describe('encodings', () => {
  const leaf = fc.string({ minLength: 1, maxLength: 8 });
  const key = fc.stringMatching(/^[a-z_]{1,6}$/).filter((name) => name !== '__proto__');
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    ),
  })).node;

  it('a form says what the same JSON says', () => {
    const runs = process.env.IMBOT_FULL ? 5000 : 300;
    const body = fc.dictionary(key, tree, { minKeys: 1, noNullPrototype: true });
    fc.assert(
      fc.property(body, (data) => {
        expect(phpForm.decode(phpForm.encode(data))).toEqual(data);
      }),
      { numRuns: runs, seed: 7 },
    );
  });

  it('keeps ids as keys and prototypes out', () => {
    expect(phpForm.decode('a[5][x]=1&b[]=1&b[]=2&__proto__[polluted]=1')).toMatchObject({
      a: { 5: { x: '1' } },
      b: ['1', '2'],
    });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('determinism', () => {
  it('the same calls leave the same state, byte for byte', async () => {
    const script = async () => {
      const portal = createPortal();
      const application = portal.application({ clientId: 'a', clientSecret: 's' });
      const call = caller(portal, '/rest/');
      const auth = application.tokens().access_token;
      const fields = { code: 'b', properties: { name: 'B' } };
      const botId = Object((await call('imbot.v2.Bot.register', { auth, fields })).result).bot.id;
      await call('imbot.chat.add', { auth, TITLE: 'T', USERS: [1, 2], MESSAGE: 'hi' });
      portal.say({ userId: 1, dialogId: botId, text: 'x' });
      const events = await call('imbot.v2.Event.get', { auth, botId });
      return JSON.stringify([portal.snapshot(), portal.requests, events.body]);
    };
    expect(await script()).toBe(await script());
  });
});
