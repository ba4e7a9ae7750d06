import { execFileSync } from 'node:child_process';
import { type Tree, workspace } from '../workspace';

export function git(cwd: string, ...args: string[]): string {
  const settings = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...settings, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A git work tree with everything committed. */
export function repository(files: Tree, cwd = workspace(files)): string {
  git(cwd, 'init', '-q');
  git(cwd, 'add', '-A', '-f');
  git(cwd, 'commit', '-qm', 'x', '--allow-empty');
  return cwd;
}
