import { describe, expect, it } from 'vitest';
import { type Facts, portalFacts } from '../../portal/index';
import { CLIENT_ID, seeded } from './seeded';

const KEYS = [{ TEXT: 'Go', LINK: '/go' }];
const BLANKS = ['', ' ', ' \t\n\r\0\v', '[br]', ' [BR] [br]\n'];
const TEXTS = ['\u00a0', '\u3000', '\ufeff', 'a', '[b][/b]', '[br]x'];

function world(facts: Facts) {
  const scene = seeded({ facts });
  const { portal, bot } = scene;
  const v1 = (method: string, params: object) => scene.call(method, { CLIENT_ID, ...params });
  const v2 = (method: string, params: object) =>
    scene.call(`imbot.v2.${method}`, { botToken: CLIENT_ID, botId: bot.id, ...params });
  const message = async (params: object = {}) => {
    const { result } = await v1('imbot.message.add', { DIALOG_ID: 'chat1001', MESSAGE: 'mine', ...params });
    const found = portal.state.messages.get(Number(result));
    if (!found) throw new Error(`not stored: ${String(result)}`);
    return found;
  };
  return { ...scene, v1, v2, message };
}

/** A world where the fact holds, and one where it does not. */
const both = (fact: keyof typeof portalFacts) => ({ yes: world({ [fact]: true }), no: world({ [fact]: false }) });

describe('ascii-trim', () => {
  it('v1 takes only the blanks of ASCII away', async () => {
    const { yes, no } = both('ascii-trim');
    for (const [{ message }, stored] of [
      [yes, '\u00a0x\ufeff'],
      [no, 'x'],
    ] as const) {
      expect((await message({ MESSAGE: ' \t\u00a0x\ufeff\v' })).text).toBe(stored);
    }
    await yes.v1('imbot.chat.updateTitle', { CHAT_ID: 1001, TITLE: '\u3000' });
    expect(yes.chat.title).toBe('\u3000');
    const refused = await no.v1('imbot.chat.updateTitle', { CHAT_ID: 1001, TITLE: '\u3000' });
    expect(refused.error).toBe('TITLE_EMPTY');
  });
});

describe('blank-refused', () => {
  const send = (message: string, more: object = {}) => ({ dialogId: 'chat1001', fields: { message, ...more } });

  it.each(BLANKS.filter((text) => !/br/i.test(text)))('Message.send refuses %j', async (text) => {
    const { yes, no } = both('blank-refused');
    const refused = { status: 400, error: 'EMPTY_MESSAGE' };
    expect(await yes.v2('Chat.Message.send', send(text))).toMatchObject(refused);
    expect(await yes.v2('Chat.Message.send', send(text, { attach: [{ MESSAGE: 'a' }] }))).toMatchObject({
      status: 200,
    });
    expect(await no.v2('Chat.Message.send', send(text))).toMatchObject(text === '' ? refused : { status: 200 });
  });

  it.each([...TEXTS, '[br]'])('and takes %j', async (text) => {
    const { v2 } = world({ 'blank-refused': true, 'ascii-trim': true });
    expect(await v2('Chat.Message.send', send(text))).toMatchObject({ status: 200 });
  });
});

describe('blank-deletes', () => {
  it.each(BLANKS)('v1 deletes at %j', async (text) => {
    const { yes, no } = both('blank-deletes');
    for (const [{ v1, message }, deleted] of [
      [yes, true],
      [no, text === ''],
    ] as const) {
      const mine = await message({ KEYBOARD: KEYS });
      await v1('imbot.message.update', { MESSAGE_ID: mine.id, MESSAGE: text });
      expect(mine.deleted).toBe(deleted);
    }
  });

  it.each(BLANKS)('v2 deletes at %j where nothing else is in the message', async (text) => {
    const { v2, message } = world({ 'blank-deletes': true });
    for (const [params, deleted] of [
      [{}, true],
      [{ KEYBOARD: KEYS }, false],
      [{ ATTACH: [{ MESSAGE: 'a' }] }, false],
    ] as const) {
      const mine = await message(params);
      await v2('Chat.Message.update', { messageId: mine.id, fields: { message: text } });
      expect(mine.deleted).toBe(deleted);
    }
  });

  it.each(TEXTS)('neither at %j', async (text) => {
    const { v1, v2, message } = world({ 'blank-deletes': true, 'ascii-trim': true });
    const mine = await message();
    await v1('imbot.message.update', { MESSAGE_ID: mine.id, MESSAGE: text });
    await v2('Chat.Message.update', { messageId: mine.id, fields: { message: text } });
    expect(mine).toMatchObject({ deleted: false, text });
  });
});

it('update-needs-fields', async () => {
  const { yes, no } = both('update-needs-fields');
  const { id } = await yes.message();
  expect(await yes.v2('Chat.Message.update', { messageId: id })).toMatchObject({ status: 400, error: '100' });
  expect(await yes.v2('Chat.Message.update', { messageId: id, fields: {} })).toMatchObject({ status: 200 });
  const other = await no.message();
  expect(await no.v2('Chat.Message.update', { messageId: other.id })).toMatchObject({ status: 200 });
});

it('chat-update-owner', async () => {
  const { yes, no } = both('chat-update-owner');
  for (const [{ portal, bot, v1, v2 }, status] of [
    [yes, 403],
    [no, 200],
  ] as const) {
    const { id } = portal.addChat({ owner: 1, users: [bot.id], managers: [bot.id] });
    const update = { dialogId: `chat${id}`, fields: { title: 'T' } };
    expect(await v2('Chat.update', update)).toMatchObject({ status });
    expect(await v1('imbot.chat.updateTitle', { CHAT_ID: id, TITLE: 'T' })).toMatchObject({ status: 200 });
    expect(await v2('Chat.update', { ...update, dialogId: 'chat1001' })).toMatchObject({ status: 200 });
  }
});

describe('Command.answer', () => {
  const answered = async (facts: Facts) => {
    const { portal, bot, v2 } = world(facts);
    const maps = { title: new Map(), params: new Map() };
    const flags = { common: true, hidden: false, extranetSupport: false, handler: '' };
    portal.state.commands.set(7, { id: 7, botId: bot.id, command: 'buy', ...flags, ...maps });
    const messageId = portal.command({ userId: 1, dialogId: 'chat1001', command: 'buy' });
    const fields = { message: 'x', keyboard: KEYS, attach: [{ MESSAGE: 'a' }] };
    await v2('Command.answer', { commandId: 7, messageId, dialogId: 'chat1001', fields });
    return portal.snapshot().messages.at(-1);
  };

  it('answer-without-keyboard, answer-raw-attach', async () => {
    const attach = { BLOCKS: [{ MESSAGE: 'a' }] };
    const kept = { 'answer-without-keyboard': false, 'answer-raw-attach': false };
    expect(await answered(kept)).toMatchObject({ keyboard: { BUTTONS: KEYS }, attach });
    expect(await answered({ ...kept, 'answer-without-keyboard': true })).toMatchObject({ keyboard: null, attach });
    expect(await answered({ ...kept, 'answer-raw-attach': true })).toMatchObject({ attach: [{ MESSAGE: 'a' }] });
  });
});

it.each([{ en: '' }, { en: '', de: '' }])('empty-title: %j', async (title) => {
  const { yes, no } = both('empty-title');
  const fields = { command: 'x', title };
  expect(await yes.v2('Command.register', { fields })).toMatchObject({ error: 'COMMAND_TITLE_REQUIRED' });
  const named = { fields: { command: 'x', title: { ...title, fr: 'T' } } };
  expect(await yes.v2('Command.register', named)).toMatchObject({ status: 200 });
  expect(await yes.v2('Command.register', { fields: { ...fields, command: 'y', hidden: true } })).toMatchObject({
    status: 200,
  });
  expect(await no.v2('Command.register', { fields })).toMatchObject({ status: 200 });
});

describe('text-flags', () => {
  it.each([
    [true, false, false, false],
    ['Y', true, true, true],
    ['N', false, false, false],
    ['y', true, true, true],
    ['', true, false, true],
    [1, true, false, true],
    [0, true, false, true],
    [false, true, false, true],
  ])('%j', async (value, preview, skips, grants) => {
    const { v1, message, chat } = world({ 'text-flags': true });
    expect(await message({ URL_PREVIEW: value })).toMatchObject({ urlPreview: preview });
    expect(await message({ SKIP_CONNECTOR: value })).toMatchObject({ skipConnector: skips });
    const manager = () => chat.members.get(2)?.manager;
    await v1('imbot.chat.setManager', { CHAT_ID: 1001, USER_ID: 2, IS_MANAGER: grants ? 'N' : 'Y' });
    expect(manager()).toBe(!grants);
    await v1('imbot.chat.setManager', { CHAT_ID: 1001, USER_ID: 2, IS_MANAGER: value });
    expect(manager()).toBe(grants);
  });

  it('without it, true means Y', async () => {
    const { message } = world({ 'text-flags': false });
    expect(await message({ URL_PREVIEW: true, SKIP_CONNECTOR: true })).toMatchObject({
      urlPreview: true,
      skipConnector: true,
    });
  });
});

it('every fact says what is so, and what a portal does where it is not', () => {
  for (const text of Object.values(portalFacts)) expect(text).toMatch(/\S.* False.*\S/);
});
