import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const CALL = `async function call(method, params) {
  const answer = await fetch(process.env.PORTAL + '/rest/' + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  const body = await answer.json();
  if (body.error) throw new Error('refused');
  return body;
}`;

const job = (text: string) =>
  `{ method: 'imbot.message.add', params: { BOT_ID: 40, CLIENT_ID: 'bot', DIALOG_ID: 'chat5', MESSAGE: ${text} } }`;

async function moved(head: string, sent: string): Promise<readonly (string | undefined)[]> {
  const cwd = workspace({ 'bot.mjs': `${head}\n${CALL}\nexport async function say(text) {\n  await ${sent};\n}\n` });
  const { report } = await rewrite({ cwd, assumeErrors: true });
  return report.sites.filter(({ kind }) => kind !== 'mention').map(({ change, reasons }) => change ?? reasons[0]);
}

const sends = (list: string) => `const f = async (jobs) => {
  for (const job of ${list}) await call(job.method, job.params);
};`;
const TWO = `f([${job('text')}, ${job("'A' + text")}])`;

test.each([
  ['by nothing', 'jobs.sort(() => 0)'],
  ['by something of its own', 'jobs.sort((a, b) => a.at - b.at)'],
  ['turned round', 'jobs.reverse()'],
  ['turned round apart', 'jobs.toReversed()'],
])('what is sorted %s moves', async (_name, list) => {
  expect(await moved(sends(list), TWO)).toEqual(['moved', 'moved']);
});

test.each([
  ['jobs.sort((a, b) => (a.params.MESSAGE < b.params.MESSAGE ? -1 : 1))'],
  ['jobs.toSorted((a, b) => a.params.MESSAGE.localeCompare(b.params.MESSAGE))'],
  ['jobs.sort((a, b) => a.params.MESSAGE.length - b.params.MESSAGE.length)'],
  ['jobs.sort(({ params: { MESSAGE: a } }, { params: { MESSAGE: b } }) => (a < b ? -1 : 1))'],
  ['jobs.sort((a, b) => a.method.localeCompare(b.method))'],
  ['jobs.sort((a, b) => (a.method < b.method ? -1 : 1))'],
])('what is sorted by the name or the parameters of v1 stays: %s', async (list) => {
  expect(await moved(sends(list), TWO)).toEqual(['name-dependent', 'name-dependent']);
});

test('rows that are sorted as texts begin with the name', async () => {
  const head =
    'const f = async (rows) => {\n  for (const [method, params] of rows.sort()) await call(method, params);\n};';
  const row = "['imbot.message.add', { BOT_ID: 40, DIALOG_ID: 'chat5', MESSAGE: text }]";
  expect(await moved(head, `f([${row}, ['im.chat.get', {}]])`)).toEqual(['name-dependent']);
});

const ASYNC =
  "import async from 'async';\nconst queue = async.queue(async ({ method, params }) => call(method, params), 1);";
const SLOW = "import Bottleneck from 'bottleneck';\nconst slow = new Bottleneck({ maxConcurrent: 1 });";
const ARGS = "'imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'bot', DIALOG_ID: 'chat5', MESSAGE: text }";

test.each([
  [ASYNC, `queue.pushAsync(${job('text')})`],
  [`${ASYNC}\nqueue.drain(() => console.log('done'));`, `queue.pushAsync(${job('text')})`],
  [`${ASYNC}\nconst mail = async.queue(async () => 1);\nmail.error(console.warn);`, `queue.pushAsync(${job('text')})`],
  [SLOW, `slow.schedule(call, ${ARGS})`],
  [`${SLOW}\nconst send = slow.wrap(call);`, `send(${ARGS})`],
  [`${SLOW}\nconst mail = new Bottleneck();\nmail.on('failed', console.warn);`, `slow.schedule(call, ${ARGS})`],
])('what waits in a queue moves: %s', async (head, sent) => {
  expect(await moved(head, sent)).toEqual(['moved']);
});

test.each([
  [`${ASYNC}\nqueue.error((_error, task) => console.warn(task.params.MESSAGE));`, `queue.pushAsync(${job('text')})`],
  [`${ASYNC}\nqueue.error(async (_error, task) => call(task.method, task.params));`, `queue.pushAsync(${job('text')})`],
  [
    `${ASYNC}\nexport const drop = (text) => queue.remove(({ data }) => data.params.MESSAGE === text);`,
    `queue.pushAsync(${job('text')})`,
  ],
  [
    `${ASYNC}\nexport const running = () => queue.workersList().map(({ data }) => data.method);`,
    `queue.pushAsync(${job('text')})`,
  ],
  [`${SLOW}\nslow.on('failed', (_error, { args: [method] }) => console.warn(method));`, `slow.schedule(call, ${ARGS})`],
  [
    `${SLOW}\nconst send = slow.wrap(call);\nslow.once('executing', ({ args: [, params] }) => console.warn(params.MESSAGE));`,
    `send(${ARGS})`,
  ],
])('what shows to somebody while it waits stays: %s', async (head, sent) => {
  expect(await moved(head, sent)).toEqual(['name-dependent']);
});

const API = (body: string) =>
  `class Api {\n  counts = {};\n  async send(method, params) {\n    ${body}\n  }\n}\nconst api = new Api();`;

test.each([
  [API('this.counts[method] = (this.counts[method] ?? 0) + 1; return call(method, params);')],
  [API('this.counts[method]++; return call(method, params);')],
  [API('++this.counts[method]; return call(method, params);')],
  [API('this.counts[method] += 1; return call(method, params);')],
  [API('return (this.counts[method] ??= await call(method, params));')],
  [API("if (JSON.stringify(params).length > 4000) return 'too long'; return call(method, params);")],
  [
    API(
      "const body = JSON.stringify(params); if (4000 <= body.length) return 'too long'; return call(method, params);",
    ),
  ],
])('what is kept under the name, or measured, stays: %s', async (head) => {
  expect(await moved(head, `api.send(${ARGS})`)).toEqual(['name-dependent']);
});

test.each([
  [API('this.counts[Date.now()] = 1; return call(method, params);')],
  [API('const size = JSON.stringify(params).length; console.log(size); return call(method, params);')],
  [API('const cmd = {}; cmd.one = { method, params }; return call(cmd.one.method, cmd.one.params);')],
])('what is kept under another key moves: %s', async (head) => {
  expect(await moved(head, `api.send(${ARGS})`)).toEqual(['moved']);
});
