import { expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { workspace } from '../workspace';
import { countCalls } from './countCalls';

const rows = (count: number, row: (at: number) => string) =>
  Array.from({ length: count }, (_one, at) => row(at)).join('');

const CALL = `export async function call(method, params, auth, at) {
  const response = await fetch(auth.hook + method, { method: 'POST', headers: { at }, body: JSON.stringify(params) });
  return response.json();
}
`;
const IMPORTERS = 20;

/** One function with some calls, in a repository whose other files call it, and much else. */
const bot = (calls: number) => ({
  'package.json': '{ "type": "module" }',
  'call.js': CALL,
  'say.js': `import { call } from './call.js';\nexport async function say(id, auth) {\n${rows(calls, (at) => `  await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: id, MESSAGE: 'x' }, auth, ${at});\n`)}}\n`,
  ...Object.fromEntries(
    Array.from({ length: IMPORTERS }, (_one, file) => [
      `routes/r${file}.js`,
      `import { say } from '../say.js';\nexport async function on(event) {\n  await say(event.chat, event.auth);\n}\n${rows(60, (at) => `export function f${at}(x) {\n  return String(x.a${at}).trim().slice(${at}) || other(x, [${at}]);\n}\n`)}`,
    ]),
  ),
});

const count = countCalls();

/** Every call of a function asks for its parameters, and each is read more than once. */
test('who calls a function is looked for once a run, however many calls stand in it', async () => {
  const run = async (calls: number) => {
    const cwd = workspace(bot(calls));
    return count(() => adopt({ cwd }));
  };
  await run(1);
  const one = await run(1);
  expect((await run(9)) / one).toBeLessThan(1.3);
}, 60_000);
