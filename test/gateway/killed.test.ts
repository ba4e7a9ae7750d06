import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import { bundled } from '../bundled';
import { direct, type Side, seeded, send } from './twins';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(side: Side): Promise<{ child: ChildProcess; url: string }> {
  const options = [bundled('cli/main.ts'), 'gateway', '--portal', side.url, '--listen', '127.0.0.1:0'];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'ignore', 'pipe'] });
  ends.push(() => child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve) => {
    child.stderr?.on('data', (chunk) => {
      const found = /"url":"([^"]+)"/.exec(String(chunk));
      if (found?.[1]) resolve(found[1]);
    });
  });
  return { child, url };
}

it('kill -9 under load: what was answered is stored once, and nothing twice', async () => {
  const side = await direct();
  ends.push(side.close);
  const { hook, bot } = seeded(side.portal);
  const answered: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { child, url } = await start(side);
    let over = 0;
    const callers = Array.from({ length: 16 }, async (_value, caller) => {
      for (let count = 0; count < 20; count += 1) {
        const text = `r${round}c${caller}n${count}`;
        const path = `${hook}imbot.message.add?BOT_ID=${bot}&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=${text}`;
        const got = await send(url, path).catch(() => undefined);
        if (got === undefined) return;
        expect(got.status).toBe(200);
        answered.push(text);
        over += 1;
        if (over === 100 + 20 * round) child.kill('SIGKILL');
      }
    });
    await Promise.all(callers);
  }
  const stored = side.portal.snapshot().messages.map(({ text }) => String(text));
  expect(answered.length).toBeGreaterThan(300);
  expect(new Set(stored).size).toBe(stored.length);
  expect(answered.filter((text) => !stored.includes(text))).toEqual([]);
  // Cut off in the middle, and so unknown to their callers, are at most those that were under way.
  expect(stored.length - answered.length).toBeLessThanOrEqual(3 * 16);
  expect(Object.keys(side.portal.counts())).not.toContain('imbot.message.add');
});
