import { expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { wrapBX24 } from '../../src/bx24/index';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT } from '../facades/scenario';

/**
 * Portals on which v2 takes a bot of v1 for a stranger's: Bot.get shows it all the same, in brief. Over transports that hide the
 * status of a refusal, so that a question has to tell.
 */
type Params = Record<string, unknown>;
type Body = { result?: unknown; error?: string; error_description?: string };
type Post = (method: string, params: Params) => Promise<Body>;

const common = { mode: 'auto', warnings: false } as const;
const FACES: Readonly<Record<string, (post: Post, host: string) => Post>> = {
  'an envelope': (post, host) => wrapCall(post, { ...common, portal: () => host }),
  'a callback'(post, host) {
    const bare = (method: string, params: Params, done: (body: Body) => void): void => {
      void post(method, params).then(done);
    };
    const own = wrapCall(bare, { ...common, portal: () => host, answer: 'callback' });
    return (method, params) => new Promise((resolve) => own(method, params, resolve));
  },
  BX24(post, host) {
    const callMethod = (method: string, params: Params, done: (result: unknown) => void): void => {
      void post(method, params).then((body) => {
        const error = body.error === undefined ? undefined : { ex: body };
        done({ answer: body, data: () => body.result, error: () => error });
      });
    };
    const own = wrapBX24({ callMethod, callBatch: () => {}, getDomain: () => host }, common);
    return (method, params) =>
      new Promise((resolve) => {
        own.callMethod(method, params, (result) => resolve(Reflect.get(Object(result), 'answer')));
      });
  },
};
const cells = Object.keys(FACES).flatMap((face) => [false, true].map((bridge) => [face, bridge] as const));

it.each(cells)('%s: every message arrives once, bridge %s', async (face, bridge) => {
  const portal = createPortal({ facts: { bridge } });
  const bot = portal.addBot({ code: 'helper', clientId: CLIENT });
  const { path } = portal.webhook();
  const host = `foreign-${face.replace(/\W/g, '')}-${bridge}.example`;
  const post: Post = async (method, params) => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request(`https://${host}${path}${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(params),
    });
    return (await portal.handle(request)).json();
  };
  const call = FACES[face]?.(post, host);
  for (const text of ['one', 'two', 'three']) {
    const given = { CLIENT_ID: CLIENT, BOT_ID: bot.id, DIALOG_ID: '1', MESSAGE: text };
    expect(await call?.('imbot.message.add', given)).toMatchObject({ result: expect.any(Number) });
  }
  expect(portal.snapshot().messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  const sent = portal.requests.filter(({ method, executed }) => executed && method === 'imbot.message.add').length;
  expect(sent).toBe(bridge ? 0 : 3);
});
