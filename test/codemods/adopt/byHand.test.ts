import { beforeAll, describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { packages } from '../runs/packages';
import { runBot } from '../runs/runBot';
import { type Tree, workspace } from '../workspace';

async function left(files: Tree) {
  const { report, understood, diffs } = await adopt({ cwd: workspace(files) });
  expect(diffs).toEqual([]);
  const site = report.sites.find(({ kind }) => kind !== 'mention');
  expect(site?.change).toBeUndefined();
  return { reasons: site?.reasons, words: understood.join('\n') };
}

const PARAMS = "{ BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'Hi' }";
const KY = (ky: string) => `import client from 'ky';
import { wrapFetch } from 'imbot-compat/wrap';
const ky = ${ky};
export async function run(log) {
  const { result } = await ky.post(\`\${process.env.B24_HOOK}imbot.message.add\`, { json: ${PARAMS} }).json();
  log(typeof result + typeof wrapFetch);
}
`;

describe('what adopt cannot write is told with the line to write', () => {
  test.each([
    [
      'got',
      `import got from 'got';\nexport const say = () => got.post(\`\${process.env.HOOK}imbot.message.add\`, { json: ${PARAMS} }).json();\n`,
      'url-call',
      'wrapCall(async (method, params) => got.post(…), { method: 0, params: 1',
    ],
    [
      'ky',
      `import ky from 'ky';\nexport const say = () => ky.post(\`\${process.env.HOOK}imbot.message.add\`, { json: ${PARAMS} }).json();\n`,
      'url-call',
      'ky.extend({ fetch: wrapFetch(globalThis.fetch) })',
    ],
    [
      'n8n',
      `export async function execute() {\n  return this.helpers.httpRequest({ method: 'POST', url: \`\${this.hook}imbot.message.add\`, body: ${PARAMS} });\n}\n`,
      'url-call',
      'this.helpers.httpRequest(…)',
    ],
    [
      'a name that is changed on its way',
      `const api = (method, params) => fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) }).then((r) => r.json());\nexport const say = (send = (m, p) => api(m.replace('imbot.', 'im.'), p)) => send('imbot.message.add', ${PARAMS});\n`,
      'transport-not-understood',
      'the name is changed on its way',
    ],
    [
      'the SDK of Nuxt',
      `export default defineNuxtPlugin(async () => {\n  const { $initializeB24Frame } = useNuxtApp();\n  const $b24 = await $initializeB24Frame();\n  await $b24.callMethod('imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 });\n});\n`,
      'sdk-unseen',
      'make it with what imbot-compat/b24jssdk exports',
    ],
    [
      'the SDK as a parameter',
      "export async function boot(frame: B24Frame) {\n  await frame.callMethod('imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 });\n}\n",
      'sdk-unseen',
      'imbot-compat/b24jssdk',
    ],
  ])('%s', async (_name, code, reason, words) => {
    const found = await left({ 'a.ts': code });
    expect(found.reasons).toContain(reason);
    expect(found.words).toContain(words);
  });

  const NOTHING =
    'but it gives nothing back, and only an answer tells what wraps it whether there is v2. By hand: let it give';
  const MADE = 'is made of the answer';
  const GOT = "import got from 'got';\n";
  const POSTED = 'got.post(process.env.HOOK + method, { json: params }).json()';
  test.each([
    [
      'a callback that only notes the answer',
      `import request from 'request';\nfunction call(method, params) {\n  request.post(process.env.HOOK + method, { form: params }, (error, response, body) => {\n    if (error) return console.error(error);\n    console.log(body);\n  });\n}`,
      NOTHING,
    ],
    [
      'a method',
      `import request from 'request';\nclass Bot {\n  send(method, params) { request.post(process.env.HOOK + method, { form: params }, () => {}); }\n}\nconst bot = new Bot();\nconst call = (method, params) => bot.send(method, params);`,
      NOTHING,
    ],
    [
      'a promise that is left',
      `${GOT}function call(method, params) { ${POSTED}.then((body) => console.log(body.error)); }`,
      NOTHING,
    ],
    ['what is awaited and dropped', `${GOT}const call = async (method, params) => { await ${POSTED}; };`, NOTHING],
    [
      'something that is made of the answer',
      `${GOT}async function call(method, params) {\n  const body = await ${POSTED};\n  return Object.keys(body.result).length;\n}`,
      MADE,
    ],
    [
      'nothing for a failure, and what is made of the answer else',
      `${GOT}async function call(method, params) {\n  const body = await ${POSTED};\n  if (body.error) return undefined;\n  return [body.result];\n}`,
      MADE,
    ],
  ])('%s', async (_name, code, words) => {
    const { report, understood } = await adopt({
      cwd: workspace({ 'a.js': `${code}\nexport const say = () => call('imbot.message.add', ${PARAMS});\n` }),
    });
    expect(report.sites.filter(({ change }) => change === 'adopted')).toEqual([]);
    expect(understood.join('\n')).toContain(words);
  });

  test('the SDK of a page', async () => {
    const page = `<script src="https://unpkg.com/@bitrix24/b24jssdk/dist/umd/index.min.js"></script>
<script>
(async () => {
  const $b24 = await B24Js.initializeB24Frame();
  await $b24.callMethod('imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 });
})();
</script>
`;
    const { reasons, words } = await left({ 'index.html': page });
    expect(reasons).toContain('sdk-unseen');
    expect(words).not.toContain('wrapCall');
  });

  test('another client of that method is none of the SDK', async () => {
    const { reasons } = await left({
      'a.js': "const b24 = makeClient();\nexport const f = () => b24.callMethod('imbot.chat.leave', { CHAT_ID: 5 });\n",
    });
    expect(reasons).toEqual(['transport-not-found']);
  });
});

describe('and the line does what it says', () => {
  let found: Awaited<ReturnType<typeof packages>>;
  beforeAll(async () => {
    process.env.IMBOT_COMPAT_WARNINGS = 'off';
    found = await packages();
  }, 60_000);

  test('ky over a wrapped fetch', async () => {
    const run = (ky: string) => runBot(workspace({ 'bot.mjs': KY(ky) }), found.path, 'bot.mjs');
    const { v2: none, ...before } = await run('client');
    const { v2, ...after } = await run('client.extend({ fetch: wrapFetch(globalThis.fetch) })');
    expect(none).toBe(0);
    expect(v2).toBeGreaterThan(0);
    expect(after).toEqual(before);
  });
});
