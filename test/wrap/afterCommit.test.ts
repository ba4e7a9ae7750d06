import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';
import type { Post } from './quoting';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene('webhook');
});
afterAll(() => scene.server.close());

const post =
  (base: string): Post =>
  async (method, params) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(base + method, { method: 'POST', headers, body: JSON.stringify(params) });
    return { status: response.status, text: await response.text() };
  };

const message = (MESSAGE: string) => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE,
});
const stored = () => scene.portal.snapshot().messages.length;
const settled = (work: Promise<unknown>) => work.catch((error: unknown) => ({ thrown: error }));

/** Codes that come back although the call ran: the portal's own trouble, an answer that was lost behind a gateway. */
const CODES = [
  'BOT_NOT_FOUND',
  'BOT_OWNERSHIP_ERROR',
  'BOT_TOKEN_NOT_SPECIFIED',
  'insufficient_scope',
  'ERROR_METHOD_NOT_FOUND',
];

type Wild = Record<string, unknown>;

/** How a wrapper hands a refusal on: what it shows of the status, and of the code. */
const SHOWING: Readonly<Record<string, (status: number, body: Wild) => unknown>> = {
  'an envelope': (_status, body) => body,
  'code and status': (status, { error, error_description }) => {
    throw Object.assign(new Error(String(error_description)), { code: error, status });
  },
  'like axios': (status, data) => {
    throw Object.assign(new Error(`Request failed with status code ${status}`), { response: { status, data } });
  },
  'a text': (_status, { error, error_description }) => {
    throw new Error(`${error}: ${error_description}`);
  },
  'a code alone': (_status, { error }) => {
    throw Object.assign(new Error('refused'), { code: error });
  },
};

describe.each(Object.entries(SHOWING))('a code that comes after the call ran, shown as %s', (_name, show) => {
  it.each([408, 500, 502, 503, 200])('with status %i: the message is there once', async (status) => {
    for (const error of CODES) {
      let broken = true;
      const wrapper = async (method: string, params: Wild): Promise<unknown> => {
        const { text } = await post(scene.hook)(method, params);
        const body: Wild = JSON.parse(text);
        if (!/Message\.send$/.test(method) || !broken) return body.error ? show(400, body) : body;
        broken = false;
        return show(status, { error, error_description: 'Internal trouble' });
      };
      const portal = () => `after ${_name} ${status} ${error}`;
      const call = wrapCall(wrapper, { mode: 'auto', portal, warnings: false });
      const before = stored();
      await settled(call('imbot.message.add', message('Once')));
      expect(stored() - before, error).toBe(1);
    }
  });
});

it('a question that meets the same code beside a 5xx settles nothing: the message is there once', async () => {
  const wrapper = async (method: string, params: Wild): Promise<unknown> => {
    const { text } = await post(scene.hook)(method, params);
    if (/Message\.send$/.test(method)) throw new Error('BOT_NOT_FOUND: Internal trouble');
    if (/Bot\.get$/.test(method)) throw Object.assign(new Error('trouble'), { code: 'BOT_NOT_FOUND', status: 503 });
    return JSON.parse(text);
  };
  const call = wrapCall(wrapper, { mode: 'auto', portal: () => 'trouble everywhere', warnings: false });
  const before = stored();
  await settled(call('imbot.message.add', message('Once')));
  expect(stored() - before).toBe(1);
});
