import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../../codemods/files/replaceFile';
import { bundled } from '../../bundled';
import { cli, read, workspace } from '../workspace';
import { MOVES } from './moves';

const isRoot = process.getuid?.() === 0;

describe('replaceFile', () => {
  it.each([0o644, 0o600, 0o755, 0o2755, 0o200 | 0o444])('keeps the mode %o', (mode) => {
    const path = join(workspace({ 'a.js': 'before' }), 'a.js');
    chmodSync(path, mode);
    expect(replaceFile(path, Buffer.from('before'), Buffer.from('after'))).toBeUndefined();
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o7777]).toEqual(['after', mode]);
  });

  it.runIf(isRoot)('keeps the owner and the group', () => {
    const path = join(workspace({ 'a.js': 'before' }), 'a.js');
    chownSync(path, 1234, 2345);
    expect(replaceFile(path, Buffer.from('before'), Buffer.from('after'))).toBeUndefined();
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 2345 });
  });

  it('never changes the bytes of the file that is there: it takes its place', () => {
    const cwd = workspace({ 'a.js': 'before' });
    const before = statSync(join(cwd, 'a.js')).ino;
    replaceFile(join(cwd, 'a.js'), Buffer.from('before'), Buffer.from('after'));
    expect(statSync(join(cwd, 'a.js')).ino).not.toBe(before);
    expect(readdirSync(cwd)).toEqual(['a.js']);
  });

  it('leaves what was changed meanwhile, what is gone and what is no file', () => {
    const cwd = workspace({ 'a.js': 'other', 'dir/x': '' });
    const replace = (file: string) => replaceFile(join(cwd, file), Buffer.from('before'), Buffer.from('after'));
    expect(replace('a.js')).toContain('changed by somebody else');
    expect(replace('gone.js')).toBe('it cannot be written (ENOENT)');
    expect(replace('dir')).toBe('it is not a file');
    expect(readFileSync(join(cwd, 'a.js'), 'utf8')).toBe('other');
    expect(readdirSync(cwd).sort()).toEqual(['a.js', 'dir']);
  });
});

describe('a write that fails', () => {
  it('leaves the source whole, and nothing beside it, when the disk takes no more', () => {
    // 8 blocks of 512 bytes: what a full disk or a quota does, without one.
    const text = MOVES + '// filler filler filler filler filler\n'.repeat(400);
    const cwd = workspace({ 'a.js': text });
    const ran = spawnSync(
      'bash',
      [
        '-c',
        `ulimit -f 8; exec "$0" "$@"`,
        process.execPath,
        bundled('cli/main.ts'),
        'rewrite',
        '--write',
        '--allow-dirty',
      ],
      { cwd, encoding: 'utf8' },
    );
    expect(ran.stdout + ran.stderr).toContain('left as it was: it cannot be written (EFBIG)');
    expect(ran.status).toBe(3);
    expect(read(cwd)).toEqual({ 'a.js': Buffer.from(text) });
  });
});

describe('links', () => {
  it('a symbolic link, named, is told and left; so is what it leads to', async () => {
    const cwd = workspace({ 'real/a.js': MOVES });
    symlinkSync('real/a.js', join(cwd, 'link.js'));
    const { code, out } = await cli(cwd, ['rewrite', 'link.js', '--write', '--allow-dirty']);
    expect(code).toBe(3);
    expect(out).toContain('link.js: left as it was: it is a symbolic link');
    expect(read(cwd)['real/a.js']?.toString()).toBe(MOVES);
  });

  it('a file of two names is told and left, its neighbour done', async () => {
    const cwd = workspace({ 'a.js': MOVES, 'b.js': MOVES });
    const elsewhere = join(workspace(), 'other.js');
    linkSync(join(cwd, 'a.js'), elsewhere);
    const { code, out } = await cli(cwd, ['rewrite', '--write', '--allow-dirty']);
    expect(code).toBe(3);
    expect(out).toContain('a.js: left as it was: it has 2 names (hard links)');
    expect(readFileSync(elsewhere, 'utf8')).toBe(MOVES);
    expect(read(cwd)['b.js']?.toString()).not.toBe(MOVES);
  });
});

it('a report beside keeps its own way of writing', async () => {
  const cwd = workspace({ 'a.js': MOVES });
  writeFileSync(join(cwd, 'r.json'), 'old');
  await cli(cwd, ['scan', '--json', 'r.json']);
  expect(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')).version).toBe(1);
});
