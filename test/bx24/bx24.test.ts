import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhook } from '../../src/auth/webhook';
import { createBX24, type ResultLike, wrapBX24 } from '../../src/bx24/index';
import { createImbot, type Imbot } from '../../src/client/createImbot';
import { CLIENT, type Scene, setScene } from '../facades/scenario';
import { createStandIn } from './standIn';

let scene: Scene;
let imbot: Imbot;

beforeEach(async () => {
  scene = await setScene('webhook');
  const auth = webhook(scene.hook, { clientId: CLIENT });
  imbot = createImbot({ auth, mode: 'v2', limits: false, warnings: false });
});
afterEach(async () => {
  await imbot.close();
  await scene.server.close();
});

const nobody = () => ({ BOT_ID: scene.botId, CHAT_ID: 424242, TITLE: 'X' });
const message = (MESSAGE: string) => ({ BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE });

function batch(calls: readonly unknown[] | Record<string, unknown>, halt = false): Promise<(ResultLike | undefined)[]> {
  return new Promise((resolve) => {
    createBX24(imbot).callBatch(calls, (results) => resolve(Object.assign([], results)), halt);
  });
}

describe('createBX24', () => {
  it('gives the classic result of an answer', async () => {
    const result = await new Promise<ResultLike>((resolve) => {
      createBX24(imbot).callMethod('imbot.message.add', message('Hi'), resolve);
    });
    expect(result.data()).toBe(10001);
    expect(result.error()).toBeUndefined();
    expect(result.more()).toBe(false);
    expect(result.next()).toBe(false);
    expect(result.total()).toBeUndefined();
    expect(result.time()).toMatchObject({ operating: 0 });
    expect(result.query).toEqual({ method: 'imbot.message.add', data: message('Hi') });
  });

  it('gives the classic result of an error', async () => {
    const result = await new Promise<ResultLike>((resolve) => {
      createBX24(imbot).callMethod('imbot.chat.updateTitle', nobody(), resolve);
    });
    const error = result.error();
    expect(result.data()).toBeUndefined();
    expect(error?.ex).toEqual({ error: 'ACCESS_ERROR', error_description: expect.any(String) });
    expect(error?.error).toBe('ACCESS_ERROR');
    expect(error?.getError()).toBe(error?.ex);
    expect(error?.getStatus()).toBe(403);
    expect(String(error)).toMatch(/^ACCESS_ERROR: .+ \(403\)$/);
    expect(result.error_description()).toBe(error?.ex.error_description);
  });

  it('pages with next(): the same callback, or one of its own', async () => {
    const asked: unknown[] = [];
    const pages = {
      request: async (_method: string, params?: object | null) => {
        asked.push(params);
        const { start } = { start: 0, ...params };
        return { result: [start], total: 3, ...(start < 2 ? { next: start + 1 } : {}) };
      },
      batch: imbot.batch,
    };
    const seen: unknown[] = [];
    await new Promise<void>((resolve) => {
      createBX24(pages).callMethod('user.get', { sort: 'ID' }, (result) => {
        seen.push(result.data(), result.total());
        if (result.more()) result.next();
        else resolve();
      });
    });
    expect(seen).toEqual([[0], 3, [1], 3, [2], 3]);
    expect(asked).toEqual([{ sort: 'ID' }, { sort: 'ID', start: 1 }, { sort: 'ID', start: 2 }]);
    const own = await new Promise<unknown>((resolve) => {
      createBX24(pages).callMethod('user.get', {}, (result) => result.next((page) => resolve(page.data())));
    });
    expect(own).toEqual([1]);
  });

  it('never shifts positions', async () => {
    const calls = [
      ['imbot.chat.updateTitle', nobody()],
      ['imbot.message.add', message('One')],
      { method: 'imbot.chat.updateTitle', params: nobody() },
      ['imbot.message.add', message('Two')],
      ['no.such.method'],
    ];
    const read = (result: ResultLike | undefined) => result && (result.error()?.ex.error ?? result.data());
    expect((await batch(calls)).map(read)).toEqual([
      'ACCESS_ERROR',
      10001,
      'ACCESS_ERROR',
      10002,
      'ERROR_METHOD_NOT_FOUND',
    ]);
    const gap = await batch([['imbot.message.add', message('A')], null, ['imbot.message.add', message('B')]]);
    expect([gap[0], gap[1], gap[2]].map(read)).toEqual([10003, undefined, 10004]);
    const halted = await batch(calls.slice(1), true);
    expect([halted[0], halted[1], halted[2], halted[3]].map(read)).toEqual([
      10005,
      'ACCESS_ERROR',
      undefined,
      undefined,
    ]);
  });

  it('gives every command the error where the whole batch was refused', async () => {
    const results = await batch([['imbot.bot.list', {}], ['server.time']]);
    expect(results.map((result) => result?.error()?.ex.error)).toEqual(['LOSSY', 'LOSSY']);
    expect(scene.portal.requests).toEqual([]);
  });

  it('needs no callback', async () => {
    const bx24 = createBX24(imbot);
    bx24.callMethod('imbot.message.add', message('Unheard'));
    bx24.callBatch({ a: ['imbot.message.add', message('Unheard too')] });
    await batch([['server.time']]);
    await expect.poll(() => scene.portal.snapshot().messages.length).toBe(2);
  });
});

describe('wrapBX24', () => {
  it('leaves what is none of ours to the page: same objects, same results', async () => {
    const bx24 = createStandIn(scene.server.url, 'none');
    const seen: unknown[][] = [];
    const recorded = {
      ...bx24,
      callMethod: (...args: unknown[]) => void seen.push(args),
      callBatch: (...args: unknown[]) => void seen.push(args),
    };
    const own = wrapBX24(recorded, { mode: 'v2', warnings: false });
    const [params, calls, callback] = [{ filter: {} }, [['user.get', {}]], () => {}];
    own.callMethod('crm.deal.list', params, callback);
    own.callBatch(calls, callback, true);
    expect(seen).toEqual([
      ['crm.deal.list', params, callback],
      [calls, callback, true],
    ]);
    expect(seen[0]?.[1]).toBe(params);
    expect(own.getAuth()).toEqual({ access_token: 'none' });
    expect(recorded).not.toHaveProperty('report');
  });

  it('stays with v1, single and batch, where nobody can say whether v2 is there', async () => {
    const mine = await setScene('oauth');
    const bx24 = createStandIn(mine.server.url, mine.application.tokens().access_token);
    const own = wrapBX24(bx24, { warnings: false });
    mine.portal.fault({ method: 'imbot.v2.Revision.get', kind: 'status', status: 500, code: 'INTERNAL', times: 2 });
    const params = { BOT_ID: mine.botId, DIALOG_ID: `chat${mine.chatId}`, MESSAGE: 'Hi' };
    const single = await new Promise((resolve) => {
      own.callMethod('imbot.message.add', params, (result) => resolve(result.data()));
    });
    const list = await new Promise((resolve) => {
      own.callBatch([['imbot.message.add', params]], (results) => resolve(Object.values(results)[0]?.data()));
    });
    expect([single, list]).toEqual([10001, 10002]);
    expect(mine.portal.counts()).toMatchObject({ 'imbot.message.add': 2, 'imbot.v2.Revision.get': 2 });
    await mine.server.close();
  });

  it('writes flags as Y and N, for the page posts a form', async () => {
    const mine = await setScene('oauth');
    const bx24 = createStandIn(mine.server.url, mine.application.tokens().access_token);
    const own = wrapBX24(bx24, { mode: 'v2', warnings: false });
    const params = { BOT_ID: mine.botId, DIALOG_ID: `chat${mine.chatId}`, MESSAGE: 'Hi', URL_PREVIEW: 'N' };
    await new Promise((resolve) => {
      own.callMethod('imbot.message.add', params, resolve);
    });
    expect(mine.portal.requests[0]?.params).toMatchObject({ fields: { message: 'Hi', urlPreview: 'N' } });
    expect(mine.portal.snapshot().messages).toMatchObject([{ urlPreview: false }]);
    await mine.server.close();
  });
});
