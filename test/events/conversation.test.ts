import http from 'node:http';
import { describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import {
  createEventHandler,
  type EventClient,
  type EventHandlers,
  memoryOffsetStore,
  pollEvents,
  toNodeHandler,
} from '../../src/events/index';

const TOKEN = 'bot_token';

/** A bot as they are written for v1: finds itself in the event and answers where it was spoken to. */
function v1Bot(imbot: EventClient): EventHandlers {
  const say = (BOT_ID: string, DIALOG_ID: string, MESSAGE: string) =>
    imbot.call('imbot.message.add', { BOT_ID, CLIENT_ID: TOKEN, DIALOG_ID, MESSAGE });
  return {
    ONIMBOTJOINCHAT: ({ data }) =>
      say(data.PARAMS.BOT_ID ?? '', data.PARAMS.DIALOG_ID, `Hi from ${data.PARAMS.CHAT_TYPE}`),
    ONIMBOTMESSAGEADD: async ({ data }) => {
      const [id = ''] = Object.keys(data.BOT);
      const { MESSAGE, FROM_USER_ID, CHAT_TITLE = 'private' } = data.PARAMS;
      if (MESSAGE?.startsWith('/')) return;
      await say(id, data.PARAMS.DIALOG_ID, `${data.USER.NAME} (${FROM_USER_ID}) in ${CHAT_TITLE}: ${MESSAGE}`);
    },
    ONIMCOMMANDADD: async ({ data }) => {
      const commands: { BOT_ID: string; COMMAND: string; COMMAND_PARAMS: string; COMMAND_CONTEXT: string }[] = [];
      data.COMMAND.forEach((command) => {
        commands.push(command);
      });
      for (const { BOT_ID, COMMAND, COMMAND_PARAMS, COMMAND_CONTEXT } of commands) {
        await say(BOT_ID, data.PARAMS.DIALOG_ID, `${COMMAND_CONTEXT} ${COMMAND}: ${COMMAND_PARAMS}`);
      }
    },
  };
}

type Mode = 'v1 webhook' | 'v2 webhook' | 'v2 polling';

async function converse(mode: Mode) {
  const portal = createPortal();
  const server = await portal.listen();
  const base = server.webhookUrl(portal.webhook());
  const imbot: EventClient = {
    call: async (method, params) => {
      const botToken = method.startsWith('imbot.v2.') ? { botToken: TOKEN } : {};
      const response = await fetch(`${base}${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...params, ...botToken }),
      });
      const answer: unknown = await response.json();
      if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result;
      throw new Error(JSON.stringify(answer));
    },
  };
  const on = v1Bot(imbot);
  const handler = createEventHandler({ learnOnce: true, on, imbot });
  const listener = http.createServer((request, response) => void toNodeHandler(handler)(request, response));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/bot`;
  const delivery = {
    'v1 webhook': { generation: 'v1', handler: url },
    'v2 webhook': { generation: 'v2', eventMode: 'webhook', webhookUrl: url },
    'v2 polling': { generation: 'v2', eventMode: 'fetch' },
  } as const;
  const bot = portal.addBot({ code: 'helper', clientId: TOKEN, ...delivery[mode] });
  const chat = portal.addChat({ title: 'Support', owner: 1, users: [2] });
  const command = { id: 78, botId: bot.id, command: 'echo', common: true, hidden: false, extranetSupport: false };
  portal.state.commands.set(78, { ...command, title: new Map(), params: new Map(), handler: url });

  const offsetStore = memoryOffsetStore();
  const deliver = async () => {
    await portal.flush();
    if (mode !== 'v2 polling') return;
    const stop = new AbortController();
    const sleep = async () => stop.abort();
    await pollEvents(imbot, { botId: bot.id, on, offsetStore, sleep, signal: stop.signal });
  };
  const doings = [
    () => portal.join({ botId: bot.id, userId: 2 }),
    () => portal.say({ userId: 2, dialogId: bot.id, text: 'Hello & goodbye = ы 😀' }),
    () => portal.join({ botId: bot.id, userId: 1, chatId: chat.id }),
    () => portal.say({ userId: 1, dialogId: `chat${chat.id}`, text: `[USER=${bot.id}]Bot[/USER], how do I start?` }),
    () => portal.say({ userId: 1, dialogId: `chat${chat.id}`, text: 'not for the bot' }),
    () => portal.command({ userId: 2, dialogId: bot.id, command: 'echo', params: 'one two' }),
  ];
  for (const act of doings) {
    act();
    await deliver();
  }
  const { delivery: _differs, ...state } = portal.snapshot();
  listener.closeAllConnections();
  listener.close();
  await server.close();
  return state;
}

describe('one conversation on every kind of delivery', () => {
  it('leaves the same final state, over real sockets', async () => {
    const v1 = await converse('v1 webhook');
    const texts = v1.messages.map((message) => message['text']);
    expect(texts).toEqual([
      'Hi from P',
      'Hello & goodbye = ы 😀',
      'User2 Test (2) in private: Hello & goodbye = ы 😀',
      'Hi from C',
      expect.stringContaining('how do I start?'),
      'User1 Test (1) in Support: how do I start?',
      'not for the bot',
      '/echo one two',
      'TEXTAREA echo: one two',
    ]);
    expect(await converse('v2 webhook')).toEqual(v1);
    expect(await converse('v2 polling')).toEqual(v1);
  });
});
