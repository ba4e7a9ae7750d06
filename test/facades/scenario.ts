import { createPortal } from '../../portal/index';
import { listen } from '../../portal/listen';
import { sharedRenewals } from '../../src/auth/spendOnce';

/** A facade under test, told apart by nothing but how it is called. */
export interface Subject {
  /** Resolves to the v1 result, or to `{ code }` of the v1 error as old code reads it. */
  call(method: string, params: Record<string, unknown> | null): Promise<unknown>;
  /** Resolves to results or `{ code }` under the caller's keys. */
  batch(
    commands: Readonly<Record<string, readonly [string, Record<string, unknown>]>>,
  ): Promise<Record<string, unknown>>;
}

export interface Scene {
  readonly portal: ReturnType<typeof createPortal>;
  readonly botId: number;
  readonly chatId: number;
  readonly server: Awaited<ReturnType<ReturnType<typeof createPortal>['listen']>>;
  readonly hook: string;
  readonly host: string;
  readonly application: ReturnType<ReturnType<typeof createPortal>['application']>;
}

export const CLIENT = 'old_bot_client_id';

/** What a wrapper sends first, as the portal notes it: a batch of one. */
export const ASKED_FIRST = ['batch', 'imbot.v2.Revision.get'] as const;
/** What it sends behind the first question for a bot, where nobody says how it carries objects. */
export const LISTS = ['imbot.v2.Bot.list', 'imbot.v2.Bot.list'] as const;

type Handle = Scene['portal']['handle'];

/** A portal with a v1 bot in a group chat; the same one every time. `between` stands between the socket and the portal. */
export async function setScene(
  who: 'webhook' | 'oauth' = 'webhook',
  between: (handle: Handle) => Handle = (handle) => handle,
): Promise<Scene> {
  // Every scene hands out the same tokens, and a port may come again: a renewal of an earlier scene is none of this one.
  sharedRenewals().clear();
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 'secret-of-app' });
  const owner = who === 'webhook' ? { clientId: CLIENT } : { application: { clientId: 'app.1' } };
  const bot = portal.addBot({ code: 'helper', name: 'Helper', handler: 'http://127.0.0.1:9/handler', ...owner });
  const chat = portal.addChat({ title: 'Support', owner: 1, users: [2, bot.id] });
  const hook = portal.webhook({ secret: 's3cr3tpath' });
  const server = await listen(between(portal.handle), (url) => {
    portal.state.address = url;
  });
  return {
    portal,
    botId: bot.id,
    chatId: chat.id,
    server,
    hook: server.webhookUrl(hook),
    host: new URL(server.url).host,
    application,
  };
}

/** Losses that the scenario takes in mode `v2`: who asks for all bots, gets the application's. */
export const ACCEPTED = ['bot-list-scope'] as const;

/**
 * What an ordinary bot does: finds itself, sends with buttons, edits, likes, lists, fails, batches. Returns everything
 * the caller sees. `identity` is what the bot adds to every call, CLIENT_ID on webhook auth.
 */
export async function play(subject: Subject, scene: Scene, identity: Record<string, unknown>): Promise<unknown[]> {
  const dialog = `chat${scene.chatId}`;
  const seen: unknown[] = [];
  const call = async (method: string, params: Record<string, unknown>) => {
    const answer = await subject.call(method, { ...identity, ...params });
    seen.push([method, answer]);
    return answer;
  };
  const bots = await call('imbot.bot.list', {});
  const found = Object.values(bots ?? {}).find((bot) => bot.CODE === 'helper');
  const botId = found?.ID;
  const id = await call('imbot.message.add', {
    BOT_ID: botId,
    DIALOG_ID: dialog,
    MESSAGE: 'Choose & answer: 1+1=2?',
    KEYBOARD: [
      { TEXT: 'One', COMMAND: 'one', DISPLAY: 'LINE' },
      { TYPE: 'NEWLINE' },
      { TEXT: 'Two', LINK: 'https://example.com/?a=1&b=2' },
    ],
    URL_PREVIEW: 'N',
  });
  await call('imbot.message.update', { BOT_ID: botId, MESSAGE_ID: id, MESSAGE: 'Edited', URL_PREVIEW: 'Y' });
  await call('imbot.message.like', { BOT_ID: botId, MESSAGE_ID: id, ACTION: 'plus' });
  await call('imbot.chat.user.list', { BOT_ID: botId, CHAT_ID: scene.chatId });
  await call('imbot.message.add', { DIALOG_ID: dialog, MESSAGE: 'Without BOT_ID' });
  await call('imbot.message.like', { BOT_ID: botId, MESSAGE_ID: 999999, ACTION: 'plus' });
  await call('imbot.chat.updateTitle', { BOT_ID: botId, CHAT_ID: 424242, TITLE: 'Nobody home' });
  const batch = await subject.batch({
    send: ['imbot.message.add', { ...identity, BOT_ID: botId, DIALOG_ID: dialog, MESSAGE: 'From a batch' }],
    like: ['imbot.message.like', { ...identity, BOT_ID: botId, MESSAGE_ID: '$result[send]', ACTION: 'plus' }],
    wrong: ['imbot.chat.updateTitle', { ...identity, BOT_ID: botId, CHAT_ID: 424242, TITLE: 'X' }],
    time: ['server.time', {}],
  });
  seen.push(['batch', batch]);
  return seen;
}

/** What v1 answers to `play`, and what every facade has to answer in every mode. */
export const SEEN: readonly unknown[] = [
  ['imbot.bot.list', { 301: { ID: 301, NAME: 'Helper', CODE: 'helper', OPENLINE: 'N' } }],
  ['imbot.message.add', 10001],
  ['imbot.message.update', true],
  ['imbot.message.like', true],
  ['imbot.chat.user.list', [1, 2, 301]],
  ['imbot.message.add', 10002],
  ['imbot.message.like', { code: 'WITHOUT_CHANGES' }],
  ['imbot.chat.updateTitle', { code: 'ACCESS_ERROR' }],
  ['batch', { send: 10003, like: true, wrong: { code: 'ACCESS_ERROR' }, time: '2026-01-15T10:00:00.000Z' }],
];
