import { describe, expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const JSON_BODY = "{ method: 'POST', body: JSON.stringify(params) }";
const FLAT_BODY = "{ method: 'POST', body: new URLSearchParams(params) }";
const transport = (name: string, body: string) =>
  `async function ${name}(method, params) { return (await fetch(process.env.HOOK + method, ${body})).json(); }`;
const say = (callee: string, before = '') =>
  `await ${callee}(${before}'imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' });`;

/** Calls that are written alike, and go different ways: `moved` says for each in turn. */
const FILES: Record<string, { code: string; moved: readonly boolean[] }> = {
  'a name that two functions give their own transport': {
    code: `export async function a() { ${transport('call', JSON_BODY)} ${say('call')} }
export async function b() { ${transport('call', FLAT_BODY)} ${say('call')} }
export async function c() { ${transport('call', JSON_BODY)} ${say('call')} }`,
    moved: [true, false, true],
  },
  'a parameter that hides a function': {
    code: `${transport('call', JSON_BODY)}
export async function a() { ${say('call')} }
export async function b(call) { ${say('call')} }`,
    moved: [true, false],
  },
  'methods of two classes': {
    code: `export class A { ${transport('call', JSON_BODY).replace('function ', '')} async f() { ${say('this.call')} } }
export class B { ${transport('call', FLAT_BODY).replace('function ', '')} async f() { ${say('this.call')} } }`,
    moved: [true, false],
  },
  'a class within a method of another': {
    code: `export class A { ${transport('call', JSON_BODY).replace('function ', '')}
  async f() { ${say('this.call')} }
  make() { return new (class { ${transport('call', FLAT_BODY).replace('function ', '')} async g() { ${say('this.call')} } })(); }
  async h() { await (async () => { ${say('this.call')} })(); } }`,
    moved: [true, false, true],
  },
  'the static method of the same name': {
    code: `export class A { ${transport('call', JSON_BODY).replace('function ', '')}
  static ${transport('call', FLAT_BODY).replace('function ', '')}
  async f() { ${say('this.call')} } static async g() { ${say('this.call')} } async h() { ${say('this.call')} } }`,
    moved: [true, false, true],
  },
  'methods of two objects': {
    code: `export const a = { ${transport('call', FLAT_BODY).replace('function ', '')}, async f() { ${say('this.call')} } };
export const b = { ${transport('call', JSON_BODY).replace('function ', '')}, async f() { ${say('this.call')} } };`,
    moved: [false, true],
  },
  'a function that is called by its own name within itself': {
    code: `${transport('call', JSON_BODY)}
export const b = async function call(method, params) { if (!method) { ${say('call')} } return fetch(process.env.HOOK + method, ${FLAT_BODY}); };
export async function a() { ${say('call')} }`,
    moved: [false, true],
  },
  'fields and static blocks of the class and of its instances': {
    code: `export class A { ${transport('call', JSON_BODY).replace('function ', '')}
  static ${transport('call', FLAT_BODY).replace('function ', '')}
  f = async () => { ${say('this.call')} }; static g = async () => { ${say('this.call')} };
  static { globalThis.h = async () => { ${say('this.call')} }; } async k() { ${say('this.call')} } }`,
    moved: [true, false, false, true],
  },
  'a variable that a pattern, a loop or a second var gives another transport': {
    code: `const flat = ${transport('', FLAT_BODY)};
let one = ${transport('', JSON_BODY)};
export async function a() { ${say('one')} ({ one } = { one: flat }); }
let two = ${transport('', JSON_BODY)};
export async function b() { ${say('two')} [, two = flat] = []; }
let three = ${transport('', JSON_BODY)};
export async function c() { ${say('three')} for (three of [flat]) ${say('three')} }
var four = ${transport('', JSON_BODY)};
export async function d() { ${say('four')} }
var four = flat;
let five = ${transport('', JSON_BODY)};
export async function e(given) { ${say('five')} [given.five] = [flat]; ({ five: given.six } = { five: flat }); }`,
    moved: [false, false, false, false, false, true],
  },
  'a parameter and a function that are given another transport': {
    code: `const flat = ${transport('', FLAT_BODY)};
const a = async (call) => { ${say('call')} call = flat; };
const b = async (call) => { ${say('call')} var call = flat; };
const c = async (call) => { ${say('call')} };
export async function run() { for (const one of [a, b, c]) await one(json); await a(json); await b(json); await c(json); }
${transport('json', JSON_BODY)}
${transport('mine', JSON_BODY)}
export async function d() { ${say('mine')} mine = flat; }
export async function e() { ${say('json')} }`,
    moved: [false, false, true, false, true],
  },
  'functions of the same name in one scope: the last one counts': {
    code: `export function a() { ${transport('call', JSON_BODY)} return async () => { ${say('call')} }; ${transport('call', FLAT_BODY)} }
export function b() { ${transport('call', FLAT_BODY)} return async () => { ${say('call')} }; ${transport('call', JSON_BODY)} }`,
    moved: [false, true],
  },
  'what a transport sends comes out of a pattern or of a second var': {
    code: `async function one(method, params) { var body = JSON.stringify(params); if (process.env.FLAT) var body = new URLSearchParams(params);
  return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); }
async function two(method, params) { let body = JSON.stringify(params); if (process.env.FLAT) [body] = [new URLSearchParams(params)];
  return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); }
async function three(method, params) { let body; ({ body } = { body: JSON.stringify(params) });
  return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); }
export async function run() { ${say('one')} ${say('two')} ${say('three')} }`,
    moved: [false, false, true],
  },
  'a method that a subclass, a mixin or a field of one puts in place of its own': {
    code: `export class A { ${transport('call', JSON_BODY).replace('function ', '')} async f() { ${say('this.call')} } }
export class B extends A {}
export class C extends B { ${transport('call', FLAT_BODY).replace('function ', '')} async g() { ${say('this.call')} } }
export class D { ${transport('call', JSON_BODY).replace('function ', '')} async f() { ${say('this.call')} } }
export const Flat = (Base) => class extends Base { ${transport('call', FLAT_BODY).replace('function ', '')} };
export class E extends Flat(D) {}
export class F { ${transport('call', JSON_BODY).replace('function ', '')} async f() { ${say('this.call')} } }
export class G extends F { call = ${transport('', FLAT_BODY)}; }
export class H { ${transport('call', JSON_BODY).replace('function ', '')} async f() { ${say('this.call')} } }
export class I extends H { async g() { ${say('this.call')} } ${transport('other', FLAT_BODY).replace('function ', '')} }`,
    moved: [false, false, false, false, true, true],
  },
  'a field that a subclass sets to another value': {
    code: `export class A { isFlat = false; async f() { ${say('this.call')} }
  async call(method, params) { const body = this.isFlat ? new URLSearchParams(params) : JSON.stringify(params);
    return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); } }
export class B extends A { isFlat = true; }
export class C { isFlat = false; async f() { ${say('this.call')} }
  async call(method, params) { const body = this.isFlat ? new URLSearchParams(params) : JSON.stringify(params);
    return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); } }
export class D extends C { isFlat = false; }`,
    moved: [false, true],
  },
};

describe.each(Object.entries(FILES))('%s', (_name, { code, moved }) => {
  test('each call is read by itself', async () => {
    const { report } = await rewrite({ cwd: workspace({ 'a.mjs': `${code}\n` }) });
    expect(report.sites.map(({ change }) => change === 'moved')).toEqual(moved);
  });
});

test('a method that a subclass of another file puts in place of its own', async () => {
  const files = {
    'a.mjs': `export class A { ${transport('call', JSON_BODY).replace('function ', '')} async f() { ${say('this.call')} } }\n`,
    'b.mjs': `import { A } from './a.mjs';
export class B extends A { ${transport('call', FLAT_BODY).replace('function ', '')} }\n`,
  };
  const { report } = await rewrite({ cwd: workspace(files) });
  expect(report.sites.map(({ change, reasons }) => change ?? reasons)).toEqual([['flat-transport']]);
});

test('what a function puts away is followed, though its answer is thrown away', async () => {
  const code = `const queue = [];
function put(method, params) { queue.push({ method, params }); }
export function a() { put('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); }
export function b() { put('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat6', MESSAGE: 'y' }); }
export async function run() {
  for (const one of queue.splice(0)) await send(one.method, one.params);
}
async function send(method, params) {
  const answer = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
  return answer.json();
}
`;
  const { report } = await adopt({ cwd: workspace({ 'a.mjs': code }) });
  expect(report.sites.map(({ change }) => change)).toEqual(['adopted', 'adopted']);
});
