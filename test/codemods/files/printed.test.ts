import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../../cli/run';
import { terminalSafe } from '../../../cli/terminalSafe';
import { printable, printableJson } from '../../../codemods/report/printable';
import { cli, workspace } from '../workspace';
import { MOVES } from './moves';

const CALL = "call('imbot.bot.get', {});\n";

/** What a name may hold and a terminal obeys: escapes, a bell, lines, C1, text that runs backwards. */
const NASTY = [
  '\u001b[2J',
  '\u001b]0;t\u0007',
  '\n',
  '\r',
  '\t',
  '\u009b31m',
  '\u202e',
  '\u2028',
  '\u0085',
  '\b',
  '\u007f',
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029\u2066-\u2069]/;

describe('a file name with all of it', () => {
  const part = NASTY.join('');
  const tree = { [`a${part}b.js`]: CALL, [`broken${part}.js`]: `${CALL}(` };

  it.each([
    ['scan'],
    ['check'],
    ['rewrite', '--todo'],
    ['events'],
    ['adopt'],
    ['scan', '--md', '-'],
    ['scan', '--json', '-'],
    ['scan', '--sarif', '-'],
    ['scan', '--html', '-'],
    ['scan', '--format', 'unix'],
    ['scan', '--format', 'github'],
    ['scan', `gone${part}.js`],
  ])('comes out of %s as text', async (...argv) => {
    const { out, err } = await cli(workspace(tree), argv);
    expect(out + err).not.toMatch(RAW);
    if (!argv.includes('--json') && !argv.includes('--sarif')) {
      // No line of its own.
      expect(out + err).not.toMatch(/^b\.js/m);
    }
  });
});

describe.each(NASTY)('a file name with %j', (part) => {
  const tree = { [`a${part}b.js`]: CALL, [`broken${part}.js`]: `${CALL}(` };

  it('stays data in JSON', async () => {
    const { out } = await cli(workspace(tree), ['scan', '--json', '-']);
    const names = JSON.parse(out).sites.map((site: { file: string }) => site.file);
    expect(new Set(names)).toEqual(new Set(Object.keys(tree)));
  });

  it('leaves the Markdown table whole', async () => {
    const { out } = await cli(workspace(tree), ['scan', '--md', '-']);
    const rows = out.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.replace(/\\\|/g, '').split('|').length);
    expect(new Set(cells.slice(3))).toEqual(new Set([6]));
    expect(rows.filter((row) => row.includes('imbot.bot.get')).length).toBe(3);
  });
});

it('source with escapes is shown as text in diffs and pages', async () => {
  const text = `// \u001b[31m\u202e\n${MOVES}`;
  const cwd = workspace({ 'a.js': text });
  const { out } = await cli(cwd, ['rewrite', '--html', 'r.html']);
  expect(out).toContain('\\u001b[31m'.replace('\\u001b', '\\x1b'));
  expect(out).not.toMatch(RAW);
  expect(readFileSync(join(cwd, 'r.html'), 'utf8')).not.toMatch(RAW);
});

it('colours of our own pass the last door, those of a name do not', async () => {
  let out = '';
  const cwd = workspace({ 'a\u001b[31mred.js': CALL });
  await run(['scan'], {
    out: (text) => {
      out += text;
    },
    err: () => {},
    stdin: process.stdin,
    cwd,
    color: true,
    terminal: false,
  });
  expect(out).toContain('\u001b[1ma\\x1b[31mred.js\u001b[22m');
});

describe('the escapes', () => {
  it('are one line without a control character, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (name) => !RAW.test(printable(name)) && !printable(name).includes('\n'),
      ),
      {
        seed: 3,
        numRuns: 500,
      },
    );
  });
  it('keep JSON what it says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => JSON.parse(printableJson(JSON.stringify({ text }))).text === text,
      ),
      { seed: 4, numRuns: 500 },
    );
  });
  it('pass through the last door as JSON too', () => {
    let out = '';
    const io = terminalSafe({
      out: (text) => (out += text),
      err: () => {},
      stdin: process.stdin,
      cwd: '',
      color: false,
      terminal: false,
    });
    io.out(`${JSON.stringify({ name: 'x\u009b1m\u202e' }, null, 2)}\n`);
    expect(out).not.toMatch(RAW);
    expect(JSON.parse(out)).toEqual({ name: 'x\u009b1m\u202e' });
  });
  it('leave ordinary names of any language alone', () => {
    for (const name of ['Бот Помощник', '助手', 'مساعد', '👩‍👧 family', 'naïve.js', 'a b-c_d.e'])
      expect(printable(name)).toBe(name);
  });
});
