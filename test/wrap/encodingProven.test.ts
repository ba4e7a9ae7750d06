import querystring from 'node:querystring';
import { inspect } from 'node:util';
import qs from 'qs';
import { describe, expect, it } from 'vitest';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';
import { share } from '../sample';

type Params = Record<string, unknown>;
type Send = (method: string, params: Params) => Promise<Params>;

const JSON_TYPE = { 'content-type': 'application/json' };
const post = async (url: string, body: BodyInit, headers: Record<string, string>): Promise<Params> =>
  (await fetch(url, { method: 'POST', headers, body })).json();
const json = (url: string, params: Params) => post(url, JSON.stringify(params), JSON_TYPE);
const form = (url: string, params: Params) => post(url, new URLSearchParams(params as Record<string, string>), {});
const reads = (method: string): boolean => /(?:get|list)$/i.test(method);
const kept: unknown[] = [];
const keep = (text: string): void => {
  kept[0] = text;
};
const isFlat = (params: Params): boolean => Object.values(params).every((value) => typeof value !== 'object');
const given = (params: Params): Params => Object.fromEntries(Object.entries(params).filter(([, v]) => isFlat({ v })));

const keysWithin = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysWithin(inner)])
    : [];
const known = (method: string): string => {
  if (!method.startsWith('imbot.')) throw new Error(`unknown method ${method}`);
  return method;
};

/** Wrappers that look at values in another way than they send them, and what a message becomes in the end. */
const WAYS: Readonly<Record<string, readonly [ends: 'v1' | 'v2', (hook: string) => Send]>> = {
  'JSON in a log, then a form': [
    'v2',
    (hook) => (method, params) => {
      keep(JSON.stringify({ method, params }));
      return form(hook + method, params);
    },
  ],
  'a signature of JSON beside FormData': [
    'v2',
    (hook) => (method, params) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(params)) body.append(name, String(value));
      body.append('sign', String(JSON.stringify(params).length));
      return post(hook + method, body, {});
    },
  ],
  'a signature of texts beside JSON': [
    'v2',
    (hook) => (method, params) => {
      keep(`${Object.values(params).join()}`);
      return json(hook + method, params);
    },
  ],
  'JSON, and texts in a log behind it': [
    'v2',
    async_((answer, params) => {
      keep(`${Object.values(params).join()}`);
      return answer;
    }),
  ],
  'reads as a query, writes as JSON': [
    'v1',
    (hook) => async (method, params) =>
      reads(method)
        ? (await fetch(`${hook}${method}?${new URLSearchParams(params as never)}`)).json()
        : json(hook + method, params),
  ],
  'reads by querystring, writes as JSON': [
    'v1',
    (hook) => async (method, params) =>
      reads(method)
        ? (await fetch(`${hook}${method}?${querystring.stringify(params as never)}`)).json()
        : json(hook + method, params),
  ],
  'reads that refuse objects, writes as JSON': [
    'v1',
    (hook) => async (method, params) => {
      if (reads(method) && !isFlat(params)) throw new TypeError('flat values only');
      return json(hook + method, params);
    },
  ],
  'a form that refuses objects': [
    'v2',
    (hook) => async (method, params) => {
      if (!isFlat(params)) throw new TypeError('flat values only');
      return form(hook + method, params);
    },
  ],
  'a form that gives null for objects': [
    'v2',
    (hook) => async (method, params) => (isFlat(params) ? form(hook + method, params) : { result: null }),
  ],
  'a copy of the whole, then a form': [
    'v2',
    (hook) => (method, params) => form(hook + method, structuredClone(params)),
  ],
  'what util shows in a log, then a form': [
    'v2',
    (hook) => (method, params) => {
      keep(inspect(params, { depth: 9, getters: true }));
      return form(hook + method, params);
    },
  ],
  'keys within keys in a log, then querystring': [
    'v2',
    (hook) => async (method, params) => {
      keep(keysWithin(params).join());
      const body = querystring.stringify(params as never);
      return post(hook + method, body, { 'content-type': 'application/x-www-form-urlencoded' });
    },
  ],
  'JSON of each value in a log, then a form': [
    'v2',
    (hook) => (method, params) => {
      for (const [name, value] of Object.entries(params)) keep(`${name}=${JSON.stringify({ value })}`);
      return form(hook + method, params);
    },
  ],
  'reads as JSON, writes as a form': [
    'v1',
    (hook) => (method, params) => (reads(method) ? json : form)(hook + method, params),
  ],
  'reads as a form that nests, writes as a flat one': [
    'v2',
    (hook) => (method, params) =>
      reads(method)
        ? post(hook + method, qs.stringify(params), { 'content-type': 'application/x-www-form-urlencoded' })
        : form(hook + method, params),
  ],
  'a batch as JSON, the rest as a form': [
    'v1',
    (hook) => (method, params) => (method === 'batch' ? json : form)(hook + method, params),
  ],
  'a batch as a form that nests, the rest as a flat one': [
    'v1',
    (hook) => (method, params) =>
      method === 'batch'
        ? post(hook + method, qs.stringify(params), { 'content-type': 'application/x-www-form-urlencoded' })
        : form(hook + method, params),
  ],
  'a batch in calls of its own, a form': [
    'v1',
    (hook) => async (method, params) => {
      if (method !== 'batch') return form(hook + method, params);
      const answers: Params = {};
      for (const [key, command] of Object.entries(Object(params.cmd))) {
        const [name, query] = String(command).split('?');
        answers[key] = (await form(`${hook}${name}`, Object.fromEntries(new URLSearchParams(query)))).result;
      }
      return { result: { result: answers } };
    },
  ],
  'no batch, JSON': ['v2', (hook) => (method, params) => json(hook + known(method), params)],
  'no batch, a form': ['v2', (hook) => (method, params) => form(hook + known(method), params)],
  'no batch, objects left out': ['v1', (hook) => (method, params) => json(hook + known(method), given(params))],
  'JSON without objects': ['v1', (hook) => (method, params) => json(hook + method, given(params))],
};

function async_(then: (answer: Params, params: Params) => Params): (hook: string) => Send {
  return (hook) => async (method, params) => then(await json(hook + method, params), params);
}

interface Ids {
  readonly into: Params;
  readonly MESSAGE_ID: unknown;
  readonly CHAT_ID: number;
}

const CALLS: Readonly<Record<string, (turn: number, ids: Ids) => Params>> = {
  'imbot.message.add': (turn, { into }) => ({ ...into, MESSAGE: `Hi & bye ${turn}` }),
  'imbot.message.update': (turn, { MESSAGE_ID }) => ({ MESSAGE_ID, MESSAGE: `new ${turn}` }),
  'imbot.chat.updateTitle': (turn, { CHAT_ID }) => ({ CHAT_ID, TITLE: `Another ${turn}` }),
};

async function outcome(make: (hook: string) => Send, method: string, options: WrapOptions | undefined, called = false) {
  const scene = await setScene('webhook');
  const send = make(scene.hook);
  const who = { BOT_ID: scene.botId, CLIENT_ID: CLIENT };
  const into = { DIALOG_ID: `chat${scene.chatId}` };
  const { result: MESSAGE_ID } = await send('imbot.message.add', { ...who, ...into, MESSAGE: 'before' });
  const layout = { portal: () => scene.hook, warnings: false, ...options } as const;
  const back = (name: string, params: Params, done: (body: unknown) => void): void =>
    void send(name, params).then(done, (error: unknown) => done({ error: String(error) }));
  const calledBack = wrapCall(back, { ...layout, answer: 'callback' });
  const returning = options ? wrapCall(send, layout) : send;
  const own = called
    ? (name: string, params: Params) => new Promise((done) => calledBack(name, params, done))
    : returning;
  for (const turn of [1, 2, 3]) {
    const words = CALLS[method]?.(turn, { into, MESSAGE_ID, CHAT_ID: scene.chatId });
    await own(method, { ...who, ...words });
  }
  const { messages, chats } = scene.portal.snapshot();
  const sent = scene.portal.requests.map((request) => request.method);
  await scene.server.close();
  return { state: [messages.map(({ text }) => text), chats.map(({ title }) => title)], sent };
}

describe.each(Object.entries(WAYS))('%s, of which the layout says nothing', (way, [ends, make]) => {
  it.each(share(Object.keys(CALLS), 2, { turn: Object.keys(WAYS).indexOf(way) }))(
    '%s does what it did',
    async (method) => {
      const bare = await outcome(make, method, undefined);
      for (const called of [false, true]) {
        const ours = await outcome(make, method, {}, called);
        expect(ours.state).toEqual(bare.state);
      }
    },
  );

  it(`messages go as ${ends} in the end`, async () => {
    const { sent } = await outcome(make, 'imbot.message.add', {});
    expect(sent.at(-1)).toBe(ends === 'v2' ? 'imbot.v2.Chat.Message.send' : 'imbot.message.add');
  });
});

it('what was carried as it came says nothing of objects, and these stay on v1', async () => {
  const scene = await setScene('webhook');
  const send = wrapCall(
    (method: string, params: Params | URLSearchParams) => form(scene.hook + method, params as Params),
    {
      portal: () => scene.hook,
      warnings: false,
    },
  );
  const who = { BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}` };
  await send('imbot.message.add', new URLSearchParams({ ...who, MESSAGE: '1' } as never));
  await send('imbot.message.add', { ...who, MESSAGE: '2' });
  await send('imbot.message.add', { ...who, MESSAGE: '3' });
  expect(scene.portal.snapshot().messages.map(({ text }) => text)).toEqual(['1', '2', '3']);
  await scene.server.close();
});

it('a batch with bracket keys goes out with them, whatever is known', async () => {
  const scene = await setScene('webhook');
  const send = wrapCall(WAYS['JSON without objects']?.[1](scene.hook) ?? expect.unreachable(), {
    portal: () => scene.hook,
    warnings: false,
  });
  const flat = wrapCall((method: string, params: Params) => form(scene.hook + method, params), {
    portal: () => scene.hook,
    warnings: false,
  });
  const who = { BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}` };
  await send('imbot.message.add', { ...who, MESSAGE: '1' });
  const query = String(new URLSearchParams({ ...who, MESSAGE: '2' } as never));
  await flat('batch', { halt: 0, 'cmd[a]': `imbot.message.add?${query}` });
  expect(scene.portal.snapshot().messages.map(({ text }) => text)).toEqual(['1', '2']);
  await scene.server.close();
});

/** What no question shows: writes go out in another way than all that we ask. */
const BY_NAME: Readonly<Record<string, readonly [said: WrapOptions['encoding'], send: (hook: string) => Send]>> = {
  'messages as a form, all else as JSON': [
    undefined,
    (hook) => (method, params) => (/message/i.test(method) ? form : json)(hook + method, params),
  ],
  'what sends, adds and updates as a form, all else as JSON': [
    undefined,
    (hook) => (method, params) => (/(?:add|send|update)$/.test(method) ? form : json)(hook + method, params),
  ],
  'JSON, where a form is said': ['form', (hook) => (method, params) => json(hook + method, params)],
  'a form, where JSON is said': ['json', (hook) => (method, params) => form(hook + method, params)],
};

/** How each tells a refusal, and how many messages are lost until it is seen. */
const TELLS: Readonly<Record<string, readonly [lost: number, tell: (send: Send, url: string) => Send]>> = {
  'by the body': [1, (send) => send],
  'by an error with its status': [
    0,
    (send) => async (method, params) => {
      const body = await send(method, params);
      // The portal of the tests refuses with 400.
      if (body['error'] !== undefined)
        throw Object.assign(new Error(String(body['error'])), { code: body['error'], status: 400 });
      return body;
    },
  ],
};

describe.each(Object.entries(BY_NAME))('%s', (_way, [encoding, make]) => {
  it.each(Object.entries(TELLS))(
    'told %s: v2 finds no message, and all others go as v1',
    async (_how, [lost, tell]) => {
      const scene = await setScene('webhook');
      const own = wrapCall(tell(make(scene.hook), scene.hook), {
        portal: () => scene.hook,
        warnings: false,
        ...(encoding && { encoding }),
      });
      const who = { BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}` };
      for (const MESSAGE of ['1', '2', '3', '4']) await own('imbot.message.add', { ...who, MESSAGE });
      const { messages } = scene.portal.snapshot();
      expect(messages.map(({ text }) => text)).toEqual(['1', '2', '3', '4'].slice(lost));
      expect(scene.portal.counts()['imbot.v2.Chat.Message.send']).toBe(1);
      await scene.server.close();
    },
  );
});
