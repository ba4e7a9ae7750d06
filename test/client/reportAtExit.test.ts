import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createUsage } from '../../src/engine/usage';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('keeps the counts of closed clients, and not the clients', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imbot-report-'));
  const file = join(folder, 'report.json');
  vi.stubEnv('IMBOT_COMPAT_REPORT', file);
  vi.resetModules();
  const atExit: (() => void)[] = [];
  vi.spyOn(process, 'once').mockImplementation((_event: unknown, listener: () => void) => {
    atExit.push(listener);
    return process;
  });
  const { reportAtExit } = await import('../../src/engine/reportAtExit');
  const reports = Array.from({ length: 30 }, () => {
    const usage = createUsage();
    usage.count('imbot.message.add');
    const report = vi.fn(usage.report);
    return { report, retire: reportAtExit(report) };
  });
  for (const { retire } of reports.slice(1)) {
    retire();
    retire();
  }
  expect(atExit).toHaveLength(1);
  atExit[0]?.();
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
  expect(written).toMatchObject({ methods: { 'imbot.message.add': { calls: 30 } } });
  // A closed client was asked as it closed, and never again: nothing holds it.
  expect(reports.map(({ report }) => report.mock.calls.length)).toEqual(reports.map(() => 1));
  rmSync(folder, { recursive: true });
});
