import { describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { caller, seeded } from './seeded';

const H = 'https://b.example/h';

function application(scope = 'imbot,im,user') {
  const portal = createPortal();
  const app = portal.application({ clientId: 'app.1', clientSecret: 's', scope });
  const auth = app.tokens(2).access_token;
  const plain = caller(portal, '/rest/');
  return { portal, app, call: (method: string, params: object = {}) => plain(method, { auth, ...params }) };
}

describe('what an application asks about itself and its user', () => {
  it('profile, user.current, app.info, scope', async () => {
    const { call } = application();
    expect((await call('profile')).result).toEqual({
      ID: '2',
      ADMIN: true,
      NAME: 'User2',
      LAST_NAME: 'Test',
      PERSONAL_GENDER: 'F',
      TIME_ZONE: '',
    });
    expect((await call('user.current')).result).toMatchObject({ ID: '2', ACTIVE: true, NAME: 'User2' });
    expect((await call('app.info')).result).toMatchObject({ CODE: 'app.1', STATUS: 'L', INSTALLED: true });
    expect((await call('scope')).result).toEqual(['imbot', 'im', 'user']);
  });

  it('methods and method.get follow the scope', async () => {
    const { call } = application('imbot');
    const { result } = await call('methods');
    expect(result).toEqual(expect.arrayContaining(['imbot.message.add', 'imbot.v2.Bot.get', 'event.bind']));
    expect(result).not.toContain('im.message.add');
    expect((await call('methods', { scope: '' })).result).not.toContain('imbot.message.add');
    expect((await call('methods', { full: true })).result).toContain('im.message.add');
    expect((await call('method.get', { name: 'im.user.get' })).result).toEqual({
      isExisting: true,
      isAvailable: false,
    });
    expect((await call('method.get', { name: 'imbot.get' })).result).toEqual({ isExisting: false, isAvailable: false });
    expect(await call('user.get')).toMatchObject({ status: 403, error: 'insufficient_scope' });
  });

  it('a webhook has no application', async () => {
    const { call } = seeded();
    expect(await call('app.info')).toMatchObject({ status: 400, error: 'ACCESS_DENIED' });
    expect(await call('event.bind', { event: 'ONAPPINSTALL', handler: H })).toMatchObject({ error: 'WRONG_AUTH_TYPE' });
    expect(await call('event.get')).toMatchObject({ status: 403 });
  });
});

describe('user.get', () => {
  it('lists people, not bots, in pages with total and next', async () => {
    const portal = createPortal({ users: 60 });
    portal.webhook({ scope: 'user_brief' });
    portal.addBot({ code: 'b' });
    const call = caller(portal, '/rest/1/s3cr3t/');
    const first = await call('user.get', { sort: 'ID', order: 'ASC' });
    expect(first.body).toMatchObject({ total: 60, next: 50 });
    const second = await call('user.get', { start: 50 });
    expect(second.body).toMatchObject({ total: 60 });
    expect(second.body).not.toHaveProperty('next');
    expect(second.result).toHaveLength(10);
    const ids = async (FILTER: object) =>
      Object.values(Object((await call('user.get', { FILTER })).result)).map((user) => Object(user).ID);
    expect(await ids({ ID: [3, '5'] })).toEqual(['3', '5']);
    expect(await ids({ NAME: 'User7', ACTIVE: true })).toEqual(['7']);
    expect(await ids({ '%NAME': 'ser6' })).toEqual(['6', '60']);
    const { result } = await call('batch', { cmd: { all: 'user.get', time: 'server.time' } });
    expect(result).toMatchObject({ result_total: { all: 60 }, result_next: { all: 50 } });
  });
});

describe('im.*', () => {
  it('im.user.get names a bot, a user, or who asks', async () => {
    const { call, bot } = seeded();
    expect((await call('im.user.get', { ID: bot.id })).result).toMatchObject({
      id: bot.id,
      bot: true,
      bot_data: { code: 'newbot' },
    });
    expect((await call('im.user.get')).result).toMatchObject({ id: 1, bot: false, bot_data: null });
    expect(await call('im.user.get', { ID: 0 })).toMatchObject({ status: 400, error: 'ID_EMPTY' });
    expect(await call('im.user.get', { ID: 999 })).toMatchObject({ status: 400, error: 'USER_NOT_EXISTS' });
  });

  it('im.message.add writes as the user, and bots hear it', async () => {
    const { call, portal, bot } = seeded();
    const sent = await call('im.message.add', { DIALOG_ID: bot.id, MESSAGE: 'hello', KEYBOARD: [{ TEXT: 'a' }] });
    expect(portal.state.messages.get(Number(sent.result))).toMatchObject({ authorId: 1, text: 'hello' });
    expect(portal.deliveries).toMatchObject([{ event: 'ONIMBOTMESSAGEADD', botId: bot.id }]);
    const inChat = await call('im.message.add', { dialog_id: 'chat1001', message: `[USER=${bot.id}]x[/USER] hey` });
    expect(inChat.status).toBe(200);
    expect(portal.deliveries).toHaveLength(2);
  });

  it.each([
    ['MESSAGE_EMPTY', { DIALOG_ID: 'chat1001' }],
    ['USER_ID_EMPTY', { MESSAGE: 'x' }],
    ['USER_NOT_FOUND', { DIALOG_ID: 999, MESSAGE: 'x' }],
    ['ACCESS_ERROR', { DIALOG_ID: 'chat9', MESSAGE: 'x' }],
    ['KEYBOARD_ERROR', { DIALOG_ID: 'chat1001', MESSAGE: 'x', KEYBOARD: 'x' }],
  ])('%s', async (error, params) => {
    const { call, portal } = seeded();
    expect(await call('im.message.add', params)).toMatchObject({ status: 400, error });
    expect(portal.state.messages.size).toBe(0);
  });
});

describe('event bindings of an application', () => {
  it('are bound once, listed, and unbound with a count', async () => {
    const { call } = application();
    expect((await call('event.bind', { EVENT: 'OnAppUpdate', HANDLER: H })).result).toBe(true);
    expect(await call('event.bind', { event: 'x', handler: H })).toMatchObject({ error: 'ERROR_EVENT_NOT_FOUND' });
    await call('event.bind', { event: 'ONAPPUPDATE', handler: `${H}2`, auth_type: 2 });
    expect((await call('event.get')).result).toEqual([
      { event: 'ONAPPUPDATE', handler: H, auth_type: '0', offline: 0 },
      { event: 'ONAPPUPDATE', handler: `${H}2`, auth_type: '2', offline: 0 },
    ]);
    expect((await call('event.unbind', { event: 'ONAPPUPDATE', handler: H, auth_type: 0 })).result).toEqual({
      count: 1,
    });
    expect((await call('event.unbind')).result).toEqual({ count: 1 });
    expect((await call('event.unbind')).result).toEqual({ count: 0 });
  });

  it('a bot of v1 brings its own, and unbinding them silences it', async () => {
    const { call, portal } = application();
    const params = { CODE: 'b', PROPERTIES: { NAME: 'B' }, EVENT_HANDLER: H };
    const botId = Number((await call('imbot.register', params)).result);
    await call('imbot.command.register', {
      BOT_ID: botId,
      COMMAND: 'echo',
      LANG: [{ LANGUAGE_ID: 'en', TITLE: 't' }],
      EVENT_COMMAND_ADD: H,
    });
    expect((await call('event.get')).result).toHaveLength(6);
    portal.say({ userId: 1, dialogId: botId, text: '/echo x' });
    expect(portal.deliveries).toHaveLength(2);
    expect((await call('event.unbind', { event: 'ONIMBOTMESSAGEADD', handler: H })).result).toEqual({ count: 1 });
    expect((await call('event.unbind', { event: 'ONIMCOMMANDADD', handler: H })).result).toEqual({ count: 1 });
    portal.say({ userId: 1, dialogId: botId, text: '/echo x' });
    expect(portal.deliveries).toHaveLength(2);
    expect((await call('event.get')).result).toHaveLength(4);
  });

  it('of somebody else stay', async () => {
    const { call, portal } = application();
    const other = portal.application({ clientId: 'app.2', clientSecret: 's' });
    const auth = other.tokens(1).access_token;
    await call('event.bind', { event: 'ONAPPUPDATE', handler: H });
    expect((await caller(portal, '/rest/')('event.unbind', { auth })).result).toEqual({ count: 0 });
    expect((await call('event.get')).result).toHaveLength(1);
  });
});

it('the documented names of the samples exist', async () => {
  const { call } = seeded();
  const { result } = await call('methods', { full: true });
  expect(result).toEqual(
    expect.arrayContaining(
      ['profile', 'scope', 'methods', 'method.get', 'server.time', 'app.info', 'event.bind', 'event.get'].concat([
        'event.unbind',
        'user.get',
        'user.current',
        'im.user.get',
        'im.message.add',
      ]),
    ),
  );
});
