import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createPortal, type PortalServer } from '../../portal/index';
import { oauth } from '../../src/auth/oauth';
import { webhook } from '../../src/auth/webhook';
import { ImbotError } from '../../src/errors/ImbotError';
import { targetsOf } from '../../src/map/targetsOf';
import { createTransport } from '../../src/transport/createTransport';
import { enterTargets, sharedTargets } from '../../src/transport/targets';
import type { Transport } from '../../src/transport/types';
import { manualClock, settle } from './clocks';

const HOOK = { CLIENT_ID: 'bot-client-id' };
let portal: ReturnType<typeof createPortal>;
let server: PortalServer;
let open: Transport[];
let clock: ReturnType<typeof manualClock>;
let bot: number;
let message: number;

beforeEach(async () => {
  portal = createPortal();
  const made = portal.addBot({ code: 'echo', clientId: HOOK.CLIENT_ID });
  bot = made.id;
  portal.addChat({ id: 7, title: 'Before', owner: made.id, users: [1, 2, made.id] });
  server = await portal.listen();
  clock = manualClock();
  open = [];
  const sent = await byHook().send(
    'imbot.message.add',
    { BOT_ID: bot, DIALOG_ID: 'chat7', MESSAGE: 'old', ...HOOK },
    { replay: 'never' },
  );
  message = Number(sent.result);
});
afterEach(async () => {
  await Promise.allSettled(open.map((transport) => transport.close()));
  await server.close();
});

function made(auth: Parameters<typeof createTransport>[0]['auth']): Transport {
  const transport = createTransport({ auth, limits: false, clock, timeout: 60_000 });
  open.push(transport);
  return transport;
}

function byHook(): Transport {
  return made(webhook(server.webhookUrl(portal.webhook({ userId: 1 })), { clientId: HOOK.CLIENT_ID }));
}

/** An update of the message, by its v1 or its v2 name. */
const UPDATES = {
  v1: (text: string) => ['imbot.message.update', { BOT_ID: bot, MESSAGE_ID: message, MESSAGE: text, ...HOOK }] as const,
  v2: (text: string) =>
    [
      'imbot.v2.Chat.Message.update',
      { botId: bot, botToken: HOOK.CLIENT_ID, messageId: message, fields: { message: text } },
    ] as const,
};

const TITLES = {
  v1: (text: string) => ['imbot.chat.updateTitle', { BOT_ID: bot, CHAT_ID: 7, TITLE: text, ...HOOK }] as const,
  v2: (text: string) =>
    [
      'imbot.v2.Chat.update',
      { botId: bot, botToken: HOOK.CLIENT_ID, dialogId: 'chat7', fields: { title: text } },
    ] as const,
};

function set(transport: Transport, [method, params]: readonly [string, Record<string, unknown>]): Promise<string> {
  return transport.send(method, params, { replay: 'fixed', target: targetsOf(method, params) }).then(
    () => 'ok',
    (error: unknown) => (error instanceof ImbotError ? `${error.code} ${error.outcome}` : String(error)),
  );
}

const text = () => portal.state.messages.get(message)?.text;
const title = () => portal.state.chats.get(7)?.title;

describe.each([
  ['one client', false],
  ['two clients of one portal', true],
])('%s', (_name, two) => {
  const GENERATIONS = ['v1', 'v2'] as const;
  const PAIRS = GENERATIONS.flatMap((first) => GENERATIONS.map((second) => [first, second] as const));

  it.each(PAIRS)('a dropped %s update is not repeated over a newer %s one', async (first, second) => {
    const older = byHook();
    const newer = two ? byHook() : older;
    for (const [calls, value] of [
      [UPDATES, text],
      [TITLES, title],
    ] as const) {
      portal.fault({ kind: 'drop-after', method: calls[first]('x')[0] });
      const half = set(older, calls[first]('half'));
      while (value() !== 'half') await settle();
      expect(await set(newer, calls[second]('whole'))).toBe('ok');
      await clock.advance(20_000);
      expect(await half).toBe('NO_ANSWER unknown');
      expect(value()).toBe('whole');
    }
  });

  it('nor while the newer one is on its way', async () => {
    const older = byHook();
    const newer = two ? byHook() : older;
    portal.fault({ kind: 'drop-after', method: 'imbot.message.update' });
    const half = set(older, UPDATES.v1('half'));
    while (text() !== 'half') await settle();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    portal.fault({ kind: 'slow', method: 'imbot.v2.Chat.Message.update', gate });
    const whole = set(newer, UPDATES.v2('whole'));
    await settle();
    await clock.advance(20_000);
    expect(await half).toBe('NO_ANSWER unknown');
    release();
    expect(await whole).toBe('ok');
    expect(text()).toBe('whole');
  });

  it('a refused one does not come back over a newer one either, and says that it did not run', async () => {
    const older = byHook();
    const newer = two ? byHook() : older;
    portal.fault({ kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', method: 'imbot.message.update' });
    const half = set(older, UPDATES.v1('half'));
    while (clock.pending() < 2) await settle();
    expect(await set(newer, UPDATES.v1('whole'))).toBe('ok');
    await clock.advance(20_000);
    expect(await half).toBe('QUERY_LIMIT_EXCEEDED refused');
    expect(text()).toBe('whole');
  });

  it('is repeated where what came later was refused and did not run', async () => {
    const older = byHook();
    const newer = two ? byHook() : older;
    portal.fault({ kind: 'drop-after', method: 'imbot.message.update' });
    const half = set(older, UPDATES.v1('half'));
    // It waits for its repeat.
    while (clock.pending() < 2) await settle();
    portal.fault({ kind: 'status', status: 403, code: 'ACCESS_DENIED', method: 'imbot.v2.Chat.Message.update' });
    expect(await set(newer, UPDATES.v2('whole'))).toBe('ACCESS_DENIED refused');
    await clock.advance(20_000);
    expect(await half).toBe('ok');
  });

  it('is repeated where what came later was something else', async () => {
    const older = byHook();
    const newer = two ? byHook() : older;
    portal.fault({ kind: 'drop-after', method: 'imbot.message.update' });
    const half = set(older, UPDATES.v1('half'));
    while (text() !== 'half') await settle();
    expect(await set(newer, TITLES.v1('whole'))).toBe('ok');
    await clock.advance(20_000);
    expect(await half).toBe('ok');
  });
});

describe('the place of a call among those of its targets', () => {
  let portals = 0;
  /** Calls that come one after the other, each with its targets. */
  const enter = (...targets: string[][]) => {
    const origin = `https://portal-${++portals}.example`;
    const turns = targets.map((keys) => enterTargets(origin, keys));
    onTestFinished(() => {
      for (const turn of turns) turn.leave(false);
    });
    return turns;
  };
  const places = (turns: readonly { overtaken(): string }[]) => turns.map((turn) => turn.overtaken());

  it('is overtaken, perhaps, by every later one that is under way, and by no earlier one', () => {
    const turns = enter(['a'], ['a'], ['a']);
    expect(places(turns)).toEqual(['perhaps', 'perhaps', 'no']);
  });

  it('is not overtaken by a later one that was refused and is over', () => {
    const turns = enter(['a'], ['a'], ['a']);
    turns[2]?.leave(false);
    expect(places(turns.slice(0, 2))).toEqual(['perhaps', 'no']);
    turns[1]?.leave(false);
    expect(places(turns.slice(0, 1))).toEqual(['no']);
  });

  it('is overtaken for sure by a later one that may have run, whatever is still under way', () => {
    const turns = enter(['a'], ['a'], ['a']);
    turns[1]?.leave(true);
    expect(places([turns[0], turns[2]].filter((turn) => turn !== undefined))).toEqual(['surely', 'no']);
    turns[2]?.leave(false);
    expect(places(turns.slice(0, 1))).toEqual(['surely']);
  });

  it('is not overtaken by an earlier one that ran', () => {
    const turns = enter(['a'], ['a']);
    turns[0]?.leave(true);
    expect(places(turns.slice(1))).toEqual(['no']);
  });

  it('counts each of several targets, and those of its own portal only', () => {
    const [both] = enter(['a', 'b'], ['c']);
    expect(both?.overtaken()).toBe('no');
    const turns = enter(['a', 'b'], ['c', 'b']);
    expect(places(turns)).toEqual(['perhaps', 'no']);
    turns[1]?.leave(true);
    expect(places(turns.slice(0, 1))).toEqual(['surely']);
  });
});

it('two that were refused for an old token are both repeated', async () => {
  const application = portal.application({ clientId: 'app.1', clientSecret: 'shh' });
  const own = portal.addBot({ code: 'own', application });
  portal.addChat({ id: 8, title: 'Before', owner: own.id, users: [1, own.id] });
  const auth = oauth({
    clientId: 'app.1',
    clientSecret: 'shh',
    tokens: application.tokens(),
    tokenUrl: server.tokenUrl,
  });
  const transport = made(auth);
  portal.fault({ kind: 'expired', method: 'imbot.chat.updateTitle', times: 2 });
  const titles = ['a', 'b'].map((TITLE) =>
    set(transport, ['imbot.chat.updateTitle', { BOT_ID: own.id, CHAT_ID: 8, TITLE }]),
  );
  expect(await Promise.all(titles)).toEqual(['ok', 'ok']);
});

it('remembers nothing of what is over', async () => {
  const transport = byHook();
  await Promise.all(Array.from({ length: 20 }, (_, count) => set(transport, UPDATES.v1(`text ${count}`))));
  await set(transport, ['imbot.message.update', { MESSAGE_ID: 999_999, ...HOOK }]);
  expect(sharedTargets().size).toBe(0);
});
