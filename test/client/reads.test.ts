import { expect, test } from 'vitest';
import { systemClock } from '../../src/http/clock';
import { createImbot, webhook } from '../../src/index';
import { inProcess } from '../walk/inProcess';

/** How often a call goes out when no answer ever comes. */
async function sentFor(method: string, params: Record<string, unknown> = {}): Promise<number> {
  let count = 0;
  const imbot = createImbot({
    auth: webhook('http://127.0.0.1:9/rest/1/s3cr3t/', { clientId: 'c' }),
    mode: 'v1',
    dispatcher: inProcess(async () => {
      count += 1;
      throw new Error('dropped');
    }),
    clock: { ...systemClock, after: (_ms, then) => systemClock.after(0, then) },
    timeout: 0,
    limits: false,
    warnings: false,
  });
  await imbot.call(method, params).catch(() => {});
  await imbot.close();
  return count;
}

test.each([
  ['user.get', {}],
  ['imbot.v2.Bot.list', {}],
  ['IMBOT.V2.BOT.GET', { botId: 301 }],
  ['imbot.v2.Event.get', { botId: 301 }],
  ['imbot.v2.Event.get', { botId: 301, offset: 5 }],
  ['imbot.chat.user.list', { BOT_ID: 301, CHAT_ID: 1001 }],
  ['event.offline.list', {}],
])('%s %o reads, or sets the same again: it may be repeated', async (method, params) => {
  expect(await sentFor(method, params)).toBe(3);
});

/** Names that end like a question, and are none. */
test.each([
  'event.offline.get',
  'Event.Offline.Get',
  'disk.file.getexternallink.get',
  'custom.thing.list',
  'mail.message.get',
  'imbot.bot.get',
  'some.counter.current',
  'imbot.v2.Queue.get',
])('%s is not known to read: it is sent once', async (method) => {
  expect(await sentFor(method)).toBe(1);
});
