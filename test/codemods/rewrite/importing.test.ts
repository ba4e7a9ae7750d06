import { expect, test } from 'vitest';
import { events, rewrite } from '../../../codemods/index';
import { read, type Tree, workspace } from '../workspace';

const SENDS = `{
  const res = await fetch(process.env.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });
  return res.json();
}`;
/** A keyboard that is known only at run time needs a rule of imbot-compat/values. */
const CALL =
  "await call('imbot.message.add', { BOT_ID: 39, CLIENT_ID: 'x', DIALOG_ID: 'chat5', MESSAGE: 'Hi', KEYBOARD: kb });";
const plain = `async function call(method, params) ${SENDS}\nasync function go(kb) { ${CALL} }\n`;

async function rewritten(files: Tree): Promise<Record<string, string>> {
  const cwd = workspace(files);
  const { report } = await rewrite({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  return Object.fromEntries(Object.entries(read(cwd)).map(([file, bytes]) => [file, bytes.toString()]));
}

const IMPORTS = "import { keyboard } from 'imbot-compat/values';";
const REQUIRES = "const { keyboard } = require('imbot-compat/values');";

test.each<[string, string, Tree, string | undefined]>([
  ['a module by package.json', 'a.js', { 'package.json': '{"type":"module"}' }, IMPORTS],
  ['CommonJS by package.json', 'a.js', { 'package.json': '{"type":"commonjs"}' }, REQUIRES],
  ['CommonJS where package.json says nothing', 'a.js', { 'package.json': '{}' }, REQUIRES],
  ['CommonJS where there is no package.json', 'a.js', {}, REQUIRES],
  ['a module by its ending', 'a.mjs', { 'package.json': '{}' }, IMPORTS],
  ['CommonJS by its ending', 'a.cjs', { 'package.json': '{"type":"module"}' }, REQUIRES],
  ['TypeScript', 'a.mts', {}, IMPORTS],
  ['the nearest package.json', 'bot/a.js', { 'package.json': '{"type":"module"}', 'bot/package.json': '{}' }, REQUIRES],
  [
    'a classic script of a page',
    'a.js',
    { 'package.json': '{}', 'index.html': '<script src="a.js"></script>' },
    undefined,
  ],
  ['a script that speaks to a page', 'a.js', {}, undefined],
])('%s', async (name, file, around, line) => {
  const text = name.startsWith('a script that') ? `${plain}document.title = 'x';\n` : plain;
  const typed = file.endsWith('ts')
    ? text.replace('(method, params)', '(method: string, params: object)').replace('(kb)', '(kb: unknown)')
    : text;
  const written = await rewritten({ ...around, [file]: typed });
  if (line === undefined) expect(written[file]).toBe(typed);
  else expect(written[file]?.split('\n')[0]).toBe(line);
});

test.each([
  ["import { serve } from 'https://deno.land/std@0.224.0/http/server.ts';\n", 'npm:imbot-compat/values'],
  ["import axios from 'npm:axios';\n", 'npm:imbot-compat/values'],
  ["import { x } from 'jsr:@std/x';\n", 'npm:imbot-compat/values'],
  ["import ky from 'https://esm.sh/ky';\n", 'https://esm.sh/imbot-compat/values'],
  ["import express from 'express';\n", 'imbot-compat/values'],
])('%s', async (head, specifier) => {
  const written = await rewritten({ 'a.mjs': `${head}${plain}` });
  expect(written['a.mjs']).toContain(`import { keyboard } from '${specifier}';`);
});

test('an import map that names the package lets the bare name stand', async () => {
  const text = `import { serve } from 'https://deno.land/std@0.224.0/http/server.ts';\n${plain}`;
  const written = await rewritten({ 'deno.json': '{"imports":{"imbot-compat/":"npm:/imbot-compat/"}}', 'a.mjs': text });
  expect(written['a.mjs']).toContain("from 'imbot-compat/values'");
});

test('a second run takes a rule from the module that is there', async () => {
  const text = `import { serve } from 'https://deno.land/std@0.224.0/http/server.ts';\nimport { keyboard } from 'npm:imbot-compat/values';\n${plain}`;
  const written = await rewritten({ 'a.mjs': text });
  expect(written['a.mjs']?.match(/imbot-compat\/values/g)).toHaveLength(1);
});

const HANDLER = `async function handle(request) {
  const body = await request.json();
  if (body.event === 'ONIMBOTMESSAGEADD') console.log(body.data.PARAMS.FILES);
}
`;

test.each([
  [
    'deno.mjs',
    "import { serve } from 'https://deno.land/std@0.224.0/http/server.ts';\n",
    "import { toV1Body } from 'npm:imbot-compat/events';",
  ],
  ['worker.mjs', 'export default { fetch: handle };\n', "import { toV1Body } from 'imbot-compat/events';"],
  ['bot.js', '', "const { toV1Body } = require('imbot-compat/events');"],
])('handlers: %s', async (file, head, line) => {
  const cwd = workspace({ [file]: `${head}${HANDLER}` });
  await events({ cwd, write: true, allowDirty: true });
  const text = read(cwd)[file]?.toString();
  expect(text).toContain(line);
  expect(text).toContain('toV1Body(await request.json())');
});
