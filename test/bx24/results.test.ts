import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrapBX24 } from '../../src/bx24/index';
import { type Scene, setScene } from '../facades/scenario';

type Wild = Record<string, unknown>;

/** Results of the page's own library, as its documentation describes them: methods on a prototype. */
class ajaxResult {
  constructor(
    readonly answer: Wild,
    readonly query: Wild,
    readonly status: number,
  ) {
    if (answer.error !== undefined) answer.ex = new ajaxError(status, Object(answer));
  }
  data(): unknown {
    return this.answer.result;
  }
  error(): unknown {
    return this.answer.ex;
  }
  error_description(): unknown {
    return this.answer.error_description;
  }
  more(): boolean {
    return !Number.isNaN(Number(this.answer.next));
  }
  total(): number {
    return Number.parseInt(String(this.answer.total), 10);
  }
  time(): unknown {
    return this.answer.time;
  }
  next(): boolean {
    return false;
  }
}

class ajaxError {
  constructor(
    readonly status: number,
    readonly ex: Wild,
  ) {}
  getError(): Wild {
    return this.ex;
  }
  getStatus(): number {
    return this.status;
  }
  toString(): string {
    return `${this.ex.error}: ${this.ex.error_description} (${this.status})`;
  }
}

function pageOf(base: string, auth: string) {
  const callMethod = async (method: string, params: object, callback?: (result: ajaxResult) => void) => {
    const body = JSON.stringify({ ...params, auth });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${base}/rest/${method}.json`, { method: 'POST', headers, body });
    callback?.(new ajaxResult(await response.json(), { method, data: params }, response.status));
  };
  return { callMethod, callBatch: () => {}, getDomain: () => new URL(base).host };
}

describe('results that pass for those of the page', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await setScene('oauth');
  });
  afterEach(() => scene.server.close());

  const seen = (result: ajaxResult): unknown => ({
    isOwn: result instanceof ajaxResult && result.constructor === ajaxResult,
    fields: Object.keys(result),
    data: result.data(),
    error: result.error() instanceof ajaxError && String(result.error()),
    text: result.error_description(),
    more: result.more(),
    total: result.total(),
    time: result.time(),
    next: result.next(),
    answer: { ...result.answer, ex: result.answer.ex && Object(result.answer.ex).ex.error },
    status: result.status,
    method: result.query.method,
  });

  it.each(['v1', 'audit', 'auto', 'v2'] as const)('mode %s: class, fields and methods as without us', async (mode) => {
    const page = pageOf(scene.server.url, scene.application.tokens().access_token);
    const own = wrapBX24(page, { mode, warnings: false });
    const bot = { BOT_ID: scene.botId };
    const ask = (on: typeof page, method: string, params: object) =>
      new Promise((resolve) => void on.callMethod(method, { ...bot, ...params }, (result) => resolve(seen(result))));
    const add = { DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
    const title = { CHAT_ID: 424242, TITLE: 'X' };
    expect(await ask(own, 'imbot.message.add', add)).toMatchObject({ isOwn: true, data: 10001 });
    const refused = await ask(own, 'imbot.chat.updateTitle', title);
    expect(refused).toEqual(await ask(page, 'imbot.chat.updateTitle', title));
    const sent = scene.portal.requests.map(({ generation }) => generation);
    expect(sent.includes('v2')).toBe(mode === 'auto' || mode === 'v2');
  });

  it('prints no word of a failure that nobody hears', async () => {
    const told: string[] = [];
    const page = {
      callMethod: (_method: string, _params: object, callback?: (result: ajaxResult) => void) =>
        callback?.(new ajaxResult({ error: 'TOKEN_s3cr3tvalue', error_description: 'auth=s3cr3tvalue' }, {}, 400)),
      callBatch: () => {},
    };
    const own = wrapBX24(page, { mode: 'v2', warnings: ({ id, message }) => told.push(`${id} ${message}`) });
    own.callMethod('imbot.bot.list', {});
    own.callMethod('imbot.message.like', { BOT_ID: 1, MESSAGE_ID: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told.join('\n')).toContain('imbot.bot.list failed (UNTRANSLATABLE)'.slice(0, 21));
    expect(told.join('\n')).not.toContain('s3cr3tvalue');
  });
});
