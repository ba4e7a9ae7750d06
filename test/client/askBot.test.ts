import { describe, expect, test } from 'vitest';
import { askBot } from '../../src/engine/askBot';
import { createPortalMemory, tick } from '../../src/engine/memory';

/** A portal that answers when told to. */
function slowPortal() {
  const memory = createPortalMemory({ auth: 'site' });
  const asked: { method: string; params: object; answer(fails?: boolean): void }[] = [];
  const send = (method: string, params: object) =>
    new Promise<{ result: unknown }>((resolve, reject) => {
      const answer = (fails = false): void =>
        fails ? reject(new Error('refused')) : resolve({ result: asked.length });
      asked.push({ method, params, answer });
    });
  const ask = (params: Record<string, unknown>, sent?: number) =>
    askBot(
      params,
      { connection: { send, portal: 'here' }, portal: 'here', known: memory, own: {}, method: 'imbot.message.add' },
      { sent, timeout: 1 },
    ).then(
      ({ result }) => result,
      () => 'refused',
    );
  return { memory, asked, ask, sent: () => tick(memory) };
}

const BOT = { botId: 301, botToken: 'token' };

describe('a question about a bot', () => {
  test('is shared by all who wait for it before they send', async () => {
    const { ask, asked } = slowPortal();
    const waiting = [ask(BOT), ask(BOT), ask({ ...BOT, dialogId: 'chat1' })];
    asked[0]?.answer();
    expect(await Promise.all(waiting)).toEqual([1, 1, 1]);
    expect(asked.map(({ method, params }) => [method, params])).toEqual([['imbot.v2.Bot.get', BOT]]);
  });

  test.each([false, true])(
    'tells calls that went out before it, also later (refused: %s), and none that went out after it',
    async (fails) => {
      const { ask, asked, sent } = slowPortal();
      const before = [sent(), sent()];
      const first = ask(BOT, before[0]);
      const after = sent();
      const own = ask(BOT, after);
      expect(asked).toHaveLength(2);
      for (const one of asked) one.answer(fails);
      const answers = await Promise.all([first, own]);
      expect(await ask(BOT, before[1])).toBe(answers[1]);
      expect(await ask(BOT, after)).toBe(answers[1]);
      expect(asked).toHaveLength(2);
      const last = ask(BOT, sent());
      expect(asked).toHaveLength(3);
      asked[2]?.answer();
      await last;
    },
  );

  test('that was answered tells nobody who is about to send: the bot may be another by now', async () => {
    const { ask, asked } = slowPortal();
    const first = ask(BOT);
    asked[0]?.answer(true);
    expect(await first).toBe('refused');
    const next = ask(BOT);
    expect(asked).toHaveLength(2);
    asked[1]?.answer();
    expect(await next).toBe(2);
  });

  test('is another one for another bot, token or access token, and the list where no bot is named', async () => {
    const { ask, asked } = slowPortal();
    const rows = [BOT, { ...BOT, botId: 302 }, { ...BOT, botToken: 'b' }, { ...BOT, auth: 'x' }, { botToken: 'token' }];
    const waiting = rows.map((params) => ask(params));
    expect(asked.map(({ method }) => method)).toEqual([...Array(4).fill('imbot.v2.Bot.get'), 'imbot.v2.Bot.list']);
    for (const one of asked) one.answer();
    await Promise.all(waiting);
  });
});
