import { execFileSync } from 'node:child_process';

/** Of the files those with changes that git does not hold, untracked ones included; none outside of a repository. */
export function uncommitted(cwd: string, files: readonly string[]): ReadonlySet<string> {
  if (files.length === 0) return new Set();
  const dirty = new Set<string>();
  for (let at = 0; at < files.length; at += CHUNK) {
    const part = files.slice(at, at + CHUNK);
    let answer: string;
    let prefix: string;
    try {
      prefix = git(cwd, ['rev-parse', '--show-prefix']).trim();
      answer = git(cwd, ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', ...part]);
    } catch {
      return new Set();
    }
    const changed = new Set(answer.split('\0').map((line) => line.slice(3)));
    for (const file of part) if (changed.has(joined(prefix, file))) dirty.add(file);
  }
  return dirty;
}

const CHUNK = 500;

function git(cwd: string, args: readonly string[]): string {
  return execFileSync('git', ['--no-optional-locks', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** git answers paths from the repository's root. */
function joined(prefix: string, file: string): string {
  const parts: string[] = [];
  for (const part of `${prefix}${file}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
