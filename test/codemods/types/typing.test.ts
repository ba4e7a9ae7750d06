import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { compiledAt } from '../adopt/compiledAt';
import { read, type Tree, workspace } from '../workspace';
import { compiled } from './compiled';
import { SIBLINGS } from './siblings';

const PARAMS = "{ BOT_ID: 39, CLIENT_ID: 'x', DIALOG_ID: 'chat5', MESSAGE: 'Hi' }";
const SENDS = `const res = await fetch(\`https://acme.bitrix24.com/rest/1/x/\${method}\`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });
  return res.json();`;
const USE = `import { call } from './rest';
export async function go() { await call('imbot.message.add', ${PARAMS}); }
`;
const REST = `import type { Name } from './names';
export async function call(method: Name, params: object): Promise<any> {
  ${SENDS}
}
`;

async function rewritten(files: Tree): Promise<{ cwd: string; told: Record<string, string[]> }> {
  const cwd = workspace(files);
  const { report } = await rewrite({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  const told: Record<string, string[]> = {};
  for (const { file, kind, change, reasons, params } of report.sites) {
    if (kind === 'mention') continue;
    const of = [...reasons, ...(params ?? [])].join(' ');
    told[file] = [...(told[file] ?? []), change ?? of];
  }
  return { cwd, told };
}

/** Every sibling in one folder: the compiler reads its libraries once. */
describe('every way to type a call', () => {
  const files = Object.fromEntries(
    Object.entries(SIBLINGS).map(([name, text]) => [
      `${name}.ts`,
      `${text.includes('export') ? '' : 'export {};\n'}${text}\n`,
    ]),
  );

  test('who passed the compiler before passes it after, and those move that can', async () => {
    const before = workspace(files);
    expect(compiled(before)).toEqual([]);
    const { cwd, told } = await rewritten(files);
    expect(compiled(cwd)).toEqual([]);
    const moved = Object.keys(told).filter((file) => told[file]?.every((one) => one === 'moved'));
    expect(moved.map((file) => file.replace('.ts', ''))).toEqual(expect.arrayContaining(MOVE));
    expect(moved.filter((file) => STAY.includes(file.replace('.ts', '')))).toEqual([]);
  }, 120_000);
});

/** Open types, and unions that get one more member. */
const MOVE = [
  'aliasUnion',
  'annotatedConst',
  'annotatedTable',
  'bareGeneric',
  'classImpl',
  'declaredAliasAny',
  'fnTypeAlias',
  'genericDefaultAny',
  'inferredAny',
  'inlineUnion',
  'kbHelper',
  'objectArgOpen',
  'objectArgUnion',
  'objectArgUnion2',
  'overloadsOpen',
  'recordAnyAnswer',
  'recordNoNested',
  'satisfiesString',
  'satisfiesTable',
  'spreadConst',
  'templateType',
];

/** Closed parameters, closed answers, names that something at run time reads. */
const STAY = [
  'anyElsewhere',
  'bareInferred',
  'bareNumber',
  'batchTyped',
  'castCall',
  'closedParams',
  'declaredNumber',
  'declaredUnknown',
  'enumParam',
  'fnTypeClosedParams',
  'genericContext',
  'genericDefault',
  'genericNone',
  'ifaceAnswer',
  'ifaceParams',
  'inferredAs',
  'inferredVar',
  'keyofMap',
  'objectArgClosed',
  'overloads',
  'recordScalar',
  'typeofConst',
  'typeofTable',
];

test('a union in another given file gets the v2 name, in the form in which it is written', async () => {
  const files = {
    'names.ts': "export type Name =\n  | 'crm.deal.get'\n  | 'imbot.message.add';\n",
    'rest.ts': REST,
    'use.ts': USE,
  };
  const { cwd, told } = await rewritten(files);
  expect(told).toEqual({ 'use.ts': ['moved'] });
  expect(read(cwd)['names.ts']?.toString()).toBe(
    "export type Name =\n  | 'crm.deal.get'\n  | 'imbot.message.add'\n  | 'imbot.v2.Chat.Message.send';\n",
  );
  expect(compiled(cwd)).toEqual([]);
});

test('two files that need the same member put it in once', async () => {
  const files = {
    'names.ts': "export type Name = 'imbot.message.add';\n",
    'rest.ts': REST,
    'use.ts': USE,
    'again.ts': USE,
  };
  const { cwd, told } = await rewritten(files);
  expect(told).toEqual({ 'again.ts': ['moved'], 'use.ts': ['moved'] });
  expect(read(cwd)['names.ts']?.toString()).toBe(
    "export type Name = 'imbot.message.add' | 'imbot.v2.Chat.Message.send';\n",
  );
});

test('a union that somebody else has to know whole stays, and so does the call', async () => {
  const files = {
    'names.ts': "export type Name = 'crm.deal.get' | 'imbot.message.add';\n",
    'barrel.ts': "export type { Name } from './names';\n",
    'timeouts.ts':
      "import type { Name } from './barrel';\nexport const timeouts: Record<Name, number> = { 'crm.deal.get': 1, 'imbot.message.add': 2 };\n",
    'rest.ts': REST,
    'use.ts': USE,
  };
  const { cwd, told } = await rewritten(files);
  expect(told['use.ts']).toEqual(['typed-name Name']);
  expect(compiled(cwd)).toEqual([]);
});

test('types that are not among the given files do not fit', async () => {
  const typed = "import type { Params } from './not-given';\n";
  const files = {
    'rest.ts': `${typed}export async function call(method: string, params: Params): Promise<any> {\n  ${SENDS}\n}\n`,
    'use.ts': USE,
    'held.ts': `${typed}import { open } from './open';\nexport async function go() { const p: Params = ${PARAMS}; await open('imbot.message.add', p); }\n`,
    'open.ts': `export async function open(method: string, params: object): Promise<any> {\n  ${SENDS}\n}\n`,
    'free.ts': `import { open } from './open';\nexport async function go() { await open('imbot.message.add', ${PARAMS}); }\n`,
  };
  const { told } = await rewritten(files);
  expect(told).toEqual({ 'free.ts': ['moved'], 'held.ts': ['typed-name Params'], 'use.ts': ['typed-name'] });
});

/** The compiler reads what an import leads to before it comes to the next one. */
test.each([
  ['behind many files that are further away', (import_: string, chain: string) => `${chain}${import_}`],
  ['before them', (import_: string, chain: string) => `${import_}${chain}`],
])('a type that is near, %s', async (_name, imports) => {
  const MANY = 120;
  const chain = Object.fromEntries(
    Array.from({ length: MANY }, (_one, at) => [
      `far/f${at}.ts`,
      at + 1 < MANY
        ? `import type { Far as Next } from './f${at + 1}';\nexport interface Far { readonly next?: Next }\n`
        : 'export interface Far { readonly next?: undefined }\n',
    ]),
  );
  const files = {
    ...chain,
    'names.ts': "export type Name = 'imbot.message.add' | 'user.get';\n",
    'rest.ts': REST,
    'use.ts': `${imports("import { call } from './rest';\n", "import type { Far } from './far/f0';\n")}${USE.replace(/^.*\n/, '')}export const far: Far = {};\n`,
  };
  const { cwd, told } = await rewritten(files);
  expect(told['use.ts']).toEqual(['moved']);
  expect(compiled(cwd)).toEqual([]);
});

test('a type that changes for who imports the file is looked at there', async () => {
  const rest = `export async function call<T>(method: string, params: object): Promise<{ result?: T }> {\n  ${SENDS}\n}\n`;
  const files = {
    'rest.ts': rest,
    'say.ts': `import { call } from './rest';\nexport const say = async () => { const answer = await call<number>('imbot.message.add', ${PARAMS}); return answer; };\n`,
    'use.ts':
      "import { say } from './say';\nexport const id = async (): Promise<number | undefined> => (await say()).result;\n",
  };
  expect(compiled(workspace(files))).toEqual([]);
  const { cwd } = await rewritten(files);
  expect(compiled(cwd)).toEqual([]);
});

test('JavaScript that asks for it is checked too', async () => {
  const js = `// @ts-check
/**
 * @param {'imbot.message.add' | 'crm.deal.get'} method
 * @param {object} params
 * @returns {Promise<any>}
 */
async function call(method, params) {
  ${SENDS}
}
export async function go() { await call('imbot.message.add', ${PARAMS}); }
`;
  const { told } = await rewritten({ 'checked.js': js, 'free.js': js.replace('// @ts-check\n', '') });
  expect(told['free.js']).toEqual(['moved']);
  expect(told['checked.js']?.[0]).toMatch(/^typed-name/);
});

test('in a script of a page with TypeScript as well', async () => {
  const script = (type: string) => `<script setup lang="ts">
async function call(method: ${type}, params: object): Promise<{ result: number }> {
  ${SENDS}
}
const { result } = await call('imbot.message.add', ${PARAMS});
console.log(result);
</script>
`;
  const { told } = await rewritten({ 'App.vue': script('string'), 'Union.vue': script("'imbot.message.add'") });
  expect(told).toEqual({ 'App.vue': ['typed-name number'], 'Union.vue': [expect.stringMatching(/^typed-name/)] });
});

test('a file of types that cannot be written keeps the calls that rest on it', async () => {
  const { symlinkSync } = await import('node:fs');
  const files = { 'real/names.ts': "export type Name = 'imbot.message.add';\n", 'rest.ts': REST, 'use.ts': USE };
  const cwd = workspace(files);
  symlinkSync(join(cwd, 'real/names.ts'), join(cwd, 'names.ts'));
  const { report } = await rewrite({ cwd, write: true, allowDirty: true });
  const written = read(cwd);
  const isTypeExtended = written['names.ts']?.toString().includes('v2');
  const isMoved = written['use.ts']?.toString().includes('v2');
  expect(isMoved).toBe(isTypeExtended);
  expect(report.sites.filter(({ change }) => change === 'moved').length > 0).toBe(isMoved);
});

/** The answer of a call that moves is another one: the types of a function that adopt wrapped tell it still. */
test.each([
  [
    'an overload',
    "export async function call(method: 'imbot.message.add', params: object): Promise<number>;\nexport async function call(method: string, params: object): Promise<unknown>;\n",
    'any',
  ],
  ['its own type', '', 'number'],
])(
  'after adopt, %s is read as before',
  async (_name, overloads, type) => {
    const cwd = workspace({
      'rest.ts': `${overloads}export async function call(method: string, params: object): Promise<${type}> {\n  ${SENDS.replace('res.json()', '(await res.json()).result')}\n}\n`,
      'use.ts': `import { call } from './rest';\nexport async function go() { const id = await call('imbot.message.add', ${PARAMS}); return JSON.stringify(id).length; }\n`,
    });
    expect(compiledAt(cwd)).toEqual([]);
    await adopt({ cwd, write: true, allowDirty: true });
    expect(read(cwd)['rest.ts']?.toString()).toContain('wrapCall(');
    expect(compiledAt(cwd)).toEqual([]);
    const { report } = await rewrite({ cwd, write: true, allowDirty: true });
    expect(report.failed).toBeUndefined();
    expect(compiledAt(cwd)).toEqual([]);
  },
  60_000,
);
