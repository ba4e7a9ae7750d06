import { appendFileSync, chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli, read, workspace, write } from '../workspace';
import { MOVES } from './moves';
import { git, repository } from './repository';

const isRoot = process.getuid?.() === 0;

/** Every way in which a file may be one that git could not bring back; each gives where to run and what to name. */
const REFUSED: Record<string, () => { cwd: string; paths: string[]; file: string; says: RegExp }> = {
  'no repository at all': () => ({
    cwd: workspace({ 'a.js': MOVES }),
    paths: [],
    file: 'a.js',
    says: /no git work tree/,
  }),
  'an untracked file': () => {
    const cwd = repository({});
    write(cwd, { 'a.js': MOVES });
    return { cwd, paths: [], file: 'a.js', says: /git does not hold it/ };
  },
  'an ignored file, named': () => {
    const cwd = repository({ '.gitignore': 'a.js\n' });
    write(cwd, { 'a.js': MOVES });
    return { cwd, paths: ['a.js'], file: 'a.js', says: /git does not hold it/ };
  },
  'a changed file': () => {
    const cwd = repository({ 'a.js': '' });
    write(cwd, { 'a.js': MOVES });
    return { cwd, paths: [], file: 'a.js', says: /uncommitted changes/ };
  },
  'a staged change': () => {
    const cwd = repository({ 'a.js': '' });
    write(cwd, { 'a.js': MOVES });
    git(cwd, 'add', '-A');
    return { cwd, paths: [], file: 'a.js', says: /uncommitted changes/ };
  },
  'a repository without a commit': () => {
    const cwd = workspace({ 'a.js': MOVES });
    git(cwd, 'init', '-q');
    git(cwd, 'add', '-A');
    return { cwd, paths: [], file: 'a.js', says: /uncommitted changes/ };
  },
  'a name that is a pathspec': () => {
    const cwd = repository({ ':x.js': '' });
    write(cwd, { ':x.js': MOVES });
    return { cwd, paths: [], file: ':x.js', says: /uncommitted changes/ };
  },
  'a name with a star': () => {
    const cwd = repository({ '*.js': '' });
    write(cwd, { '*.js': MOVES });
    return { cwd, paths: [], file: '*.js', says: /uncommitted changes/ };
  },
  'a path outside, in a dirty repository of its own': () => {
    const other = repository({ 'a.js': '' });
    write(other, { 'a.js': MOVES });
    return { cwd: repository({ 'b.js': '' }), paths: [join(other, 'a.js')], file: 'a.js', says: /uncommitted changes/ };
  },
  'a path outside, in no repository': () => {
    const other = workspace({ 'a.js': MOVES });
    return { cwd: repository({ 'b.js': '' }), paths: [join(other, 'a.js')], file: 'a.js', says: /no git work tree/ };
  },
  'a dirty submodule': () => {
    const inner = repository({ 'a.js': '' });
    const cwd = repository({ 'b.js': '' });
    git(cwd, 'submodule', 'add', '-q', inner, 'sub');
    git(cwd, 'commit', '-qm', 'sub');
    write(cwd, { 'sub/a.js': MOVES });
    return { cwd, paths: [], file: 'sub/a.js', says: /uncommitted changes/ };
  },
  'a nested repository that the outer one ignores': () => {
    const cwd = repository({ '.gitignore': '/inner/\n' });
    mkdirSync(join(cwd, 'inner'));
    repository({}, join(cwd, 'inner'));
    write(cwd, { 'inner/a.js': MOVES });
    return { cwd: join(cwd, 'inner'), paths: [], file: 'a.js', says: /git does not hold it/ };
  },
  'a broken index': () => {
    const cwd = repository({ 'a.js': MOVES });
    writeFileSync(join(cwd, '.git/index'), 'broken');
    return { cwd, paths: [], file: 'a.js', says: /git cannot tell/ };
  },
  'a broken HEAD': () => {
    const cwd = repository({ 'a.js': MOVES });
    writeFileSync(join(cwd, '.git/HEAD'), 'ref: nonsense\n');
    return { cwd, paths: [], file: 'a.js', says: /git cannot tell/ };
  },
  'a .git that leads nowhere': () => {
    const cwd = workspace({ 'a.js': MOVES, '.git': 'gitdir: /nowhere/at/all\n' });
    return { cwd, paths: [], file: 'a.js', says: /git cannot tell/ };
  },
  'an empty .git in a clean outer repository': () => {
    const cwd = repository({ 'in/a.js': MOVES });
    mkdirSync(join(cwd, 'in/.git'));
    return { cwd: join(cwd, 'in'), paths: [], file: 'a.js', says: /git cannot tell/ };
  },
  'assume-unchanged': () => {
    const cwd = repository({ 'a.js': '' });
    git(cwd, 'update-index', '--assume-unchanged', 'a.js');
    write(cwd, { 'a.js': MOVES });
    return { cwd, paths: [], file: 'a.js', says: /was told not to look/ };
  },
  'skip-worktree': () => {
    const cwd = repository({ 'a.js': '' });
    git(cwd, 'update-index', '--skip-worktree', 'a.js');
    write(cwd, { 'a.js': MOVES });
    return { cwd, paths: [], file: 'a.js', says: /was told not to look/ };
  },
  'no git on this machine': () => {
    const cwd = repository({ 'a.js': MOVES });
    setEnv('PATH', join(cwd, 'nothing'));
    return { cwd, paths: [], file: 'a.js', says: /cannot be run/ };
  },
  'an environment that names another, clean repository': () => {
    const clean = repository({ 'a.js': MOVES });
    const cwd = workspace({ 'a.js': MOVES });
    setEnv('GIT_DIR', join(clean, '.git'));
    setEnv('GIT_WORK_TREE', clean);
    return { cwd, paths: [], file: 'a.js', says: /no git work tree/ };
  },
};

function setEnv(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

describe('--write refuses what git could not bring back', () => {
  it.each(Object.keys(REFUSED))('%s', async (name) => {
    const made = REFUSED[name]?.();
    if (!made) throw new Error(name);
    const { cwd, paths, file, says } = made;
    const { code, out } = await cli(cwd, ['rewrite', ...paths, '--write']);
    const [path] = paths;
    expect(read(path?.startsWith('/') ? join(path, '..') : cwd)[file]?.toString()).toBe(MOVES);
    expect(code).toBe(3);
    expect(out).toMatch(says);
    expect(out).not.toContain(workspaceRoot(cwd));
    const forced = await cli(cwd, ['rewrite', ...paths, '--write', '--allow-dirty']);
    expect(forced.code).toBe(0);
    expect(read(path?.startsWith('/') ? join(path, '..') : cwd)[file]?.toString()).toContain('imbot.v2.Chat.leave');
  });

  it.runIf(isRoot)('a repository of somebody else', async () => {
    const cwd = repository({ 'a.js': MOVES });
    setEnv('HOME', workspace());
    setEnv('SUDO_UID', '');
    chownSync(join(cwd, '.git'), 12345, 12345);
    chownSync(cwd, 12345, 12345);
    const { code, out } = await cli(cwd, ['rewrite', '--write']);
    expect([code, read(cwd)['a.js']?.toString()]).toEqual([3, MOVES]);
    expect(out).toContain('git does not trust the owner');
  });
});

describe('--write changes what its own repository holds', () => {
  it('a clean file beside a dirty one, a clean submodule in a dirty repository, a further work tree, a path outside', async () => {
    const inner = repository({ 'a.js': MOVES });
    const cwd = repository({ 'b.js': MOVES, 'dirty.js': 'x();\n', 'sp ace/ü.js': MOVES });
    git(cwd, 'submodule', 'add', '-q', inner, 'sub');
    git(cwd, 'commit', '-qm', 'sub');
    const other = join(workspace(), 'tree');
    git(cwd, 'worktree', 'add', '-q', other);
    appendFileSync(join(cwd, 'dirty.js'), '// more\n');
    const { code, out } = await cli(cwd, ['rewrite', '.', join(other, 'b.js'), '--write']);
    expect(out).not.toContain('failed');
    expect(code).toBe(0);
    for (const file of ['b.js', 'sub/a.js', 'sp ace/ü.js'])
      expect(read(cwd)[file]?.toString()).toContain('imbot.v2.Chat.leave');
    expect(read(other)['b.js']?.toString()).toContain('imbot.v2.Chat.leave');
  });

  it('asks from a directory below the root and through a linked directory', async () => {
    const cwd = repository({ 'src/a.js': MOVES });
    const link = join(workspace(), 'link');
    renameSync(cwd, `${cwd}-real`);
    onTestFinished(() => rmSync(`${cwd}-real`, { recursive: true, force: true }));
    const { symlinkSync } = await import('node:fs');
    symlinkSync(`${cwd}-real`, link);
    expect((await cli(join(link, 'src'), ['rewrite', '--write'])).code).toBe(0);
    expect(read(join(link, 'src'))['a.js']?.toString()).toContain('imbot.v2.Chat.leave');
  });
});

function workspaceRoot(cwd: string): string {
  return cwd.split('/').slice(0, 3).join('/');
}
