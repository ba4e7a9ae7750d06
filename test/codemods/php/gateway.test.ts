import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { UsageError } from '../../../src/errors/UsageError';
import { cli, read, type Tree, workspace } from '../workspace';

const GATEWAY = 'https://gateway.example';
const HOOK = 'https://acme.bitrix24.com/rest/1/s3cr3t/';
const SAY = "['BOT_ID' => 39, 'DIALOG_ID' => '1', 'MESSAGE' => 'Привет']";

/** The vendor's CRest: takes the define before what it puts together of the settings. */
const CREST = `<?php
require_once __DIR__ . '/settings.php';
class CRest {
  public static function call($method, $params = []) {
    $base = defined('C_REST_WEB_HOOK_URL') ? C_REST_WEB_HOOK_URL : static::settings()['client_endpoint'];
    $curl = curl_init($base . $method . '.json');
    curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($params));
    return json_decode(curl_exec($curl), true);
  }
  static function settings() {
    return ['client_endpoint' => 'https://' . htmlspecialchars($_REQUEST['DOMAIN']) . '/rest/'];
  }
}
`;

const ONE: Readonly<Record<string, Tree>> = {
  'CRest: the define': {
    'settings.php': `<?php\n// Адрес\ndefine('C_REST_WEB_HOOK_URL', '${HOOK}');\n`,
    'crest.php': CREST,
    'bot.php': `<?php\nrequire 'crest.php';\nCRest::call('imbot.message.add', ${SAY});\n`,
  },
  'cURL: a variable': {
    'bot.php': `<?php\n$hook = '${HOOK}';\n$curl = curl_init($hook . 'imbot.message.add.json');\ncurl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query(${SAY}));\n`,
  },
  'cURL: within the call': {
    'bot.php': `<?php\nfunction call($method, $params) {\n  $curl = curl_init("${HOOK}{$method}.json");\n  return curl_exec($curl);\n}\ncall('imbot.message.add', ${SAY});\n`,
  },
  'file_get_contents: the whole address': {
    'bot.php': `<?php\nfile_get_contents("${HOOK}imbot.message.like.json?" . http_build_query(['BOT_ID' => 1, 'MESSAGE_ID' => 5]));\n`,
  },
  'an SDK: the setting': {
    'config.php': `<?php\nreturn ['webhook_url' => '${HOOK}'];\n`,
    'bot.php': `<?php\n$config = require 'config.php';\n$sdk = ServiceBuilderFactory::createServiceBuilderFromWebhook($config['webhook_url']);\n$sdk->core->call('imbot.message.add', ${SAY});\n`,
  },
  'a constant of a class': {
    'Bot.php': `<?php\nclass Bot {\n  private const HOOK = '${HOOK}';\n  function say() { return file_get_contents(self::HOOK . 'imbot.message.add'); }\n}\n`,
  },
  'a property': {
    'Bot.php': `<?php\nclass Bot {\n  private $hook = '${HOOK}';\n  function say() { return file_get_contents("{$this->hook}imbot.message.add"); }\n}\n`,
  },
  'a constant of a namespace': {
    'Bot.php': `<?php\nnamespace App;\nconst HOOK = '${HOOK}';\nfile_get_contents(\\App\\HOOK . 'imbot.message.add');\n`,
  },
  'trimmed where it is set': {
    'bot.php': `<?php\n$hook = rtrim('${HOOK}', '/');\n$hook = trim($hook);\nfile_get_contents($hook . '/imbot.message.add');\n`,
  },
  'a text over lines with a value in it': {
    'bot.php': `<?php\nfunction call($method) {\n  $url = <<<URL\n${HOOK}{$method}\nURL;\n  return file_get_contents($url);\n}\ncall('imbot.message.add');\n`,
  },
  'letters of other alphabets before it, a byte order mark, lines of Windows': {
    'bot.php': `\ufeff<?php\r\n/* Привет, ёлка 😀 */ $имя = 'Бот'; $hook = "${HOOK}"; // хвост\r\nfile_get_contents($hook . 'imbot.message.add');\r\n`,
  },
  'parts of a text': {
    'bot.php': `<?php\nfile_get_contents('https://acme.bitrix24.com' . '/rest/1/x/' . 'imbot.message.add');\n`,
  },
  'an ending in capitals, beside a variable of the same name in a function': {
    'BOT.PHP': `<?php\n$hook = '${HOOK}';\nfunction other($given) { $hook = $given['x']; return $hook; }\nfile_get_contents($hook . 'imbot.message.add');\n`,
  },
  'a property of which a constructor hands on what it is given': {
    'Bot.php': `<?php\n$hook = '${HOOK}';\nclass Bot {\n  private $hook;\n  function __construct($hook) { $this->hook = $hook; }\n  function say() { return file_get_contents($this->hook . 'imbot.message.add'); }\n}\nnew Bot($hook);\n`,
  },
};

describe('adopt --gateway changes the one address', () => {
  test.each(Object.entries(ONE))('%s', async (_name, files) => {
    const cwd = workspace({ ...files, 'page.js': "call('imbot.message.add', {});\n" });
    const { report, understood, written } = await adopt({ cwd, gateway: `${GATEWAY}/`, write: true, allowDirty: true });
    expect(report.failed).toBeUndefined();
    expect(written).toHaveLength(1);
    const after = read(cwd);
    for (const [path, text] of Object.entries(files))
      expect(after[path]?.toString()).toBe(text.toString().replace('https://acme.bitrix24.com', GATEWAY));
    for (const path of written) execFileSync('php', ['-l', join(cwd, path)]);
    const calls = report.sites.filter(({ kind }) => kind !== 'mention');
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.map(({ change, verdict }) => [change, verdict])).toEqual(calls.map(() => ['adopted', 'auto']));
    expect(understood.join()).toContain('--portal https://acme.bitrix24.com');
    expect(understood.join()).not.toContain('s3cr3t');
    // A second run has nothing to do, and counts the same.
    const again = await adopt({ cwd, gateway: GATEWAY });
    expect(again.diffs).toEqual([]);
    expect(again.report.sites.filter(({ change }) => change === 'adopted')).toHaveLength(calls.length);
  });

  test('below a secret of the gateway, which no report shows', async () => {
    const cwd = workspace({ 'a.php': `<?php\n$hook = '${HOOK}';\nsend($hook . 'imbot.message.add');\n` });
    const gateway = 'https://gateway.example/t0p/';
    const { understood } = await adopt({ cwd, gateway, write: true, allowDirty: true });
    expect(read(cwd)['a.php']?.toString()).toContain("'https://gateway.example/t0p/rest/1/s3cr3t/'");
    expect(understood.join()).not.toContain('t0p');
    const again = await adopt({ cwd, gateway });
    expect([again.diffs, again.report.sites[0]?.change]).toEqual([[], 'adopted']);
  });

  test('and the call goes there, path and secret as they were', async () => {
    const cwd = workspace({
      'bot.php': `<?php\n$hook = '${HOOK}';\nfunction send($url) { echo $url; }\nsend($hook . 'imbot.message.add.json');\n`,
    });
    await adopt({ cwd, gateway: 'http://127.0.0.1:8790', write: true, allowDirty: true });
    expect(execFileSync('php', [join(cwd, 'bot.php')], { encoding: 'utf8' })).toBe(
      'http://127.0.0.1:8790/rest/1/s3cr3t/imbot.message.add.json',
    );
  });
});

const CALL = `CRest::call('imbot.message.add', ${SAY});\n`;

describe('and refuses, with the reason and the places', () => {
  test.each<[string, Tree, string, RegExp]>([
    [
      'several addresses',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nsend($hook . 'imbot.message.add');\n`,
        'b.php': `<?php\n$other = 'https://beta.bitrix24.com/rest/1/x/';\nsend($other . 'imbot.message.like');\n`,
      },
      'address-several',
      /a\.php:2, b\.php:2/,
    ],
    [
      'a host that is put in',
      { 'a.php': `<?php\n$url = 'https://' . $_REQUEST['DOMAIN'] . '/rest/imbot.message.add';\n` },
      'address-computed',
      /a\.php:2/,
    ],
    [
      'a host in a text',
      { 'a.php': '<?php\n$url = "https://{$domain}/rest/imbot.message.add";\n' },
      'address-computed',
      /a\.php:2/,
    ],
    [
      'an endpoint of the event beside a written address',
      { 'a.php': `<?php\n$hook = '${HOOK}';\nsend($auth['client_endpoint'] . 'imbot.message.add');\n` },
      'address-computed',
      /a\.php:3/,
    ],
    ['the environment', { 'a.php': `<?php\n$hook = getenv('B24_HOOK');\n${CALL}` }, 'address-computed', /a\.php:2/],
    ['no address', { 'a.php': `<?php\n${CALL}` }, 'address-unseen', /environment or in a database/],
    [
      'a host that a format fills in',
      {
        'a.php': `<?php\n$url = sprintf('https://%s/rest/%s', $_REQUEST['DOMAIN'], 'imbot.message.add');\nfile_get_contents($url);\n`,
      },
      'address-computed',
      /a\.php:2/,
    ],
    [
      'a host that a format fills in by its place',
      {
        'a.php': `<?php\n$url = vsprintf('https://%1$s/rest/1/x/', $all);\nfile_get_contents($url . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:2/,
    ],
    [
      'a host that is replaced',
      {
        'a.php': `<?php\n$hook = str_replace('{d}', $domain, 'https://{d}/rest/1/s/');\nsend($hook . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:2/,
    ],
    [
      'a host that strtr fills in',
      { 'a.php': `<?php\n$hook = strtr('https://:domain/rest/1/s/', $all);\nsend($hook . 'imbot.message.add');\n` },
      'address-computed',
      /a\.php:2/,
    ],
    [
      'a variable that is given another value',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nif ($event) { $hook = $event['auth']['client_endpoint']; }\nsend($hook . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:3/,
    ],
    [
      'a variable that another file gives another value',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nrequire 'b.php';\nsend($hook . 'imbot.message.add');\n`,
        'b.php': `<?php\n// rest\n$hook = load();\n`,
      },
      'address-computed',
      /b\.php:3/,
    ],
    [
      'a property that is given another value',
      {
        'a.php': `<?php\nclass Bot {\n  private $hook = '${HOOK}';\n  function use($portal) { $this->hook = $portal['endpoint']; }\n  function say() { send($this->hook . 'imbot.message.add'); }\n}\n`,
      },
      'address-computed',
      /a\.php:4/,
    ],
    [
      'a setting that is given another value',
      {
        'a.php': `<?php\n$config = ['hook' => '${HOOK}'];\n$config['hook'] = find($portal);\nsend($config['hook'] . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:3/,
    ],
    [
      'a variable of a loop',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nforeach ($portals as $hook) { send($hook . 'imbot.message.add'); }\n`,
      },
      'address-computed',
      /a\.php:3/,
    ],
    [
      'a variable of a list',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\n[$hook, $user] = find();\nsend($hook . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:3/,
    ],
    [
      'a variable that a function reaches',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nfunction use_portal($portal) { global $hook; $hook = $portal['endpoint']; }\nsend($hook . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:3/,
    ],
    [
      'a variable among all globals',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nfunction use_portal($portal) { $GLOBALS['hook'] = $portal['endpoint']; }\nsend($hook . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:3/,
    ],
    [
      'a host that is looked at',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nif (parse_url($hook, PHP_URL_HOST) !== 'acme.bitrix24.com') die();\nsend($hook . 'imbot.message.add');\n`,
      },
      'address-computed',
      /a\.php:3/,
    ],
    [
      'a second address in a file of PHP by another name',
      {
        'a.php': `<?php\n$hook = '${HOOK}';\nrequire 'b.inc';\nsend($hook . 'imbot.message.add');\n`,
        'b.inc': `<?php\n$hook = 'https://beta.bitrix24.com/rest/1/x/';\n`,
      },
      'address-unseen',
      /b\.inc/,
    ],
    [
      'a key of another file that is no variable of this one',
      {
        'a.php': `<?php\n$url = portal();\nsend($url . 'imbot.message.add');\n`,
        'b.php': `<?php\nreturn ['url' => '${HOOK}'];\n`,
      },
      'address-computed',
      /a\.php:2/,
    ],
    [
      'an address that nobody here uses',
      {
        'a.php': `<?php\n${CALL}`,
        'crm/lead.php': `<?php\n$crm = '${HOOK}';\nfile_get_contents($crm . 'crm.lead.list');\n`,
      },
      'address-unseen',
      /crm\/lead\.php:2/,
    ],
  ])('%s', async (_name, files, reason, words) => {
    const cwd = workspace(files);
    const { report, understood, diffs } = await adopt({ cwd, gateway: GATEWAY });
    expect(diffs).toEqual([]);
    const calls = report.sites.filter(({ kind }) => kind !== 'mention');
    for (const { change, verdict, reasons } of calls)
      expect([change, verdict, reasons]).toEqual([undefined, 'manual', expect.arrayContaining([reason])]);
    expect(understood.join()).toMatch(words);
  });

  test('where a file cannot be parsed, another address may stand there', async () => {
    const cwd = workspace({
      'a.php': `<?php\n$hook = '${HOOK}';\n${CALL}`,
      'b.php': '<?php\nfunction { rest imbot.\n',
    });
    const { report, diffs } = await adopt({ cwd, gateway: GATEWAY });
    expect(diffs).toEqual([]);
    expect(report.failed).toMatchObject([{ file: 'b.php' }]);
  });

  test('what stands in templates alone is named', async () => {
    const cwd = workspace({ 'a.phtml': `<?php $hook = '${HOOK}'; send($hook . 'imbot.message.add'); ?>` });
    const { diffs, understood } = await adopt({ cwd, gateway: GATEWAY });
    expect([diffs, understood.join()]).toEqual([[], expect.stringMatching(/a\.phtml/)]);
  });

  test('a script of the page goes where it says by itself', async () => {
    const cwd = workspace({
      'a.php': `<?php $hook = '${HOOK}'; send($hook . 'imbot.message.add'); ?>\n<script>fetch('${HOOK}imbot.message.add');</script>\n`,
    });
    const { report, diffs } = await adopt({ cwd, gateway: GATEWAY });
    expect(diffs).toHaveLength(1);
    expect(report.sites.map(({ change, reasons }) => [change, reasons])).toEqual([
      ['adopted', []],
      [undefined, expect.arrayContaining(['url-call'])],
    ]);
  });

  test.each([
    "https://gateway.example/o'x",
    'https://gateway.example/$a',
    'gateway.example',
    'http://gateway.example',
    'https://user:x@gateway.example',
    'https://gateway.example/?a=1',
    'ftp://x',
  ])('an address that is none: %s', async (gateway) => {
    await expect(adopt({ cwd: workspace({ 'a.php': `<?php\n${CALL}` }), gateway })).rejects.toThrow(UsageError);
  });
});

test('what speaks of addresses is none: comments, other paths', async () => {
  const cwd = workspace({
    'a.php': `<?php\n// https://old.bitrix24.com/rest/1/x/\n$hook = '${HOOK}';\n$shop = 'https://shop.example/restaurant/';\n$info = 'https://oauth.bitrix.info/rest/app.info';\nsend($hook . 'imbot.message.add');\n`,
  });
  const { diffs } = await adopt({ cwd, gateway: GATEWAY });
  expect(diffs.map(({ diff }) => diff.match(/^[+-]\$.*/gm))).toEqual([
    [`-$hook = '${HOOK}';`, `+$hook = '${HOOK.replace('https://acme.bitrix24.com', GATEWAY)}';`],
  ]);
});

test('on the command line', async () => {
  const cwd = workspace({ 'a.php': `<?php\n$hook = '${HOOK}';\nsend($hook . 'imbot.message.add');\n` });
  writeFileSync(join(cwd, 'x.js'), 'x\n');
  const { out } = await cli(cwd, ['adopt', '--gateway', GATEWAY]);
  expect(out).toContain('a.php:2: https://acme.bitrix24.com becomes https://gateway.example');
  expect(out).toContain('1 under the facade, 0 left');
});
