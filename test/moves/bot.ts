/**
 * A bot in a process of its own, which is pushed to and polls, to be moved and killed: `bot.ts SHAPE`, the rest by
 * environment. It replies `re: <text>` to every message, and tells on standard output where it listens.
 */
import http from 'node:http';
import express from 'express';
import { formPairs } from '../../src/events/formPairs';
import {
  createEventHandler,
  type EventHandlers,
  pollEvents,
  toNodeHandler,
  type V1Event,
  v1Body,
} from '../../src/events/index';
import { createImbot, fileOffsetStore, oauth, webhook } from '../../src/index';

const { BOT_ID = '', OFFSETS = '', PORTAL = '', CLIENT_ID = '', TOKENS = '' } = process.env;
const [shape = ''] = process.argv.slice(2);
const botId = Number(BOT_ID);

const auth =
  TOKENS === ''
    ? webhook(PORTAL, { clientId: CLIENT_ID })
    : oauth({ clientId: 'app.1', clientSecret: 's', tokens: JSON.parse(TOKENS) });
const imbot = createImbot({ auth, limits: false, warnings: false, events: 'v2' });

async function reply(data: { BOT: object; PARAMS: { DIALOG_ID: string; MESSAGE?: string } }): Promise<void> {
  const [BOT] = Object.keys(data.BOT);
  const { DIALOG_ID, MESSAGE } = data.PARAMS;
  await imbot.call('imbot.message.add', { BOT_ID: BOT, DIALOG_ID, MESSAGE: `re: ${MESSAGE}` });
}

const listeners: Record<string, () => { listener: http.RequestListener; on: EventHandlers }> = {
  /** Handlers as functions, the same for both ways. */
  handlers: () => {
    const on: EventHandlers = { ONIMBOTMESSAGEADD: ({ data }) => reply(data), ONIMBOTJOINCHAT: () => {} };
    return { listener: toNodeHandler(createEventHandler({ imbot, learnOnce: true, on })), on };
  },

  /** A route of express, as old as v1, with the middleware before it; the poller calls the same function. */
  express: () => {
    const handle = async ({ event, data }: { event: string; data: Parameters<typeof reply>[0] }): Promise<void> => {
      if (event === 'ONIMBOTMESSAGEADD') await reply(data);
    };
    const app = express();
    app.use(express.urlencoded({ extended: true }));
    app.post('/bot', v1Body(), async (request, response) => {
      await handle(request.body);
      response.send('ok');
    });
    return { listener: app, on: { ONIMBOTMESSAGEADD: handle, ONIMBOTJOINCHAT: () => {} } };
  },

  /** Lives on the tokens of its events and has no client of its own for its calls. */
  tokens: () => {
    const on: EventHandlers = {
      ONIMBOTJOINCHAT: () => {},
      ONIMBOTMESSAGEADD: async ({ data, auth: given }) => {
        const [entry] = Object.values(data.BOT);
        const { DIALOG_ID, MESSAGE } = data.PARAMS;
        const answer = await fetch(`${given.client_endpoint}imbot.message.add`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ BOT_ID, DIALOG_ID, MESSAGE: `re: ${MESSAGE}`, auth: entry?.access_token }),
        });
        if (!answer.ok) throw new Error(await answer.text());
      },
    };
    return { listener: toNodeHandler(createEventHandler({ imbot, learnOnce: true, on })), on };
  },

  /** The example bot as it stands in examples/legacy-bot; the poller posts to it what v1 would have posted. */
  example: () => {
    const bot = http.createServer();
    const loaded = import('../../examples/legacy-bot/bot.js').then(({ createBot }) => createBot(''));
    bot.on('request', async (request, response) => (await loaded)(request, response));
    bot.listen(0, '127.0.0.1');
    const address = () => {
      const found = bot.address();
      return `http://127.0.0.1:${typeof found === 'object' ? found?.port : ''}/bot`;
    };
    const post = async (body: BodyInit): Promise<void> => {
      const answer = await fetch(address(), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      if (!answer.ok) throw new Error(`the bot returned ${answer.status}`);
    };
    return {
      listener: async (request, response) => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        await post(body);
        response.end('ok');
      },
      on: { '*': (event) => post(new URLSearchParams(formPairs(withoutV2(event)))) },
    };
  },
};

function withoutV2(event: object): object {
  const { v2: _v2, ...rest }: Partial<V1Event> = { ...event };
  return rest;
}

const made = listeners[shape]?.();
if (made === undefined) throw new Error(`no shape ${shape}`);
const server = http.createServer(made.listener);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
// Not the waits of the documentation: the test has no time.
const sleep = (): Promise<void> => new Promise((done) => setTimeout(done, 15));
await pollEvents(imbot, { botId, on: made.on, offsetStore: fileOffsetStore(OFFSETS), sleep });
