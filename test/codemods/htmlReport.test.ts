import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport, rewrite } from '../../codemods/index';
import { hasChromium, startChromium } from '../examples/chromium';
import { workspace } from './workspace';

const EXAMPLE = join(import.meta.dirname, '../../examples/legacy-bot');
const DOCS = join(import.meta.dirname, '../../docs');
/** Names that would break a page that does not escape them. */
const HOSTILE = `export async function run(call) {
  await call('imbot.bot.list', { NAME: '</script><img src=x onerror="document.title = 1">' });
}
`;

interface Opened {
  readonly page: Page;
  /** Errors and warnings of the page, requests that it made. */
  readonly trouble: string[];
}

describe.skipIf(!hasChromium)('the HTML report in a browser without a network', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function opened(colorScheme: 'light' | 'dark', cwd: string, paths: readonly string[] = []): Promise<Opened> {
    const { report } = await rewrite({ cwd, paths });
    const file = join(workspace(), 'report.html');
    writeFileSync(file, renderReport(report, 'html'));
    const context = await browser.newContext({ colorScheme, offline: true, viewport: { width: 1200, height: 900 } });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') || !request.isNavigationRequest()) trouble.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, trouble };
  }

  const visible = (page: Page) => page.locator('article:visible');

  it('filters by text, by state and by a click on a method or file', async () => {
    const { page, trouble } = await opened('light', EXAMPLE, ['bot.js', 'callBitrix.js', 'keyboards.js']);
    const all = await visible(page).count();
    expect(all).toBeGreaterThan(15);
    expect(await page.locator('#shown').textContent()).toBe(`${all} shown`);

    const search = page.getByRole('searchbox');
    await search.fill('imbot.message.update');
    const updates = await visible(page).count();
    expect(updates).toBe(3);
    await search.fill('imbot.message.update no-bot-id');
    expect(await visible(page).count()).toBe(1);
    await search.fill('nothing of the kind');
    expect(await page.locator('#none').isVisible()).toBe(true);
    await search.fill('');

    const changed = page.getByRole('checkbox', { name: /^changed/ });
    await changed.uncheck();
    const left = await visible(page).count();
    expect(left).toBeGreaterThan(0);
    expect(await page.locator('article:visible[data-state=done]').count()).toBe(0);
    await changed.check();
    expect(await visible(page).count()).toBe(all);

    const method = page.getByRole('button', { name: /^imbot\.message\.update/ });
    await method.click();
    expect([await visible(page).count(), await method.getAttribute('aria-pressed')]).toEqual([updates, 'true']);
    await page.keyboard.press('Enter');
    expect(await visible(page).count()).toBe(all);
    expect(trouble).toEqual([]);
  });

  it('shows source as text, whatever it holds', async () => {
    const { page, trouble } = await opened('light', workspace({ 'a.js': HOSTILE }));
    expect(await page.title()).toBe('imbot v1 → imbot.v2: 1 site');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('pre').first().textContent()).toContain('</script><img');
    expect(trouble).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is readable in %s, and no wider than a phone', async (scheme) => {
    const { page } = await opened(scheme, EXAMPLE, ['bot.js', 'callBitrix.js', 'keyboards.js']);
    const [ground, text] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color];
    });
    expect([ground, text]).toEqual(
      scheme === 'light' ? ['rgb(255, 255, 255)', 'rgb(28, 33, 40)'] : ['rgb(13, 17, 23)', 'rgb(230, 237, 243)'],
    );
    const file = join(DOCS, `report-${scheme}.png`);
    // Taken anew on request only: fonts differ from machine to machine.
    await page.getByRole('button', { name: /^imbot\.message\.update/ }).click();
    if (process.env.IMBOT_SCREENSHOTS) await page.screenshot({ path: file });
    expect(existsSync(file)).toBe(true);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
