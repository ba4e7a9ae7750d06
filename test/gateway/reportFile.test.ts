import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { startProcess } from './startProcess';
import { behindGateway, direct, seeded, send } from './twins';

afterEach(() => {
  vi.unstubAllEnvs();
});

const SECRET = 'a1b2c3d4e5f6g7h8';
/** Addresses that were put together wrongly, so that a secret stands where the name of a method does. */
const WRONG = [`/rest/imbot.${SECRET}?auth=t`, `/rest/1/s/imbot.message.${SECRET}`, `/rest/1/s/imbot.${SECRET}.json`];

it('the report of a gateway names what is a name, and sums up the rest', async () => {
  const side = await behindGateway();
  try {
    const { hook } = seeded(side.portal);
    for (const path of [...WRONG, `${hook}imbot.bot.list`, `${hook}imbot.message.ad`]) await send(side.url, path);
    const { methods } = side.gateway.report();
    expect(JSON.stringify(methods)).not.toContain(SECRET);
    expect(Object.entries(methods).map(([name, { calls }]) => [name, calls])).toEqual([
      ['(other)', WRONG.length + 1],
      ['imbot.bot.list', 1],
    ]);
  } finally {
    await side.close();
  }
});

it('so does the file of IMBOT_COMPAT_REPORT, which it writes as it ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imbot-report-'));
  const side = await direct();
  try {
    const file = join(folder, 'usage.json');
    vi.stubEnv('IMBOT_COMPAT_REPORT', file);
    const { child, url } = await startProcess('--portal', side.url);
    const { hook } = seeded(side.portal);
    for (const path of [...WRONG, `${hook}imbot.bot.list`]) await send(url, path);
    child.kill('SIGTERM');
    await once(child, 'exit');
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(SECRET);
    expect(Object.keys(JSON.parse(text).methods)).toEqual(['(other)', 'imbot.bot.list']);
  } finally {
    await side.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
