import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHandlerBook } from '../../src/gateway/events/createHandlerBook';
import { fileHandlers } from '../../src/gateway/events/fileHandlers';
import { behindGateway, seeded, send } from './twins';

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
        Object.values<{ url: string }>(JSON.parse(readFileSync(path, 'utf8'))).map(({ url }) => url);
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
