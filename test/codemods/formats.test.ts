import { describe, expect, it } from 'vitest';
import { cli, workspace } from './workspace';

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
