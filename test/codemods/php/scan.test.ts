import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, renderReport, rewrite, scan } from '../../../codemods/index';
import { read, workspace } from '../workspace';

/** A line of PHP, and what the names in it are, in their order. */
const LINES: readonly (readonly [line: string, ...kinds: string[]])[] = [
  ["$r = CRest::call('imbot.message.add', ['BOT_ID' => 39, 'MESSAGE' => 'Привет, мир']);", 'call'],
  ["$result = restCommand('imbot.register', Array('CODE' => 'echo', 'TYPE' => 'B'), $_REQUEST[\"auth\"]);", 'call'],
  ['$b24->core->call("imbot.message.update", array("MESSAGE_ID" => 5));', 'call'],
  ["$this->getBot()->request('imbot.chat.leave', $params)->getResponseData();", 'call'],
  [
    "curl_setopt_array($c, [CURLOPT_URL => 'https://'.$domain.'/rest/imbot.bot.list.json?'.http_build_query($q)]);",
    'url',
  ],
  ['$url = "https://{$domain}/rest/imbot.chat.leave.json";', 'url'],
  ["$url = $endpoint . 'imbot.message.add';", 'url'],
  [
    "CRest::callBatch(['a' => ['method' => 'imbot.message.add', 'params' => []], 'b' => ['method' => 'imbot.message.like', 'params' => []]]);",
    'batch',
    'batch',
  ],
  ["$cmd['send'] = 'imbot.message.add?' . http_build_query($p);", 'batch'],
  ["const METHOD = 'imbot.message.add';", 'constant'],
  ["define('REGISTER', 'imbot.register');", 'constant'],
  ["$x = 'imbot.message.' . $op;", 'constant'],
  ["if ($_REQUEST['event'] == 'ONIMBOTMESSAGEADD') { начать(); }", 'event'],
  ["switch ($event) { case 'ONIMBOTJOINCHAT': break; default: }", 'event'],
  ["$handlers = ['ONIMCOMMANDADD' => 'onCommand'];", 'event'],
  ['// комментарий imbot.update', 'mention'],
  ['# imbot.update', 'mention'],
  ['/** Бот «Помощник»: imbot.register, ONIMBOTDELETE */', 'mention', 'mention'],
  ["error_log('imbot.message.add failed'); writeToLog('imbot.message.add');", 'mention', 'mention'],
  ["throw new \\Exception('imbot.message.add');", 'mention'],
  ["if ($method === 'imbot.message.add') { }", 'mention'],
  ["$stats['imbot.message.add']++;", 'mention'],
  ['$text = <<<EOT\n imbot.message.add привет $имя\nEOT;', 'mention'],
  ["echo 'imbot.message.add';", 'mention'],
  ['$url = <<<URL\nhttps://$domain/rest/1/imbot.message.add\nURL;', 'url'],
  ['$url = <<<"URL"\n    https://$domain/rest/1/imbot.message.add\n    URL;', 'url'],
  ['$m = <<<M\n  imbot.message.add\n  M;', 'constant'],
];

const OLD = /\bimbot\.(?!v2\.)[a-z]|ONIM(?:BOT(?!V2)|COMMAND)[A-Z]+/g;
const files = fc
  .tuple(
    fc.constantFrom('', '<p>Бот</p>\n', '\ufeff'),
    fc.array(fc.nat(LINES.length - 1), { minLength: 1, maxLength: 20 }),
    fc.constantFrom('', '?>\n<p>imbot.message.add</p>\n'),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([head, chosen, tail, end]) => {
    const lines = chosen.flatMap((at) => LINES[at] ?? []);
    const rows = chosen.flatMap((at) => [LINES[at]?.[0] ?? '']);
    const kinds = lines.filter((one) => /^(?:call|url|batch|constant|event|mention)$/.test(one));
    const text = `${head}<?php\n${rows.join('\n')}\n${tail}`.replaceAll('\n', end);
    return { text, kinds: tail === '' ? kinds : [...kinds, 'mention'] };
  });

describe('scan of PHP', () => {
  it('gives every name its kind and its place, Cyrillic around it or not, in 200 generated files', async () => {
    const made = fc.sample(files, { numRuns: 200, seed: 12 });
    const cwd = workspace(
      Object.fromEntries(made.map(({ text }, at) => [`f${String(at).padStart(3, '0')}.php`, text])),
    );
    const { sites, failed, summary } = await scan({ cwd });
    expect(failed).toBeUndefined();
    expect(summary.files).toBe(200);
    for (const [at, { text, kinds }] of made.entries()) {
      const own = sites.filter(({ file }) => file === `f${String(at).padStart(3, '0')}.php`);
      expect(
        own.map(({ kind }) => kind),
        text,
      ).toEqual(kinds);
      const places = [...text.matchAll(OLD)].map(({ index }) => {
        const before = text
          .slice(0, index)
          .replace(/^\ufeff/, '')
          .split(/\r?\n/);
        return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
      });
      expect(own.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
      for (const { verdict, kind } of own) expect(verdict).toBe(kind === 'mention' ? 'ignored' : 'manual');
    }
  });

  it('tells of a file that does not parse, keeps its names in the account, and does its neighbour', async () => {
    const cwd = workspace({
      'broken.php': '<?php\n$x = CRest::call("imbot.message.add" [\n',
      'sound.php': "<?php\nCRest::call('imbot.message.add', []);\n",
    });
    const { sites, failed } = await scan({ cwd });
    expect(failed).toEqual([{ file: 'broken.php', message: expect.stringMatching(/^does not parse: line \d+: /) }]);
    expect(sites.map(({ file, reasons }) => [file, reasons[0]])).toEqual([
      ['broken.php', 'syntax-error'],
      ['sound.php', 'not-javascript'],
    ]);
  });

  it('changes no PHP, and moves the script of the same page', async () => {
    const page =
      "<?php CRest::call('imbot.message.add', []); ?>\n<script>\nasync function f() {\n  await rest.call('imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 });\n}\n</script>\n";
    const cwd = workspace({ 'a.php': page });
    await rewrite({ cwd, write: true, allowDirty: true });
    const [php, ...script] = (read(cwd)['a.php']?.toString() ?? '').split('\n');
    expect(php).toBe(page.split('\n')[0]);
    expect(script.join('\n')).not.toBe('');
  });

  it('is in check and in every report', async () => {
    const cwd = workspace({ 'a.php': "<?php\n/* я */ CRest::call('imbot.message.add', []);\n" });
    const { fresh, report } = await check({ cwd });
    expect(fresh.map(({ line, column }) => [line, column])).toEqual([[2, 22]]);
    for (const format of ['json', 'md', 'html', 'sarif'] as const)
      expect(renderReport(report, format)).toContain('imbot.message.add');
  });

  it('loads no parser of PHP where no PHP names imbot', () => {
    const cwd = workspace({ 'a.js': "call('imbot.bot.list', {});\n", 'a.php': '<?php echo 1;\n' });
    const code = `import { createRequire } from 'node:module'; import { scan } from '${process.cwd()}/codemods/index.ts'; scan({ cwd: '${cwd}' }).then(() => console.log(Object.keys(createRequire(import.meta.url).cache).filter((one) => one.includes('php-parser')).length));`;
    const out = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      encoding: 'utf8',
      cwd: process.cwd(),
    });
    expect(out.trim()).toBe('0');
  });
});

describe('calls of PHP that stand within other texts', () => {
  it.each([
    ['exec("curl -s https://acme.bitrix24.com/rest/1/x/imbot.message.add -d MESSAGE=Hi > /dev/null &");', 'url'],
    ["shell_exec('curl -d \\'a=1\\' ' . $hook . 'imbot.message.add.json');", 'url'],
    ['$out = `curl {$hook}imbot.message.add?BOT_ID=1`;', 'url'],
    ["exec('echo imbot.message.add >> bot.log');", 'mention'],
    ["$text = 'see https://apidocs.bitrix24.com/imbot.message.add for more';", 'mention'],
    ['$body = \'{"method":"imbot.message.add","params":{}}\';', 'constant'],
    ['$body = "{\\"cmd\\":{\\"a\\": \\"imbot.message.add?BOT_ID=1\\"}}";', 'constant'],
    ['$text = \'the call "imbot.message.add" fails\';', 'mention'],
    ['$text = \'{"text":"imbot.message.add fails"}\';', 'mention'],
    ["send(method: 'imbot.message.add', params: $p);", 'call'],
    ["error_log(message: 'imbot.message.add');", 'mention'],
  ])('%s', async (line, kind) => {
    const { sites } = await scan({ cwd: workspace({ 'a.php': `<?php\n${line}\n` }) });
    expect(sites.map((one) => one.kind)).toEqual([kind]);
  });
});

describe('languages that are read as text', () => {
  it.each([
    [
      'py',
      '# imbot.update\ndef f():\n    """imbot.register"""\n    b24.call(\'imbot.message.add\', {})\n    b24.call("imbot.message." + op)\n    post(f\'{hook}/imbot.bot.list.json\')\n    log(\'imbot.message.add failed\')\n',
    ],
    [
      'go',
      '// imbot.update\nfunc f() {\n/* imbot.register */\n\tc.Call("imbot.message.add", p)\n\tc.Call("imbot.message." + op, p)\n\tpost(hook + `/imbot.bot.list.json`)\n\tlog("imbot.message.add failed")\n}\n',
    ],
    [
      'cs',
      '// imbot.update\nvoid F() {\n/* imbot.register */\n\tCall("imbot.message.add", p);\n\tCall("imbot.message." + op, p);\n\tPost(@"https://x/rest/imbot.bot.list.json");\n\tLog("imbot.message.add failed");\n}\n',
    ],
  ])('%s: the same ledger', async (ending, text) => {
    const { sites } = await scan({ cwd: workspace({ [`Бот.${ending}`]: text }) });
    expect(sites.map(({ line, kind, verdict }) => [line, kind, verdict])).toEqual([
      [1, 'mention', 'ignored'],
      [3, 'mention', 'ignored'],
      [4, 'call', 'manual'],
      [5, 'call', 'manual'],
      [6, 'url', 'manual'],
      [7, 'mention', 'ignored'],
    ]);
    expect(sites[2]?.reasons).toEqual(['other-language']);
    expect(sites[3]?.reasons).toEqual(expect.arrayContaining(['dynamic-name']));
  });
  it('takes a name behind a place in a text for the end of an address', async () => {
    const files = {
      'a.py':
        "post(f'{HOOK}imbot.message.add')\npost(f\"{os.environ['X']}imbot.message.add.json\")\npost('{}imbot.message.add'.format(h))\nlog(f'{user} imbot.message.add failed')\nlog(f'({user})imbot.message.add')\nlog(f'{user}imbot.message.add failed')\n",
      'a.go':
        'post(fmt.Sprintf("%s/imbot.message.add", hook))\nlog("%s imbot.message.add")\npost(fmt.Sprintf("%simbot.message.add", hook))\nlog("%simbot.message.add failed")\nlog("simbot.message.add")\n',
      'b.py': "post('%simbot.message.add' % HOOK)\nlog('100%. imbot.message.add')\n",
      'c.js': "const address = util.format('%simbot.message.add', hook);\n",
      'a.cs':
        'Post($"{hook}imbot.message.add");\nPost($@"{hook}imbot.message.add?A={a}");\nLog($"{hook}: imbot.message.add");\n',
    };
    const { sites } = await scan({ cwd: workspace(files) });
    expect(sites.map(({ file, kind }) => `${file} ${kind}`)).toEqual([
      ...['a.cs url', 'a.cs url', 'a.cs mention', 'a.go url', 'a.go mention', 'a.go url', 'a.go mention'],
      ...Array<string>(3).fill('a.py url'),
      ...Array<string>(3).fill('a.py mention'),
      ...['b.py url', 'b.py mention', 'c.js mention'],
    ]);
  });
  it('takes a value of JSON within a text for a name', async () => {
    const files = {
      'a.go': 'post(`{"method":"imbot.message.add"}`)\nlog(`"imbot.message.add" fails`)\n',
      'a.py': 'post(\'{"method": "imbot.message.add"}\')\nlog(\'{"a": "imbot.message.add fails"}\')\n',
    };
    const { sites } = await scan({ cwd: workspace(files) });
    expect(sites.map(({ file, kind }) => `${file} ${kind}`)).toEqual([
      'a.go call',
      'a.go mention',
      'a.py call',
      'a.py mention',
    ]);
  });
  it('no command but scan and check looks at them', async () => {
    const cwd = workspace({ 'a.py': "call('imbot.message.add')\n", 'b.js': '1;\n' });
    expect((await rewrite({ cwd })).report.summary).toMatchObject({ files: 1, sites: 0 });
    expect((await check({ cwd })).fresh).toHaveLength(1);
  });
});
