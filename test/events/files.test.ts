import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortal } from '../../portal/index';
import { createEventHandler, memoryOffsetStore, pollEvents } from '../../src/events/index';
import { createImbot, webhook } from '../../src/index';

async function start() {
  const portal = createPortal();
  const server = await portal.listen();
  onTestFinished(() => server.close());
  const auth = webhook(server.webhookUrl(portal.webhook()), { clientId: 'bot_token' });
  const imbot = createImbot({ auth, limits: false, warnings: false });
  onTestFinished(() => imbot.close());
  const bot = portal.addBot({ code: 'b', clientId: 'bot_token', generation: 'v2', eventMode: 'fetch' });
  const upload = async (name: string): Promise<number> => {
    const fields = { name, content: 'aGVsbG8=' };
    const answer = await imbot.call('imbot.v2.File.upload', { botId: bot.id, dialogId: '2', fields });
    return Number(Object(Object(answer).file).id);
  };
  const files = [await upload('one.txt'), await upload('two.txt')];
  const polled = async (options: object = {}) => {
    const seen: unknown[] = [];
    const stop = new AbortController();
    const report = await pollEvents(imbot, {
      botId: bot.id,
      on: { ONIMBOTMESSAGEADD: ({ data }) => void seen.push(data.PARAMS['FILES']) },
      offsetStore: memoryOffsetStore(),
      signal: stop.signal,
      sleep: async () => stop.abort(),
      ...options,
    });
    return { seen, report };
  };
  return { portal, imbot, bot, files, polled };
}

describe('files: true', () => {
  it('puts a link to each file of a message where v1 had one', async () => {
    const { portal, bot, files, polled } = await start();
    portal.say({ userId: 2, dialogId: bot.id, text: 'see', files });
    const { seen } = await polled({ files: true });
    const link = expect.stringMatching(/\/rest\/download\.json\?token=/);
    expect(seen).toEqual([Object.fromEntries(files.map((id) => [id, { id: String(id), urlDownload: link }]))]);
    expect(portal.counts()).toMatchObject({ 'imbot.v2.File.download': 2 });
  });

  it('a file whose link is refused stays without, and the message is handled', async () => {
    const { portal, bot, files, polled } = await start();
    portal.say({ userId: 2, dialogId: bot.id, text: 'see', files: [...files.slice(0, 1), 999_999] });
    const { seen, report } = await polled({ files: true });
    expect(seen).toMatchObject([{ 999999: { id: '999999' } }]);
    expect(JSON.stringify(seen).match(/urlDownload/g)).toHaveLength(1);
    expect(report).toMatchObject({ handled: 1, poisoned: [] });
  });

  it('asks nothing by default, for messages without files, and for v1 deliveries', async () => {
    const { portal, imbot, bot, files, polled } = await start();
    portal.say({ userId: 2, dialogId: bot.id, text: 'see', files });
    expect((await polled()).seen).toHaveLength(1);
    portal.say({ userId: 2, dialogId: bot.id, text: 'plain' });
    bot.queue = bot.queue.slice(-1);
    expect((await polled({ files: true })).seen).toEqual([undefined]);
    const old = portal.addBot({ code: 'old', clientId: 'bot_token', handler: 'https://b.example/h' });
    portal.say({ userId: 2, dialogId: old.id, text: 'see', files });
    const handler = createEventHandler({ imbot, learnOnce: true, files: true, on: { ONIMBOTMESSAGEADD: () => {} } });
    expect(await handler.deliver(portal.deliveries.at(-1)?.body)).toMatchObject({ text: 'handled' });
    expect(portal.counts()).not.toHaveProperty('imbot.v2.File.download');
  });
});
