import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FileResult } from '../plan/FileResult';
import { ENDINGS } from './createPlaces';

/** What to say of the modules that calls go through: each once, and whether it has to be written first. */
export function facadeNotes(cwd: string, files: readonly FileResult[]): string[] {
  const calls = new Map<string, number>();
  for (const { facades = [] } of files) for (const { path } of facades) calls.set(path, (calls.get(path) ?? 0) + 1);
  return [...calls].map(([path, count]) => {
    const plain = path.replace(/\.[mc]?[jt]s$/, '');
    const there = [path, ...ENDINGS.map((end) => plain + end)].find((one) => existsSync(join(cwd, one)));
    const text = `${there ?? path}: ${count} ${count === 1 ? 'call goes' : 'calls go'} through the client of this module`;
    return there === undefined
      ? `${text}, which is not there yet. It has to export \`imbot\`, made by createImbot of imbot-compat for the portal of these calls.`
      : `${text}.`;
  });
}
