import { describe, expect, test } from 'vitest';
import { world } from '../walk/world';

const ADDRESS = 'https://b.example/h';
const plain = {
  CODE: 'fresh',
  TYPE: 'B',
  EVENT_MESSAGE_ADD: ADDRESS,
  EVENT_WELCOME_MESSAGE: ADDRESS,
  EVENT_BOT_DELETE: ADDRESS,
  PROPERTIES: { NAME: 'Fresh' },
};
const command = {
  COMMAND: 'echo',
  COMMON: 'Y',
  LANG: [{ LANGUAGE_ID: 'en', TITLE: 'Echo' }],
  EVENT_COMMAND_ADD: ADDRESS,
};

/** A bot that has talked, and then a process that registers it at its start, as old bots do, with events: 'v2'. */
async function restarted(first: object) {
  const place = world({ auth: 'webhook', encoding: 'json' });
  const before = place.client({ mode: 'auto', ...first });
  const botId = Number(await before.call('imbot.register', plain));
  place.portal.say({ userId: 1, dialogId: botId, text: 'before' });
  await before.call('imbot.message.add', { BOT_ID: botId, DIALOG_ID: '1', MESSAGE: 'Hi' });
  const notices: string[] = [];
  const warnings = ({ message }: { message: string }): void => {
    if (message.includes(`bot ${botId} `)) notices.push(message);
  };
  const imbot = place.client({ mode: 'auto', events: 'v2', warnings });
  const start = async (): Promise<string[]> => {
    expect(await imbot.call('imbot.register', plain)).toBe(botId);
    await imbot.call('imbot.command.register', { BOT_ID: botId, ...command });
    const told = place.portal.deliveries.length;
    place.portal.say({ userId: 1, dialogId: botId, text: 'hello' });
    return place.portal.deliveries.slice(told).map(({ event }) => event);
  };
  return { place, before, botId, start, notices };
}

describe('a bot that is registered again by a process with events: v2 that knows nothing of it', () => {
  test('of v1 gets each event once, as before, and it is said that its addresses stay as they are', async () => {
    const { place, botId, start, notices } = await restarted({});
    expect(await start()).toEqual(['ONIMBOTMESSAGEADD']);
    const told = place.portal.deliveries.length;
    place.portal.say({ userId: 1, dialogId: botId, text: '/echo hello' });
    expect(place.portal.deliveries.slice(told).map(({ event }) => event)).toContain('ONIMCOMMANDADD');
    expect(notices).toEqual([expect.stringContaining('its addresses as they are')]);
  });

  test('of v2 gets each event once, as before', async () => {
    const { place, before, botId, start } = await restarted({ events: 'v2' });
    await before.call('imbot.command.register', { BOT_ID: botId, ...command });
    expect(await start()).toEqual(['ONIMBOTV2MESSAGEADD']);
    const told = place.portal.deliveries.length;
    place.portal.say({ userId: 1, dialogId: botId, text: '/echo hello' });
    const delivered = place.portal.deliveries.slice(told).map(({ event }) => event);
    expect(delivered.filter((event) => /COMMAND/.test(event))).toEqual(['ONIMBOTV2COMMANDADD']);
  });

  test('that moved into its queue stays there, and its queue is whole', async () => {
    const { place, before, botId, start } = await restarted({});
    await before.call('imbot.v2.Bot.update', { botId, fields: { eventMode: 'fetch' } });
    place.portal.say({ userId: 1, dialogId: botId, text: 'unread' });
    expect(await start()).toEqual([]);
    const { events }: { events: { data: { message: { text: string } } }[] } = Object(
      await before.call('imbot.v2.Event.get', { botId }),
    );
    expect(events.map(({ data }) => data.message.text)).toEqual(['unread', 'hello']);
  });

  test('and has not said or heard anything yet stays in its queue too', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const before = place.client({ mode: 'v1' });
    const botId = Number(await before.call('imbot.register', plain));
    await before.call('imbot.v2.Bot.update', { botId, fields: { eventMode: 'fetch' } });
    const imbot = place.client({ mode: 'auto', events: 'v2' });
    for (let starts = 0; starts < 2; starts += 1) expect(await imbot.call('imbot.register', plain)).toBe(botId);
    const told = place.portal.deliveries.length;
    place.portal.say({ userId: 1, dialogId: botId, text: 'hello' });
    expect(place.portal.deliveries.slice(told)).toEqual([]);
  });
});
