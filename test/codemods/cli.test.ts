import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { several } from '../../cli/several';
import { cli, read, type Tree, workspace, write } from './workspace';

const REVIEW = "export const list = (call) => call('imbot.bot.list', {});\n";
const MANUAL = "export const get = (call) => call('imbot.bot.get', {});\n";
/** A transport that can be seen through: the envelope comes back, whatever it says. */
const TRANSPORT = `async function call(method, params) {
  return (await fetch('https://portal.example/rest/' + method, { method: 'POST', body: JSON.stringify(params) })).json();
}
`;
const MOVES = `export async function send() {\n  await call('imbot.chat.leave', { BOT_ID: 1, CHAT_ID: 5 });\n}\n${TRANSPORT}`;
const PLAIN = 'export const a = 1;\n';

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd, stdio: 'ignore' });
}

function repository(files: Tree): string {
  const cwd = workspace(files);
  git(cwd, 'init', '-q');
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-qm', 'x');
  return cwd;
}

describe('exit code 0', () => {
  it('nothing found', async () => {
    const { code, out } = await cli(workspace({ 'a.js': PLAIN }), ['scan']);
    expect(code).toBe(0);
    expect(out).toBe('No use of imbot v1 in 1 file.\n');
  });
  it.each(['scan', 'adopt', 'rewrite', 'events'])('%s without --fail-on, whatever it finds', async (command) => {
    expect((await cli(workspace({ 'a.js': MANUAL + REVIEW }), [command])).code).toBe(0);
  });
  it('an empty --files-from -', async () => {
    const { code, out } = await cli(workspace(), ['scan', '--files-from', '-', '--json', '-']);
    expect(code).toBe(0);
    expect(JSON.parse(out).summary.files).toBe(0);
  });
  it('--fail-on manual with nothing worse than review', async () => {
    expect((await cli(workspace({ 'a.js': REVIEW }), ['scan', '--fail-on', 'manual'])).code).toBe(0);
  });
  it('check with nothing left, and with a baseline that knows all', async () => {
    const cwd = workspace({ 'a.js': PLAIN });
    expect((await cli(cwd, ['check'])).code).toBe(0);
    write(cwd, { 'a.js': REVIEW });
    await cli(cwd, ['scan', '--json', 'base.json']);
    write(cwd, { 'a.js': `\n\n${REVIEW}` });
    expect((await cli(cwd, ['check', '--baseline', 'base.json'])).code).toBe(0);
  });
  it('help and version', async () => {
    expect((await cli(workspace(), ['--help'])).code).toBe(0);
    expect((await cli(workspace(), ['scan', '--help'])).code).toBe(0);
    expect((await cli(workspace(), ['--version'])).code).toBe(0);
  });
});

describe('exit code 1', () => {
  it.each(['review', 'manual'])('findings at or over --fail-on %s', async (level) => {
    expect((await cli(workspace({ 'a.js': MANUAL }), ['scan', '--fail-on', level])).code).toBe(1);
  });
  it('check: anything left, a movable site too', async () => {
    expect((await cli(workspace({ 'a.js': MOVES }), ['check'])).code).toBe(1);
  });
  it('check: one more than the baseline knows', async () => {
    const cwd = workspace({ 'a.js': REVIEW });
    await cli(cwd, ['scan', '--json', 'base.json']);
    write(cwd, { 'a.js': REVIEW + REVIEW.replace('list', 'again') });
    const { code, out } = await cli(cwd, ['check', '--baseline', 'base.json']);
    expect(code).toBe(1);
    expect(out).toContain('1 new finding in 1 file; 1 known, 0 solved');
  });
});

describe('exit code 2', () => {
  it.each([
    ['a path that does not exist', ['scan', 'nope']],
    ['a path that matches no file', ['scan', 'docs']],
    ['patterns that let nothing pass', ['scan', '--include', '*.vue']],
    ['a file of --files-from that does not exist', ['scan', '--files-from', 'list.txt']],
    ['a list that does not exist', ['scan', '--files-from', 'nolist.txt']],
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['scan', '--frobnicate']],
    ['a wrong --fail-on', ['scan', '--fail-on', 'auto']],
    ['two reports to standard output', ['scan', '--json', '-', '--md', '-']],
    ['a report that cannot be written', ['scan', '--json', 'no/such/dir.json']],
    ['a baseline that does not exist', ['check', '--baseline', 'no.json']],
    ['a baseline that is no JSON', ['check', '--baseline', 'a.js']],
    ['a baseline that is no report', ['check', '--baseline', 'x.json']],
    ['a name that nobody knows', ['explain', 'imbot.nope']],
    ['a usage report that is none', ['report', 'x.json']],
    ['a wrong --max-manual', ['report', 'x.json', '--max-manual', 'many']],
  ])('%s', async (_name, argv) => {
    const cwd = workspace({ 'a.js': MANUAL, 'docs/a.md': 'x', 'list.txt': 'gone.js\n', 'x.json': '{"version":1}' });
    const { code, out, err } = await cli(cwd, argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
    expect(err).not.toMatch(/\n\s+at /);
  });
  it('beats 3: a missing path beside a broken file', async () => {
    expect((await cli(workspace({ 'a.js': `${MANUAL}(` }), ['scan', 'a.js', 'nope'])).code).toBe(2);
  });
});

describe('exit code 3', () => {
  it('a file with syntax errors, its neighbours done', async () => {
    const cwd = workspace({ 'bad.js': `${MOVES}(`, 'good.js': MOVES });
    const { code, out } = await cli(cwd, ['rewrite', '--write', '--allow-dirty']);
    expect(code).toBe(3);
    expect(out).toMatch(/failed bad\.js: does not parse: line 7/);
    const files = read(cwd);
    expect(files['bad.js']?.toString()).toBe(`${MOVES}(`);
    expect(files['good.js']?.toString()).toContain('imbot.v2.Chat.leave');
  });
  it('beats 1', async () => {
    expect((await cli(workspace({ 'a.js': `${MANUAL}(` }), ['check'])).code).toBe(3);
  });
  it('a merge conflict', async () => {
    const text = `<<<<<<< HEAD\n${MOVES}=======\n${REVIEW}>>>>>>> other\n`;
    const { code, out } = await cli(workspace({ 'a.js': text }), ['scan', '--json', '-']);
    expect(code).toBe(3);
    const { sites, failed } = JSON.parse(out);
    expect(failed).toHaveLength(1);
    expect(sites.map((site: { verdict: string; reasons: string[] }) => [site.verdict, site.reasons[0]])).toEqual([
      ['manual', 'syntax-error'],
      // To the parser the other side of a conflict is a comment.
      ['ignored', undefined],
    ]);
  });
  it('a file that is no text', async () => {
    const { code, out } = await cli(workspace({ 'a.js': Buffer.from("\0\0imbot.message.add\0'") }), ['scan']);
    expect(code).toBe(3);
    expect(out).toContain('is not a text file');
  });
  it('an unreadable file', async () => {
    const cwd = workspace({ 'b.js': PLAIN });
    symlinkSync(join(cwd, 'a.js', 'x'), join(cwd, 'b.js', '..', 'gone.js'));
    writeFileSync(join(cwd, 'list'), 'b.js\n');
    // A directory named like a file reads as neither.
    write(cwd, { 'dir.js/x.txt': 'x' });
    expect((await cli(cwd, ['scan', '--files-from', '-'], 'dir.js\nb.js\n')).code).toBe(3);
  });
  it('a read-only file is left as it was', async () => {
    const cwd = workspace({ 'a.js': MOVES, 'b.js': MOVES });
    chmodSync(join(cwd, 'a.js'), 0o444);
    const { code, out } = await cli(cwd, ['rewrite', '--write', '--allow-dirty']);
    expect(code).toBe(3);
    expect(out).toContain('a.js: left as it was: it is read-only');
    expect(read(cwd)['a.js']?.toString()).toBe(MOVES);
    expect(read(cwd)['b.js']?.toString()).not.toBe(MOVES);
  });
});

describe('what is looked at', () => {
  it('leaves out what nobody wrote by hand, and says so where it would have counted', async () => {
    const long = `var a=function(){call('imbot.message.add',{})};`.repeat(120_000);
    expect(long.length).toBeGreaterThan(5_000_000);
    const cwd = workspace({
      'src/a.js': REVIEW,
      'src/big.js': long,
      'src/lib.min.js': MANUAL,
      'src/made.js': `// @generated by a tool\n${MANUAL}`,
      'src/maker.js': `const head = '// @generated';\n${REVIEW}`,
      'src/types.d.ts': MANUAL,
      'node_modules/x/a.js': MANUAL,
      'dist/a.js': MANUAL,
      'ignored/a.js': MANUAL,
      'src/deep/skip.js': MANUAL,
      'src/deep/keep.js': REVIEW,
      '.gitignore': 'ignored/\n',
      'src/deep/.gitignore': 'skip.js\n',
    });
    const { code, out } = await cli(cwd, ['scan', '--json', '-']);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.sites.map((site: { file: string }) => site.file)).toEqual([
      'src/a.js',
      'src/deep/keep.js',
      'src/maker.js',
    ]);
    expect(report.skipped.map((note: { file: string }) => note.file).sort()).toEqual([
      'src/big.js',
      'src/lib.min.js',
      'src/made.js',
    ]);
  });
  it('ends in a loop of directory links, and follows none', async () => {
    const cwd = workspace({ 'src/a.js': REVIEW });
    symlinkSync('..', join(cwd, 'src', 'loop'));
    symlinkSync('a.js', join(cwd, 'src', 'link.js'));
    const { code, out } = await cli(cwd, ['scan', '--json', '-']);
    expect(code).toBe(0);
    expect(JSON.parse(out).sites).toHaveLength(1);
    expect(JSON.parse(out).skipped).toEqual([{ file: 'src/link.js', message: 'a symbolic link, not followed' }]);
  });
  it('takes what is named, even in a directory that is left out', async () => {
    const { out } = await cli(workspace({ 'dist/a.js': REVIEW }), ['scan', 'dist', '--json', '-']);
    expect(JSON.parse(out).summary.sites).toBe(1);
  });
  it('--include, --exclude, --only, --skip, --files-from', async () => {
    const cwd = workspace({ 'a/x.js': REVIEW + MANUAL, 'b/y.ts': REVIEW });
    const sites = async (...argv: string[]) => {
      const { out } = await cli(cwd, ['scan', '--json', '-', ...argv], 'b/y.ts\n');
      return JSON.parse(out).sites.map((site: { file: string; method: string }) => `${site.file} ${site.method}`);
    };
    expect(await sites('--include', '*.ts')).toEqual(['b/y.ts imbot.bot.list']);
    expect(await sites('--exclude', 'a/')).toEqual(['b/y.ts imbot.bot.list']);
    expect(await sites('--only', 'imbot.bot.get')).toEqual(['a/x.js imbot.bot.get']);
    expect(await sites('--skip', 'imbot.bot.l*')).toEqual(['a/x.js imbot.bot.get']);
    expect(await sites('--files-from', '-')).toEqual(['b/y.ts imbot.bot.list']);
  });
});

describe('changing files', () => {
  it('shows a diff and writes nothing without --write', async () => {
    const cwd = workspace({ 'a.js': MOVES });
    const { code, out } = await cli(cwd, ['rewrite']);
    expect(code).toBe(0);
    expect(out).toMatch(/^--- a\/a\.js\n\+\+\+ b\/a\.js\n@@ /);
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      '1 moved, 0 delegated, 0 left; 0 mentions untouched. 1 file would change; nothing is written without --write.',
    );
    expect(read(cwd)['a.js']?.toString()).toBe(MOVES);
  });
  it('refuses files with uncommitted changes, and only those that would be written', async () => {
    const cwd = repository({ 'a.js': MOVES, 'b.js': MOVES, 'c.js': PLAIN });
    write(cwd, { 'a.js': `${MOVES}// more\n`, 'c.js': `${PLAIN}// more\n` });
    const refused = await cli(cwd, ['rewrite', '--write']);
    expect(refused.code).toBe(3);
    expect(refused.out).toContain('a.js: left as it was: it has uncommitted changes');
    expect(refused.out).not.toContain('c.js');
    expect(read(cwd)['a.js']?.toString()).toBe(`${MOVES}// more\n`);
    expect(read(cwd)['b.js']?.toString()).not.toBe(MOVES);
    expect((await cli(cwd, ['rewrite', '--write', '--allow-dirty'])).code).toBe(0);
    expect(read(cwd)['a.js']?.toString()).toContain('imbot.v2.Chat.leave');
  });
  it('counts a file that git does not know as uncommitted', async () => {
    const cwd = repository({ 'c.js': PLAIN });
    write(cwd, { 'new.js': MOVES });
    expect((await cli(cwd, ['rewrite', '--write'])).code).toBe(3);
    expect(read(cwd)['new.js']?.toString()).toBe(MOVES);
  });
  it('leaves one marker per site, never twice, and takes it away once solved', async () => {
    const cwd = workspace({ 'a.js': `if (x) {\n  list();\n}\n\n${REVIEW}` });
    await cli(cwd, ['rewrite', '--write', '--allow-dirty', '--todo']);
    const marked = read(cwd)['a.js']?.toString() ?? '';
    expect(marked.match(/^\/\/ imbot-v2-todo\(bot-list-scope\): .+$/gm)).toHaveLength(1);
    await cli(cwd, ['rewrite', '--write', '--allow-dirty', '--todo']);
    expect(read(cwd)['a.js']?.toString()).toBe(marked);
    write(cwd, { 'a.js': marked.replace(/call\('imbot.*\)/, 'call()') });
    await cli(cwd, ['rewrite', '--write', '--allow-dirty']);
    expect(read(cwd)['a.js']?.toString()).not.toContain('imbot-v2-todo');
  });
  it('keeps line ends and bytes around a marker', async () => {
    const cwd = workspace({ 'a.js': Buffer.from(`// \xcf\r\n${REVIEW.replace('\n', '\r\n')}`, 'latin1') });
    await cli(cwd, ['rewrite', '--write', '--allow-dirty', '--todo']);
    const text = read(cwd)['a.js']?.toString('latin1') ?? '';
    expect(text.startsWith('// \xcf\r\n// imbot-v2-todo(')).toBe(true);
    expect(text.replace(/\r\n/g, '')).not.toContain('\n');
  });
  it('leaves a silenced site alone and says so', async () => {
    const cwd = workspace({
      'a.js': `// imbot-v2-ignore until May\n${MOVES.split('\n')[1]?.trim().replace('await ', '')}\n`,
    });
    const { out } = await cli(cwd, ['scan', '--json', '-']);
    const { summary, sites } = JSON.parse(out);
    expect(sites[0].verdict).toBe('ignored');
    expect(summary).toMatchObject({ sites: 1, auto: 0, review: 0, manual: 0, mentions: 0 });
    expect((await cli(cwd, ['check'])).code).toBe(0);
    expect((await cli(cwd, ['rewrite'])).out).toContain('Nothing to change.');
  });
});

describe('reports', () => {
  it('JSON as the contract has it', async () => {
    const cwd = workspace({
      'src/a.js': `call('imbot.chat.leave', { BOT_ID: 1, CHAT_ID: 2 });\n// imbot.register\n${TRANSPORT}`,
    });
    const { out, err } = await cli(cwd, ['scan', '--json', '-']);
    expect(err).toContain('1 site in 1 file');
    expect(JSON.parse(out)).toEqual({
      version: 1,
      root: '.',
      summary: { files: 1, sites: 1, auto: 1, review: 0, manual: 0, mentions: 1, methods: { 'imbot.chat.leave': 1 } },
      sites: [
        {
          file: 'src/a.js',
          line: 1,
          column: 7,
          method: 'imbot.chat.leave',
          kind: 'call',
          verdict: 'auto',
          reasons: [],
          target: 'imbot.v2.Chat.leave',
        },
        {
          file: 'src/a.js',
          line: 2,
          column: 4,
          method: 'imbot.register',
          kind: 'mention',
          verdict: 'ignored',
          reasons: [],
        },
      ],
    });
  });
  it('SARIF 2.1.0 with a rule for every result', async () => {
    const { out } = await cli(workspace({ 'a b.js': MANUAL + REVIEW + MOVES }), ['scan', '--sarif', '-']);
    const { version, runs } = JSON.parse(out);
    expect(version).toBe('2.1.0');
    const { results, tool } = runs[0];
    expect(results.map((result: { level: string }) => result.level)).toEqual(['error', 'warning', 'note']);
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b.js');
    }
  });
  it('Markdown and HTML hold every site and no live markup of the source', async () => {
    const nasty = `call('imbot.bot.get', { A: "</pre><script>alert(1)</script>|" });\n`;
    const cwd = workspace({ 'src/a|b.js': nasty });
    expect((await cli(cwd, ['scan', '--html', 'r.html', '--md', 'r.md'])).code).toBe(0);
    const html = readFileSync(join(cwd, 'r.html'), 'utf8');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toMatch(/\b(?:src|href)=/);
    expect(html).toContain('imbot.bot.get');
    const md = readFileSync(join(cwd, 'r.md'), 'utf8');
    expect(md).toContain('src/a\\|b.js:1');
  });
  it('are the same at every run and hold no absolute path', async () => {
    const cwd = workspace({ 'a.js': REVIEW + MANUAL, 'b.vue': `<script>\n${MOVES}</script>` });
    for (const format of ['json', 'sarif', 'html', 'md']) {
      const first = await cli(cwd, ['scan', `--${format}`, '-']);
      expect((await cli(cwd, ['scan', `--${format}`, '-'])).out).toBe(first.out);
      expect(first.out).not.toContain(cwd);
    }
  });
});

describe('explain', () => {
  it.each([
    ['imbot.message.add', 'imbot.v2.Chat.Message.send'],
    ['IMBOT.CHAT.SENDTYPING', 'imbot.v2.Chat.InputAction.notify'],
    ['imbot.v2.Chat.leave', 'imbot.chat.leave'],
    ['ONIMCOMMANDADD', 'ONIMBOTV2COMMANDADD'],
    ['menu', 'imbot.message.update'],
    ['flat-transport', '[object Object]'],
    ['imbot.bot.get', 'never existed'],
    ['imbot.v2.File.upload', 'new in v2'],
  ])('%s', async (name, part) => {
    const { code, out } = await cli(workspace(), ['explain', name]);
    expect(code).toBe(0);
    expect(out).toContain(part);
  });
});

describe('report', () => {
  const usage = (none: number) =>
    JSON.stringify({
      version: 1,
      tool: 'imbot-compat',
      methods: {
        'imbot.chat.get': {
          calls: none,
          sent: { v1: none, v2: 0, refused: 0 },
          verdicts: { exact: 0, emulated: 0, lossy: 0, none },
          losses: { 'entity-lookup': none },
          auto: { v1: none, v2: 0 },
          v2: { sent: 0, refused: none },
          sites: {},
        },
      },
    });
  it('adds up and fails over --max-manual', async () => {
    const cwd = workspace({ 'a.json': usage(2), 'b.json': usage(3) });
    const { code, out } = await cli(cwd, ['report', 'a.json', 'b.json', '--max-manual', '5']);
    expect(code).toBe(0);
    expect(out).toContain('5 calls of 1 method; 5 calls without a way to v2.');
    expect((await cli(cwd, ['report', 'a.json', 'b.json', '--max-manual', '4'])).code).toBe(1);
  });
});

describe('an option that takes a list', () => {
  const LOSING = `const call = async (method, params) => (await fetch('https://b24.example/rest/1/x/' + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) })).json();
await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'Hi', SYSTEM: 'Y', MENU: [{ TEXT: 'x' }] });
`;

  it.each([
    ['once', ['--accept', 'menu,system-prefix']],
    ['with spaces', ['--accept', ' menu, system-prefix ,']],
    ['again', ['--accept', 'menu', '--accept', 'system-prefix']],
    ['again, the other way about', ['--accept=system-prefix', '--accept=menu']],
  ])('takes all that it is given %s', async (_how, options) => {
    const cwd = workspace({ 'package.json': '{"type":"module"}', 'a.js': LOSING });
    expect((await cli(cwd, ['rewrite', ...options])).out).toContain('1 moved');
  });

  it('takes names one by one', async () => {
    const cwd = workspace({ 'package.json': '{"type":"module"}', 'a.js': LOSING });
    expect((await cli(cwd, ['rewrite', '--accept', 'menu'])).out).toContain('0 moved');
    expect(several('chat12,chat15', several('chat1'))).toEqual(['chat1', 'chat12', 'chat15']);
  });
});
