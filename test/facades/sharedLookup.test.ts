import axios from 'axios';
import { expect, it } from 'vitest';
import { createImbot, webhook } from '../../src/index';
import { wrapAxios, wrapCall, wrapFetch } from '../../src/wrap/index';
import { CLIENT, setScene } from './scenario';

/** Three calls wait for one look-up of their bot; whoever asked gives up. */
type Wild = Record<string, unknown>;
type Say = (params: Wild, signal?: AbortSignal) => Promise<unknown>;
type Mode = 'auto' | 'v2';

const ADD = 'imbot.message.add';
const headers = { 'content-type': 'application/json' };
const init = (params: Wild, signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  headers,
  body: JSON.stringify(params),
  ...(signal ? { signal } : {}),
});

const FACES: Readonly<Record<string, (hook: string, mode: Mode) => Say>> = {
  wrapCall(hook, mode) {
    const post = async (method: string, params: Wild, signal?: AbortSignal) =>
      (await fetch(hook + method, init(params, signal))).json();
    const own = wrapCall(post, { mode, warnings: false, portal: () => hook });
    return (params, signal) => own(ADD, params, signal);
  },
  wrapFetch(hook, mode) {
    const own = wrapFetch(globalThis.fetch, { mode, warnings: false });
    return (params, signal) => own(hook + ADD, init(params, signal));
  },
  wrapAxios(hook, mode) {
    const own = wrapAxios(axios.create({ baseURL: hook }), { mode, warnings: false });
    return (params, signal) => own.post(ADD, params, signal ? { signal } : {});
  },
  createImbot(hook, mode) {
    const own = createImbot({ auth: webhook(hook, { clientId: CLIENT }), mode, warnings: false });
    return (params, signal) => own.call(ADD, params, signal ? { signal } : {});
  },
};

it.each(Object.keys(FACES).flatMap((face) => (['auto', 'v2'] as const).map((mode) => [face, mode] as const)))(
  '%s, mode %s: the others are sent, once each',
  async (face, mode) => {
    const giveUp = new AbortController();
    const scene = await setScene('webhook', (handle) => async (request) => {
      if (request.url.includes('imbot.v2.Bot.list')) giveUp.abort(new Error('given up'));
      return handle(request);
    });
    const say = FACES[face]?.(scene.hook, mode);
    const message = (MESSAGE: string) => ({ CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}`, MESSAGE });
    const calls = [say?.(message('one'), giveUp.signal), say?.(message('two')), say?.(message('three'))];
    const ends = (await Promise.allSettled(calls)).map(({ status }) => status);
    expect(ends.slice(1)).toEqual(['fulfilled', 'fulfilled']);
    const texts = scene.portal.snapshot().messages.map(({ text }) => text);
    expect(texts.filter((text) => text !== 'one').sort()).toEqual(['three', 'two']);
    expect(texts.filter((text) => text === 'one')).toHaveLength(ends[0] === 'fulfilled' ? 1 : 0);
    await scene.server.close();
  },
);
