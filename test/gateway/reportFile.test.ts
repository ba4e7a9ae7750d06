import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import * as atExit from '../../src/engine/reportAtExit';
import { createGateway } from '../../src/gateway/index';
import { startProcess } from './startProcess';
import { behindGateway, direct, seeded, send } from './twins';
import { until } from './until';

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

it('a gateway that is closed is let go: its counts stay', async () => {
  const retired: string[] = [];
  const register = vi.spyOn(atExit, 'reportAtExit').mockImplementation((report) => () => {
    retired.push(...Object.keys(report().methods));
  });
  try {
    const side = await behindGateway();
    await send(side.url, '/rest/1/s/imbot.bot.list');
    expect([register.mock.calls.length, retired]).toEqual([1, []]);
    await side.close();
    expect(retired).toEqual(['imbot.bot.list']);
    await createGateway({ portal: 'https://acme.bitrix24.com' }).close();
    expect(register.mock.calls).toHaveLength(2);
  } finally {
    register.mockRestore();
  }
});

it.each([
  ['lines of the log', []],
  ['silence, where warnings are switched off', ['--no-warnings']],
])('warnings of the process are %s, without secrets', async (_what, flags) => {
  const side = await direct();
  const script = `process.on("SIGUSR2",()=>{process.emitWarning("the store fails at https://a.example/rest/1/${SECRET}/",{code:"IMBOT_TOKEN_STORE"})})`;
  vi.stubEnv('NODE_OPTIONS', ['--import', `data:text/javascript,${encodeURIComponent(script)}`, ...flags].join(' '));
  try {
    const { child, log } = await startProcess('--portal', side.url);
    child.kill('SIGUSR2');
    if (flags.length === 0) await until(() => log().includes('IMBOT_TOKEN_STORE'));
    child.kill('SIGTERM');
    await once(child, 'exit');
    const lines = log()
      .trim()
      .split('\n')
      .map((line): { event?: string } => JSON.parse(line));
    const told = lines.filter(({ event }) => event === 'warning');
    expect(told.map((line) => ({ ...line, time: '', message: '' }))).toEqual(
      flags.length > 0 ? [] : [{ time: '', event: 'warning', name: 'Warning', code: 'IMBOT_TOKEN_STORE', message: '' }],
    );
    expect(log()).not.toContain(SECRET);
  } finally {
    await side.close();
  }
});
