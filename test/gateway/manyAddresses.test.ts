import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandlerBook, type HandlerBook } from '../../src/gateway/events/createHandlerBook';
import { MOST_HANDLERS } from '../../src/gateway/events/createHandlerShelf';
import { fileHandlers } from '../../src/gateway/events/fileHandlers';
import type { HandlerPages, RegisteredHandler } from '../../src/gateway/events/HandlerPages';
import { redisHandlers } from '../../src/gateway/events/redisHandlers';
import { manualClock } from '../transport/clocks';
import { startRedis } from '../transport/redis';
import { behindGateway, seeded, send } from './twins';

const redis = await startRedis('a book of thousands of addresses');

const MANY = 2_000;
const HANDLERS = Array.from({ length: MANY }, (_, index) => ({ url: `https://h.example/${index}` }));

describe('a batch that names thousands of addresses', () => {
  it('has them taken up at once, and settled at once: one after the other, everybody waited for the disk', async () => {
    const most = { begin: 0, settle: 0 };
    const open = { begin: 0, settle: 0 };
    const counted = async (what: 'begin' | 'settle'): Promise<void> => {
      open[what] += 1;
      most[what] = Math.max(most[what], open[what]);
      await new Promise(setImmediate);
      open[what] -= 1;
    };
    const handlers = {
      addressOf: ({ url }: { url: string }) => `${url}?through`,
      begin: () => counted('begin'),
      settle: () => counted('settle'),
    };
    const side = await behindGateway({}, { handlers });
    try {
      const { hook, bot, clientId } = seeded(side.portal);
      const commands = new URLSearchParams(
        HANDLERS.slice(0, 40).map(({ url }, index) => [
          `cmd[${index}]`,
          `imbot.command.register?BOT_ID=${bot}&CLIENT_ID=${clientId}&COMMAND=c${index}&LANG[0][LANGUAGE_ID]=en&LANG[0][TITLE]=c&EVENT_COMMAND_ADD=${url}`,
        ]),
      );
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      await send(side.url, `${hook}batch`, { method: 'POST', headers: type, body: commands.toString() });
      expect(most).toEqual({ begin: 40, settle: 40 });
      expect(open).toEqual({ begin: 0, settle: 0 });
      expect(side.portal.snapshot().commands).toHaveLength(40);
    } finally {
      await side.close();
    }
  });

  it('has them written once before it goes out, and once after it', async () => {
    // No write works there, and each is told.
    let writes = 0;
    const pages = fileHandlers(join(tmpdir(), 'imbot-no-such-folder', 'handlers.json'), () => {
      writes += 1;
    });
    const book = createHandlerBook(pages);
    for (const handler of HANDLERS) book.nameOf(handler);
    await Promise.all(HANDLERS.map((handler) => book.begin(handler)));
    expect(writes).toBe(1);
    await Promise.all(HANDLERS.map((handler, index) => book.settle(handler, index % 2 === 0)));
    expect(writes).toBe(2);
  });

  it('finds those on the disk that the portal took, and no others, also where calls settle at different times', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'imbot-many-'));
    try {
      const path = join(folder, 'handlers.json');
      const onDisk = (): string[] =>
        Object.values<{ url?: string }>(JSON.parse(readFileSync(path, 'utf8'))).flatMap(({ url }) => url ?? []);
      const pages = fileHandlers(path, (error) => {
        throw error;
      });
      const book = createHandlerBook(pages);
      const few = HANDLERS.slice(0, 30);
      for (const handler of few) book.nameOf(handler);
      await Promise.all(few.map((handler) => book.begin(handler)));
      // Were the process killed now, the portal might have them.
      expect(onDisk()).toHaveLength(30);
      for (const [index, handler] of few.entries()) {
        const settled = book.settle(handler, index % 3 === 0);
        if (index % 2 === 0) await settled;
      }
      await pages.close();
      const taken = few.filter((_, index) => index % 3 === 0).map(({ url }) => url);
      expect(onDisk().sort()).toEqual(taken.sort());
      const again = createHandlerBook(fileHandlers(path, () => {}));
      for (const [index, handler] of few.entries())
        expect(await again.handlerOf(book.nameOf(handler))).toEqual(index % 3 === 0 ? handler : undefined);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a book of addresses', () => {
  let folder = '';
  let clock = manualClock();
  const ends: (() => unknown)[] = [];
  beforeEach(() => {
    clock = manualClock();
    folder = mkdtempSync(join(tmpdir(), 'imbot-book-'));
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(() => redis?.stop());

  async function taken(book: HandlerBook, handlers: readonly RegisteredHandler[]): Promise<string[]> {
    const names = handlers.map((handler) => book.nameOf(handler));
    await Promise.all(handlers.map((handler) => book.begin(handler)));
    await Promise.all(handlers.map((handler) => book.settle(handler, true)));
    return names;
  }

  const places: readonly (readonly [string, () => HandlerPages])[] = [
    ['in a file', () => fileHandlers(join(folder, 'handlers'), thrown, clock)],
    ...(redis === undefined
      ? []
      : [
          [
            'on Redis',
            () => {
              const client = new Redis(redis.port, '127.0.0.1');
              ends.push(() => client.disconnect());
              return redisHandlers(client, `{${folder}}:handlers`, thrown, clock);
            },
          ] as const,
        ]),
  ];

  describe.each(places)('%s', (_name, make) => {
    it.each([
      ['of a bot on a webhook', { clientId: 'loop' }],
      ['of an application', {}],
    ])(
      'that one bot fills with ever new ones keeps those of the others, and its own newest (%s)',
      async (_whose, named) => {
        const pages = make();
        await pages.ready;
        const book = createHandlerBook(pages);
        const rare = [{ url: 'https://rare.example/?once', clientId: 'rare' }, { url: 'https://rare.example/hook' }];
        const names = await taken(book, rare);
        const own = { url: 'https://loop.example/fixed', ...named };
        const [fixed = ''] = await taken(book, [own]);
        const many = Array.from({ length: MOST_HANDLERS.ofOne + 500 }, (_, index) => ({
          url: `https://loop.example/?${index}`,
          ...named,
        }));
        const looped = await taken(book, many.slice(0, 1_000));
        // An event comes for it meanwhile.
        await clock.advance(100_000);
        expect(await book.handlerOf(fixed)).toEqual(own);
        looped.push(...(await taken(book, many.slice(1_000))));
        await pages.close();

        const after = make();
        await after.ready;
        const again = createHandlerBook(after);
        for (const [index, handler] of rare.entries())
          expect(await again.handlerOf(names[index] ?? '')).toEqual(handler);
        expect(await again.handlerOf(fixed)).toEqual(own);
        expect(await again.handlerOf(looped.at(-1) ?? '')).toEqual(many.at(-1));
        let kept = 0;
        for (const name of looped) if ((await again.handlerOf(name)) !== undefined) kept += 1;
        expect(kept).toBeLessThanOrEqual(MOST_HANDLERS.ofOne);
        expect(kept).toBeGreaterThan(MOST_HANDLERS.ofOne - 10);
      },
    );

    it('tells nobody who names an address what it is called, and calls it the same for good', async () => {
      const pages = make();
      await pages.ready;
      const handler = { url: 'https://bot.example/' };
      const [name = ''] = await taken(createHandlerBook(pages), [handler]);
      await pages.close();
      const again = make();
      await again.ready;
      expect(createHandlerBook(again).nameOf(handler)).toBe(name);
      folder += '-other';
      const stranger = make();
      await stranger.ready;
      expect(createHandlerBook(stranger).nameOf(handler)).not.toBe(name);
      rmSync(folder, { recursive: true, force: true });
      folder = folder.replace('-other', '');
    });
  });

  it('in a file is written for its order once a day, and at the end', async () => {
    let writes = 0;
    const pages = fileHandlers(
      join(folder, 'none', 'handlers'),
      () => {
        writes += 1;
      },
      clock,
    );
    const book = createHandlerBook(pages);
    const [name = ''] = await taken(book, [{ url: 'https://bot.example/' }]);
    const before = writes;
    for (let hour = 0; hour < 30; hour += 1) {
      await book.handlerOf(name);
      await clock.advance(3_600_000);
    }
    expect(writes - before).toBe(1);
    await pages.close();
    expect(writes - before).toBe(2);
    await pages.close();
    expect(writes - before).toBe(2);
  });

  it('of an earlier version is read, and its names stay', async () => {
    const path = join(folder, 'handlers');
    writeFileSync(path, JSON.stringify({ 'h-0123456789abcdef0123': { url: 'https://old.example/', clientId: 'c' } }));
    const pages = fileHandlers(path, thrown);
    const book = createHandlerBook(pages);
    await taken(book, [{ url: 'https://new.example/' }]);
    expect(await createHandlerBook(fileHandlers(path, thrown)).handlerOf('h-0123456789abcdef0123')).toEqual({
      url: 'https://old.example/',
      clientId: 'c',
    });
  });
});

function thrown(error: unknown): never {
  throw error;
}
