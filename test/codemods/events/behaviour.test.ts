import http from 'node:http';
import { createRequire } from 'node:module';
import qs from 'qs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { share } from '../../sample';
import { type Happening, happeningsOf } from './happenings';
import { loadFixture } from './loadFixture';

// Fixtures print, as handlers do.
beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));

const IDS = [5, 99, 101, 701561];
const FORM = 'application/x-www-form-urlencoded';

type Loaded = Record<string, unknown>;
type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => void;

interface Shape {
  readonly file: string;
  /** Hands forms to the module, one after the other. */
  readonly deliver: (module: Loaded, forms: readonly string[]) => Promise<void>;
  /** Keys of what was seen that v2 cannot give, reported as lost. */
  readonly lost?: readonly string[];
  /** v1 deliveries are no longer understood. */
  readonly rewritten?: boolean;
}

function called(module: Loaded, name: string): (...args: unknown[]) => unknown {
  const found = module[name];
  if (typeof found !== 'function') throw new Error(`no ${name}`);
  return (...args) => found(...args);
}

/** Over a socket, so that the framework's own parser reads the form. */
async function overHttp(listener: Listener, forms: readonly string[]): Promise<void> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  for (const body of forms) {
    const answer = await fetch(`http://127.0.0.1:${port}/bot`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body,
    });
    await answer.text();
    expect(answer.status).toBe(200);
  }
  await new Promise((resolve) => server.close(resolve));
}

const express = async (module: Loaded, forms: readonly string[]) => {
  const app = called(module, 'app');
  await overHttp((request, response) => void app(request, response), forms);
};

const server = async ({ server: made }: Loaded, forms: readonly string[]) => {
  if (!(made instanceof http.Server)) throw new Error('no server');
  await overHttp((request, response) => void made.emit('request', request, response), forms);
};

const handle =
  (parse: (form: string) => unknown) =>
  async (module: Loaded, forms: readonly string[]): Promise<void> => {
    for (const form of forms) await called(module, 'handle')(parse(form));
  };

const fetchHandler = async (module: Loaded, forms: readonly string[]) => {
  for (const body of forms)
    await called(
      module,
      'POST',
    )(new Request('http://bot.example/bot', { method: 'POST', headers: { 'content-type': FORM }, body }));
};

const SHAPES: Readonly<Record<string, Shape>> = {
  'express5-inline': { file: 'bot.js', deliver: express },
  'express4-commonjs': { file: 'bot.js', deliver: express },
  'express-rewritten': { file: 'bot.js', deliver: express, rewritten: true },
  'fastify-table': {
    file: 'bot.js',
    deliver: async ({ app }, forms) => {
      for (const payload of forms) {
        const answer = await inject(app, { method: 'POST', url: '/bot', headers: { 'content-type': FORM }, payload });
        expect(answer).toBe(200);
      }
    },
  },
  'fetch-handler': { file: 'route.ts', deliver: fetchHandler },
  'flat-rewritten': { file: 'route.js', deliver: fetchHandler, rewritten: true },
  'raw-http': { file: 'server.cjs', deliver: server },
  'raw-http-rewritten': { file: 'server.cjs', deliver: server, rewritten: true },
  'flat-regexp': { file: 'handle.js', deliver: handle((form) => form) },
  'flat-name-passed-on': { file: 'handle.js', deliver: handle((form) => form) },
  destructured: { file: 'handle.js', deliver: handle(nested) },
  'destructured-rewritten': { file: 'handle.js', deliver: handle(nested), rewritten: true },
  'nest-class': {
    file: 'bot.controller.ts',
    deliver: async (module, forms) => {
      const { BotController } = module;
      if (typeof BotController !== 'function') throw new Error('no controller');
      const controller: unknown = Reflect.construct(BotController, []);
      if (typeof controller !== 'object' || controller === null) throw new Error('no controller');
      for (const form of forms) await Reflect.get(controller, 'receive').call(controller, nested(form));
      module['seen'] = Reflect.get(controller, 'seen');
    },
    lost: ['users', 'notice'],
  },
};

function nested(form: string): unknown {
  return qs.parse(form, { parseArrays: false, depth: 10 });
}

async function inject(app: unknown, request: object): Promise<number> {
  const send: unknown = typeof app === 'object' && app !== null ? Reflect.get(app, 'inject') : undefined;
  if (typeof send !== 'function') throw new Error('no fastify');
  const { statusCode }: { statusCode: number } = await send.call(app, request);
  return statusCode;
}

async function seenBy(name: string, part: 'input' | 'output', forms: readonly string[]): Promise<unknown> {
  const shape = SHAPES[name];
  if (!shape) throw new Error(name);
  const module = await loadFixture(name, part, shape.file);
  await shape.deliver(module, forms);
  return JSON.parse(JSON.stringify(module['seen']), (key, value) => (shape.lost?.includes(key) ? undefined : value));
}

const forms = (all: readonly Happening[], generation: 'v1' | 'v2') => all.flatMap((one) => one[generation]);

describe.each(Object.keys(SHAPES))('%s sees of v2 what it saw of v1', (name) => {
  it.each(share(IDS, 2, { turn: Object.keys(SHAPES).indexOf(name) }))('as bot %i', async (id) => {
    const all = happeningsOf(id);
    const before = await seenBy(name, 'input', forms(all, 'v1'));
    expect(before).not.toEqual([]);
    expect(await seenBy(name, 'output', forms(all, 'v2'))).toEqual(before);
  });
});

const ADAPTED = Object.keys(SHAPES).filter((name) => !SHAPES[name]?.rewritten);

it.each(ADAPTED)('%s, with the adapter under it, sees v1 as before', async (name) => {
  const all = forms(happeningsOf(101), 'v1');
  expect(await seenBy(name, 'output', all)).toEqual(await seenBy(name, 'input', all));
});

describe('four ways to find the bot', () => {
  const load: NodeJS.Require = createRequire(import.meta.url);
  const parsers = { express: load('express'), express4: load('express4') };

  async function found(
    name: string,
    part: 'input' | 'output',
    parser: keyof typeof parsers,
    body = '',
  ): Promise<unknown[]> {
    const module = await loadFixture(name, part, 'handle.js');
    const app = parsers[parser]();
    app.use(parsers[parser].urlencoded({ extended: true })).post('/bot', called(module, 'handle'));
    await overHttp(app, [body]);
    const { seen } = module;
    if (!Array.isArray(seen)) throw new Error('nothing seen');
    return seen;
  }

  /** The old handler finds it by some of the ways, which depends on the parser; never another bot. */
  function foundByOld(seen: readonly unknown[]): unknown[] {
    return [...new Set(seen.slice(0, 2).flat(2))].filter((one) => one !== undefined);
  }

  describe.each(['express', 'express4'] as const)('%s', (parser) => {
    it.each(IDS)('bot %i, by the adapter', async (id) => {
      const said = happeningsOf(id).find(({ name }) => name === 'a mention in a group');
      const own = String(id);
      const [ways, each, text] = await found('four-ways', 'output', parser, said?.v2[0]);
      expect([ways, each]).toEqual([[own, own, own], [own]]);
      const old = await found('four-ways', 'input', parser, said?.v1[0]);
      expect(text).toBe(old[2]);
      expect(foundByOld(old)).toEqual([own]);
    });

    it.each(IDS)('bot %i, rewritten', async (id) => {
      const joined = happeningsOf(id).find(({ name }) => name === 'joining in private');
      const own = String(id);
      const [ways, each, user, key] = await found('bots-rewritten', 'output', parser, joined?.v2[0]);
      expect([ways, each, key]).toEqual([[own, own, own, own], [own, own, own], own]);
      const old = await found('bots-rewritten', 'input', parser, joined?.v1[0]);
      expect(user).toBe(old[2]);
      expect(foundByOld(old)).toEqual([own]);
    });
  });
});
