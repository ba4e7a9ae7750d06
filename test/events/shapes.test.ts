import { createServer, type IncomingMessage, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventHandler, decodeEvent } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v1Body, v2Data, webhookBody } from './samples';

// It brings no types.
const { formidable }: { formidable(): { parse(request: IncomingMessage): Promise<[Record<string, string[]>]> } } =
  createRequire(import.meta.url)('formidable');

const V1 = httpBuildQuery(v1Body([5, 701561]));
const V2 = httpBuildQuery(webhookBody('ONIMBOTV2MESSAGEADD', filed()));

function filed(): Record<string, unknown> {
  const data = v2Data('ONIMBOTV2MESSAGEADD', 'group');
  data['message'] = { ...Object(data['message']), params: { FILE_ID: ['138'], LIST: ['1', '2'] } };
  return data;
}

function pairsOf(form: string): [string, string][] {
  return [...new URLSearchParams(form)];
}

/** What body parsers make of one form. */
const parsers: Record<string, (form: string) => unknown> = {
  'arrays of one under bracket keys (formidable 3)': (form) =>
    Object.fromEntries(pairsOf(form).map(([key, value]) => [key, [value]])),
  'texts under bracket keys (formidable 2, @fastify/formbody)': (form) => Object.fromEntries(pairsOf(form)),
  'an object without prototype (multer, querystring)': (form) =>
    Object.assign(Object.create(null), Object.fromEntries(pairsOf(form))),
  'pairs (busboy)': (form) => new Map(pairsOf(form)),
  'a FormData': (form) => {
    const data = new FormData();
    for (const [key, value] of pairsOf(form)) data.append(key, value);
    return data;
  },
};

describe('the same event from', () => {
  it.each(Object.entries(parsers))('%s', (_, parse) => {
    for (const form of [V1, V2]) expect(decodeEvent(parse(form))).toEqual(decodeEvent(form));
  });

  it('formidable 3 itself, form and multipart', async () => {
    const bodies: unknown[] = [];
    const server = createServer((incoming, response) => {
      formidable()
        .parse(incoming)
        .then(([fields]) => {
          bodies.push(fields);
          response.end();
        })
        .catch(() => response.end());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void server.close());
    const address: AddressInfo | string | null = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const boundary = 'xYzXyZ';
    const parts = pairsOf(V2).map(
      ([key, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
    );
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', V2],
      [`multipart/form-data; boundary=${boundary}`, `${parts.join('')}--${boundary}--\r\n`],
    ] as const) {
      await new Promise<void>((resolve) => {
        const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
        request({ port, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
          answer.resume();
          answer.on('end', () => resolve());
        }).end(body);
      });
    }
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(decodeEvent(body)).toEqual(decodeEvent(V2));
  });
});

describe('a list stays a list', () => {
  it.each<[string, unknown, unknown]>([
    ['of one, in JSON', JSON.stringify({ event: 'X', data: { LIST: ['1'] } }), { LIST: ['1'] }],
    ['of one, parsed by others', { event: 'X', data: { LIST: ['1'] } }, { LIST: ['1'] }],
    ['of one, in a form', 'event=X&data[LIST][0]=1', { LIST: ['1'] }],
    ['of one, pushed, in a form', 'event=X&data[LIST][]=1', { LIST: ['1'] }],
    ['of one, under a number, in arrays of one', { event: ['X'], 'data[LIST][0]': ['1'] }, { LIST: ['1'] }],
    ['of one, pushed, in arrays of one', { event: ['X'], 'data[LIST][]': ['1'] }, { LIST: ['1'] }],
    ['of two, pushed, in arrays of one', { event: ['X'], 'data[LIST][]': ['1', '2'] }, { LIST: ['1', '2'] }],
    ['of several values of one name', { event: ['X'], 'data[A]': ['1', '2'] }, { A: ['1', '2'] }],
    ['beside an event that is a text', { event: 'X', 'data[A]': ['1'] }, { A: ['1'] }],
  ])('%s', (_, body, data) => {
    expect(decodeEvent(body)).toMatchObject({ event: 'X', data });
  });

  it('and an event that is one is none', () => {
    for (const body of [{ event: ['X', 'Y'] }, { event: [['X']] }, { event: [] }, 'event[]=X']) {
      expect(decodeEvent(body).problem).toBe('not-an-event');
    }
  });
});

describe('waitUntil', () => {
  const worked: unknown[] = [];
  const context = {
    waitUntil(work: Promise<unknown>): void {
      // Workers refuse one that is torn off its object.
      if (this !== context) throw new TypeError('Illegal invocation');
      worked.push(work);
    },
  };
  const hono = {
    req: {},
    get executionCtx() {
      return context;
    },
  };
  const honoInNode = {
    req: {},
    get executionCtx(): never {
      throw new Error('This context has no ExecutionContext');
    },
  };
  const held: Record<string, unknown[]> = {
    'the second argument': [context],
    'the third, behind the environment of Workers': [{ KV: {}, TOKEN: 'x' }, context],
    'the third, behind nothing': [undefined, context],
    'the environment object of EventContext (Pages)': [{ ...{ request: null, env: {} }, waitUntil: context.waitUntil }],
    'a context of Hono': [hono],
    'a context inside (Vercel, SvelteKit)': [{ params: {}, platform: { context } }],
    'info of Deno, then a context': [{ remoteAddr: {} }, context],
  };

  it.each(Object.entries(held).filter(([name]) => !name.includes('Pages')))('is found in %s', async (_, args) => {
    worked.length = 0;
    const handler = createEventHandler({
      applicationToken: 'APPTOK',
      answer: 'first',
      on: { ONIMBOTMESSAGEADD: () => {} },
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const post = () => new Request('https://bot.example/bot', { method: 'POST', headers, body: V2 });
    expect((await Reflect.apply(handler, undefined, [post(), ...args])).status).toBe(200);
    expect(worked).toHaveLength(1);
    expect(await worked[0]).toBe('handled');
  });

  it.each<[string, unknown[]]>([
    ['nothing', []],
    ['parameters of a route', [{ params: Promise.resolve({}) }]],
    ['texts and nulls', ['x', null, 1]],
    ['a context that throws (Hono in Node)', [honoInNode]],
    ['a waitUntil that is no function', [{ waitUntil: 'x' }]],
  ])('may be missing: %s', async (_, args) => {
    const handler = createEventHandler({ applicationToken: 'APPTOK', answer: 'first', on: { '*': () => {} } });
    const post = new Request('https://bot.example/bot', { method: 'POST', body: V2 });
    expect((await Reflect.apply(handler, undefined, [post, ...args])).status).toBe(200);
    await handler.settled();
  });
});
