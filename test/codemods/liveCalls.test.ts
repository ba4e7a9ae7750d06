import { expect, test } from 'vitest';
import { scan } from '../../codemods/index';
import { workspace } from './workspace';

async function found(file: string, text: string): Promise<string | undefined> {
  const { sites } = await scan({ cwd: workspace({ [file]: `${text}\n` }) });
  expect(sites).toHaveLength(1);
  const [site] = sites;
  return site?.kind === 'mention' ? 'mention' : site?.reasons.join();
}

test.each([
  ['in-markup', `<button onclick="fetch('/rest/imbot.message.add.json')">x</button>`],
  ['in-markup', `<button onclick="fetch(hook + 'imbot.message.add')">x</button>`],
  ['in-markup', `<button onclick="$.ajax({ url: '/rest/1/x/imbot.message.add' })">x</button>`],
  ['in-markup', `<button onclick="fetch(\`\${hook}/imbot.message.add\`)">x</button>`],
  ['in-markup', '<form method="post" action="https://acme.bitrix24.com/rest/1/x/imbot.message.add">'],
  ['mention', '<a href="/docs/imbot.message.add.html">x</a>'],
  ['mention', `<button onclick="go('/docs/imbot.message.add')">x</button>`],
  ['mention', '<p title="imbot.message.add">x</p>'],
  ['mention', '<p>POST /rest/imbot.message.add</p>'],
])('a page: %s of %s', async (wanted, text) => {
  expect(await found('page.html', text)).toBe(wanted);
});

test.each([
  ['script-in-text', `export const page = "<script>fetch('/rest/imbot.message.add.json')</script>";`],
  ['script-in-text', `export const page = \`<script>axios.post(hook + 'imbot.message.add', {})</script>\`;`],
  ['script-in-text', `export const page = \`<script>$.ajax({ url: '/rest/1/x/imbot.message.add' })</script>\`;`],
  ['script-in-text', `export const page = "<script>fetch(\`\${hook}/imbot.message.add\`)</script>";`],
  ['mention', `export const page = "<script>console.log('/rest/imbot.message.add')</script>";`],
  ['mention', `export const page = "<script>location.assign('/docs/imbot.message.add')</script>";`],
  ['mention', `export const page = '<a href="/docs/imbot.message.add">x</a>';`],
  ['mention', "export const text = 'failed: POST /rest/imbot.message.add';"],
])('a page within a text: %s of %s', async (wanted, text) => {
  expect(await found('page.mjs', text)).toBe(wanted);
});
