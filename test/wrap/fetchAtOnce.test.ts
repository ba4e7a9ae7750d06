import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wrapFetch } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

const ADD = 'imbot.message.add';
const JSON_TYPE = { 'content-type': 'application/json' };
const MODES = ['bare', 'v1', 'audit', 'auto', 'v2'] as const;
type Mode = (typeof MODES)[number];
type Fetch = typeof globalThis.fetch;

let scene: Scene;
let asked: string[];
beforeEach(async () => {
  scene = await setScene('webhook');
  asked = [];
});
afterEach(() => scene.server.close());

const recording: Fetch = (input, init) => {
  asked.push(input instanceof Request ? input.url : String(input));
  return fetch(input, init);
};
const wrapped = (mode: Mode): Fetch => (mode === 'bare' ? recording : wrapFetch(recording, { mode, warnings: false }));
const text = (MESSAGE: string): string =>
  JSON.stringify({ BOT_ID: scene.botId, CLIENT_ID: CLIENT, DIALOG_ID: `chat${scene.chatId}`, MESSAGE });
const stored = (): unknown[] => scene.portal.snapshot().messages.map((message) => message.text);
const init = (body: BodyInit): RequestInit => ({ method: 'POST', headers: JSON_TYPE, body });

/** Each calls and changes what it gave at once. */
const REUSED: Readonly<Record<string, (own: Fetch) => Promise<Response>>> = {
  Headers(own) {
    const headers = new Headers(JSON_TYPE);
    const answer = own(scene.hook + ADD, { method: 'POST', headers, body: text('as it was') });
    headers.set('content-type', 'text/plain');
    return answer;
  },
  'a list of headers'(own) {
    const headers: [string, string][] = [['content-type', 'application/json']];
    const answer = own(scene.hook + ADD, { method: 'POST', headers, body: text('as it was') });
    headers[0] = ['content-type', 'text/plain'];
    return answer;
  },
  'a Buffer'(own) {
    const body = Buffer.from(text('as it was'));
    const answer = own(scene.hook + ADD, init(body));
    body.fill(0x20);
    return answer;
  },
  'an ArrayBuffer'(own) {
    const body = new TextEncoder().encode(text('as it was')).buffer;
    const answer = own(scene.hook + ADD, init(body));
    new Uint8Array(body).fill(0x20);
    return answer;
  },
  'the headers of a Request'(own) {
    const request = new Request(scene.hook + ADD, init(text('as it was')));
    const answer = own(request);
    request.headers.set('content-type', 'text/plain');
    return answer;
  },
};

describe('what fetch was given counts as it stands then', () => {
  const cells = Object.keys(REUSED).flatMap((name) => MODES.map((mode) => [name, mode] as const));
  it.each(cells)('%s, %s', async (name, mode) => {
    const body = await (await REUSED[name]?.(wrapped(mode)))?.json();
    expect(body).toMatchObject({ result: expect.any(Number) });
    expect(stored()).toEqual(['as it was']);
  });
});

/** Ways to say one thing. */
const WAYS: readonly ((own: Fetch, body: string) => Promise<Response>)[] = [
  (own, body) => own(new Request(scene.hook + ADD, init(body))),
  (own, body) => own(scene.hook + ADD, init(body)),
  (own, body) => own(new URL(scene.hook + ADD), { method: 'POST', body: new URLSearchParams(JSON.parse(body)) }),
  (own, body) => own(new Request(scene.hook + ADD), init(body)),
  (own, body) => own(new Request(`${scene.hook}${ADD}?${new URLSearchParams(JSON.parse(body))}`)),
  (own, body) => own(`${scene.hook}${ADD}?${new URLSearchParams(JSON.parse(body))}`),
];

describe('calls that nobody waits for leave in the order in which they were made', () => {
  it.each(MODES.flatMap((mode) => [0, 1, 2, 3, 4, 5].map((from) => [mode, from] as const)))(
    '%s, %s first',
    async (mode, from) => {
      const order: string[] = [];
      /** Answers at once, so that nothing but the order of departure counts. */
      const seen: Fetch = async (input, given) => {
        const request = new Request(input, given);
        if (/imbot\.v2\.(Rev|Bot)/.test(request.url)) return fetch(request);
        const place = order.push('') - 1;
        const said = decodeURIComponent(request.url) + (await request.text());
        order[place] = /say-(\d)/.exec(said)?.[1] ?? said;
        return new Response(request.url.includes('.v2.') ? '{"result":{"id":7}}' : '{"result":7}');
      };
      const own = mode === 'bare' ? seen : wrapFetch(seen, { mode, warnings: false });
      const turned = [...WAYS.slice(from), ...WAYS.slice(0, from)];
      await Promise.all(turned.map((way, at) => way(own, text(`say-${at}`))));
      expect(order).toEqual(['0', '1', '2', '3', '4', '5']);
    },
  );
});

describe('a Request', () => {
  it.each(MODES)('is used up: it cannot be sent twice (%s)', async (mode) => {
    const own = wrapped(mode);
    const request = new Request(scene.hook + ADD, init(text('once')));
    const answer = own(request);
    expect(request.bodyUsed).toBe(true);
    await answer;
    await expect(own(request)).rejects.toBeInstanceOf(TypeError);
    expect(stored()).toEqual(['once']);
  });

  it('whose body does not end holds nobody back for longer than two seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const seen: string[] = [];
      const own = wrapFetch(
        async (input) => {
          seen.push(String(input));
          return new Response('{"result":{"id":7}}');
        },
        { mode: 'v2', warnings: false },
      );
      const body = new ReadableStream({ pull: () => new Promise(() => {}) });
      void own(new Request(scene.hook + ADD, { method: 'POST', body, duplex: 'half' } as RequestInit));
      const second = own(scene.hook + ADD, init(text('behind it')));
      await vi.advanceTimersByTimeAsync(1_999);
      expect(seen).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect((await second).status).toBe(200);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('what is no call of imbot', () => {
  it.each(['https://example.com/', 'https://acme.bitrix24.com/rest/1/s/im.message.add', 'https://example.com/batch'])(
    '%s is handed on at once, as it is',
    async (url) => {
      const answer = Promise.resolve(new Response(''));
      const given: unknown[] = [];
      const own = wrapFetch((...all) => {
        given.push(all);
        return answer;
      });
      const options = { headers: new Headers() };
      for (const to of [url, new URL(url), new Request(url)]) {
        expect(own(to, options)).toBe(answer);
        expect(given.pop()).toEqual([to, options]);
        expect(own(to, options)).toBe(answer);
        const [first, second] = given.pop() as unknown[];
        expect([first === to, second === options]).toEqual([true, true]);
      }
    },
  );

  it('rejects as fetch does where there is no address', async () => {
    const own = wrapFetch(fetch, { warnings: false });
    const symbol = Symbol('no address') as unknown as string;
    const work = own(symbol);
    await expect(work).rejects.toBeInstanceOf(TypeError);
  });
});
