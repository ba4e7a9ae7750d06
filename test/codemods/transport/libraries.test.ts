import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { share } from '../../sample';
import { runBot } from '../runBot';
import { type Tree, workspace } from '../workspace';
import { LIBRARIES } from './libraries';

const message = (more: string, dialog = 'chat5') => `{ BOT_ID: 39, DIALOG_ID: '${dialog}', ${more} }`;

/** Each prints what it got or that it failed. */
const STEPS: readonly string[] = [
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'Hi'")}); print(r.result > 0);`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'http://a.b', URL_PREVIEW: 'N', SYSTEM: 'N'")}); print(r.result > 0);`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'k', KEYBOARD: [{ TEXT: 'a', COMMAND: 'b', BLOCK: 'Y' }]")}); print(r.result > 0);`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'a', ATTACH: [{ MESSAGE: 'x' }, { DELIMITER: { SIZE: 200 } }]")}); print(r.result > 0);`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'Hi'", 'chat77')}); print(r.result);`,
  `const { result } = await call('imbot.message.delete', { BOT_ID: 39, MESSAGE_ID: 99999 }); print(result);`,
  `const { result } = await call('imbot.chat.add', { BOT_ID: 39, TITLE: 'T', USERS: [1] }); print(typeof result);`,
];

function withModules(files: Tree): string {
  const cwd = workspace(files);
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(cwd, 'node_modules'));
  return cwd;
}

test.each(share(Object.entries(LIBRARIES), 2))('%s', async (_name, transport) => {
  const steps = STEPS.map((step) => `  try {\n    ${step}\n  } catch {\n    print('failed');\n  }`);
  const files = {
    'package.json': '{"type":"module"}',
    'bot.js': `${transport}\nexport async function run(print) {\n${steps.join('\n')}\n}\n`,
  };
  const before = await runBot(withModules(files));
  const cwd = withModules(files);
  const { report } = await rewrite({ cwd, write: true, allowDirty: true, assumeErrors: true });
  expect(report.failed).toBeUndefined();
  if (!report.sites.some(({ change }) => change === 'moved')) return;
  const { printed, messages } = await runBot(cwd);
  expect({ printed, messages }, readFileSync(join(cwd, 'bot.js'), 'utf8')).toEqual({
    printed: before.printed,
    messages: before.messages,
  });
});

/** Those that are plain must not be lost over the others. */
test.each([
  ['axiosPost', true],
  ['axiosInstance', true],
  ['axiosForm', true],
  ['axiosQs', true],
  ['axiosQsIdx', true],
  ['axiosInterceptor', true],
  ['gotJson', true],
  ['kyPrefix', true],
  ['ofetch', true],
  ['undici', true],
  ['requestJson', true],
  ['http', true],
  ['curried', true],
  ['form', true],
  ['axiosQsDots', false],
  ['axiosQsComma', false],
  ['axiosInterceptorFlat', false],
  ['axiosTransform', false],
  ['axiosParams', false],
  ['gotForm', false],
  ['kySearch', false],
  ['superagentForm', true],
  ['httpQs', false],
])('%s: %s', async (name, moves) => {
  const bot = `${LIBRARIES[name]}\nexport async function run(print) {\n  ${STEPS[0]}\n}\n`;
  const { report } = await rewrite({ cwd: workspace({ 'bot.js': bot }), assumeErrors: true });
  expect(report.sites.some(({ change }) => change === 'moved')).toBe(moves);
});
