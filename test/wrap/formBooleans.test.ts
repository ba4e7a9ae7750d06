import querystring from 'node:querystring';
import axios from 'axios';
import qs from 'qs';
import { describe, expect, it } from 'vitest';
import { wrapAxios, wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

type Params = Record<string, unknown>;
type Send = (method: string, params: Params | Map<string, unknown>) => Promise<unknown>;

const form = (base: string, encode: (params: never) => string): Send =>
  async function send(method, params) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${base}${method}`, { method: 'POST', headers, body: encode(params as never) });
    return answer.json();
  };
const json = (base: string): Send =>
  async function send(method, params) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${base}${method}`, { method: 'POST', headers, body: JSON.stringify(params) });
    return answer.json();
  };
const pairs = (base: string): Send => form(base, (params) => String(new URLSearchParams(params)));
const axiosQuery = (base: string, wrap: (made: ReturnType<typeof axios.create>) => unknown): Send => {
  const made = axios.create({ baseURL: base, validateStatus: null });
  wrap(made);
  return async (method, params) => (await made.get(method, { params })).data;
};

type Mode = 'bare' | 'v1' | 'auto' | 'v2';
const wrapped = (send: Send, mode: Mode, encoding: 'form' | 'json'): Send =>
  mode === 'bare' ? send : wrapCall(send, { mode, encoding, portal: () => 'here', warnings: false });

const WAYS: Readonly<Record<string, (base: string, mode: Mode) => Send>> = {
  qs: (base, mode) => wrapped(form(base, qs.stringify), mode, 'form'),
  querystring: (base, mode) => wrapped(form(base, querystring.stringify), mode, 'form'),
  URLSearchParams: (base, mode) => wrapped(pairs(base), mode, 'form'),
  'the query of axios': (base, mode) =>
    axiosQuery(base, (made) => (mode === 'bare' ? made : wrapAxios(made, { mode, warnings: false }))),
  JSON: (base, mode) => wrapped(json(base), mode, 'json'),
};

/** Values that a form has no word for: each becomes a text, and v1 reads the text. */
const GIVEN: Readonly<Record<string, Params>> = {
  'SYSTEM true': { SYSTEM: true },
  'SYSTEM false': { SYSTEM: false },
  'URL_PREVIEW true': { URL_PREVIEW: true },
  'URL_PREVIEW false': { URL_PREVIEW: false },
  'SKIP_CONNECTOR true': { SKIP_CONNECTOR: true },
  'MESSAGE true': { MESSAGE: true },
  'MESSAGE false': { MESSAGE: false },
};
const NESTED: Readonly<Record<string, Params>> = {
  'a button': { KEYBOARD: [{ TEXT: 'Go', LINK: 'https://example.com', BLOCK: true, DISABLED: false }] },
  'a cell': { ATTACH: [{ GRID: [{ NAME: 'a', VALUE: true, DISPLAY: 'LINE' }] }] },
};

async function stored(way: string, mode: Mode, given: Params, asMap = false) {
  const scene = await setScene('webhook');
  try {
    const send = WAYS[way]?.(scene.hook, mode);
    const params = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: '1', MESSAGE: 'Hi', ...given };
    const answer = Object(await send?.('imbot.message.add', asMap ? new Map(Object.entries(params)) : params));
    const messages = scene.portal
      .snapshot()
      .messages.map(({ text, system, urlPreview, skipConnector, keyboard, attach }) => ({
        text,
        system,
        urlPreview,
        skipConnector,
        keyboard,
        attach,
      }));
    return { answer: { result: answer.result, error: answer.error }, messages };
  } finally {
    await scene.server.close();
  }
}

describe.each(Object.keys(WAYS))('over %s', (way) => {
  const nests = way === 'qs' || way === 'the query of axios' || way === 'JSON';
  it.each(Object.entries({ ...GIVEN, ...(nests ? NESTED : {}) }))(
    '%s is to v2 what it is to v1',
    async (_name, given) => {
      const bare = await stored(way, 'bare', given);
      expect(await stored(way, 'v1', given)).toEqual(bare);
      expect(await stored(way, 'auto', given)).toEqual(bare);
    },
  );
});

it('what JSON has no word for is nothing to v2 as it is to v1', async () => {
  for (const MESSAGE of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const bare = await stored('JSON', 'bare', { MESSAGE });
    expect(bare.answer.error).toBe('MESSAGE_EMPTY');
    expect(await stored('JSON', 'auto', { MESSAGE })).toEqual(bare);
  }
});

it('a Map of parameters goes out flat where the transport is', async () => {
  const bare = await stored('URLSearchParams', 'bare', {}, true);
  expect(bare.answer.result).toBeGreaterThan(0);
  for (const mode of ['v1', 'auto', 'v2'] as const) {
    expect({ mode, ...(await stored('URLSearchParams', mode, {}, true)) }).toEqual({ mode, ...bare });
  }
});
