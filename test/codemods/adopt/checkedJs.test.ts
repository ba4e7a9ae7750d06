import { expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { read, type Tree, workspace } from '../workspace';
import { compiledAt } from './compiledAt';

const POST = "method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params)";
const body = (address: string) =>
  `{ const response = await fetch(${address} + method, { ${POST} }); return (await response.json()).result; }`;
const BODY = body("'https://acme.bitrix24.com/rest/1/x/'");
const OWN = body('this.hook');
const DOC = '/** @param {string} method @param {object} params @returns {Promise<number>} */';
const USE = "'imbot.message.add', { BOT_ID: 1, DIALOG_ID: '2', MESSAGE: 'x' }";
const ID = (call: string) => `/** @type {Promise<number>} */\nexport const id = ${call}(${USE});\n`;
const HOOK = "hook: 'https://acme.bitrix24.com/rest/1/x/',";

/** JavaScript whose comments hold its types. */
const PROGRAMS: Record<string, string> = {
  declared: `${DOC}\nexport async function call(method, params) ${BODY}\n${ID('call')}`,
  'declared, used above': `${ID('call')}${DOC}\nasync function call(method, params) ${BODY}\n`,
  'declared, used above, with arguments': `${ID('call')}${DOC}\nasync function call(method, params) { console.debug(arguments.length); return ask(method, params); }\n${DOC}\nasync function ask(method, params) ${BODY}\n`,
  'an arrow': `${DOC}\nexport const call = async (method, params) => ${BODY};\n${ID('call')}`,
  'an arrow of a type': `/** @typedef {(method: string, params: object) => Promise<number>} Call */\n/** @type {Call} */\nexport const call = async (method, params) => ${BODY};\n${ID('call')}`,
  'a type within the brackets': `export const call = async (/** @type {string} */ method, /** @type {object} */ params) => ${BODY};\nexport const id = call(${USE});\n`,
  'a generic one': `/** @template T @param {string} method @param {object} params @returns {Promise<T>} */\nexport async function call(method, params) ${BODY}\nexport const id = call(${USE});\n`,
  'a method of a class': `export class Bot {\n  /** @param {string} hook */\n  constructor(hook) {\n    this.hook = hook;\n  }\n  ${DOC}\n  async call(method, params) ${OWN}\n  say() {\n    return this.call(${USE});\n  }\n}\n`,
  'a field of a class': `export class Bot {\n  hook = 'https://acme.bitrix24.com/rest/1/x/';\n  ${DOC}\n  call = async (method, params) => ${OWN};\n  say() {\n    return this.call(${USE});\n  }\n}\n`,
  'a method of an object': `export const bitrix = {\n  ${DOC}\n  async call(method, params) ${BODY},\n};\n${ID('bitrix.call')}`,
  'a method of an object that uses this': `export const bitrix = {\n  ${HOOK}\n  ${DOC}\n  async call(method, params) ${OWN},\n};\n${ID('bitrix.call')}`,
  'an arrow of an object': `export const bitrix = {\n  ${DOC}\n  call: async (method, params) => ${BODY},\n};\n${ID('bitrix.call')}`,
  'an object of a type': `/** @type {Readonly<{ hook: string, call(method: string, params: object): Promise<number> }>} */\nexport const bitrix = {\n  ${HOOK}\n  async call(method, params) ${OWN},\n};\n${ID('bitrix.call')}`,
  'without a name': `${DOC}\nexport default async function (method, params) ${BODY}\nexport const said = ['imbot.message.add'];\n`,
};

test.each([
  ['that asks for it', '// @ts-check\n', '{}'],
  ['that tsconfig has checked', '', '{ "compilerOptions": { "checkJs": true } }'],
])(
  'JavaScript %s type-checks after as before',
  async (_name, head, config) => {
    const files: Tree = Object.fromEntries(
      Object.entries(PROGRAMS).map(([name, code]) => [`${name.replace(/\W+/g, '-')}.js`, head + code]),
    );
    const cwd = workspace({ ...files, 'package.json': '{ "type": "module" }', 'tsconfig.json': config });
    expect(compiledAt(cwd, /\.js$/)).toEqual([]);
    const { report } = await adopt({ cwd, write: true, allowDirty: true });
    expect(report.failed).toBeUndefined();
    const calls = report.sites.filter(({ kind }) => kind === 'call');
    expect(calls.filter(({ change }) => change !== 'adopted').map(({ file }) => file)).toEqual([]);
    expect(compiledAt(cwd, /\.js$/)).toEqual([]);
    expect(read(cwd)['an-arrow-of-a-type.js']?.toString()).toContain('wrapCall(async (method, params) =>');
  },
  60_000,
);

test('what no compiler looks at is wrapped where it stands', async () => {
  const cwd = workspace({ 'package.json': '{ "type": "module" }', 'a.js': PROGRAMS['an arrow'] ?? '' });
  await adopt({ cwd, write: true, allowDirty: true });
  expect(read(cwd)['a.js']?.toString()).toContain('wrapCall(async (method, params) =>');
});
