import { existsSync } from 'node:fs';
import { type Browser, chromium as playwright } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const path = PLACES.find((place) => existsSync(place));

/** Whether there is a browser; a missing one is a failure where IMBOT_REQUIRE names chromium. */
export const hasChromium = path !== undefined || process.env['IMBOT_REQUIRE']?.includes('chromium') === true;

export function startChromium(): Promise<Browser> {
  if (path === undefined) throw new Error('chromium is required and not installed');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
  return playwright.launch({ executablePath: path, headless: true, args });
}
