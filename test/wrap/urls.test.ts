import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImbotError, wrapAxios, wrapFetch } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

const quiet = { warnings: false, mode: 'v2' } as const;
const BASE = 'https://acme.bitrix24.com/rest';
const MESSAGE = { BOT_ID: '39', DIALOG_ID: 'chat5', MESSAGE: 'Hi & bye', URL_PREVIEW: 'N' };

interface Seen {
  readonly input: RequestInfo | URL;
  readonly init?: RequestInit;
}

function stub(answer: unknown = { result: { id: 7 }, time: { duration: 1 } }, status = 200) {
  const seen: Seen[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    seen.push({ input, init });
    return new Response(JSON.stringify(answer), { status, headers: { 'content-length': '999', 'x-kept': 'yes' } });
  };
  return { seen, fetch };
}

describe('wrapFetch', () => {
  it.each<[string, string, RequestInit | undefined, string, unknown]>([
    [
      'JSON on a webhook',
      `${BASE}/1/secret/imbot.message.add.json`,
      { method: 'POST', body: JSON.stringify(MESSAGE) },
      `${BASE}/1/secret/imbot.v2.Chat.Message.send.json`,
      '{"botId":39,"dialogId":"chat5","fields":{"message":"Hi & bye","urlPreview":false}}',
    ],
    [
      'a form with ?auth=',
      `${BASE}/imbot.message.add?auth=tok`,
      { method: 'POST', body: new URLSearchParams(MESSAGE) },
      `${BASE}/imbot.v2.Chat.Message.send?auth=tok`,
      'botId=39&dialogId=chat5&fields%5Bmessage%5D=Hi+%26+bye&fields%5BurlPreview%5D=N',
    ],
    [
      'all in the query',
      `${BASE}/imbot.message.add.json?auth=tok&${new URLSearchParams(MESSAGE)}`,
      undefined,
      `${BASE}/imbot.v2.Chat.Message.send.json?auth=tok&botId=39&dialogId=chat5&fields%5Bmessage%5D=Hi+%26+bye&fields%5BurlPreview%5D=N`,
      undefined,
    ],
    [
      'half in the query, half in the body',
      `${BASE}/imbot.message.add?auth=tok&BOT_ID=39`,
      { method: 'POST', body: 'DIALOG_ID=chat5&MESSAGE=Hi' },
      `${BASE}/imbot.v2.Chat.Message.send?auth=tok`,
      'botId=39&dialogId=chat5&fields%5Bmessage%5D=Hi',
    ],
  ])('%s keeps address, authorisation and the form of its body', async (_name, url, init, sent, body) => {
    const { seen, fetch } = stub();
    const response = await wrapFetch(fetch, quiet)(url, init);
    expect(seen).toHaveLength(1);
    expect(String(seen[0]?.input)).toBe(sent);
    const given = seen[0]?.init?.body;
    expect(given instanceof URLSearchParams ? given.toString() : given).toBe(body);
    expect(await response.json()).toEqual({ result: 7, time: { duration: 1 } });
    expect(response.headers.get('x-kept')).toBe('yes');
    expect(response.headers.get('content-length')).toBeNull();
  });

  it('takes multipart bodies and a Request', async () => {
    const { seen, fetch } = stub();
    const form = new FormData();
    for (const [key, value] of Object.entries(MESSAGE)) form.append(key, value);
    const headers = { 'content-type': 'multipart/form-data; boundary=old', 'x-trace': '1' };
    await wrapFetch(fetch, quiet)(`${BASE}/1/s/imbot.message.add`, { method: 'POST', body: form, headers });
    const body = seen[0]?.init?.body;
    expect(body instanceof FormData && Object.fromEntries(body)).toEqual({
      botId: '39',
      dialogId: 'chat5',
      'fields[message]': 'Hi & bye',
      'fields[urlPreview]': 'N',
    });
    expect(Object.fromEntries(new Headers(seen[0]?.init?.headers))).toEqual({ 'x-trace': '1' });
    const request = new Request(`${BASE}/1/s/imbot.message.add`, { method: 'POST', body: JSON.stringify(MESSAGE) });
    await wrapFetch(fetch, quiet)(request);
    expect(seen[1]?.init).toMatchObject({ method: 'POST', body: expect.stringContaining('"fields"') });
  });

  it('leaves everything else alone', async () => {
    const { seen, fetch } = stub();
    const own = wrapFetch(fetch, quiet);
    const others: [string | URL, RequestInit?][] = [
      [`${BASE}/1/s/crm.deal.list`, { method: 'POST', body: '{}' }],
      [`${BASE}/1/s/imbot.v2.Chat.get`],
      ['https://example.com/imbot.message.add'],
      [new URL('https://example.com/rest/batch')],
      ['https://example.com/x?next=/rest/imbot.message.add'],
    ];
    for (const [input, init] of others) await own(input, init);
    expect(seen).toEqual(others.map(([input, init]) => ({ input, init })));
  });

  it('says once that a stream can not be translated', async () => {
    const told: string[] = [];
    const { seen, fetch } = stub();
    const own = wrapFetch(fetch, { mode: 'v2', warnings: ({ message }) => told.push(message) });
    const body = new Blob(['{}']).stream();
    await own(`${BASE}/1/s/imbot.chat.leave`, { method: 'POST', body });
    expect(seen[0]?.init?.body).toBe(body);
    expect(told).toEqual([expect.stringContaining('imbot.chat.leave')]);
  });

  it('answers errors as Responses with the v1 code and status', async () => {
    const { fetch } = stub({ error: 'ACCESS_DENIED', error_description: 'No' }, 403);
    const response = await wrapFetch(fetch, quiet)(`${BASE}/1/s/imbot.message.add`, {
      method: 'POST',
      body: JSON.stringify(MESSAGE),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'WRONG_REQUEST', error_description: "Message isn't added" });
    const empty = await wrapFetch(fetch, quiet)(`${BASE}/1/s/imbot.message.add?DIALOG_ID=1&BOT_ID=1`);
    expect([empty.status, await empty.json()]).toMatchObject([400, { error: 'MESSAGE_EMPTY' }]);
    await expect(wrapFetch(fetch, quiet)(`${BASE}/1/s/imbot.bot.list`)).rejects.toBeInstanceOf(ImbotError);
  });

  it('hands a page of a gateway and an abort on as they are', async () => {
    const page = new Response('<html></html>', { status: 502 });
    const gateway = wrapFetch(async () => page, quiet);
    expect(await gateway(`${BASE}/1/s/imbot.message.add`, { method: 'POST', body: JSON.stringify(MESSAGE) })).toBe(
      page,
    );
    const reason = new DOMException('stop', 'AbortError');
    const aborted = wrapFetch(() => Promise.reject(reason), quiet);
    await expect(
      aborted(`${BASE}/1/s/imbot.message.add`, { method: 'POST', body: JSON.stringify(MESSAGE) }),
    ).rejects.toBe(reason);
  });
});

describe('wrapAxios', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await setScene('webhook');
  });
  afterEach(() => scene.server.close());

  const message = () => ({ CLIENT_ID: CLIENT, BOT_ID: 301, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' });

  it('leaves interceptors, transformers and errors to the instance', async () => {
    const instance = axios.create({ baseURL: scene.hook });
    let passed = 0;
    instance.interceptors.request.use((config) => {
      passed += 1;
      return config;
    });
    instance.interceptors.response.use((response) => response.data);
    const own = wrapAxios(instance, { ...quiet });
    expect(own).toBe(instance);
    expect(await own.post('imbot.message.add', message())).toMatchObject({ result: 10001, time: { operating: 0 } });
    expect(passed).toBe(1);
    const like = { CLIENT_ID: CLIENT, BOT_ID: 301, MESSAGE_ID: 5, ACTION: 'plus' };
    const error = await own.post('imbot.message.like', like).catch((reason: unknown) => reason);
    expect(axios.isAxiosError(error)).toBe(true);
    expect(error).toMatchObject({ status: 400, response: { status: 400, data: { error: 'WITHOUT_CHANGES' } } });
    const refused = await own
      .post('imbot.message.add', { ...message(), MESSAGE: '' })
      .catch((reason: unknown) => reason);
    expect(refused).toMatchObject({ isAxiosError: true, response: { status: 400, data: { error: 'MESSAGE_EMPTY' } } });
    expect(JSON.stringify(refused)).not.toContain('s3cr3tpath');
    expect(own.imbot.report()).toMatchObject({ methods: { 'imbot.message.add': { calls: 2 } } });
  });

  it('answers in bytes where bytes were asked for, and leaves streams on v1, which nobody can read for the caller', async () => {
    const own = wrapAxios(axios.create({ baseURL: scene.hook }), quiet);
    const bytes = await own.post('imbot.message.add', message(), { responseType: 'arraybuffer' });
    expect(Buffer.isBuffer(bytes.data)).toBe(true);
    expect(JSON.parse(String(bytes.data))).toMatchObject({ result: 10001 });
    const stream = await own.post('imbot.message.add', message(), { responseType: 'stream' });
    let text = '';
    for await (const chunk of stream.data) text += String(chunk);
    expect(JSON.parse(text)).toMatchObject({ result: 10002 });
    expect(scene.portal.requests.map(({ generation }) => generation)).toEqual(['v2', 'v1']);
  });

  it('leaves other requests alone', async () => {
    const own = wrapAxios(axios.create(), quiet);
    const { data } = await own.get(`${scene.hook}server.time`);
    expect(data).toMatchObject({ result: '2026-01-15T10:00:00.000Z' });
    await expect(own.get(`${scene.hook}no.such`)).rejects.toMatchObject({ response: { status: 404 } });
  });
});

describe.each(['auto', 'v2'] as const)('a fetch that is given up, in mode %s', (mode) => {
  it.each([new Error('mine'), 'a text', new DOMException('late', 'TimeoutError')])(
    'fails with its reason: %s',
    async (reason) => {
      let asked: () => void = () => {};
      const waiting = new Promise<void>((resolve) => {
        asked = resolve;
      });
      /** Ends as a fetch does: only when it is given up. */
      const silent = (_input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
        new Promise((_resolve, reject) => {
          asked();
          const { signal } = init ?? {};
          if (signal?.aborted) reject(signal.reason);
          signal?.addEventListener('abort', () => reject(signal.reason));
        });
      const call = wrapFetch(silent, { mode, warnings: false });
      const url = `https://${mode}.bitrix24.com/rest/${String(reason).length}/secret/imbot.message.add`;
      const body = JSON.stringify(MESSAGE);
      await expect(call(url, { method: 'POST', body, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const control = new AbortController();
      const work = call(url, { method: 'POST', body, signal: control.signal });
      await waiting;
      control.abort(reason);
      await expect(work).rejects.toBe(reason);
    },
  );
});
