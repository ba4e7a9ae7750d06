import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const CALL = `async function call(method, params) {
  const answer = await fetch(process.env.PORTAL + '/rest/' + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return answer.json();
}`;

async function moved(head: string, sent: string): Promise<readonly (string | undefined)[]> {
  const say = `export async function say(text) {\n  await ${sent};\n}`;
  const cwd = workspace({ 'bot.mjs': `${head}\n${CALL}\n${say}\n` });
  const { report } = await rewrite({ cwd, assumeErrors: true });
  return report.sites.filter(({ kind }) => kind !== 'mention').map(({ change, reasons }) => change ?? reasons[0]);
}

const ARGS =
  "'imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'bot', DIALOG_ID: 'chat5', MESSAGE: text, URL_PREVIEW: 'N' }";
const JOB = "{ method: 'imbot.message.add', params: { BOT_ID: 40, DIALOG_ID: 'chat5', MESSAGE: text } }";

test.each([
  ["import _ from 'lodash';\nconst slow = _.throttle(call, Number(process.env.WAIT));", `slow(${ARGS})`],
  ["import _ from 'lodash';\nconst slow = _.debounce(call, 10, { leading: true });", `slow(${ARGS})`],
])('what is only run less often moves: %s', async (head, sent) => {
  expect(await moved(head, sent)).toEqual(['moved']);
});

test.each([
  ["import _ from 'lodash';\nconst slow = _.memoize(call);", `slow(${ARGS})`],
  ["import memo from 'p-memoize';\nconst slow = memo(call, { maxAge: 5 });", `slow(${ARGS})`],
  ["import _ from 'lodash';\nconst slow = _.memoize(call, (_method, params) => params.MESSAGE);", `slow(${ARGS})`],
  [
    "import memo from 'p-memoize';\nconst slow = memo(call, { cacheKey: ([, params]) => params.MESSAGE });",
    `slow(${ARGS})`,
  ],
  ["import memo from 'moize';\nimport options from './options';\nconst slow = memo(call, options);", `slow(${ARGS})`],
  [
    "import memo from 'memoizee';\nconst slow = memo(call, { normalizer: keyOf });\nfunction keyOf(given) {\n  return given[1].MESSAGE;\n}",
    `slow(${ARGS})`,
  ],
  [
    "import Queue from 'better-queue';\nconst queue = new Queue(({ method, params }) => call(method, params), { id: ({ params }, done) => done(null, params.MESSAGE) });",
    `queue.push(${JOB})`,
  ],
])('what is remembered by the name or the parameters of v1 stays: %s', async (head, sent) => {
  expect(await moved(head, sent)).not.toContain('moved');
});

test.each([
  ["import _ from 'lodash';\nconst slow = _.throttle(call, 5);"],
  ["import _ from 'lodash';\nconst slow = _.debounce(call, 5);"],
  ["import { throttle } from 'throttle-debounce';\nconst slow = throttle(5, call);"],
  ["import slowly from 'just-debounce-it';\nconst slow = slowly(call, 5);"],
])('what may give nothing back is asked for nothing: %s', async (head) => {
  const cwd = workspace({
    'bot.mjs': `${head}\n${CALL}\nexport async function say(text) {\n  return slow(${ARGS});\n}\n`,
  });
  const { report } = await rewrite({ cwd, assumeErrors: true });
  expect(report.sites[0]?.reasons).toEqual(['unproven-answer']);
});

test.each([
  [`import _ from 'lodash';\nconst f = _.flow([call, (answer) => answer.then(({ result }) => result)]);`],
  [`import pipe from 'p-pipe';\nconst f = pipe(call, (answer) => answer.result);`],
  [`import * as R from 'ramda';\nconst f = R.compose(async (answer) => (await answer).result, call);`],
])('what a package makes of an answer is no answer of the portal: %s', async (head) => {
  const cwd = workspace({
    'bot.mjs': `${head}\n${CALL}\nexport async function say(text) {\n  return f(${ARGS});\n}\n`,
  });
  const { report } = await rewrite({ cwd, assumeErrors: true, write: true, allowDirty: true });
  expect(report.sites[0]?.change).toBe('moved');
  expect(readFileSync(join(cwd, 'bot.mjs'), 'utf8')).not.toContain('...body');
});

test.each(['_.delay(call, 5, ', '_.defer(call, '])('a timer has no then: %s', async (begin) => {
  expect(await moved("import _ from 'lodash';", `${begin}${ARGS})`)).toEqual(['unproven-answer']);
});
