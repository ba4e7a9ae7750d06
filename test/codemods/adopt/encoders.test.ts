import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { read, workspace } from '../workspace';

const FORM = 'const form = (params) => new URLSearchParams(params);\n';
const NESTS = `const form = (params, before = '') => Object.entries(params).map(([key, one]) => {
  const name = before ? \`\${before}[\${key}]\` : key;
  return one && typeof one === 'object' ? form(one, name) : \`\${name}=\${encodeURIComponent(one)}\`;
}).join('&');\n`;
const send = (encoded: string) =>
  `return (await fetch(process.env.HOOK + method, { method: 'POST', body: ${encoded} })).json();`;
const CALL = `export async function call(method, params, encode = JSON.stringify) { ${send('encode(params)')} }\n`;
const args = "'imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }";
const say = (name: string, callee: string, more = '') =>
  `export async function ${name}() { await ${callee}(${args}${more}); }\n`;

/** Callers that hand other encoders: the options of one wrap cannot be true of both. */
const DIFFERENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a default, and one that is handed': { 'a.mjs': FORM + CALL + say('a', 'call') + say('b', 'call', ', form') },
  'one that is handed, and a default': { 'a.mjs': FORM + CALL + say('a', 'call', ', form') + say('b', 'call') },
  'one that nests': { 'a.mjs': NESTS + CALL + say('a', 'call') + say('b', 'call', ', form') },
  'of a package': {
    'a.mjs': `import qs from 'qs';\n${CALL}${say('a', 'call')}${say('b', 'call', ', qs.stringify')}`,
  },
  'in another file': {
    'call.mjs': CALL,
    'a.mjs': `import { call } from './call.mjs';\n${say('a', 'call')}`,
    'b.mjs': `import { call } from './call.mjs';\n${FORM}${say('b', 'call', ', form')}`,
  },
  'in an object': {
    'a.mjs': `${FORM}export async function call(method, params, { encode = JSON.stringify } = {}) { ${send('encode(params)')} }\n${say('a', 'call')}${say('b', 'call', ', { encode: form }')}`,
  },
  'by a caller whose name is not known': {
    'a.mjs': `${FORM}${CALL}${say('a', 'call')}export const all = (names) => names.map((name) => call(name, {}, form));\n`,
  },
  'by a caller that hands on what it is handed': {
    'a.mjs': `${CALL}${say('a', 'call')}export const other = (method, params, encode) => call(method, params, encode);\n`,
  },
  'of two instances': {
    'a.mjs': `${FORM}class Api { constructor(encode) { this.encode = encode; } async call(method, params) { ${send('this.encode(params)')} } }
const one = new Api(JSON.stringify);\nconst two = new Api(form);\n${say('a', 'one.call')}${say('b', 'two.call')}`,
  },
  'of two functions that a function makes': {
    'a.mjs': `${FORM}const make = (encode) => async (method, params) => { ${send('encode(params)')} };
const one = make(JSON.stringify);\nconst two = make(form);\n${say('a', 'one')}${say('b', 'two')}`,
  },
};

const SAME: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a default': { 'a.mjs': CALL + say('a', 'call') + say('b', 'call') },
  'a default, and the same that is handed': {
    'a.mjs': CALL + say('a', 'call') + say('b', 'call', ', JSON.stringify'),
  },
  'another one for other methods': {
    'a.mjs': `${FORM}${CALL}${say('a', 'call')}export const lead = () => call('crm.lead.add', {}, form);\n`,
  },
  'a token that is handed': {
    'a.mjs': `export async function call(method, params, token = process.env.TOKEN) { return (await fetch(process.env.HOOK + method, { method: 'POST', headers: { authorization: token }, body: JSON.stringify(params) })).json(); }
${say('a', 'call')}export const b = (token) => call(${args}, token);\n`,
  },
  'another way to fetch': {
    'a.mjs': `export async function call(method, params, fetcher = fetch) { return (await fetcher(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json(); }
${say('a', 'call')}export const b = (fetcher) => call(${args}, fetcher);\n`,
  },
  'a callback': {
    'a.mjs': `export async function call(method, params, done) { const answer = await (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json(); if (done) console.log('done'); return answer; }
${say('a', 'call')}${say('b', 'call', ', () => {}')}`,
  },
};

const BETWEEN = {
  'a.mjs': `${FORM}${CALL}const one = (method, params) => call(method, params);\nconst two = (method, params) => call(method, params, form);\n${say('a', 'one')}${say('b', 'two')}`,
};

const outcomes = async (files: Readonly<Record<string, string>>) =>
  (await adopt({ cwd: workspace(files) })).report.sites.map(({ change }) => change);

describe('callers that hand other encoders', () => {
  test.each(Object.entries(DIFFERENT))('%s', async (_name, files) => {
    const cwd = workspace(files);
    await adopt({ cwd, write: true, allowDirty: true });
    // What a wrapped fetch is handed tells it how it is encoded, each time.
    for (const text of Object.values(read(cwd))) expect(text.toString()).not.toMatch(/wrapCall/);
  });
});

describe('callers that hand the same, or no encoder', () => {
  test.each(Object.entries(SAME))('%s', async (_name, files) => {
    expect(new Set(await outcomes(files))).toEqual(new Set(['adopted']));
  });
});

test('each of two functions that hand over another encoder is wrapped for itself', async () => {
  const cwd = workspace(BETWEEN);
  await adopt({ cwd, write: true, allowDirty: true });
  const text = read(cwd)['a.mjs']?.toString() ?? '';
  expect(text.match(/encoding: '\w+'/g)).toEqual(["encoding: 'json'", "encoding: 'form'"]);
  expect(text).toMatch(/const one = wrapCall.*\nconst two = wrapCall/);
});
