import { describe, expect, test } from 'vitest';
import { cli, workspace } from './workspace';

const PYTHON = "def say(b):\n    return b.call('imbot.message.add', {'BOT_ID': 1, 'DIALOG_ID': '5', 'MESSAGE': 'x'})\n";
const BOT = "fetch('/rest/imbot.message.add', { method: 'POST', body: '{}' });\n";
const SAYS = 'were not looked at';

describe.each([['adopt'], ['rewrite'], ['events'], ['adopt', '--gateway', 'http://127.0.0.1:8790']])(
  '%s %s',
  (...args) => {
    const told = async (files: Record<string, string>) => (await cli(workspace(files), args)).out;

    test('a bot of another language beside a page is not passed over in silence', async () => {
      const out = await told({ 'bot.py': PYTHON, 'more/two.go': 'package more\n', 'page.html': '<p>x</p>' });
      expect(out).toContain(`(bot.py and 1 more) ${SAYS}`);
      expect(out).toContain('npx imbot-compat scan');
    });

    test('nothing is said where there is none, or git ignores it', async () => {
      expect(await told({ 'page.html': '<p>x</p>' })).not.toContain(SAYS);
      const ignored = { '.gitignore': 'venv/\n', 'venv/bot.py': PYTHON, 'page.html': '<p>x</p>' };
      expect(await told(ignored)).not.toContain(SAYS);
    });
  },
);

test('nothing is said of it where calls were found, or where it is looked at', async () => {
  const cwd = workspace({ 'bot.py': PYTHON, 'bot.js': BOT });
  expect((await cli(cwd, ['adopt'])).out).not.toContain(SAYS);
  const python = workspace({ 'bot.py': PYTHON, 'page.html': '<p>x</p>' });
  expect((await cli(python, ['scan'])).out).not.toContain(SAYS);
});
