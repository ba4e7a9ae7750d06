import { HOOKED, JSON_POST, type Kind, saying } from '../Kind';

const HOOK = 'globalThis.PORTAL.HOOK';
const program = (transport: string, params = HOOKED, call = `call('imbot.message.add', ${params})`) => ({
  files: { 'bot.js': saying(call, transport), 'package.json': '{ "type": "module" }' },
});
const json = (made: string, before = '') =>
  `${before}\nasync function call(method, params) { const res = await fetch(${HOOK} + method, { ${JSON_POST}(${made}) }); return res.json(); }`;
const form = (made: string) =>
  `async function call(method, params) { const res = await fetch(${HOOK} + method, { method: 'POST', body: ${made} }); return res.json(); }`;

const MARKED = HOOKED.replace('MESSAGE: text', "MESSAGE: text && '<b>' + text");
const FLAG = HOOKED.replace("URL_PREVIEW: 'N'", 'URL_PREVIEW: false');
/** The fetch beneath is wrapped, so the transport goes on seeing parameters of v1. */
const BENEATH = { adopted: 1, holds: ['wrapFetch(globalThis.fetch)'], lacks: ['wrapCall'] };
const LEFT = { adopted: 0, reasons: ['transport-not-understood'] };
const each = (value: string) => `Object.fromEntries(Object.entries(params).map(([k, v]) => [k, ${value}]))`;

/** Transports that treat parameters one by one, and such whose body is neither a form nor nested JSON. */
export const apart: Kind = {
  'texts are changed': {
    ...program(json(each("typeof v === 'string' ? v.replace('<b>', '[b]') : v")), MARKED),
    ...BENEATH,
  },
  'texts are changed in a loop': {
    ...program(
      json('made').replace(
        '{ const',
        '{ const made = {}; for (const k in params) made[k] = params[k]?.replaceAll ? params[k].replaceAll("<b>", "[b]") : params[k]; const',
      ),
      MARKED,
    ),
    ...BENEATH,
  },
  'flags become letters': { ...program(json(each("typeof v === 'boolean' ? (v ? 'Y' : 'N') : v")), FLAG), ...BENEATH },
  'flags are compared': { ...program(json(each("v === true ? 'Y' : v === false ? 'N' : v")), FLAG), ...BENEATH },
  'flags become letters in a form': {
    ...program(form(`new URLSearchParams(${each("typeof v === 'boolean' ? (v ? 'Y' : 'N') : v")})`), FLAG),
    ...BENEATH,
  },
  'objects are left out': {
    ...program(json("Object.fromEntries(Object.entries(params).filter(([, v]) => typeof v !== 'object'))")),
    ...BENEATH,
  },
  'all that is nested is treated too': {
    ...program(
      json(
        'clean(params)',
        `const clean = (one) => typeof one === 'string' ? one.replace('<b>', '[b]') : one && typeof one === 'object' ? Object.fromEntries(Object.entries(one).map(([k, v]) => [k, clean(v)])) : one;`,
      ),
      MARKED,
    ),
    adopted: 1,
    holds: ['wrapCall'],
  },
  'values are made texts within JSON': {
    ...program(json(each("typeof v === 'object' ? JSON.stringify(v) : String(v)"))),
    ...LEFT,
  },
  'JSON, and a form where that is refused': {
    ...program(
      `async function call(method, params) { const url = ${HOOK} + method; let res = await fetch(url, { ${JSON_POST}(params) }); if (res.status === 415) res = await fetch(url, { method: 'POST', body: new URLSearchParams(params) }); return res.json(); }`,
    ),
    ...LEFT,
  },
  'a replacer': {
    ...program(json("params, (key, value) => (key === 'DIALOG_ID' ? String(value) : value)")),
    ...LEFT,
  },
  'the arguments of a function without parameters': {
    ...program(json('params').replace('(method, params) {', '() { const [method, params] = arguments;')),
    adopted: 1,
    holds: ["encoding: 'json'"],
  },
  'arguments by their index': {
    ...program(
      json('params').replace('(method, params) {', '() { const method = arguments[0], params = arguments[1];'),
    ),
    adopted: 1,
    holds: ["encoding: 'json'"],
  },
  'a Request': {
    ...program(
      `async function call(method, params) { const res = await fetch(new Request(${HOOK} + method, { ${JSON_POST}(params) })); return res.json(); }`,
    ),
    adopted: 1,
  },
};
