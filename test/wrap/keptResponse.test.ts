import { ofetch } from 'ofetch';
import { fetch as undici } from 'undici';
import { expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

type Params = Record<string, unknown>;
type Send = (url: string, params: Params) => Promise<unknown>;

interface Answer {
  readonly status: number;
  readonly statusText: string;
  json(): Promise<unknown>;
}

class ApiError extends Error {
  constructor(
    readonly response: Answer,
    readonly body: unknown,
  ) {
    super('refused');
  }
  get status(): number {
    return this.response.status;
  }
}

const posted = (params: Params) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(params),
});

async function checked(response: Answer): Promise<unknown> {
  const body = await response.json();
  if (response.status >= 400) throw new ApiError(response, body);
  return body;
}

/** Wrappers whose errors keep the Response, of which the body was read. */
const KEEPING: Readonly<Record<string, Send>> = {
  'an error of its own': async (url, params) => checked(await fetch(url, posted(params))),
  'an error of its own, over a fetch of another package': async (url, params) =>
    checked(await undici(url, posted(params))),
  ofetch: (url, params) => ofetch(url, { method: 'POST', body: params, retry: 0 }),
};

async function shown(mode: 'bare' | 'v1' | 'auto', send: Send): Promise<unknown> {
  const scene = await setScene();
  const bare = (method: string, params: Params) => send(scene.hook + method, params);
  const own = mode === 'bare' ? bare : wrapCall(bare, { mode, warnings: false, portal: () => scene.hook });
  const message = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, MESSAGE: 'Hi' };
  await own('imbot.message.add', { ...message, DIALOG_ID: `chat${scene.chatId}` });
  const elsewhere = scene.portal.addChat({ title: 'Elsewhere', owner: 2 });
  const thrown = await own('imbot.message.add', { ...message, DIALOG_ID: `chat${elsewhere.id}` }).then(
    () => expect.unreachable(),
    (error) => error,
  );
  await scene.server.close();
  const { status, statusCode, statusText, response } = thrown;
  const looks = [response.status, response.statusText, response.ok];
  return { status, statusCode, statusText, looks, sent: scene.portal.requests.at(-1)?.method.split('.')[1] === 'v2' };
}

it.each(Object.entries(KEEPING))('a Response that %s keeps says the status of v1', async (_name, send) => {
  const bare = await shown('bare', send);
  expect(await shown('v1', send)).toEqual(bare);
  expect(await shown('auto', send)).toEqual({ ...Object(bare), sent: true });
});
