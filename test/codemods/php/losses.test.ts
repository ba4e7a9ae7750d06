import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { check, scan } from '../../../codemods/index';
import { workspace } from '../workspace';

async function siteOf(line: string) {
  const { sites, failed } = await scan({ cwd: workspace({ 'bot.php': `<?php\n${line}\n` }) });
  expect(failed).toBeUndefined();
  const site = sites.find(({ kind }) => kind !== 'mention');
  return { reasons: site?.reasons.filter((reason) => reason !== 'not-javascript'), params: site?.params ?? [] };
}

describe('what v2 does not do of a PHP call is told with its parameter', () => {
  test.each([
    [
      "CRest::call('imbot.message.add', ['BOT_ID' => 39, 'DIALOG_ID' => $id, 'MESSAGE' => 'Привет', 'MENU' => $menu]);",
      ['menu'],
      ['MENU'],
    ],
    [
      "CRest::call('imbot.message.add', array('BOT_ID' => 39, 'DIALOG_ID' => $chat, 'MESSAGE' => $m, 'SYSTEM' => 'Y'));",
      ['system-prefix'],
      ['SYSTEM'],
    ],
    [
      "CRest::call('imbot.message.add', ['BOT_ID' => 39, 'DIALOG_ID' => 1, 'MESSAGE' => $m, 'FOO' => 1]);",
      ['unknown-param'],
      ['FOO'],
    ],
    [
      "restCommand('imbot.register', Array('CODE' => 'echo', 'TYPE' => 'B', 'EVENT_HANDLER' => $url, 'PROPERTIES' => Array('NAME' => 'Бот', 'PERSONAL_PHOTO' => '')), $_REQUEST['auth']);",
      ['event-format'],
      [],
    ],
    ["CRest::call('imbot.message.like', ['MESSAGE_ID' => 5]);", ['no-bot-id'], ['BOT_ID']],
    [
      "CRest::callBatch(['a' => ['method' => 'imbot.message.add', 'params' => ['BOT_ID' => 1, 'DIALOG_ID' => 1, 'MESSAGE' => 'x', 'MENU' => $m]]]);",
      ['menu'],
      ['MENU'],
    ],
    [
      "$q[] = ['imbot.message.add', ['BOT_ID' => 1, 'DIALOG_ID' => 1, 'MESSAGE' => 'x', 'MENU' => $m]];",
      ['menu'],
      ['MENU'],
    ],
  ])('%s', async (line, reasons, params) => {
    const found = await siteOf(line);
    expect(found.reasons).toEqual(expect.arrayContaining(reasons));
    for (const param of params) expect(found.params).toContain(param);
  });

  test.each([
    "CRest::call('imbot.message.add', ['BOT_ID' => 39, 'DIALOG_ID' => $id, 'MESSAGE' => $m]);",
    "CRest::call('imbot.message.add', ['BOT_ID' => 39, 'DIALOG_ID' => $id, 'MESSAGE' => $m, 'SYSTEM' => 'N', 'MENU' => null]);",
    "CRest::call('imbot.message.add', $params);",
    "CRest::call('imbot.message.like', [...$params, 'MESSAGE_ID' => 5]);",
    "CRest::call('imbot.message.like', $base + ['MESSAGE_ID' => 5]);",
  ])('nothing is lost, or nobody knows: %s', async (line) => {
    expect(await siteOf(line)).toEqual({ reasons: [], params: [] });
  });

  test('check and the command line name them too', async () => {
    const cwd = workspace({
      'bot.php':
        "<?php\nCRest::call('imbot.message.add', ['BOT_ID' => 39, 'DIALOG_ID' => 1, 'MESSAGE' => 'x', 'MENU' => $m]);\n",
    });
    const { fresh } = await check({ cwd });
    expect(fresh).toMatchObject([{ file: 'bot.php', line: 2, params: ['MENU'] }]);
    expect(fresh[0]?.reasons).toContain('menu');
  });
});

test('the lines parse in PHP itself', () => {
  const code = "<?php CRest::call('imbot.message.like', [...$params, 'MESSAGE_ID' => 5]);";
  expect(execFileSync('php', ['-l'], { input: code, encoding: 'utf8' })).toContain('No syntax errors');
});
