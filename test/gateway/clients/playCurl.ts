import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlannedCall } from './scenario';

const execute = promisify(execFile);

export interface Answered {
  readonly id: string;
  readonly status: number;
  readonly text: string;
}

export type CurlKind = 'form' | 'json' | 'get' | 'multipart';

/** Plays a scenario as shell scripts call, one cURL a call. */
export async function playCurl(kind: CurlKind, base: string, steps: readonly PlannedCall[]): Promise<Answered[]> {
  const folder = mkdtempSync(join(tmpdir(), 'imbot-curl-'));
  const seen = new Map<string, unknown>();
  const answered: Answered[] = [];
  try {
    for (const { id, method, params, upload } of steps) {
      const given = filled(params, seen);
      const options = upload ? optionsOf('form', given, folder) : optionsOf(kind, given, folder);
      const { stdout } = await execute('curl', ['-sk', '-w', '\n%{http_code}', ...options, base + method], {
        maxBuffer: 64e6,
      });
      const [, text = '', status = '0'] = /^([\s\S]*)\n(\d+)$/.exec(stdout) ?? [];
      const body: unknown = JSON.parse(text);
      seen.set(id, typeof body === 'object' && body !== null ? Reflect.get(body, 'result') : undefined);
      answered.push({ id, status: Number(status), text });
    }
    return answered;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function optionsOf(kind: CurlKind, params: unknown, folder: string): string[] {
  if (kind === 'json') {
    const file = write(folder, 'body.json', JSON.stringify(params));
    return ['-H', 'Content-Type: application/json', '--data-binary', `@${file}`];
  }
  const pairs = flat(params);
  if (kind === 'multipart') return pairs.flatMap(([key, value]) => ['--form-string', `${key}=${value}`]);
  if (kind === 'get') return ['-G', ...pairs.flatMap(([key, value]) => ['--data-urlencode', `${key}=${value}`])];
  const file = write(folder, 'body.form', new URLSearchParams(pairs).toString());
  return ['--data', `@${file}`];
}

function write(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function filled(value: unknown, seen: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string' && value.startsWith('@')) return seen.get(value.slice(1));
  if (Array.isArray(value)) return value.map((inner) => filled(inner, seen));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, seen)]));
}

function flat(value: unknown, key = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[key, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, key === '' ? name : `${key}[${name}]`));
}
