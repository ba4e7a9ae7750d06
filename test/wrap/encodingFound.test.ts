import querystring from 'node:querystring';
import axios from 'axios';
import axios019 from 'axios019';
import got11 from 'got11';
import qs from 'qs';
import { describe, expect, it } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

type Params = Record<string, unknown>;
type Send = (method: string, params: Params) => Promise<Params>;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };
const post = async (url: string, body: BodyInit, headers: Record<string, string>): Promise<Params> =>
  (await fetch(url, { method: 'POST', headers, body })).json();
const texts = (params: Params): [string, string][] =>
  Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : `${value}`]);

/** Wrappers that carry texts alone, and one that says so itself. */
const FLAT: Readonly<Record<string, (hook: string) => Send>> = {
  URLSearchParams: (hook) => (method, params) =>
    post(hook + method, new URLSearchParams(params as Record<string, string>), {}),
  querystring: (hook) => (method, params) => post(hook + method, querystring.stringify(params as never), FORM),
  FormData: (hook) => (method, params) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(params)) body.append(name, String(value));
    return post(hook + method, body, {});
  },
  'JSON for each value': (hook) => (method, params) => post(hook + method, new URLSearchParams(texts(params)), {}),
  'a query by hand': (hook) => async (method, params) => {
    const pairs = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(`${value}`)}`);
    return (await fetch(`${hook}${method}?${pairs.join('&')}`)).json();
  },
  'the query of axios 0.19': (hook) => async (method, params) =>
    (await axios019.get(hook + method, { params, validateStatus: () => true })).data,
  'got 11, form': (hook) => async (method, form) =>
    got11.post(hook + method, { form, throwHttpErrors: false, retry: 0 }).json<Params>(),
};

let logged = '';

/** Wrappers that nest, some after they have looked at the values in another way. */
const NESTING: Readonly<Record<string, (hook: string) => Send>> = {
  JSON: (hook) => (method, params) => post(hook + method, JSON.stringify(params), JSON_TYPE),
  'JSON of a copy': (hook) => (method, params) => post(hook + method, JSON.stringify({ ...params }), JSON_TYPE),
  'JSON of a clone': (hook) => (method, params) =>
    post(hook + method, JSON.stringify(structuredClone(params)), JSON_TYPE),
  'JSON behind a log of texts': (hook) => (method, params) => {
    logged = `${method} ${new URLSearchParams(texts(params))}`;
    return post(hook + method, JSON.stringify(params), JSON_TYPE);
  },
  qs: (hook) => (method, params) => post(hook + method, qs.stringify(params), FORM),
  'the query of axios': (hook) => async (method, params) =>
    (await axios.get(hook + method, { params, validateStatus: null })).data,
};

const CALLS: Readonly<Record<string, (scene: Scene, messageId: unknown) => [string, Params]>> = {
  'a message': ({ chatId }) => ['imbot.message.add', { DIALOG_ID: `chat${chatId}`, MESSAGE: 'Hi & bye' }],
  'a keyboard as text': ({ chatId }) => [
    'imbot.message.add',
    { DIALOG_ID: `chat${chatId}`, MESSAGE: 'Hi', KEYBOARD: JSON.stringify([{ TEXT: 'x', LINK: 'https://a.b' }]) },
  ],
  'a change': (_scene, id) => ['imbot.message.update', { MESSAGE_ID: id, MESSAGE: 'new' }],
  'a deletion': (_scene, id) => ['imbot.message.delete', { MESSAGE_ID: id }],
  'a command': () => [
    'imbot.command.register',
    { COMMAND: 'hi', HIDDEN: 'Y', EVENT_COMMAND_ADD: 'http://127.0.0.1:9/x', 'LANG[0][LANGUAGE_ID]': 'en' },
  ],
};

async function outcome(make: (hook: string) => Send, name: string, options: WrapOptions | undefined) {
  const scene = await setScene('webhook');
  try {
    const send = make(scene.hook);
    const given = { BOT_ID: scene.botId, CLIENT_ID: CLIENT };
    const first = { ...given, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'before' };
    const { result: messageId } = await send('imbot.message.add', first);
    const own = options ? wrapCall(send, { portal: () => scene.hook, warnings: false, ...options }) : send;
    const [method, params] = CALLS[name]?.(scene, messageId) ?? [name, {}];
    const { result, error } = await own(method, { ...given, ...params });
    const { messages } = scene.portal.snapshot();
    const stored = messages.map(({ text, keyboard }) => [text, JSON.stringify(keyboard ?? null)]);
    const sent = scene.portal.requests.map((request) => request.method);
    return { seen: [typeof result, error, stored], sent };
  } finally {
    await scene.server.close();
  }
}

describe('a wrapper of whose encoding the layout says nothing', () => {
  const cells = Object.keys({ ...FLAT, ...NESTING }).flatMap((way) => Object.keys(CALLS).map((name) => [way, name]));
  it.each(cells)('%s: %s does what it did', async (way = '', name = '') => {
    const make = FLAT[way] ?? NESTING[way] ?? (() => expect.unreachable());
    const bare = await outcome(make, name, undefined);
    const ours = await outcome(make, name, {});
    expect(ours.seen).toEqual(bare.seen);
    if (way === 'JSON behind a log of texts') expect(logged).toContain('imbot.');
  });

  it.each(Object.keys({ ...FLAT, ...NESTING }))('%s: messages go as v2', async (way) => {
    const make = FLAT[way] ?? NESTING[way] ?? (() => expect.unreachable());
    expect((await outcome(make, 'a message', {})).sent.at(-1)).toBe('imbot.v2.Chat.Message.send');
  });

  it.each(Object.keys(FLAT))('%s: many at once, batches, and later ones', async (way) => {
    const scene = await setScene('webhook');
    const send = wrapCall(FLAT[way]?.(scene.hook) ?? (() => expect.unreachable()), {
      portal: () => scene.hook,
      warnings: false,
    });
    const given = { BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}` };
    const query = String(new URLSearchParams({ ...given, MESSAGE: 'in a batch' } as never));
    const batch = { halt: 0, 'cmd[a]': `imbot.message.add?${query}` };
    const firsts = ['1', '2', '3'].map((MESSAGE) => send('imbot.message.add', { ...given, MESSAGE }));
    const ends = await Promise.all([...firsts, send('batch', batch)]);
    ends.push(await send('imbot.message.add', { ...given, MESSAGE: '4' }), await send('batch', batch));
    expect(ends.filter(({ error }) => error !== undefined)).toEqual([]);
    const stored = scene.portal.snapshot().messages.map(({ text }) => text);
    expect(stored.sort()).toEqual(['1', '2', '3', '4', 'in a batch', 'in a batch']);
    await scene.server.close();
  });

  it.each(Object.keys(FLAT))('%s, called back', async (way) => {
    const scene = await setScene('webhook');
    const send = FLAT[way]?.(scene.hook) ?? (() => expect.unreachable());
    const own = wrapCall(
      (method: string, params: Params, done: (body: Params) => void): void => {
        void send(method, params).then(done);
      },
      { portal: () => scene.hook, warnings: false, answer: 'callback' },
    );
    const given = { BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}` };
    for (const MESSAGE of ['1', '2']) {
      const body = await new Promise<Params>((done) => own('imbot.message.add', { ...given, MESSAGE }, done));
      expect(body).toMatchObject({ result: expect.any(Number) });
    }
    expect(scene.portal.snapshot().messages.map(({ text }) => text)).toEqual(['1', '2']);
    await scene.server.close();
  });

  it('is told once, with what to write', async () => {
    const notices: string[] = [];
    const warnings = (notice: { message: string }) => notices.push(notice.message);
    await outcome(FLAT['URLSearchParams'] ?? expect.unreachable, 'a message', { warnings: warnings as never });
    expect(notices.filter((text) => text.includes("encoding: 'form'"))).toHaveLength(1);
    notices.length = 0;
    await outcome(NESTING['JSON'] ?? expect.unreachable, 'a message', { warnings: warnings as never });
    expect(notices.filter((text) => text.includes('encoding:'))).toEqual([]);
  });
});

it('nothing is asked where the layout says how it encodes', async () => {
  for (const encoding of ['json', 'form'] as const) {
    const scene = await setScene('webhook');
    const send = FLAT['JSON for each value']?.(scene.hook) ?? expect.unreachable();
    const own = wrapCall(send, { portal: () => scene.hook, warnings: false, encoding });
    await own('imbot.message.add', { BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: '1', MESSAGE: 'x' });
    expect(scene.portal.requests.map(({ method }) => method)).not.toContain('batch');
    await scene.server.close();
  }
});
