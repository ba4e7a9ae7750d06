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
