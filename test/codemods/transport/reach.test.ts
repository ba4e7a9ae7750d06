import { relative } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { adopt, rewrite } from '../../../codemods/index';
import { createReach } from '../../../codemods/transport/createReach';
import { type Tree, workspace } from '../workspace';

beforeAll(async () => {
  await loadSyntax();
});

const TREE: Tree = {
  'package.json':
    '{ "name": "bot", "type": "module", "imports": { "#lib/*": "./src/lib/*", "#call": { "default": "./src/lib/portal.ts" } } }',
  'tsconfig.json': '{ "extends": "./tsconfig.paths.json", /* a comment */ "compilerOptions": { "strict": true } }',
  'tsconfig.paths.json':
    '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], "call": ["./src/lib/portal"] } } }',
  'src/lib/portal.ts': 'export const call = 1;',
  'src/lib/index.ts': "export * from './portal';",
  'src/bot.ts': "import { call } from '@/lib/portal';",
  'src/plain.js': "const { call } = require('./lib/portal');",
  'packages/core/package.json':
    '{ "name": "@acme/core", "main": "dist/index.js", "exports": { ".": "./dist/index.js", "./rest": "./dist/rest.js" } }',
  'packages/core/src/index.ts': 'export const call = 1;',
  'packages/core/src/rest.ts': 'export const rest = 1;',
  'packages/bot/package.json': '{ "name": "@acme/bot" }',
  'packages/bot/src/bot.ts': "import { call } from '@acme/core';",
  'node_modules/axios/package.json': '{ "name": "axios", "main": "index.js" }',
  'node_modules/axios/index.js': 'module.exports = 1;',
};

const FILES = Object.keys(TREE).filter((path) => /\.[jt]s$/.test(path) && !path.startsWith('node_modules'));

test.each([
  ['./lib/portal', 'src/bot.ts', 'src/lib/portal.ts'],
  ['./lib/portal.js', 'src/bot.ts', 'src/lib/portal.ts'],
  ['./lib', 'src/bot.ts', 'src/lib/index.ts'],
  ['@/lib/portal', 'src/bot.ts', 'src/lib/portal.ts'],
  ['call', 'src/bot.ts', 'src/lib/portal.ts'],
  ['#lib/portal.ts', 'src/bot.ts', 'src/lib/portal.ts'],
  ['#call', 'src/bot.ts', 'src/lib/portal.ts'],
  ['@acme/core', 'packages/bot/src/bot.ts', 'packages/core/src/index.ts'],
  ['@acme/core/rest', 'packages/bot/src/bot.ts', 'packages/core/src/rest.ts'],
  ['axios', 'src/bot.ts', undefined],
  ['./nothing', 'src/bot.ts', undefined],
  ['unheard-of', 'src/bot.ts', undefined],
])('%s from %s is %s', (specifier, from, expected) => {
  const reach = createReach(workspace(TREE), FILES);
  expect(reach.resolve?.(specifier, from)?.path).toBe(expected);
});

test('the files that import a file, however they call it', () => {
  const reach = createReach(workspace(TREE), FILES);
  const paths = (path: string) =>
    reach
      .importers?.(path)
      .map((file) => file.path)
      .sort();
  expect(paths('src/lib/portal.ts')).toEqual(['src/bot.ts', 'src/lib/index.ts', 'src/plain.js']);
  expect(paths('packages/core/src/index.ts')).toEqual(['packages/bot/src/bot.ts']);
});

test('a directory that is given from the working directory is the same directory', async () => {
  const body = "{ method: 'POST', body: JSON.stringify(params) }";
  const whole = workspace({
    'package.json': '{ "type": "module", "workspaces": ["packages/*"] }',
    'packages/rest/package.json': '{ "name": "@acme/rest", "type": "module", "main": "index.js" }',
    'packages/rest/index.js': `export async function call(method, params) { return (await fetch(process.env.HOOK + method, ${body})).json(); }\n`,
    'packages/bot/package.json': '{ "name": "@acme/bot", "type": "module" }',
    'packages/bot/bot.js': `import { call } from '@acme/rest';
export async function say() { await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); }\n`,
  });
  for (const cwd of [whole, relative(process.cwd(), whole)]) {
    const changes = async (run: typeof rewrite) => (await run({ cwd })).report.sites.map(({ change }) => change);
    expect([cwd, await changes(rewrite), await changes(adopt)]).toEqual([cwd, ['moved'], ['adopted']]);
  }
});
