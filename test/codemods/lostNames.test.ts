import { describe, expect, test } from 'vitest';
import { scan } from '../../codemods/index';
import { workspace } from './workspace';

/** What is said of each line of a file: `dynamic-name` where a name is put together, another reason, or nothing. */
async function said(path: string, given: readonly string[]): Promise<string[]> {
  const lines = given.map(filled);
  const head = path.endsWith('.php') ? '<?php\n' : '';
  const { sites, failed } = await scan({ cwd: workspace({ [path]: `${head}${lines.join('\n')}\n` }) });
  expect(failed).toBeUndefined();
  const first = head === '' ? 1 : 2;
  const starts = lines.map((_one, at) => first + lines.slice(0, at).join('\n').split('\n').length - (at === 0 ? 1 : 0));
  return lines.map((_one, at) => {
    const own = sites.filter(({ line, kind }) => {
      const next = starts[at + 1] ?? Number.POSITIVE_INFINITY;
      return kind !== 'mention' && line >= (starts[at] ?? 0) && line < next;
    });
    return [...new Set(own.flatMap(({ verdict, reasons }) => [verdict, ...reasons]))].join(' ');
  });
}

/** `#{` opens a place in a template. */
const filled = (line: string) => line.replaceAll('#{', '${');

const FOUND: Readonly<Record<string, readonly string[]>> = {
  'bot.js': [
    "call('im\\x62ot.message.delete', {});",
    "call('imbot\\x2emessage.delete', {});",
    "call('\\u0069mbot.message.delete', {});",
    "call('\\u{69}mbot.message.delete', {});",
    "call('imbot.mess\\u0061ge.delete', {});",
    'call("imbot.message.\\\ndelete", {});',
    'call("imb\\\not.message.delete", {});',
    "call('im\\x62ot.' + op, {});",
    'call(String.raw`imbot.message.delete`, {});',
    'call(String.raw`imbot.message.#{op}`, {});',
    "call('imbot'.concat('.message.delete'), {});",
    "call('imbot.'.concat(op), {});",
    "call('imbot.message.'.concat(op), {});",
    "call(`#{'imbot'}.message.delete`, {});",
    "call(['imbot', 'message', op].join('.'), {});",
    "call(['imbot.message', op].join('.'), {});",
    "call('imbot.%s'.replace('%s', op), {});",
    "call(util.format('imbot.message.%s', op), {});",
    "const PREFIX = 'imbot.message.';",
    "const NS = 'imbot.chat'; call(`#{NS}.leave`, {});",
    'fetch(`#{hook}imbot.#{op}.json`);',
  ],
  'bot.py': [
    'call("imbot." + op, {})',
    'call("imbot.message." + op)',
    'call(f"imbot.{op}", {})',
    'call(f"imbot.message.{op}", {})',
    'call(f"{hook}/imbot.message.{op}.json", {})',
    'call("imbot.%s" % op)',
    'call("imbot.message.%s" % op)',
    'call("imbot.{}".format(op))',
    'call("imbot.message.{0}".format(op))',
    'call(".".join(["imbot", "message", op]))',
    'call("imbot." "message.add")',
    'call("IMBOT.MESSAGE.ADD")',
    'call("im\\x62ot.message.add")',
  ],
  'bot.go': [
    'call("imbot." + op)',
    'call("imbot.message." + op)',
    'call(fmt.Sprintf("imbot.%s", op))',
    'call(fmt.Sprintf("%s/imbot.message.%s", hook, op))',
    'call(strings.Join([]string{"imbot", "message", op}, "."))',
    'const ns = "imbot"; call(ns + ".message.add")',
  ],
  'Bot.cs': [
    'Call("imbot." + op);',
    'Call($"imbot.{op}");',
    'Call($"imbot.message.{op}");',
    'Call($@"imbot.message.{op}");',
    'Call(string.Format("imbot.{0}", op));',
    'Call(string.Format("imbot.message.{0}", op));',
    'Call(string.Join(".", "imbot", "message", op));',
  ],
  'bot.php': [
    "call('imbot.' . $op, []);",
    "call('imbot.message.' . $op, []);",
    'call("imbot.$op", []);',
    'call("imbot.message.$op", []);',
    'call("imbot.{$op}", []);',
    "call(sprintf('imbot.%s', $op), []);",
    "call(sprintf('imbot.message.%s', $op), []);",
    "call(implode('.', ['imbot', 'message', $op]), []);",
    "call('IMBOT.MESSAGE.ADD', []);",
    'call("im\\x62ot.message.add", []);',
    "const NS = 'imbot'; call(NS . '.message.add', []);",
  ],
};

describe.each(Object.entries(FOUND))('a name that is put together is a finding: %s', (path, lines) => {
  test('each of them', async () => {
    const found = await said(path, lines);
    expect(lines.filter((_line, at) => !/manual.*dynamic-name/.test(found[at] ?? ''))).toEqual([]);
  });
});

const TALK: Readonly<Record<string, readonly string[]>> = {
  'bot.js': [
    "log('im\\x62ot is great');",
    "import x from 'imbot';",
    "const scope = 'imbot';",
    "const scopes = ['im', 'imbot', 'user'];",
    "log('see imbot.message.');",
    "log('imbot.message.{x} failed');",
    "t('imbot.greeting.{name}');",
    "if (method.startsWith('imbot.message.')) f();",
    "if (method.startsWith('imbot.')) f();",
    'gql`imbot.message.add`;',
    "x = 'C:\\\\x69\\\\imbot';",
    'client.imbot.message.delete({ BOT_ID: 1 });',
  ],
  'bot.py': [
    'scope = "imbot"',
    'scopes = ["im", "imbot"]',
    'x = "the imbot. thing"',
    '# "imbot." + op',
    'x = "imbot.greeting.{name}"',
    'x = "imbot.message.{x} failed"',
  ],
  'bot.go': ['const scope = "imbot"', 'x := "imbot and others"', '// "imbot." + op'],
  'Bot.cs': ['var scope = "imbot";', '// $"imbot.{op}"'],
  'bot.php': [
    "$scope = 'imbot';",
    "$scopes = ['im', 'imbot'];",
    "echo 'imbot.message. and so on';",
    "// 'imbot.' . $op",
  ],
};

describe.each(Object.entries(TALK))('talk is no finding: %s', (path, lines) => {
  test('none of them', async () => {
    const found = await said(path, lines);
    expect(lines.filter((_line, at) => found[at] !== '')).toEqual([]);
  });
});

const OLD = /\bimbot\.(?!v2\.)[a-z]|ONIM(?:BOT(?!V2)|COMMAND)[A-Z]+/g;

test.each([...Object.entries(FOUND), ...Object.entries(TALK)])('the ledger of %s adds up', async (path, lines) => {
  const text = `${path.endsWith('.php') ? '<?php\n' : ''}${lines.map(filled).join('\n')}\n`;
  const { sites } = await scan({ cwd: workspace({ [path]: text }) });
  const offsets = [...text.matchAll(OLD)].map(({ index }) => index);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const columnOf = (offset: number) => offset - text.lastIndexOf('\n', offset - 1);
  for (const offset of offsets)
    expect(sites.filter(({ line, column }) => line === lineOf(offset) && column === columnOf(offset))).toHaveLength(1);
});
