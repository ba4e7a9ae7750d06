import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { hasChromium, startChromium } from './chromium';

it.skipIf(!hasChromium)('the page calls v1 and the portal hears v2', async () => {
  const file = fileURLToPath(new URL('../../examples/page.js', import.meta.url));
  const server = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      lines.push(line);
      const found = /^Open (\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector('#log')?.textContent?.includes('done'));
    const log = await page.textContent('#log');
    expect(log?.trim().split('\n')).toEqual(['message 10001', 'edit true', 'foreign CANT_EDIT_MESSAGE', 'done']);
    expect(errors).toEqual([]);
    await expect.poll(() => lines).toContain('200 imbot.v2.Chat.Message.send');
    expect(lines.join('\n')).not.toMatch(/imbot\.(?!v2)/);
  } finally {
    await browser.close();
    server.kill();
  }
});
