import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { createImbot, type Imbot, webhook } from '../../src/index';
import { METHODS } from '../../src/map/index';

/**
 * What an editor accepts and refuses. The calls are checked by tsc (`npm run types`), where each `@ts-expect-error` has to
 * have its error; nothing here is sent.
 */
const never = (_imbot: (imbot: Imbot) => unknown): void => {};

describe('types of the tree, per family', () => {
  test('messages', () => {
    expectTypeOf<Imbot['message']['add']>().returns.resolves.toEqualTypeOf<number>();
    expectTypeOf<Imbot['message']['update']>().returns.resolves.toEqualTypeOf<boolean>();
    never((imbot) => imbot.message.add({ DIALOG_ID: 'chat1', MESSAGE: 'x', SYSTEM: 'Y', KEYBOARD: [{ TEXT: 'a' }] }));
    never((imbot) => imbot.message.like({ MESSAGE_ID: '12', ACTION: 'plus' }, { mode: 'v1' }));
    // @ts-expect-error MESSAGE is required
    never((imbot) => imbot.message.add({ DIALOG_ID: 'chat1' }));
    // @ts-expect-error a misspelt name
    never((imbot) => imbot.message.add({ BOD_ID: 39, MESSAGE: 'x' }));
    // @ts-expect-error a flag is Y or N
    never((imbot) => imbot.message.add({ MESSAGE: 'x', SYSTEM: 'yes' }));
    // @ts-expect-error not a way to like
    never((imbot) => imbot.message.like({ MESSAGE_ID: 12, ACTION: 'twice' }));
  });

  test('chats', () => {
    expectTypeOf<Imbot['chat']['user']['list']>().returns.resolves.toEqualTypeOf<number[]>();
    never((imbot) => imbot.chat.add({ TITLE: 'T', COLOR: 'LIGHT_BLUE', USERS: [1, '2'] }));
    never((imbot) => imbot.sendTyping({ DIALOG_ID: 5 }));
    // @ts-expect-error no such colour
    never((imbot) => imbot.chat.updateColor({ CHAT_ID: 1, COLOR: 'TEAL' }));
    // @ts-expect-error CHAT_ID is required
    never((imbot) => imbot.chat.leave({}));
  });

  test('bots', () => {
    expectTypeOf<Imbot['register']>().returns.resolves.toEqualTypeOf<number>();
    never((imbot) => imbot.register({ CODE: 'b', EVENT_HANDLER: 'https://b.example/', PROPERTIES: { NAME: 'B' } }));
    never((imbot) => imbot.bot.list());
    // @ts-expect-error PROPERTIES stand under FIELDS here
    never((imbot) => imbot.update({ BOT_ID: 39, PROPERTIES: { NAME: 'B' } }));
    // @ts-expect-error BOT_ID is never guessed
    never((imbot) => imbot.unregister({}));
  });

  test('commands', () => {
    expectTypeOf<Imbot['command']['answer']>().returns.resolves.toEqualTypeOf<number>();
    never((imbot) =>
      imbot.command.register({
        BOT_ID: 39,
        COMMAND: 'echo',
        EVENT_COMMAND_ADD: 'https://b.example/',
        LANG: [{ LANGUAGE_ID: 'en', TITLE: 'Echo' }],
      }),
    );
    // @ts-expect-error LANG is a list
    never((imbot) => imbot.command.update({ COMMAND_ID: 1, FIELDS: { LANG: 'en' } }));
    // @ts-expect-error MESSAGE_ID is required
    never((imbot) => imbot.command.answer({ COMMAND_ID: 1, MESSAGE: 'x' }));
  });

  test('by name', () => {
    never(async (imbot) => {
      const id = await imbot.call('imbot.message.add', { MESSAGE: 'x' });
      expectTypeOf(id).toEqualTypeOf<number>();
      const profile = await imbot.call<{ ID: string }>('profile');
      expectTypeOf(profile).toEqualTypeOf<{ ID: string }>();
      expectTypeOf(await imbot.call('imbot.v2.Chat.Message.read', { botId: 39 })).toEqualTypeOf<unknown>();
    });
  });
});

test('the tree has every method of the map, and nothing else under its names', async () => {
  const imbot = createImbot({ auth: webhook('http://127.0.0.1:1/rest/1/secret/', { clientId: 'b' }), warnings: false });
  const own = ['call', 'request', 'batch', 'explain', 'report', 'learn', 'deliveredAs', 'renew', 'close', 'portalKey'];
  const found = leaves(imbot).filter((name) => !own.includes(name));
  expect(found.sort()).toEqual(METHODS.map(({ v1 }) => v1.replace(/^imbot\./, '')).sort());
  await imbot.close();
});

test('editors show that a method is deprecated, its v2 name and its losses', () => {
  const written = readFileSync(new URL('../../src/client/methods.generated.ts', import.meta.url), 'utf8');
  const tree = written.slice(written.indexOf('export interface V1Tree'));
  expect(tree.match(/@deprecated/g)).toHaveLength(METHODS.length);
  expect(tree).toContain('@deprecated Frozen API; the v2 name is `imbot.v2.Chat.Message.send`.');
  expect(tree).toMatch(/Losses it can have: .*`menu`/);
});

function leaves(node: object, path = ''): string[] {
  return Object.entries(node).flatMap(([name, value]) => {
    const full = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'function') return [full];
    return typeof value === 'object' && value !== null ? leaves(value, full) : [];
  });
}
