import { describe, expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';
import { FULL } from '../sample';
import { CLIENTS, type Client, useOf } from './clients';
import { picture } from './picture';

type Wild = Record<string, unknown>;
type Mode = 'bare' | 'v1' | 'audit' | 'auto' | 'v2';

/** Six calls, one after another; what the caller gets of each. */
async function run(client: Client, mode: Mode) {
  const scene = await setScene('webhook');
  const bare: unknown = client.make(scene.hook);
  if (typeof bare !== 'function') throw new Error('no transport');
  const untyped = (...args: unknown[]): unknown => Reflect.apply(bare, undefined, args);
  const fn = Object.prototype.toString.call(bare) === '[object AsyncFunction]' ? bare : untyped;
  const portal = () => scene.hook;
  const own = mode === 'bare' ? fn : wrapCall(fn as () => unknown, { portal, warnings: false, ...client.layout, mode });
  const use = useOf(client);
  const call = async (method: string, params: Wild) => {
    try {
      return { given: await picture(await use(own as () => unknown, method, { CLIENT_ID: CLIENT, ...params })) };
    } catch (thrown) {
      return { thrown: await picture(thrown) };
    }
  };
  try {
    const seen = await play(scene, call);
    const sent = generations(scene);
    // Settings without callbacks are no call that the bare transport takes.
    if (typeof client.layout.method !== 'string') {
      const message = { BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'After' };
      seen.unheard = await unheard(scene, own as () => unknown, () => call('imbot.message.add', message));
    }
    return { seen, sent };
  } finally {
    await scene.server.close();
  }
}

async function play(scene: Scene, call: (method: string, params: Wild) => Promise<unknown>): Promise<Wild> {
  const bot = { BOT_ID: scene.botId };
  const message = { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
  const seen: Wild = {};
  seen.success = await call('imbot.message.add', message);
  seen.refused = await call('imbot.chat.updateTitle', { ...bot, CHAT_ID: 424242, TITLE: 'X' });
  seen.likeV1 = await call('imbot.message.add', { ...message, MESSAGE: '' });
  scene.portal.fault({ method: /Message\.send$|imbot\.message\.add$/, kind: 'drop-after' });
  seen.lost = await call('imbot.message.add', message);
  const cmd = {
    one: `imbot.message.add?CLIENT_ID=${CLIENT}&BOT_ID=${scene.botId}&DIALOG_ID=chat${scene.chatId}&MESSAGE=Batch`,
    two: `imbot.chat.updateTitle?CLIENT_ID=${CLIENT}&BOT_ID=${scene.botId}&CHAT_ID=424242&TITLE=X`,
  };
  seen.batch = await call('batch', { halt: 0, cmd });
  seen.stored = scene.portal.snapshot().messages.length;
  return seen;
}

/** Ours: a wrapper that stays on v1 is asked too. */
const QUESTIONS: ReadonlySet<string> = new Set(['imbot.v2.Revision.get', 'imbot.v2.Bot.get', 'imbot.v2.Bot.list']);

function generations(scene: Scene): string[] {
  const calls = scene.portal.requests.filter(({ inBatch, method }) => !inBatch && !QUESTIONS.has(method));
  return [...new Set(calls.map(({ generation }) => generation))];
}

/** Refusals that nobody waits for: how many rejections end up with the process. */
async function unheard(
  scene: Scene,
  fn: (...args: unknown[]) => unknown,
  after: () => Promise<unknown>,
): Promise<number> {
  const before = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  let count = 0;
  process.on('unhandledRejection', () => {
    count += 1;
  });
  try {
    const bot = { CLIENT_ID: CLIENT, BOT_ID: scene.botId };
    fn('imbot.chat.updateTitle', { ...bot, CHAT_ID: 424242, TITLE: 'X' });
    fn('imbot.message.add', { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: '' });
    // The next call is answered after them; rejections are told of once the microtasks are done.
    for (let round = 0; round < 3; round += 1) await after();
    for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setImmediate(resolve));
    return count;
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of before) process.on('unhandledRejection', listener);
  }
}

/** Without IMBOT_FULL each client meets mode auto, which does most, and one of the others in turn. */
function modesOf(client: Client, nth: number): Mode[] {
  const others = ['v1', 'audit', 'v2'] as const;
  // Mode v2 asks nothing before its first call, so that one call cannot know what it has to return.
  const met = others.filter((mode) => mode !== 'v2' || !client.staysV1);
  return ['auto', ...(FULL ? met : met.filter((_mode, index) => index === nth % met.length))];
}

const NAMED = Object.entries(CLIENTS).map(([name, client], nth) => [name, client, modesOf(client, nth)] as const);

describe.each(NAMED)('%s', (_name, client, modes) => {
  it('gives the caller the same in all modes as alone', { timeout: 60_000 }, async () => {
    const bare = await run(client, 'bare');
    const differences: string[] = [];
    for (const mode of modes) {
      const { seen, sent } = await run(client, mode);
      for (const [name, got] of Object.entries(seen)) {
        // Nobody can say what a Response, or a private field, would hold.
        if (mode === 'v2' && client.noModel && name === 'likeV1') {
          if (!JSON.stringify(got).includes('MESSAGE_EMPTY, as v1 answers'))
            differences.push(`v2, ${JSON.stringify(got)}`);
          continue;
        }
        const [before, after] = [JSON.stringify(bare.seen[name]), JSON.stringify(got)];
        if (before !== after) differences.push(`${mode}, ${name}:\n  ${before}\n  ${after}`);
      }
      const usesV2 = mode === 'auto' || mode === 'v2';
      if (!client.staysV1 && sent.includes('v2') !== usesV2) differences.push(`${mode}: sent as ${sent}`);
    }
    expect(differences.join('\n')).toBe('');
  });
});
