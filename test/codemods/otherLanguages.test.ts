import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { check, events, scan } from '../../codemods/index';
import { cli, workspace } from './workspace';

const SENT = 'call("imbot.message.add")\n';

describe.each(['bot.py', 'src/bot.go', 'Bot.cs'])('a bot of which nothing can be changed: %s', (path) => {
  it.each(['adopt', 'rewrite', 'events'])('%s says what is there, and what comes next', async (command) => {
    for (const given of ['.', path]) {
      const { code, err } = await cli(workspace({ [path]: SENT, 'readme.md': 'x' }), [command, given]);
      expect(code).toBe(2);
      expect(err).toContain(`of other languages (${path})`);
      expect(err).toMatch(/imbot-compat scan.*gateway/);
      expect(err).not.toMatch(/No source file|does not parse/);
    }
  });
});

it('says so of nothing that the patterns do not let pass, nor where nothing is', async () => {
  const cwd = workspace({ 'bot.py': SENT });
  expect((await cli(cwd, ['adopt', '--exclude', '*.py'])).err).toContain(
    'No source file in . that the patterns let pass',
  );
  expect((await cli(workspace({ 'readme.md': 'x' }), ['adopt'])).err).toContain('No source file in .');
});

it('names the next step of a bot in PHP', async () => {
  const cwd = workspace({ 'bot.php': "<?php\nCRest::call('imbot.message.add', []);\n" });
  expect((await cli(cwd, [])).out).toContain('imbot-compat adopt --gateway URL');
});

it('names it also to who runs adopt on one, and to nobody else', async () => {
  const php = { 'bot.php': "<?php\nCRest::call('imbot.message.add', []);\n" };
  const js = { 'bot.js': "call('imbot.message.add', {});\n" };
  const said = async (files: object, ...more: string[]) => (await cli(workspace({ ...files }), ['adopt', ...more])).out;
  expect(await said(php)).toMatch(/Next: PHP is left as it is \(1\): `npx imbot-compat adopt --gateway URL`/);
  expect(await said({ ...php, ...js })).toMatch(/Next: PHP is left as it is \(1\)/);
  expect(await said(js)).not.toContain('Next:');
  expect(await said({ 'bot.php': '<?php // imbot.message.add\n' })).not.toContain('Next:');
  expect(await said(php, '--gateway', 'https://gateway.example')).not.toContain('Next:');
});

it('counts addresses in PHP that does not parse as calls, and talk as talk', async () => {
  const php = `<?php
// imbot.message.add is old
$url = 'https://x.bitrix24.ru/rest/1/abc/imbot.message.add.json';
function f( {
curl_setopt($ch, CURLOPT_URL, "https://$domain/rest/imbot.register?auth=$token");
log('imbot.register was refused');
`;
  const { sites } = await scan({ cwd: workspace({ 'bot.php': php }) });
  expect(sites.map(({ line, kind, reasons }) => [line, kind, reasons[0]])).toEqual([
    [2, 'mention', undefined],
    [3, 'url', 'syntax-error'],
    [5, 'url', 'syntax-error'],
    [6, 'mention', undefined],
  ]);
});

describe('routes that carry the name of an event', () => {
  test.each([
    ["@Post('onimcommandadd')", 'body.data.COMMAND'],
    ["@Post('/hooks/onimbotmessageadd')", 'body.data.PARAMS.MESSAGE'],
    ["@Post(['on-imbot-join-chat', 'bot/onImBotJoinChat'])", 'body.data.PARAMS.DIALOG_ID'],
  ])('%s', async (route, read) => {
    const text = `@Controller('bitrix')\nexport class Events {\n  ${route}\n  handle(@Body() body: any) {\n    return ${read};\n  }\n}\n`;
    const cwd = workspace({ 'a.ts': text });
    for (const { sites } of [await scan({ cwd }), (await events({ cwd })).report])
      expect(sites.filter(({ kind }) => kind === 'event')).toHaveLength(1);
  });

  it('is not said of one that reads no event', async () => {
    const text =
      "@Controller()\nexport class Events {\n  @Post('onimcommandadd')\n  handle(@Body() body: any) {\n    return body.data.ID;\n  }\n}\n";
    expect((await scan({ cwd: workspace({ 'a.ts': text }) })).sites).toEqual([]);
  });
});

describe('a baseline', () => {
  const call = (name: string) => `call('${name}', {});\n`;
  const made = async () => {
    const cwd = workspace({
      'src/a/index.js': call('imbot.message.add'),
      'src/b/index.js': call('imbot.chat.leave'),
      'src/c.js': call('imbot.unregister'),
    });
    return { cwd, baseline: await scan({ cwd }) };
  };
  const moved = async (from: string, to: string) => {
    const { cwd, baseline } = await made();
    mkdirSync(join(cwd, to, '..'), { recursive: true });
    renameSync(join(cwd, from), join(cwd, to));
    const { fresh, solved } = await check({ cwd, baseline });
    return [fresh.length, solved];
  };

  it('follows files that were moved, and those that got another name', async () => {
    expect(await moved('src/a/index.js', 'lib/a/index.js')).toEqual([0, 0]);
    expect(await moved('src/c.js', 'src/unregister.js')).toEqual([0, 0]);
    expect(await moved('src', 'bot')).toEqual([0, 0]);
  });

  it('knows what it says in the directory above, and nothing that is new', async () => {
    const { cwd, baseline } = await made();
    expect((await check({ cwd: join(cwd, 'src'), baseline })).fresh).toEqual([]);
    const other = workspace({ 'x.js': call('imbot.bot.list') });
    expect((await check({ cwd: other, baseline })).fresh).toHaveLength(1);
  });

  it('takes no new file for one that is still there', async () => {
    const { cwd, baseline } = await made();
    mkdirSync(join(cwd, 'lib'));
    const more = workspace({ 'src/a/index.js': call('imbot.message.add'), 'lib/index.js': call('imbot.message.add') });
    expect((await check({ cwd: more, baseline })).fresh.map(({ file }) => file)).toEqual(['lib/index.js']);
  });

  it('of another directory is said to be one', async () => {
    const cwd = workspace({ 'a.js': call('imbot.message.add') });
    await cli(cwd, ['scan', '--json', 'base.json']);
    mkdirSync(join(cwd, 'bot'));
    renameSync(join(cwd, 'a.js'), join(cwd, 'bot', 'b.js'));
    const text = workspace({ 'c.js': call('imbot.bot.list') });
    const { code, out } = await cli(text, ['check', '--baseline', join(cwd, 'base.json')]);
    expect([code, out]).toEqual([1, expect.stringContaining('None of the files of the baseline is here.')]);
  });
});
