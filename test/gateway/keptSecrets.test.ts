import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { startProcess } from './startProcess';
import { direct, seeded, send } from './twins';
import { until } from './until';

it('tokens of callers are not kept in memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imbot-heap-'));
  const side = await direct();
  vi.stubEnv('NODE_OPTIONS', `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`);
  try {
    const { child, url } = await startProcess('--portal', side.url);
    const { hook, bot } = seeded(side.portal);
    for (let index = 0; index < 20; index += 1) await send(url, `/rest/imbot.bot.list?auth=token-of-nobody-${index}`);
    for (let index = 0; index < 50; index += 1) await send(url, `${hook}imbot.bot.list?BOT_ID=${bot}`);
    child.kill('SIGUSR2');
    // It is written piece by piece.
    await until(() => heapIn(folder).endsWith('}'));
    expect(heapIn(folder)).toContain('imbot.bot.list');
    expect([...new Set(heapIn(folder).match(/token-of-nobody-\d+/g))]).toEqual([]);
    child.kill('SIGTERM');
  } finally {
    vi.unstubAllEnvs();
    await side.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

function heapIn(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.heapsnapshot'));
  return names.map((name) => readFileSync(join(folder, name), 'latin1').trimEnd()).join('');
}
