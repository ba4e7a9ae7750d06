import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scene, setScene } from '../facades/scenario';
import { bundle } from './bundle';

const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const required = (process.env.IMBOT_REQUIRE ?? '').includes('chromium');
const present = existsSync(EXECUTABLE);
const LIMIT = 39_300;
/** What only Node, documents and tools, or wrappers of one's own need. */
const NOT_IN_PAGES = [
  'engine/isUsageReport',
  'engine/mergeReports',
  'engine/observe',
  'engine/reportAtExit',
  'engine/reportLock',
  'map/advice',
  'map/differences',
  'map/facts',
  'wrap/layoutChecks',
  'wrap/reportedEngine',
];

describe('the bundle of bx24', () => {
  it('holds no Node built-in, nothing that a page has no use for, and at most 39.3 kB minified and gzipped', async () => {
    const { minified, gzipped, imports, code } = await bundle('src/bx24/index.ts');
    console.log(`bx24: ${minified} bytes minified, ${gzipped} bytes gzipped`);
    expect(gzipped).toBeLessThanOrEqual(LIMIT);
    expect(imports.filter((path) => /^node:|node_modules|undici|zod/.test(path))).toEqual([]);
    expect(imports.filter((path) => NOT_IN_PAGES.some((name) => path === `src/${name}.ts`))).toEqual([]);
    expect(code).not.toMatch(/\brequire\(|getBuiltinModule|node:fs|diagnostics_channel/);
    // A text of wrapCall's alone.
    expect(code).not.toContain('Correct `params` in the layout');
  });

  it('keeps wrap, translate, values and events free of Node built-ins too', async () => {
    for (const entry of ['wrap', 'translate', 'values', 'events']) {
      const { imports } = await bundle(`src/${entry}/index.ts`);
      expect(imports.filter((path) => /^node:|undici/.test(path))).toEqual([]);
    }
  });
});

if (!present && !required) {
  it.skip(`a real page: no Chromium at ${EXECUTABLE}, so nothing was tried (apt-get install chromium)`, () => {});
} else {
  describe('BX24 in a page', pageTests);
}

function pageTests(): void {
  let context: BrowserContext;
  let script: string;
  let profile: string;

  beforeAll(async () => {
    if (!present) throw new Error(`IMBOT_REQUIRE wants Chromium, and there is none at ${EXECUTABLE}`);
    script = (await bundle('src/bx24/index.ts')).code;
    profile = mkdtempSync(join(tmpdir(), 'imbot-page-'));
    context = await chromium.launchPersistentContext(profile, {
      executablePath: EXECUTABLE,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
  });

  afterAll(async () => {
    await context?.close();
    if (profile) rmSync(profile, { recursive: true, force: true });
  });

  it.each(['v1', 'v2', 'auto'])('sends, batches and fails in mode %s', async (mode) => {
    const scene = await setScene('oauth');
    const server = await servePage(scene, script);
    const page = await context.newPage();
    const complaints = listen(page);
    try {
      await page.goto(`${server.url}/?token=${scene.application.tokens().access_token}&mode=${mode}`);
      const seen = await page.evaluate(play, { botId: scene.botId, dialogId: `chat${scene.chatId}` });
      expect(seen).toEqual({
        sent: 10001,
        failed: { ex: { error: 'WITHOUT_CHANGES', error_description: expect.any(String) }, text: true },
        list: [10002, 'WITHOUT_CHANGES', true, '2026-01-15T10:00:00.000Z'],
        map: { first: 10003, second: true },
        halted: ['ACCESS_ERROR', 'nothing'],
        untouched: '2026-01-15T10:00:00.000Z',
        domain: server.url.replace('http://', ''),
      });
      expect(complaints).toEqual([]);
      const generations = new Set(scene.portal.requests.map(({ generation }) => generation));
      expect(generations.has('v2')).toBe(mode !== 'v1');
      // A call whose answer hangs on a refusal stays v1 in mode auto: a page shows too little of one.
      expect(generations.has('v1')).toBe(mode !== 'v2');
      expect(scene.portal.snapshot().messages.map(({ text }) => text)).toEqual(['Hi from a page', 'Listed', 'Mapped']);
    } finally {
      await page.close();
      await server.close();
      await scene.server.close();
    }
  });
}

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Chromium itself notes every answer that is no 2xx.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return complaints;
}

interface Wanted {
  botId: number;
  dialogId: string;
}

/** Runs in the page; nothing of this file is there. */
async function play({ botId, dialogId }: Wanted): Promise<unknown> {
  interface Result {
    data(): unknown;
    error(): { ex: { error: string; error_description: string } } | undefined;
  }
  interface PageBX24 {
    getDomain(): string;
    callMethod(method: string, params: object, callback: (result: Result) => void): void;
    callBatch(calls: object, callback: (results: object) => void, halt?: boolean): void;
  }
  const BX24: PageBX24 = Reflect.get(window, 'BX24');
  const call = (method: string, params: object): Promise<Result> =>
    new Promise((resolve) => BX24.callMethod(method, params, resolve));
  const batch = (calls: object, halt = false): Promise<object> =>
    new Promise((resolve) => BX24.callBatch(calls, resolve, halt));
  const read = (result: Result | undefined): unknown =>
    result === undefined ? 'nothing' : (result.error()?.ex.error ?? result.data());

  const keyboard = [{ TEXT: 'One', COMMAND: 'one' }, { TYPE: 'NEWLINE' }, { TEXT: 'Two', COMMAND: 'two', BLOCK: 'Y' }];
  const message = {
    BOT_ID: botId,
    DIALOG_ID: dialogId,
    MESSAGE: 'Hi from a page',
    URL_PREVIEW: 'N',
    KEYBOARD: keyboard,
  };
  const sent = await call('imbot.message.add', message);
  const failed = await call('imbot.message.like', { BOT_ID: botId, MESSAGE_ID: 999, ACTION: 'plus' });
  const list = await batch([
    ['imbot.message.add', { BOT_ID: botId, DIALOG_ID: dialogId, MESSAGE: 'Listed' }],
    { method: 'imbot.message.like', params: { BOT_ID: botId, MESSAGE_ID: 999, ACTION: 'plus' } },
    ['imbot.message.like', { BOT_ID: botId, MESSAGE_ID: '$result[0]', ACTION: 'plus' }],
    ['server.time', {}],
  ]);
  const map = await batch({
    first: ['imbot.message.add', { BOT_ID: botId, DIALOG_ID: dialogId, MESSAGE: 'Mapped' }],
    second: { method: 'imbot.chat.sendTyping', params: { BOT_ID: botId, DIALOG_ID: dialogId } },
  });
  const halted = await batch(
    [
      ['imbot.chat.updateTitle', { BOT_ID: botId, CHAT_ID: 424242, TITLE: 'X' }],
      ['imbot.message.add', { BOT_ID: botId, DIALOG_ID: dialogId, MESSAGE: 'Never' }],
    ],
    true,
  );
  const error = failed.error();
  return {
    sent: read(sent),
    failed: { ex: error?.ex, text: String(error).includes('WITHOUT_CHANGES') || Object.keys(error ?? {}).length === 2 },
    list: Object.values(list).map(read),
    map: Object.fromEntries(Object.entries(map).map(([key, result]) => [key, read(result)])),
    halted: [0, 1].map((index) => read(Reflect.get(halted, index))),
    untouched: read(await call('server.time', {})),
    domain: BX24.getDomain(),
  };
}

const PAGE = `<!doctype html><title>bx24</title><script src="/bx24.js"></script><script type="module">
import { createStandIn } from '/standIn.js';
const query = new URLSearchParams(location.search);
window.BX24 = imbotCompatBX24.wrapBX24(createStandIn(location.origin, query.get('token')), {
  mode: query.get('mode'),
  warnings: false,
});
</script>`;

/** A page, its scripts, and the portal behind the same origin. */
async function servePage(scene: Scene, script: string): Promise<{ url: string; close: () => Promise<void> }> {
  const files: Record<string, [type: string, text: string]> = {
    '/': ['text/html', PAGE],
    '/bx24.js': ['text/javascript', script],
    '/standIn.js': ['text/javascript', readFileSync('test/bx24/standIn.js', 'utf8')],
    '/favicon.ico': ['image/x-icon', ''],
  };
  const server: Server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://page');
    const file = files[url.pathname];
    if (file) {
      outgoing.writeHead(200, { 'content-type': file[0] }).end(file[1]);
      return;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const answer = await fetch(scene.server.url + (incoming.url ?? ''), {
      method: incoming.method ?? 'GET',
      headers: { 'content-type': incoming.headers['content-type'] ?? '' },
      body: Buffer.concat(chunks),
    });
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
