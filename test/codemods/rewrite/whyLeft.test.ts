import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const GIVEN = "'imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }";
const send = (params: string) =>
  `return fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(${params}) }).then((answer) => answer.json());`;
const PLAIN = `async function call(hook, method, params) {
  const answer = await fetch(hook + method, { method: 'POST', body: JSON.stringify(params) });
  return answer.json();
}`;

const coded = (thrown: string, before: string) => `${before}
async function call(method, params) {
  const body = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) }).then((one) => one.json());
  if (body.error) ${thrown};
  return body.result;
}
export async function f() { try { await call(${GIVEN}); } catch (error) { console.log(error.message); } }`;

const batches = (
  uses: readonly string[],
) => `const add = (path, value) => typeof value === 'object' && value !== null ? Object.entries(value).map(([key, inner]) => add(path + '[' + key + ']', inner)).join('&') : path + '=' + encodeURIComponent(value);
const query = (params) => Object.entries(params).map(([key, value]) => add(key, value)).join('&');
async function batch(commands) {
  const cmd = {};
  for (const [key, { method, params }] of Object.entries(commands)) cmd[key] = method + '?' + query(params);
  return fetch(process.env.HOOK + 'batch', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ cmd }) }).then((answer) => answer.json());
}
${uses.map((use, at) => `export async function f${at}(print, save) { const body = await batch({ a: { method: 'imbot.message.update', params: { BOT_ID: 1, MESSAGE_ID: 5, MESSAGE: 'x' } } }); ${use} }`).join('\n')}`;

/** What rewrite says of each call in turn; nothing where it moves. */
const FILES: Record<string, { code: string; left: readonly string[] }> = {
  'a token beside it whose renewal throws a code of its own': {
    code: `${PLAIN}
async function token() { const data = await (await fetch('https://oauth.example/token')).json(); if (data.error) throw new Error('renew: ' + data.error); return data.hook; }
async function hook(api) { const answer = await api.renew(); if (answer.error) return Promise.reject(answer.error); return answer.hook; }
export async function f() { const at = await token(); await call(at, ${GIVEN}); }
export async function g() { await call(await token(), ${GIVEN}); }
export async function h(api) { try { const at = await hook(api); await call(at, ${GIVEN}); } catch (error) { save(String(error)); } }`,
    left: ['', '', ''],
  },
  'a token beside it whose client throws': {
    code: `import axios from 'axios';
${PLAIN}
const renewed = async () => (await axios.get('https://oauth.example/token')).data.hook;
export async function f() { await call(await renewed(), ${GIVEN}); }
async function strict(hook, method, params) { const answer = await call(hook, method, params); if (answer.error) throw new Error(answer.error); return answer; }
export async function g() { await strict(await renewed(), ${GIVEN}); }`,
    left: ['', 'error-leaves'],
  },
  'a token beside it whose failure is caught, where that of the call is not': {
    code: `import axios from 'axios';
const renewed = async () => { try { return (await axios.get('https://oauth.example/token')).data.hook; } catch { return process.env.HOOK; } };
const send = async (hook, method, params) => (await axios.post(hook + method, params)).data;
export async function f() { await send(await renewed(), ${GIVEN}); }
export async function g() { const at = await renewed(); await send(at, ${GIVEN}); }`,
    left: ['error-leaves', 'error-leaves'],
  },
  'something else is caught in the transport, and the failure of the call is not': {
    code: `import axios from 'axios';
const post = async (hook, method, params) => (await axios.post(hook + method, params)).data;
const one = async (method, params) => { let hook; try { hook = (await axios.get('https://oauth.example/token')).data.hook; } catch { hook = process.env.HOOK; } return post(hook, method, params); };
const two = async (method, params) => { const hook = await axios.get('https://oauth.example/token').then((answer) => answer.data.hook).catch(() => process.env.HOOK); return post(hook, method, params); };
const three = async (method, params) => { try { JSON.parse(process.env.CONFIG); } catch {} return post(process.env.HOOK, method, params); };
const four = async (method, params) => { try { return await post(process.env.HOOK, method, params); } catch { return await post(process.env.OTHER, method, params); } };
const five = async (method, params) => { try { return post(process.env.HOOK, method, params); } catch { return null; } };
const six = async (method, params) => { try { return await post(process.env.HOOK, method, params); } finally { done(); } };
export async function f() { await one(${GIVEN}); await two(${GIVEN}); await three(${GIVEN}); await four(${GIVEN}); await five(${GIVEN}); await six(${GIVEN}); }`,
    left: Array.from({ length: 6 }, () => 'error-leaves'),
  },
  'the failure of the call is caught in the transport': {
    code: `import axios from 'axios';
const post = async (hook, method, params) => (await axios.post(hook + method, params)).data;
const one = async (method, params) => { try { return await post(process.env.HOOK, method, params); } catch { return null; } };
const two = (method, params) => post(process.env.HOOK, method, params).catch(() => null);
const three = async (method, params) => { try { const [answer] = await Promise.all([post(process.env.HOOK, method, params)]); return answer; } catch { return null; } };
const four = (method, params) => post(process.env.HOOK, method, params).then((answer) => answer, () => null);
const five = async (method, params) => { try { return await post(process.env.HOOK, method, params); } catch { try { return await post(process.env.OTHER, method, params); } catch { return null; } } };
export async function f() { await one(${GIVEN}); await two(${GIVEN}); await three(${GIVEN}); await four(${GIVEN}); await five(${GIVEN}); }`,
    left: ['', '', '', '', ''],
  },
  'an error of its own is thrown into a promise that is not waited for where something is caught': {
    code: `const post = async (method, params) => {
  const body = await (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json();
  if (body.error) throw new Error(body.error);
  return body.result;
};
const chained = (method, params) => fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) }).then((one) => one.json()).then((body) => { if (body.error) throw new Error(body.error); return body.result; });
const made = (method, params) => new Promise((resolve, reject) => { post(method, params).then(resolve, reject); });
const safe = (work) => { try { return work(); } catch { return null; } };
class Api { async one(method, params) { try { return this.two(method, params); } catch { return null; } } two(method, params) { return post(method, params); } }
const api = new Api();
const a = async (method, params) => { try { return post(method, params); } catch { return null; } };
const b = async (method, params) => { try { return chained(method, params); } catch { return null; } };
const c = async (method, params) => { try { return made(method, params); } catch { return null; } };
const d = async (method, params) => { let sent; try { sent = post(method, params); } catch { return null; } return await sent; };
const e = (method, params) => safe(() => post(method, params));
const f = async (method, params) => { try { await post('profile', {}); return post(method, params); } catch { return null; } };
const g = async (method, params) => { try { [1].forEach(async () => { await post(method, params); }); } catch {} };
const h = async (method, params) => { try { return params ? post(method, params) : null; } catch { return null; } };
const i = async (method, params) => { try { return post(method, params).then((one) => one); } catch { return null; } };
const j = async (method, params) => { try { return Promise.reject(new Error((await (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json()).error)); } catch { return null; } };
export async function run() { ${[...'abcdefghij'].map((name) => `await ${name}(${GIVEN});`).join(' ')} await api.one(${GIVEN}); }`,
    left: Array.from({ length: 11 }, () => 'error-leaves'),
  },
  'an error of its own that is waited for where it is caught': {
    code: `const post = async (method, params) => {
  const body = await (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json();
  if (body.error) throw new Error(body.error);
  return body.result;
};
const chained = (method, params) => fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) }).then((one) => one.json()).then((body) => { if (body.error) throw new Error(body.error); return body.result; });
const made = (method, params) => new Promise((resolve, reject) => { post(method, params).then(resolve, reject); });
const safe = async (work) => { try { return await work(); } catch { return null; } };
const a = async (method, params) => { try { return await post(method, params); } catch { return null; } };
const b = async (method, params) => { try { return await chained(method, params); } catch { return null; } };
const c = async (method, params) => { try { return await made(method, params); } catch { return null; } };
const d = (method, params) => safe(() => post(method, params));
const e = async (method, params) => { try { const [one] = await Promise.all([1].map(() => post(method, params))); return one; } catch { return null; } };
const f = async (method, params) => { try { const body = await (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json(); if (body.error) throw new Error(body.error); return body.result; } catch { return null; } };
export async function run() { ${[...'abcdef'].map((name) => `await ${name}(${GIVEN});`).join(' ')} }`,
    left: ['', '', '', '', '', ''],
  },
  'a failure is handed to what may not be there, or to what nobody sees': {
    code: `import axios from 'axios';
import { next } from 'somebody';
const post = async (method, params) => (await axios.post(process.env.HOOK + method, params)).data;
const nothing = undefined;
const a = (method, params) => post(method, params).catch(undefined);
const b = (method, params) => post(method, params).then((one) => one, null);
const c = (method, params) => post(method, params).catch(nothing);
const d = (method, params, handler) => post(method, params).catch(handler);
const e = (method, params) => post(method, params).catch(next);
export async function run() { ${[...'abcde'].map((name) => `await ${name}(${GIVEN});`).join(' ')} }`,
    left: Array.from({ length: 5 }, () => 'error-leaves'),
  },
  'a failure is handed to what is seen to take it': {
    code: `import axios from 'axios';
const post = async (method, params) => (await axios.post(process.env.HOOK + method, params)).data;
const quiet = () => null;
class Api { quiet() { return null; } a(method, params) { return post(method, params).catch(this.quiet); } b(method, params) { return post(method, params).catch(this.quiet.bind(this)); } }
const api = new Api();
const c = (method, params) => post(method, params).catch(quiet);
const d = (method, params) => post(method, params).catch(console.error);
const e = (method, params) => new Promise((resolve) => { post(method, params).then(resolve).catch(() => resolve(null)); });
export async function run() { ${['api.a', 'api.b', 'c', 'd', 'e'].map((name) => `await ${name}(${GIVEN});`).join(' ')} }`,
    left: ['', '', '', '', ''],
  },
  'errors of the commands of a batch are handed on': {
    code: batches([
      'print(body.result.result_error.a.error);',
      'const { result_error } = body.result; if (result_error.a) throw new Error(result_error.a.error);',
      'const errors = body.result.result_error ?? {}; for (const one of Object.values(errors)) save(one.error);',
      'return body.result.result_error;',
    ]),
    left: Array.from({ length: 4 }, () => 'error-leaves'),
  },
  'errors of the commands of a batch are logged, or asked for': {
    code: batches([
      'if (body.result.result_error.a) print("no");',
      'const { result_error } = body.result; if (result_error.a) console.error(result_error.a.error);',
      'const errors = body.result.result_error ?? {}; for (const one of Object.values(errors)) console.warn(one.error);',
      'if (Object.keys(body.result.result_error).length > 0) console.log(body.result.result_error);',
      'print(Object.keys(body.result.result_error ?? {}).length);',
    ]),
    left: ['', '', '', '', ''],
  },
  'taken from the rest of the arguments': {
    code: `function call(...args) { const method = args.shift(); const params = args.pop(); ${send('params')} }
export async function f() { await call(${GIVEN}); }`,
    left: [''],
  },
  'taken from a copy of the arguments': {
    code: `function call() { var args = [].slice.call(arguments); var method = args.shift(); ${send('args.shift()')} }
function other() { var args = Array.prototype.slice.call(arguments, 1), method = arguments[0]; ${send('args[0]')} }
export async function f() { await call(${GIVEN}); await other(${GIVEN}); }`,
    left: ['', ''],
  },
  'taken behind a token': {
    code: `function call(...args) { const token = args.shift(), method = args.shift() + '?auth=' + token; ${send('args[0]')} }
export async function f() { await call(process.env.TOKEN, ${GIVEN}); }`,
    left: [''],
  },
  'taken where a branch may have taken one before': {
    code: `function call(...args) { if (args.length > 2) args.shift(); const method = args.shift(); ${send('args.shift()')} }
export async function f() { await call(${GIVEN}); }`,
    left: ['flat-transport'],
  },
  'taken in a condition': {
    code: `function call(...args) { const quiet = args.length > 2 && args.shift(); const method = args.shift(); if (quiet) log(); ${send('args.shift()')} }
export async function f() { await call(${GIVEN}); }`,
    left: ['flat-transport'],
  },
  'taken, and sent flat': {
    code: `function call(...args) { const method = args.shift(); return fetch(process.env.HOOK + method, { method: 'POST', body: new URLSearchParams(args.shift()) }).then((answer) => answer.json()); }
export async function f() { await call(${GIVEN}); }`,
    left: ['flat-transport'],
  },
  'codes of v1 in a table': {
    code: coded("throw new Error(TEXTS[body.error] ?? 'x')", "const TEXTS = { MESSAGE_EMPTY: 'Write' };"),
    left: ['compares-v1-errors'],
  },
  'codes of v1 in a Map': {
    code: coded('throw new Error(TEXTS.get(body.error))', "const TEXTS = new Map([['MESSAGE_EMPTY', 'Write']]);"),
    left: ['compares-v1-errors'],
  },
  'codes of v1 in the error that is made of one': {
    code: coded(
      'throw new ApiError(body.error)',
      "const TEXTS = { MESSAGE_EMPTY: 'Write' };\nclass ApiError extends Error { constructor(code) { super(TEXTS[code] ?? code); } }",
    ),
    left: ['compares-v1-errors'],
  },
  'a code that the error compares': {
    code: coded(
      'throw new ApiError(body.error)',
      "class ApiError extends Error { constructor(code) { super(code); this.isEmpty = code === 'MESSAGE_EMPTY'; } }",
    ),
    left: ['compares-v1-errors'],
  },
  'codes of both in a table': {
    code: coded('throw new Error(TEXTS[body.error])', "const TEXTS = { QUERY_LIMIT_EXCEEDED: 'Wait' };"),
    left: [''],
  },
  'arguments that a spread brings': {
    code: `${PLAIN}
export async function f(...more) { await call(process.env.HOOK, 'imbot.message.add', ...more); }`,
    left: ['unknown-parameters'],
  },
  'a name that is bound': {
    code: `${PLAIN}
const add = call.bind(null, process.env.HOOK, 'imbot.message.add');
const say = call.bind(null, process.env.HOOK);
export async function f() { await add({ BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); await say(${GIVEN}); }`,
    left: ['unknown-parameters', ''],
  },
  'no bot, and a dialog that may be missing besides': {
    code: `${PLAIN}
export async function f(event) { await call(process.env.HOOK, 'imbot.message.add', { DIALOG_ID: event?.dialog, MESSAGE: 'x' }); }
export async function g(event) { await call(process.env.HOOK, 'imbot.message.add', { BOT_ID: 1, DIALOG_ID: event?.dialog, MESSAGE: 'x' }); }`,
    left: ['no-bot-id', 'unproven-value'],
  },
  'no parameters at all': {
    code: `${PLAIN}
export async function f() { await call(process.env.HOOK, 'imbot.message.add'); }`,
    left: ['no-bot-id'],
  },
};

test.each(Object.entries(FILES))('%s', async (_name, { code, left }) => {
  const { report } = await rewrite({ cwd: workspace({ 'a.mjs': `${code}\n` }) });
  expect(report.sites.map(({ reasons, change }) => (change === 'moved' ? '' : reasons.join()))).toEqual(left);
});
