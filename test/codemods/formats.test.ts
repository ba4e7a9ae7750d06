import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { cli, read, workspace, write } from './workspace';

const CODE =
  "call('imbot.bot.get', {});\nawait call('imbot.chat.leave', { BOT_ID: 1, CHAT_ID: 5 });\n// imbot.register\n";

describe('--format', () => {
  it('unix: a line for each finding, mentions left out, and nothing else on standard output', async () => {
    const { out, err, code } = await cli(workspace({ 'src/a.mjs': CODE }), ['scan', '--format', 'unix']);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^src\/a\.mjs:1:7: error: imbot\.bot\.get.*: .+ \[never-existed\]$/),
      expect.stringMatching(/^src\/a\.mjs:2:13: (?:note|warning): imbot\.chat\.leave \(imbot\.v2\.Chat\.leave\): .+$/),
    ]);
    expect(err).toContain('2 sites in 1 file');
  });

  it('github: commands whose values cannot end them', async () => {
    const cwd = workspace({ 'src/a,b:c%.mjs': CODE, 'broken.js': `${CODE}(` });
    const { out, code } = await cli(cwd, ['check', '--format', 'github']);
    expect(code).toBe(3);
    const lines = out.trimEnd().split('\n');
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^::error file=src\/a%2Cb%3Ac%25\.mjs,line=1,col=7,endColumn=20,title=[^:,]+%3A never-existed::.+/,
      ),
    );
    expect(lines.at(-1)).toMatch(/^::error file=broken\.js,title=imbot-compat::does not parse/);
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) [^:]+::[^\n]+$/);
  });

  it('check speaks of new findings only', async () => {
    const cwd = workspace({ 'a.js': "call('imbot.bot.get', {});\n" });
    await cli(cwd, ['scan', '--json', 'base.json']);
    expect((await cli(cwd, ['check', '--baseline', 'base.json', '--format', 'unix'])).out).toBe('');
  });

  it('goes with reports to files, not with one to standard output', async () => {
    const cwd = workspace({ 'a.js': CODE });
    expect((await cli(cwd, ['scan', '--format', 'unix', '--json', 'r.json'])).code).toBe(0);
    expect((await cli(cwd, ['scan', '--format', 'unix', '--json', '-'])).code).toBe(2);
    expect((await cli(cwd, ['scan', '--format', 'xml'])).code).toBe(2);
  });
});

describe('without a command', () => {
  it.each([
    ['calls', { 'src/a.mjs': CODE }, /2 uses of imbot v1 in 1 file .*\n[\s\S]*Next: `npx imbot-compat adopt src`/],
    [
      'handlers only',
      { 'a.js': "export const h = (req) => req.body.event === 'ONIMBOTDELETE' && req.body.data;\n" },
      /Next: `npx imbot-compat events`/,
    ],
    ['PHP only', { 'a.php': "<?php CRest::call('imbot.message.add', []);\n" }, /Next: this code is not JavaScript/],
    ['nothing of imbot', { 'a.js': 'x();\n' }, /^No use of imbot v1 in 1 file\./],
    ['no source', { 'a.md': 'x' }, /^No source file here/],
  ])('%s: says what was found and what comes next', async (_name, tree, says) => {
    const { code, out } = await cli(workspace(tree), []);
    expect(code).toBe(0);
    expect(out).toMatch(says);
  });
  it('still refuses a command that it does not know', async () => {
    expect((await cli(workspace({ 'a.js': CODE }), ['frobnicate'])).code).toBe(2);
  });
});

test.each([['nope'], ['src'], ['sacn', 'src']])('no command %s: says so, and what there is', async (...argv) => {
  const { code, err } = await cli(workspace({ 'src/a.js': CODE }), argv);
  expect(code).toBe(2);
  expect(err).toBe(
    `There is no command ${argv[0]}. imbot-compat scan PATH looks at files, --help lists all commands.\n`,
  );
});

test('neither its own report nor what others installed is looked at', async () => {
  const cwd = workspace({ 'bot.js': CODE, 'venv/lib/python3/site-packages/b24/bot.py': "call('imbot.message.add')\n" });
  await cli(cwd, ['scan', '--html', 'imbot.html', '--md', 'imbot.md', '--json', 'first.json']);
  const { out } = await cli(cwd, ['scan', '--json', 'second.json']);
  expect(out).toContain('left out imbot.html: generated');
  const [first, second] = ['first', 'second'].map((name) => JSON.parse(read(cwd)[`${name}.json`]?.toString() ?? ''));
  expect(second.sites).toEqual(first.sites);
  expect(first.sites).toHaveLength(3);
});

test('a file that failed is no file without imbot', async () => {
  const cwd = workspace({ 'a.cs': Buffer.from('\ufeffCall("imbot.message.add");', 'utf16le') });
  expect((await cli(cwd, ['scan'])).out).toContain('No use of imbot v1 in 1 file; 1 file failed.');
  expect((await cli(cwd, [])).out).toContain('No use of imbot v1 in 1 file; 1 file failed.');
});

describe('check with a baseline', () => {
  const call = "call('imbot.message.add', {});\n";
  const leave = "call('imbot.chat.leave', {});\n";
  const made = async () => {
    const cwd = workspace({ 'src/a.js': call, 'src/b.js': call, 'src/x/c.js': leave, 'src/d.js': call });
    await cli(cwd, ['scan', '--json', 'base.json']);
    rmSync(join(cwd, 'src/d.js'));
    return cwd;
  };

  test.each([
    [[], '3 known, 1 solved'],
    [['src/'], '3 known, 1 solved'],
    [['./src/x'], '1 known, 0 solved'],
    [['--only', 'imbot.chat.*'], '1 known, 0 solved'],
    [['--skip', 'imbot.chat.*'], '2 known, 1 solved'],
    [['--exclude', '/src/?.js'], '1 known, 0 solved'],
    [['--include', '/src/?.js'], '2 known, 1 solved'],
  ])('%j: solved is what these would have shown', async (args, says) => {
    const { code, out } = await cli(await made(), ['check', ...args, '--baseline', 'base.json']);
    expect([code, out]).toEqual([0, expect.stringContaining(`; ${says} since the baseline.`)]);
  });

  test('and a list of files, with a mark at its head', async () => {
    const { code, out } = await cli(
      await made(),
      ['check', '--baseline', 'base.json', '--files-from', '-'],
      '\ufeffsrc/a.js\r\n',
    );
    expect([code, out]).toEqual([0, expect.stringContaining('; 1 known, 0 solved since the baseline.')]);
  });

  test('what does not parse any more is neither solved nor new', async () => {
    const cwd = await made();
    write(cwd, { 'src/a.js': `${call}(` });
    const { code, out } = await cli(cwd, ['check', '--baseline', 'base.json']);
    expect([code, out]).toEqual([3, expect.stringContaining('; 3 known, 1 solved since the baseline.')]);
  });

  test.each(['utf8', 'utf16le'] as const)('as a shell of Windows writes it: %s', async (encoding) => {
    const cwd = await made();
    const text = read(cwd)['base.json']?.toString() ?? '';
    write(cwd, { 'base.json': Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, encoding) });
    expect((await cli(cwd, ['check', '--baseline', 'base.json'])).code).toBe(0);
    write(cwd, { 'usage.json': Buffer.from(`\ufeff{"version":1,"tool":"imbot-compat","methods":{}}`, encoding) });
    expect((await cli(cwd, ['report', 'usage.json'])).out).toContain('0 calls');
    write(cwd, { 'list.txt': Buffer.from('\ufeffsrc/a.js\r\n', encoding) });
    expect((await cli(cwd, ['scan', '--files-from', 'list.txt'])).out).toContain('1 site in 1 file');
  });
});
