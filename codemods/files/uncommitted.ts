import { execFileSync } from 'node:child_process';
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/**
 * Which of the files may not be written without `--allow-dirty`, each with the reason. Only a file that its own
 * repository holds, with the bytes that are there, can be brought back: what cannot be told for certain is refused.
 */
export function uncommitted(cwd: string, files: readonly string[]): ReadonlyMap<string, string> {
  const refused = new Map<string, string>();
  const byRoot = new Map<string, Asked[]>();
  for (const file of files) {
    const path = realPath(resolve(cwd, file));
    const root = path === undefined ? undefined : rootOf(dirname(path));
    if (path === undefined || root === undefined) refused.set(file, WHY.outside);
    else byRoot.set(root, [...(byRoot.get(root) ?? []), { file, name: relative(root, path).split(sep).join('/') }]);
  }
  for (const [root, asked] of byRoot) {
    for (let at = 0; at < asked.length; at += CHUNK) {
      const part = asked.slice(at, at + CHUNK);
      const state = stateIn(root, part);
      for (const { file, name } of part) {
        const why = typeof state === 'string' ? state : state.get(name);
        if (why !== undefined) refused.set(file, why);
      }
    }
  }
  return refused;
}

interface Asked {
  readonly file: string;
  /** From the root of its repository. */
  readonly name: string;
}

const WHY = {
  outside: 'it is in no git work tree, so nothing could bring it back; use --allow-dirty to change it all the same',
  changed: 'it has uncommitted changes; commit them, or use --allow-dirty',
  unknown: 'it has uncommitted changes: git does not hold it; commit it, or use --allow-dirty',
  hidden: 'git was told not to look at its changes (assume-unchanged or skip-worktree); use --allow-dirty',
  noGit: 'git, which knows of uncommitted changes, cannot be run; install it, or use --allow-dirty',
  owner: 'git does not trust the owner of this repository (see safe.directory); use --allow-dirty',
  broken: 'git cannot tell whether it has uncommitted changes; repair the repository, or use --allow-dirty',
} as const;

const CHUNK = 500;

/** The directory is followed, the file itself is not: a link is told apart when it is written. */
function realPath(path: string): string | undefined {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return undefined;
  }
}

/** The innermost directory that has a `.git`, also where that is the file of a submodule or of a further work tree. */
function rootOf(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    if (exists(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Names that may not be written, or why none of the repository may. */
function stateIn(root: string, asked: readonly Asked[]): ReadonlyMap<string, string> | string {
  try {
    // Where `.git` is not what it seems, git looks further up and would speak of another repository.
    if (realpathSync(git(root, ['rev-parse', '--show-toplevel']).replace(/\r?\n$/, '')) !== root) return WHY.broken;
    const names = asked.map(({ name }) => name);
    const held = new Map(
      git(root, ['ls-files', '-v', '-z', '--', ...names])
        .split('\0')
        .filter(Boolean)
        .map((line): [string, string] => [line.slice(2), line.slice(0, 1)]),
    );
    const changed = new Set(
      git(root, ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=no', '--', ...names])
        .split('\0')
        .filter(Boolean)
        .map((line) => line.slice(3)),
    );
    const refused = new Map<string, string>();
    for (const name of names) {
      const tag = held.get(name);
      if (tag === undefined) refused.set(name, WHY.unknown);
      else if (changed.has(name)) refused.set(name, WHY.changed);
      else if (tag !== 'H') refused.set(name, WHY.hidden);
    }
    return refused;
  } catch (error) {
    return whyNot(error);
  }
}

/** The answer's own words may hold paths of the machine, so they only choose a sentence. */
function whyNot(error: unknown): string {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES'))
    return WHY.noGit;
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  return said.includes('dubious ownership') ? WHY.owner : WHY.broken;
}

const MEGABYTE = 1 << 20;

/** Asks the repository of that directory and no other: paths are names, and nothing of it is run or written. */
function git(directory: string, args: readonly string[]): string {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = process.env;
  const settings = ['-c', 'core.fsmonitor=false', '-c', 'core.untrackedCache=false'];
  return execFileSync('git', ['--no-optional-locks', '--literal-pathspecs', ...settings, ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * MEGABYTE,
    timeout: 60_000,
  });
}
