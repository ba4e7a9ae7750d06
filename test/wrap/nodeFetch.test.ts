import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { wrapCall, wrapFetch } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

class Heads extends Headers {
  raw(): Record<string, string[]> {
    return Object.fromEntries([...this].map(([name, value]) => [name, [value]]));
  }
}

/** Reads as the Response of node-fetch does: its body is a stream of Node, and its copy comes as fast as the slower is read. */
class NodeResponse {
  readonly headers: Heads;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  bodyUsed = false;
  body: Readable;

  constructor(body: Readable, { status = 200, statusText = '', headers = new Headers(), url = '' }: Face) {
    this.body = body;
    this.status = status;
    this.statusText = statusText;
    this.url = url;
    this.headers = new Heads(headers);
  }

  get ok(): boolean {
    return this.status < 300;
  }

  clone(): NodeResponse {
    const [first, second] = [new PassThrough(), new PassThrough()];
    this.body.pipe(first);
    this.body.pipe(second);
    this.body = first;
    return new NodeResponse(second, this);
  }

  async buffer(): Promise<Buffer> {
    if (this.bodyUsed) throw new TypeError('body used already');
    this.bodyUsed = true;
    const parts: Buffer[] = [];
    for await (const part of this.body) parts.push(part);
    return Buffer.concat(parts);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(await this.buffer()).buffer;
  }

  async text(): Promise<string> {
    return String(await this.buffer());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

interface Face {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: Headers;
  readonly url?: string;
}

async function nodeFetch(url: RequestInfo | URL, init?: RequestInit): Promise<NodeResponse> {
  const came = await fetch(url, init);
  const bytes = Buffer.from(await came.arrayBuffer());
  const parts = Array.from({ length: bytes.length / PART + 1 }, (_, i) => bytes.subarray(i * PART, (i + 1) * PART));
  return new NodeResponse(Readable.from(parts, { objectMode: false }), came);
}

/** As much as comes from a socket at once. */
const PART = 16_384;
/** Long enough that no copy of it fits into what a stream holds. */
const LONG = 'x'.repeat(100_000);
const READS: Record<string, (answer: NodeResponse) => Promise<unknown>> = {
  'json()': (answer) => answer.json(),
  'text()': async (answer) => JSON.parse(await answer.text()),
  'buffer()': async (answer) => JSON.parse(String(await answer.buffer())),
  'a copy': async (answer) => JSON.parse(await new Response(await answer.arrayBuffer()).text()),
  'its stream': async (answer) => {
    let text = '';
    for await (const part of answer.body.pipe(new PassThrough())) text += part;
    return JSON.parse(text);
  },
};

const scene = () =>
  setScene('webhook', (handle) => async (request) => {
    const answer = await handle(request);
    const body = { ...Object(await answer.json()), time: { long: LONG } };
    return Response.json(body, { status: answer.status });
  });

it.each(['v1', 'audit', 'auto', 'v2'] as const)(
  'mode %s: what node-fetch gives is read in all its ways',
  async (mode) => {
    const { hook, botId, server, portal } = await scene();
    const own: unknown = Reflect.apply(wrapFetch, undefined, [nodeFetch, { mode, warnings: false }]);
    try {
      for (const [name, read] of Object.entries(READS)) {
        for (const dialog of ['1', 'chat999999']) {
          const params = { CLIENT_ID: CLIENT, BOT_ID: botId, DIALOG_ID: dialog, MESSAGE: name };
          const init = {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(params),
          };
          const bare = await nodeFetch(`${hook}imbot.message.add`, init);
          const came: unknown = typeof own === 'function' && (await own(`${hook}imbot.message.add`, init));
          if (!(came instanceof NodeResponse)) return expect.unreachable();
          expect([came.status, came.ok, came.bodyUsed]).toEqual([bare.status, bare.ok, false]);
          expect(came.headers.raw()['content-type']).toEqual(bare.headers.raw()['content-type']);
          const [whole, wanted] = [Object(await read(came)), Object(await bare.json())];
          expect([typeof whole.result, whole.error, whole.time.long]).toEqual([
            typeof wanted.result,
            wanted.error,
            LONG,
          ]);
        }
      }
      expect(portal.snapshot().messages).toHaveLength(2 * Object.keys(READS).length);
    } finally {
      await server.close();
    }
  },
);

it.each(['v1', 'auto'] as const)('mode %s: a wrapper that throws such an answer throws it unread', async (mode) => {
  const { hook, botId, server } = await scene();
  const headers = { 'content-type': 'application/json' };
  const transport = async (method: string, params: object): Promise<unknown> => {
    const answer = await nodeFetch(hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
    if (!answer.ok) throw answer;
    return answer.json();
  };
  const call = wrapCall(transport, { mode, warnings: false, portal: () => hook });
  const params = { CLIENT_ID: CLIENT, BOT_ID: botId, MESSAGE: 'Hi' };
  await call('imbot.message.add', { ...params, DIALOG_ID: '1' });
  const thrown = await call('imbot.message.add', { ...params, DIALOG_ID: 'chat999999' }).catch(
    (error: unknown) => error,
  );
  if (!(thrown instanceof NodeResponse)) return expect.unreachable();
  expect(await thrown.json()).toMatchObject({ error: 'WRONG_REQUEST', time: { long: LONG } });
  await server.close();
});
