import { describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { webhook } from '../../src/auth/webhook';
import { createImbot } from '../../src/client/createImbot';
import { createEventHandler, memoryOffsetStore, pollEvents } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v2Data, webhookBody } from './samples';

const TOKEN = 'bot_token';

async function room() {
  const portal = createPortal();
  const server = await portal.listen();
  const imbot = createImbot({
    auth: webhook(server.webhookUrl(portal.webhook()), { clientId: TOKEN }),
    mode: 'v2',
    accept: ['answer-id'],
    warnings: false,
  });
  const bot = portal.addBot({ code: 'helper', clientId: TOKEN, generation: 'v2', eventMode: 'fetch' });
  const command = { id: 78, botId: bot.id, command: 'echo', common: true, hidden: false, extranetSupport: false };
  portal.state.commands.set(78, { ...command, title: new Map(), params: new Map(), handler: '' });
  const close = async () => {
    await imbot.close();
    await server.close();
  };
  return { portal, imbot, bot, close };
}

describe('with the real client', () => {
  it('a polled command is answered by one full v2 call, without a look-up', async () => {
    const { portal, imbot, bot, close } = await room();
    portal.command({ userId: 2, dialogId: bot.id, command: 'echo', params: 'hi' });
    const stop = new AbortController();
    const report = await pollEvents(imbot, {
      botId: bot.id,
      typing: true,
      offsetStore: memoryOffsetStore(),
      signal: stop.signal,
      sleep: async () => stop.abort(),
      on: {
        ONIMCOMMANDADD: async ({ data }) => {
          for (const { COMMAND_ID, MESSAGE_ID, COMMAND_PARAMS } of data.COMMAND) {
            await imbot.call('imbot.command.answer', { COMMAND_ID, MESSAGE_ID, MESSAGE: `Echo: ${COMMAND_PARAMS}` });
          }
        },
      },
    });
    await close();
    expect(report).toMatchObject({ polls: 1, handled: 1, ignored: 1, poisoned: [] });
    const sent = portal.requests.map(({ method }) => method).filter((method) => method !== 'imbot.v2.Event.get');
    expect(sent.sort()).toEqual(['imbot.v2.Chat.InputAction.notify', 'imbot.v2.Command.answer']);
    expect(portal.snapshot().messages.map((message) => message['text'])).toEqual(['/echo hi', 'Echo: hi']);
  });

  it('of one portal are two, and still one reader a bot', async () => {
    const { portal, imbot, bot, close } = await room();
    const url = `${portal.address}${portal.webhook().path}`;
    const other = createImbot({ auth: webhook(url, { clientId: TOKEN }), warnings: false });
    const stop = new AbortController();
    const options = { botId: bot.id, on: {}, signal: stop.signal };
    const first = pollEvents(imbot, options);
    await expect(pollEvents(other, options)).rejects.toMatchObject({ code: 'CONFIG' });
    stop.abort();
    await first;
    await other.close();
    await close();
  });

  it('a posted command teaches it too, and a command by name is found without a look-up', async () => {
    const { portal, imbot, bot, close } = await room();
    const messageId = portal.say({ userId: 2, dialogId: bot.id, text: '/echo hi' });
    const data = v2Data('ONIMBOTV2COMMANDADD', 'private', bot.id);
    data['command'] = { id: 78, command: '/echo', params: 'hi', context: 'textarea' };
    data['message'] = { id: messageId, chatId: 1, authorId: 2, text: '/echo hi', isSystem: false };
    data['chat'] = { id: 1, dialogId: '2', type: 'private' };
    const failures: unknown[] = [];
    const handler = createEventHandler({
      imbot,
      applicationToken: 'APPTOK',
      on: {
        ONIMCOMMANDADD: () =>
          imbot.call('imbot.command.answer', {
            BOT_ID: bot.id,
            COMMAND: 'echo',
            MESSAGE_ID: messageId,
            MESSAGE: 'By name',
          }),
      },
      onError: (error) => void failures.push(error),
    });
    const body = httpBuildQuery(webhookBody('ONIMBOTV2COMMANDADD', data));
    const answered = await handler.deliver(body);
    await close();
    expect(failures).toEqual([]);
    expect(answered).toEqual({ status: 200, text: 'handled' });
    expect(portal.requests.map(({ method }) => method)).toEqual(['imbot.v2.Command.answer']);
  });
});
