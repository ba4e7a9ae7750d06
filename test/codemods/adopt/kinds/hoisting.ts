import { JSON_POST, type Kind, OAUTH, type Program } from '../Kind';

const BODY = `{
  const response = await fetch(\`\${globalThis.PORTAL.BASE}\${method}\`, { ${JSON_POST}({ ...params, auth: globalThis.PORTAL.TOKEN }) });
  return response.json();
}`;
const SAY = (chat = "'chat5'", text = "'up'") =>
  `callPortal('imbot.message.add', ${OAUTH.replace('chat,', `${chat},`).replace('text,', `${text},`)})`;
const MODULE = '{ "type": "module" }';
const COMMON = '{}';

const program = (code: string, more: Partial<Program> & { readonly type?: string } = {}): Program => {
  const { type = MODULE, files = {}, ...rest } = more;
  return { files: { 'bot.js': code, 'package.json': type, ...files }, adopted: 1, ...rest };
};

/** Functions that are asked for before their line. */
export const hoisting: Kind = {
  'a module that waits for it at its head': program(
    `import { deepEqual } from 'node:assert';
const said = await ${SAY()};
export const run = async (log) => log(said.result);
async function callPortal(method, params) ${BODY}
`,
  ),
  'CommonJS that exports it first': program(
    `module.exports = { callPortal, run };
async function run(log) {
  log((await ${SAY()}).result);
}
async function callPortal(method, params) ${BODY}
`,
    { type: COMMON, holds: ["const { wrapCall } = require('imbot-compat/wrap');\n\nmodule.exports"] },
  ),
  'a main that runs before it': program(
    `let said;
main();
async function main() {
  said = ${SAY()};
}
exports.run = async (log) => log((await said).result);
async function callPortal(method, params) ${BODY}
`,
    { type: COMMON },
  ),
  'a table that holds it': program(
    `exports.pair = [callPortal, 1];
const table = { send: callPortal };
async function callPortal(method, params) ${BODY}
exports.run = async (log) => log((await table.send('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'x' })).result);
`,
    { type: COMMON },
  ),
  'a factory that returns before it': program(
    `export function createClient(base) {
  return { callPortal, say };

  function say(text) {
    return ${SAY("'chat5'", 'text')};
  }

  async function callPortal(method, params) ${BODY.replace('globalThis.PORTAL.BASE', 'base')}
}
export const run = async (log) => log((await createClient(globalThis.PORTAL.BASE).say('Hi')).result);
`,
    { holds: ['portal: () => base'] },
  ),
  'a function that runs at once': program(
    `let said;
(async () => {
  said = ${SAY()};
})();
async function callPortal(method, params) ${BODY}
export const run = async (log) => log((await said).result);
`,
  ),
  'a loop over a list': program(
    `const said = [1].map(() => ${SAY()});
async function callPortal(method, params) ${BODY}
export const run = async (log) => log((await said[0]).result);
`,
  ),
  'a static field': program(
    `class Bot {
  static first = ${SAY()};
}
export const run = async (log) => log((await Bot.first).result);
async function callPortal(method, params) ${BODY}
`,
  ),
  'documentation above it stays with it': program(
    `/**
 * Sends a call.
 * @param {string} method
 */
export default async function callPortal(method, params) ${BODY}
export const run = async (log) => log((await ${SAY()}).result);
`,
    { holds: [/^\/\/ bot\.js\nimport \{ wrapCall \}/, ' */\nasync function callPortalV1'] },
  ),
  'a default export that a circle of modules asks for': {
    files: {
      'bot.js': `import './first.js';
import callPortal from './transport.js';
export const run = async (log) => log((await globalThis.early).result, callPortal.name);
`,
      'first.js': `import './transport.js';
`,
      'transport.js': `import './other.js';
export default async function callPortal(method, params) ${BODY}
`,
      'other.js': `import callPortal from './transport.js';
globalThis.early = ${SAY()};
`,
      'package.json': MODULE,
    },
    adopted: 1,
    holds: ['export default async function callPortal(method, params) {\n  callPortalShim ??='],
  },
  'what is quiet before it leaves it a constant': program(
    `import { deepEqual } from 'node:assert';
const HEADERS = { 'x-bot': 'yes' };
const later = () => ${SAY()};
class Bot {
  say() {
    return later();
  }
}
async function callPortal(method, params) ${BODY}
export const run = async (log) => log((await new Bot().say()).result, HEADERS, deepEqual.name);
`,
    { holds: ['\nconst callPortal = wrapCall(callPortalV1'] },
  ),
  'its own name within it, and this': program(
    `exports.run = async (log) => log((await ${SAY()}).result);
const first = typeof callPortal;
function callPortal(method) {
  const params = arguments[1];
  if (first !== 'function' || this === 1) return callPortal(method, params);
  return (async () => ${BODY})();
}
`,
    { type: COMMON, holds: ['return callPortalShim.apply(this, arguments);'] },
  ),
  'something that is put on it': program(
    `exports.run = async (log) => log((await ${SAY()}).result, callPortal.retries);
async function callPortal(method, params) ${BODY}
callPortal.retries = 3;
`,
    { type: COMMON },
  ),
  'a block, and a name that is taken': program(
    `export async function run(log) {
  const callPortalV1 = 1;
  {
    const said = ${SAY()};
    async function callPortal(method, params) ${BODY}
    log((await said).result, callPortalV1);
  }
}
`,
    { holds: ['callPortalOriginal'] },
  ),
};
