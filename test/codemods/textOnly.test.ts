import { describe, expect, test } from 'vitest';
import { scan } from '../../codemods/index';
import { workspace } from './workspace';

/** Lines of a language, and what the names in each are, in their order. */
const LINES: Readonly<Record<string, readonly (readonly [line: string, ...kinds: string[]])[]>> = {
  'a.py': [
    // A text over lines says what the code is for only where it is a statement.
    ['def f():\n    """imbot.message.add"""', 'mention'],
    ["    r'''imbot.message.add'''", 'mention'],
    ['"""imbot.message.add\nимя: imbot.chat.add\n"""', 'mention', 'mention'],
    ['call(\n    """imbot.message.add""",\n)', 'call'],
    ["x = [\n'''imbot.message.add''',\n]", 'call'],
    ['x = \\\n    """imbot.message.add"""', 'call'],
    ['x = (\n    # к слову: imbot.chat.add )\n    """imbot.message.add"""\n)', 'mention', 'call'],
    // Texts in places of texts.
    ['print(f"sent {call(\'imbot.message.add\', 1)}")', 'call'],
    ['print(f"sent {call("imbot.message.add")}"); call("imbot.chat.add")', 'call', 'call'],
    ['x = f"{{ {a["b"]:{c}} }}"; call("imbot.chat.add")', 'call'],
    ['x = f"{ not closed\ncall("imbot.chat.add")', 'call'],
    ['x = "{call(\'imbot.message.add\')}"', 'mention'],
    // Commands of a shell.
    ['os.system("curl -s https://acme.bitrix24.ru/rest/1/x/imbot.message.add -d A=1")', 'url'],
    ['subprocess.run(f"sleep 1; curl {HOOK}imbot.message.add -d A=1", shell=True)', 'url'],
    ["COMMAND = 'curl -X POST https://acme.bitrix24.ru/rest/1/x/imbot.message.add.json'", 'url'],
    ['print("curl https://acme.bitrix24.ru/rest/1/x/imbot.message.add -d A=1")', 'mention'],
    ['os.system("echo imbot.message.add >> bot.log")', 'mention'],
    ['x = "see https://acme.bitrix24.ru/imbot.message.add for more"', 'mention'],
    // What stands for another value.
    ['post("%(hook)simbot.message.add" % d)', 'url'],
    ['post("%(hook)s/imbot.message.add.json?auth=%(auth)s" % d)', 'url'],
    ['x = "imbot.\\\r\nmessage.add"; call("imbot.chat.add")', 'call', 'call'],
    // Names that are joined.
    ['class A:\n    ns = "imbot"\n    def f(self): call(f"{self.ns}.message.add")', 'call'],
    ['x = ".".join([\n    "imbot",\n    "message",\n    op,\n])', 'call'],
    ['scopes = ",".join(["imbot", "im"])'],
    ['scopes = ",".join((\n    "imbot",\n    "im",\n))'],
  ],
  'a.go': [
    ['post(fmt.Sprintf("%[1]s/imbot.message.add", hook))', 'url'],
    ['post(fmt.Sprintf("%[1]simbot.message.add", hook))', 'url'],
    ['post(fmt.Sprintf("%+vimbot.message.add", hook))', 'url'],
    ['exec.Command("sh", "-c", "curl https://acme.bitrix24.ru/rest/1/x/imbot.message.add -d A=1")', 'url'],
    ['fmt.Println("curl https://acme.bitrix24.ru/rest/1/x/imbot.message.add -d A=1")', 'mention'],
    ['x := strings.Join([]string{\n\t"imbot",\n\t"message",\n\top}, ".")', 'call'],
    ['x := strings.Join([]string{"imbot", "im"}, ",")'],
    ['x := "{call(`imbot.message.add`)}"', 'mention'],
  ],
  'a.cs': [
    ['var s = """"imbot.message.add""""; Call("imbot.chat.add");', 'call', 'call'],
    ['var s = """"\n  """ "x\n  """"; Call("imbot.chat.add");', 'call'],
    ['var s = """x"""; Call("imbot.chat.add");', 'call'],
    ['Call(\n    """imbot.message.add""",\n    x);', 'call'],
    ['var s = @"{ ""method"": ""imbot.message.add"" }";', 'call'],
    ['var s = @"the ""imbot.message.add"" fails";', 'mention'],
    ['Log($"sent {await Call("imbot.message.add")}"); Call("imbot.chat.add");', 'call', 'call'],
    ['Log($@"sent {d["a"]} {Call("imbot.message.add")}"); Call("imbot.chat.add");', 'call', 'call'],
    ['var s = $"{{ {x,3:F2} "; Call("imbot.chat.add");', 'call'],
    ['Process.Start("curl", "-s https://acme.bitrix24.ru/rest/1/x/imbot.message.add");', 'url'],
    ['var m = string.Join(".", new[] {\n  "imbot",\n  op });', 'call'],
    ['var m = string.Join(",", "imbot", "im");'],
  ],
};

const CASES = Object.entries(LINES).flatMap(([file, lines]) =>
  lines.map(([line, ...kinds]) => [file, line, kinds] as const),
);

const AFTER = { 'a.py': 'call("imbot.bot.list")', 'a.go': 'call("imbot.bot.list")', 'a.cs': 'Call("imbot.bot.list");' };

test.each(CASES)('%s: %j', async (file, line, kinds) => {
  const after = Object.entries(AFTER).find(([name]) => name === file)?.[1] ?? '';
  const { sites, failed } = await scan({ cwd: workspace({ [file]: `${line}\n${after}\n` }) });
  expect(failed).toBeUndefined();
  expect(sites.map(({ kind }) => kind)).toEqual([...kinds, 'call']);
  expect(sites.at(-1)?.line).toBe(line.split('\n').length + 1);
});

describe('a site is silenced by the comment of its language', () => {
  test.each([
    ['a.py', '# imbot-v2-ignore decided\ncall("imbot.message.add")'],
    ['a.py', 'call("imbot.message.add")  # imbot-v2-ignore: decided'],
    ['a.php', "<?php\n# imbot-v2-ignore decided\nCRest::call('imbot.message.add');"],
    ['a.php', "<?php\nCRest::call('imbot.message.add'); // imbot-v2-ignore decided"],
    ['a.go', '// imbot-v2-ignore decided\ncall("imbot.message.add")'],
    ['a.cs', 'Call("imbot.message.add"); /* imbot-v2-ignore decided */'],
  ])('%s: %j', async (file, text) => {
    const { sites } = await scan({ cwd: workspace({ [file]: `${text}\n` }) });
    expect(sites.map(({ kind, verdict }) => [kind, verdict])).toEqual([['call', 'ignored']]);
  });

  test('and by no other', async () => {
    const text = "call('imbot.message.add', {}); x = '# imbot-v2-ignore decided';\n";
    const { sites } = await scan({ cwd: workspace({ 'a.js': text, 'a.go': text.replaceAll("'", '"') }) });
    expect(sites.map(({ verdict }) => verdict)).not.toContain('ignored');
  });
});

describe('a name that is put in for something, or goes to a shell', () => {
  test.each([
    ['a.js', 'exec(`curl -s https://acme.bitrix24.ru/rest/1/x/imbot.message.add -d A=1`);', 'url'],
    ['a.js', "execSync('curl -s ' + hook + 'imbot.message.add -d A=1');", 'url'],
    ['a.js', "spawn('sh', ['-c', 'curl -s ' + hook + 'imbot.message.add -d A=1']);", 'url'],
    ['a.mjs', 'await $`curl https://acme.bitrix24.ru/rest/1/x/imbot.message.add`;', 'url'],
    ['a.js', 'console.log(`curl -s https://acme.bitrix24.ru/rest/1/x/imbot.message.add -d A=1`);', 'mention'],
    ['a.js', "exec('echo imbot.message.add');", 'mention'],
    ['a.js', "childProcess.exec('curl -s ' + hook + 'imbot.message.add');", 'url'],
    ['a.js', "pattern.exec('see https://acme.bitrix24.ru/rest/imbot.message.add for more');", 'mention'],
    ['a.js', 'db.exec("INSERT INTO log VALUES (1, \'/rest/imbot.message.add\')");', 'mention'],
    ['a.js', "fetch(template.replace('{method}', 'imbot.message.add'));", 'call'],
    ['a.js', "fetch(template.replaceAll('{method}', 'imbot.message.add'));", 'call'],
    ['a.js', "text.replace('imbot.message.add', '');", 'mention'],
    ['a.php', "post(sprintf('https://%s/rest/imbot.message.add', $d));", 'url'],
    ['a.php', "$url = sprintf('%simbot.message.add', $hook);", 'url'],
    ['a.php', "$url = sprintf('%1$simbot.message.add?auth=%2$s', $hook, $auth);", 'url'],
    ['a.php', "$url = vsprintf('https://%s/rest/%s/imbot.message.add.json', [$d, $k]);", 'url'],
    ['a.php', "$url = str_replace('{domain}', $d, 'https://{domain}/rest/imbot.message.add');", 'url'],
    ['a.php', "$url = str_replace('{method}', 'imbot.message.add', $template);", 'call'],
    ['a.php', "$url = str_replace('imbot.message.add', '', $text);", 'mention'],
    ['a.php', "error_log(sprintf('https://%s/rest/imbot.message.add', $d));", 'mention'],
    ['a.php', "$text = sprintf('imbot.message.add: %s', $error);", 'mention'],
    ['a.php', "printf('https://%s/rest/imbot.message.add', $d);", 'mention'],
  ])('%s: %s', async (file, line, kind) => {
    const text = file.endsWith('.php') ? `<?php\n${line}\n` : `${line}\n`;
    const { sites } = await scan({ cwd: workspace({ [file]: text }) });
    expect(sites.map((one) => one.kind)).toEqual([kind]);
  });
});

describe('a page of PHP', () => {
  test('with short tags within its script is read', async () => {
    const text =
      "<script>\nvar a = <? echo 1; ?>;\nvar t = '<? ';\nBX24.callMethod('imbot.message.delete', { BOT_ID: <?= $id ?> });\n</script>\n";
    const { sites, failed } = await scan({ cwd: workspace({ 'a.php': text, 'b.php': text.replace("'<? '", '1') }) });
    expect(failed?.map(({ file }) => file) ?? []).not.toContain('b.php');
    expect(sites.map(({ file, line, kind }) => [file, line, kind])).toContainEqual(['b.php', 4, 'call']);
  });
});

test.each(['utf16le', 'swapped'])('a file in UTF-16 that names imbot is told of as not read: %s', async (order) => {
  const bytes = (text: string) => {
    const made = Buffer.from(`\ufeff${text}`, 'utf16le');
    return order === 'swapped' ? made.swap16() : made;
  };
  const cwd = workspace({ 'a.cs': bytes('Call("imbot.message.add");\n'), 'b.cs': bytes('Call("user.get");\n') });
  const { failed } = await scan({ cwd });
  expect(failed?.map(({ file }) => file)).toEqual(['a.cs']);
});
