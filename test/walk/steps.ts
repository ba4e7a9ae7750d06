import fc from 'fast-check';
import { HANDLER, OTHER_CLIENT_ID, CLIENT_ID as OWN_CLIENT_ID, SEED } from './world';

/** One thing that happens: a v1 call of the bot's code, or somebody else's doing. Texts such as `@chat0` stand for ids. */
export type Step =
  | { call: string; params: Record<string, unknown>; casing: 'upper' | 'lower' | 'mixed'; flat: boolean }
  | { says: number; in: string; text: string }
  | { uses: string; by: number; in: string }
  | { days: number };

type Params = fc.Arbitrary<Record<string, unknown>>;

const always = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arb, { nil: undefined, freq: 25 });
const often = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arb, { nil: undefined, freq: 2 });
const seldom = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 4 }, { arbitrary: arb, weight: 1 });
const weighted = <T>(...pairs: [number, fc.Arbitrary<T>][]): fc.Arbitrary<T> =>
  fc.oneof(...pairs.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Keys without a value are left out. */
function shape(keys: Record<string, fc.Arbitrary<unknown>>): Params {
  return fc
    .record(keys)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}

const jsonText = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
/** Now and then as JSON text. */
const orJson = (arb: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(arb, fc.integer({ min: 0, max: 3 })).map(([value, dice]) => (dice === 0 ? jsonText(value) : value));

const botId = weighted<unknown>(
  [9, one<unknown>(SEED.bots.first, SEED.bots.first, SEED.bots.first, SEED.bots.second)],
  [2, one<unknown>(String(SEED.bots.first), '@bot0', '#bot0')],
  [1, one<unknown>(SEED.bots.foreign, 999, 'abc', '301x')],
);
const needBotId = weighted<unknown>([8, botId], [1, one<unknown>(0, '', '0', -1, null)]);
const clientId = one<unknown>(OWN_CLIENT_ID, OWN_CLIENT_ID, OTHER_CLIENT_ID, 'nobody');
/** Who calls, on methods that may leave it out. */
const who = { BOT_ID: often(botId), CLIENT_ID: seldom(clientId) };
const invented = seldom(one<unknown>('x', 1, null, ['a']));

const chatId = weighted<unknown>(
  [6, one<unknown>(SEED.chats.own, SEED.chats.own, SEED.chats.managed, '@chat0', '#chat0')],
  [2, one<unknown>(SEED.chats.member, String(SEED.chats.own), SEED.chats.line, '@chat1')],
  [1, one<unknown>(SEED.chats.stranger, SEED.chats.private, 1999, 0, -3, 'chat1001', '', null, '1001abc')],
);
const dialogId = weighted<unknown>(
  [4, one<unknown>(`chat${SEED.chats.own}`, '1', 1, 'chat#chat0', '2')],
  [2, one<unknown>(`chat${SEED.chats.managed}`, `chat${SEED.chats.line}`, `chat${SEED.chats.member}`, 'chat#chat1')],
  [1, one<unknown>(`chat${SEED.chats.stranger}`, 'chat1999', '77', '', 0, '0', null, 'sg1', '302', 'nonsense')],
);
const messageId = weighted<unknown>(
  [6, one<unknown>('@message0', '#message0', '@message1', '@message2', SEED.messages.first)],
  [2, one<unknown>(SEED.messages.private, SEED.messages.group, String(SEED.messages.second))],
  [1, one<unknown>(99999, 0, '', 'abc', -1, null)],
);
const ownCommand = weighted<unknown>(
  [4, one<unknown>(SEED.commands.help, SEED.commands.info, '@command0', '#command0')],
  [1, one<unknown>(SEED.commands.foreign, 599, 0, '', null, 'help')],
);
const userId = weighted<unknown>(
  [6, one<unknown>(1, 2, 3, '2', 4)],
  [2, one<unknown>(5, 6, SEED.bots.first, SEED.bots.second, '@bot0')],
  [1, one<unknown>(77, 0, '', 'abc', -1, null)],
);
const flag = one<unknown>('Y', 'N', 'Y', 'N', true, false, 'y', 'n', '', 1, 0, null, 'true');
const text = weighted<unknown>(
  [
    8,
    one(
      'Hi',
      ' Hi there \n',
      'Grüße 👋',
      '[b]bold[/b] & <i>',
      '[USER=2]You[/USER], look',
      'a=1&b[]=2',
      '%41+ "x"',
      '0',
    ),
  ],
  [1, one<unknown>('', '   ', null, 42, 0)],
);
const attach = orJson(
  weighted<unknown>(
    [
      3,
      one<unknown>([{ MESSAGE: 'A' }], {
        ID: 1,
        COLOR: '#29619b',
        BLOCKS: [{ MESSAGE: 'B' }, { DELIMITER: { SIZE: 200 } }],
      }),
    ],
    [2, one<unknown>([{ GRID: [{ NAME: 'n', VALUE: 'v', DISPLAY: 'LINE' }] }], { MESSAGE: 'single' })],
    [1, one<unknown>([], {}, '', 'no json', '{broken', ['text'], { BLOCKS: 'x' }, 'N')],
  ),
);
const button = one<unknown>(
  { TEXT: 'Yes', COMMAND: 'help', COMMAND_PARAMS: '1' },
  { TEXT: 'Site', LINK: 'https://b.example/?a=1&b=2', BG_COLOR: '#29619b', DISPLAY: 'LINE', BLOCK: 'Y' },
  { TYPE: 'NEWLINE' },
  { TEXT: '0' },
);
const buttons = fc.array(button, { minLength: 1, maxLength: 3 });
const keyboard = orJson(
  weighted<unknown>(
    [3, buttons],
    [2, buttons.map((BUTTONS) => ({ BUTTONS }))],
    [1, buttons.map((BUTTONS) => ({ BOT_ID: 555, BUTTONS }))],
    [2, fc.array(buttons, { minLength: 1, maxLength: 3 })],
    [1, fc.array(buttons, { minLength: 1, maxLength: 2 }).map((BUTTONS) => ({ BUTTONS }))],
    [1, one<unknown>('', 'N', [], {}, { BUTTONS: [] }, 'no json', '[broken', ['text'], { BUTTONS: 'x' }, 'null')],
  ),
);
const menu = orJson(
  one<unknown>([{ TEXT: 'Menu', LINK: 'https://b.example/' }], { ITEMS: [{ TEXT: 'M' }] }, [], '', 'N'),
);
const colour = one<unknown>('RED', 'LIGHT_BLUE', 'AZURE', 'GRAPHITE', 'MINT', 'MINT', 'red', 'ORANGE', '', null);
const users = orJson(
  weighted<unknown>(
    [5, fc.array(userId, { maxLength: 4 })],
    [1, one<unknown>('', '1,2', 5, { 0: 1, 1: 2 }, 'x', null, '[1,')],
  ),
);
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ';
const picture = one<unknown>(PNG, PNG, `${PNG}AA`, '/9j/4AAQSkZJRg', 'bm8gcGljdHVyZQ==', '', null);
const url = one<unknown>(HANDLER, HANDLER, HANDLER, 'https://b.example/other', '', 'not an address');
const lang = orJson(
  weighted<unknown>(
    [
      4,
      one<unknown>(
        [{ LANGUAGE_ID: 'en', TITLE: 'T', PARAMS: 'p' }],
        [
          { LANGUAGE_ID: 'EN', TITLE: 'T' },
          { LANGUAGE_ID: 'de', TITLE: 'Titel', PARAMS: 'text' },
        ],
        [{ LANGUAGE_ID: 'en', TITLE: 'Again', PARAMS: '' }],
      ),
    ],
    [1, one<unknown>([], '', [{ TITLE: 'no language' }], 'x', null, { 0: { LANGUAGE_ID: 'en', TITLE: 'Map' } })],
  ),
);

const properties = shape({
  NAME: always(one<unknown>('Robot', 'R2', 'Robot', '')),
  LAST_NAME: often(one<unknown>('Last', '', 'D2')),
  COLOR: seldom(colour),
  WORK_POSITION: often(one<unknown>('Helper', '', 'Clerk')),
  PERSONAL_GENDER: often(one<unknown>('M', 'F', 'X', '')),
  PERSONAL_PHOTO: seldom(picture),
  EMAIL: seldom(one<unknown>('bot@b.example', '')),
  PERSONAL_BIRTHDAY: seldom(one<unknown>('2016-03-23', '')),
  PERSONAL_WWW: seldom(one<unknown>('https://b.example', '')),
});
const handlers = {
  EVENT_HANDLER: seldom(url),
  EVENT_MESSAGE_ADD: always(url),
  EVENT_MESSAGE_UPDATE: seldom(url),
  EVENT_MESSAGE_DELETE: seldom(url),
  EVENT_WELCOME_MESSAGE: always(url),
  EVENT_BOT_DELETE: always(url),
};
const commandName = one<unknown>('echo', '/echo', 'help', 'info', 'more', 'other', '', null, 'two words');

const typing: Params = shape({ ...who, DIALOG_ID: always(dialogId), INVENTED: invented });
const anything: Params = shape({ CODE: often(one('app')), BOT_ID: often(botId), CLIENT_ID: seldom(clientId) });

/** Parameters of every v1 method, sensible more often than not. A method of the map without a generator fails a test. */
export const GENERATORS: Readonly<Record<string, Params>> = {
  'imbot.message.add': shape({
    ...who,
    DIALOG_ID: always(dialogId),
    MESSAGE: always(text),
    ATTACH: seldom(attach),
    KEYBOARD: often(keyboard),
    MENU: seldom(menu),
    SYSTEM: seldom(flag),
    URL_PREVIEW: seldom(flag),
    SKIP_CONNECTOR: seldom(flag),
    FROM_USER_ID: seldom(seldom(userId)),
    TO_USER_ID: seldom(seldom(userId)),
    INVENTED: invented,
  }),
  'imbot.message.update': shape({
    ...who,
    MESSAGE_ID: always(messageId),
    MESSAGE: often(text),
    ATTACH: seldom(attach),
    KEYBOARD: often(keyboard),
    MENU: seldom(seldom(menu)),
    URL_PREVIEW: seldom(flag),
    SKIP_CONNECTOR: seldom(flag),
  }),
  'imbot.message.delete': shape({ ...who, MESSAGE_ID: always(messageId), COMPLETE: often(flag) }),
  'imbot.message.like': shape({
    ...who,
    MESSAGE_ID: always(messageId),
    ACTION: often(one<unknown>('auto', 'plus', 'minus', 'plus', 'minus', '', 'x', null)),
  }),
  'imbot.register': shape({
    CLIENT_ID: seldom(clientId),
    CODE: always(one<unknown>('first', 'newbot', 'newbot2', 'foreign', '')),
    TYPE: often(one<unknown>('B', 'O', 'S', 'H', 'x')),
    OPENLINE: seldom(flag),
    ...handlers,
    PROPERTIES: always(properties),
    INVENTED: invented,
  }),
  'imbot.update': shape({
    CLIENT_ID: seldom(clientId),
    BOT_ID: always(needBotId),
    FIELDS: always(
      shape({
        CODE: seldom(one<unknown>('renamed', '', 'second')),
        ...Object.fromEntries(Object.keys(handlers).map((name) => [name, seldom(seldom(url))])),
        PROPERTIES: often(properties),
      }),
    ),
  }),
  'imbot.unregister': shape({ CLIENT_ID: seldom(clientId), BOT_ID: always(needBotId) }),
  'imbot.bot.list': shape({ CLIENT_ID: seldom(clientId) }),
  'imbot.chat.add': shape({
    ...who,
    TYPE: seldom(one<unknown>('CHAT', 'OPEN', 'open', 'x')),
    TITLE: often(text),
    DESCRIPTION: seldom(text),
    COLOR: seldom(colour),
    MESSAGE: seldom(text),
    USERS: always(users),
    AVATAR: seldom(picture),
    OWNER_ID: seldom(userId),
    ENTITY_TYPE: seldom(one<unknown>('CRM', 'DEAL', '')),
    ENTITY_ID: seldom(one<unknown>(17, 'D_1', '')),
    INVENTED: invented,
  }),
  'imbot.chat.get': shape({
    ...who,
    ENTITY_TYPE: always(one<unknown>('LINES', 'CRM', '')),
    ENTITY_ID: always(one<unknown>('x|1', 17)),
  }),
  'imbot.dialog.get': shape({ ...who, DIALOG_ID: always(dialogId) }),
  'imbot.chat.updateTitle': shape({ ...who, CHAT_ID: always(chatId), TITLE: always(text) }),
  'imbot.chat.updateColor': shape({ ...who, CHAT_ID: always(chatId), COLOR: always(colour) }),
  'imbot.chat.updateAvatar': shape({ ...who, CHAT_ID: always(chatId), AVATAR: always(picture) }),
  'imbot.chat.user.add': shape({ ...who, CHAT_ID: always(chatId), USERS: always(users), HIDE_HISTORY: often(flag) }),
  'imbot.chat.user.delete': shape({ ...who, CHAT_ID: always(chatId), USER_ID: always(userId) }),
  'imbot.chat.user.list': shape({ ...who, CHAT_ID: always(chatId) }),
  'imbot.chat.leave': shape({ ...who, CHAT_ID: always(chatId) }),
  'imbot.chat.setManager': shape({ ...who, CHAT_ID: always(chatId), USER_ID: always(userId), IS_MANAGER: often(flag) }),
  'imbot.chat.setOwner': shape({ ...who, CHAT_ID: always(chatId), USER_ID: always(userId) }),
  'imbot.chat.sendTyping': typing,
  'imbot.sendTyping': typing,
  'imbot.command.register': shape({
    CLIENT_ID: seldom(clientId),
    BOT_ID: always(needBotId),
    COMMAND: always(commandName),
    EVENT_COMMAND_ADD: always(url),
    LANG: always(lang),
    COMMON: often(flag),
    HIDDEN: seldom(flag),
    EXTRANET_SUPPORT: seldom(flag),
  }),
  'imbot.command.update': shape({
    BOT_ID: seldom(botId),
    CLIENT_ID: seldom(clientId),
    COMMAND_ID: always(ownCommand),
    FIELDS: always(
      shape({
        COMMAND: often(commandName),
        EVENT_COMMAND_ADD: seldom(url),
        HIDDEN: seldom(flag),
        EXTRANET_SUPPORT: seldom(flag),
        LANG: often(lang),
      }),
    ),
  }),
  'imbot.command.unregister': shape({
    BOT_ID: seldom(botId),
    CLIENT_ID: seldom(clientId),
    COMMAND_ID: always(ownCommand),
  }),
  'imbot.command.answer': shape({
    BOT_ID: seldom(botId),
    CLIENT_ID: seldom(clientId),
    COMMAND_ID: often(ownCommand),
    COMMAND: often(one<unknown>('help', '/help', 'info', 'echo', 'nobody', '')),
    MESSAGE_ID: always(weighted<unknown>([5, one('@used0', '#used0')], [1, messageId])),
    MESSAGE: always(text),
    ATTACH: seldom(attach),
    KEYBOARD: often(keyboard),
    MENU: seldom(menu),
    SYSTEM: seldom(flag),
    URL_PREVIEW: seldom(flag),
  }),
  'imbot.app.register': anything,
  'imbot.app.update': anything,
  'imbot.app.unregister': anything,
};

/** How often each method is called; what real bots call most comes most. Default 1. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'imbot.message.add': 8,
  'imbot.message.update': 5,
  'imbot.message.like': 3,
  'imbot.register': 3,
  'imbot.update': 3,
  'imbot.chat.add': 3,
  'imbot.command.register': 3,
  'imbot.command.answer': 3,
};

const call = fc.oneof(
  ...Object.entries(GENERATORS).map(([method, params]) => ({
    weight: WEIGHTS[method] ?? 1,
    arbitrary: fc.record({
      call: weighted([12, one(method)], [1, one(method.toLowerCase())]),
      params,
      casing: weighted<'upper' | 'lower' | 'mixed'>([10, one('upper')], [1, one('lower')], [1, one('mixed')]),
      flat: weighted([4, one(false)], [1, one(true)]),
    }),
  })),
);

const place = one(
  `chat${SEED.chats.own}`,
  `chat${SEED.chats.managed}`,
  String(SEED.bots.first),
  String(SEED.bots.second),
);

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 14, arbitrary: call },
    {
      weight: 1,
      arbitrary: fc.record({
        says: one(1, 2, 3),
        in: place,
        text: one('Hello', '/help me', '[USER=301]Bot[/USER] hi'),
      }),
    },
    { weight: 2, arbitrary: fc.record({ uses: one('help', 'info', 'echo'), by: one(1, 2), in: place }) },
    { weight: 1, arbitrary: fc.record({ days: one(0, 1, 1, 4) }) },
  ),
  { minLength: 1, maxLength: 30, size: 'max' },
);
