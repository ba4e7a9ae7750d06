import { HOOKED, type Kind, saying } from '../Kind';

/** A package that asks for names of v1, and one whose name everybody knows. */
const PACKAGES = {
  'node_modules/some-kit/package.json': '{ "name": "some-kit", "type": "module", "main": "index.js" }',
  'node_modules/some-kit/index.js': `export default function tune(given) {
  const one = typeof given === 'string' ? JSON.parse(given) : given;
  if (one?.MESSAGE) one.MESSAGE += '!';
  return typeof given === 'string' ? JSON.stringify(one) : one;
}
export const join = (one, other) => one + other;
export class Tuner {
  run(given) {
    return tune(given);
  }
}
`,
  'node_modules/deepmerge/package.json': '{ "name": "deepmerge", "type": "module", "main": "index.js" }',
  'node_modules/deepmerge/index.js': 'export default (a, b) => ({ ...a, ...b });\n',
  'node_modules/pino/package.json': '{ "name": "pino", "type": "module", "main": "index.js" }',
  'node_modules/pino/index.js': 'export default () => ({ info() {}, debug() {} });\n',
  'node_modules/p-queue/package.json': '{ "name": "p-queue", "type": "module", "main": "index.js" }',
  'node_modules/p-queue/index.js': 'export default class Queue { async add(work) { return work(); } }\n',
  'package.json': '{ "type": "module" }',
};
const HEAD = "method: 'POST', headers: { 'content-type': 'application/json' }";
const bot = (body: string, before = '', client = "import { request } from 'undici';\n") => ({
  ...PACKAGES,
  'bot.js': saying(
    `call('imbot.message.add', ${HOOKED})`,
    `${client}import tune, { join, Tuner } from 'some-kit';
${before}
const tuner = new Tuner();
async function call(method, params) {
  ${body}
}`,
  ),
});
const SENT = `const res = await request(globalThis.PORTAL.HOOK + method, { ${HEAD}, body: JSON.stringify(params) });`;
const left = (body: string, before?: string) => ({
  files: bot(body, before),
  adopted: 0,
  reasons: ['transport-not-understood'],
  lacks: ['imbot-compat'],
});
const carried = (body: string, before?: string) => ({ files: bot(body, before), adopted: 1, holds: ['wrapCall('] });
const sends = (body: string, more = '') =>
  `const res = await request(globalThis.PORTAL.HOOK + method, { ${HEAD}, ${body} }); ${more}return res.body.json();`;

/** What a wrapped function hands to a package that nobody knows would be v2's. */
export const packagesWithin: Kind = {
  'parameters that it makes others of': left(sends('body: JSON.stringify(tune(params))')),
  'a body that it makes another of': left(sends('body: tune(JSON.stringify(params))')),
  'parameters, for its effect': left(`tune(params); ${SENT} return res.body.json();`),
  'options, for its effect': left(
    `const options = { ${HEAD}, body: JSON.stringify(params) }; tune(options); const res = await request(globalThis.PORTAL.HOOK + method, options); return res.body.json();`,
  ),
  'options that it gives more of': left(sends('body: JSON.stringify(params), ...tune(params)')),
  'by an instance of it': left(sends('body: JSON.stringify(tuner.run(params))')),
  'by an instance in a field': {
    files: {
      ...PACKAGES,
      'bot.js': saying(
        `api.call('imbot.message.add', ${HOOKED})`,
        `import { request } from 'undici';
import { Tuner } from 'some-kit';
class Api {
  tuner = new Tuner();
  async call(method, params) {
    ${sends('body: JSON.stringify(this.tuner.run(params))')}
  }
}
const api = new Api();`,
      ),
    },
    adopted: 0,
    reasons: ['transport-not-understood'],
    lacks: ['imbot-compat'],
  },
  'the answer, for its effect': left(
    `${SENT} const answer = await res.body.json(); tune(answer.result); return answer;`,
  ),
  'the response, for its effect': left(`${SENT} tune(res); return res.body.json();`),
  'an own function in between': left(
    sends('body: JSON.stringify(prepare(params))'),
    'const prepare = (given) => tune({ ...given });',
  ),
  'fetch beneath it is wrapped': {
    files: bot(
      `const res = await fetch(globalThis.PORTAL.HOOK + method, { ${HEAD}, body: JSON.stringify(tune(params)) }); return res.json();`,
    ),
    adopted: 1,
    holds: ['wrapFetch('],
    lacks: ['wrapCall('],
  },
  'an own function beneath it is wrapped': {
    files: bot(
      'return raw(method, tune(params));',
      `async function raw(method, params) { ${sends('body: JSON.stringify(params)')} }`,
    ),
    adopted: 1,
    holds: [/wrapCall\w*\(raw/],
  },
  'one that copies': carried(
    sends('body: JSON.stringify(deepmerge({}, params))'),
    "import deepmerge from 'deepmerge';",
  ),
  'one that logs': carried(
    `log.info(params); ${SENT} const answer = await res.body.json(); log.debug(answer); return answer;`,
    "import pino from 'pino';\nconst log = pino();",
  ),
  'one that runs what it is given': carried(
    `const res = await queue.add(() => request(globalThis.PORTAL.HOOK + method, { ${HEAD}, body: JSON.stringify(params) })); return res.body.json();`,
    "import Queue from 'p-queue';\nconst queue = new Queue();",
  ),
  'a text of which it makes another that is not the body': carried(
    `const body = JSON.stringify(params); const signed = tune(body); const res = await request(globalThis.PORTAL.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json', 'x-sum': String(signed.length) }, body }); return res.body.json();`,
  ),
  'an address that it puts together': carried(
    `const res = await request(join(globalThis.PORTAL.HOOK, method), { ${HEAD}, body: JSON.stringify(params) }); return res.body.json();`,
  ),
};
