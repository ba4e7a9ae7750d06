import { describe, expect, test } from 'vitest';
import { changesIn } from './changesIn';

const BOT =
  "import { call } from './api.mjs';\nexport async function say() { try { await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } catch { console.log('x'); } }\n";
const SEND = "(await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(sent) })).json()";
const MORE = "((given) => ({ ...given, MESSAGE: 'y' }))";
const over = (list: string, through: string, setUp: string) => ({
  'api.mjs': `${list}\nexport const call = async (method, params) => { let sent = params; ${through} return ${SEND}; };\n`,
  'bot.mjs': BOT,
  'setup.mjs': setUp,
});
const LIST = 'export const hooks = [];';
const PUSHES = `import { hooks } from './api.mjs';\nhooks.push${MORE};\n`;
const LOOP = 'for (const hook of hooks) sent = await hook(sent);';
const USES = `import { api } from './api.mjs';\napi.use${MORE};\n`;
const inClass = (field: string, through: string, setUp = USES) => ({
  'api.mjs': `class Api { ${field} use(hook) { this.hooks.push(hook); } async call(method, params) { let sent = params; ${through} return ${SEND}; } }\nexport const api = new Api();\nexport const call = (method, params) => api.call(method, params);\n`,
  'bot.mjs': BOT,
  'setup.mjs': setUp,
});

const FILLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a list that another file pushes into': over(LIST, LOOP, PUSHES),
  'gone through by reduce': over(LIST, 'sent = hooks.reduce((made, hook) => hook(made), sent);', PUSHES),
  'gone through by forEach': over(LIST, 'hooks.forEach((hook) => { sent = hook(sent); });', PUSHES),
  'a set': over('export const hooks = new Set();', LOOP, PUSHES.replace('.push', '.add')),
  'in an object': over(
    'export const settings = { hooks: [] };',
    LOOP.replace('of hooks', 'of settings.hooks'),
    `import { settings } from './api.mjs';\nsettings.hooks.push${MORE};\n`,
  ),
  'in a field of a class': inClass('hooks = [];', LOOP.replace('of hooks', 'of this.hooks')),
  'in what a constructor makes': inClass(
    'constructor() { this.hooks = []; }',
    'sent = this.hooks.reduce((made, hook) => hook(made), sent);',
  ),
  'in a closure': {
    'api.mjs': `function make() { const hooks = []; return { use: (hook) => hooks.push(hook), call: async (method, params) => { let sent = params; ${LOOP} return ${SEND}; } }; }\nexport const api = make();\nexport const call = (method, params) => api.call(method, params);\n`,
    'bot.mjs': BOT,
    'setup.mjs': USES,
  },
};

const ALIKE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'all that is in it is seen': over(
    'const hooks = [(given) => given];',
    LOOP,
    'export const hooks = [];\nhooks.push(1);\n',
  ),
  'a list of something else': over(
    'export const names = [];',
    'for (const name of names) console.log(name);',
    "import { names } from './api.mjs';\nnames.push('a');\n",
  ),
  'listeners that hear of nothing that is sent': over(
    'export const heard = new Set();',
    'for (const tell of heard) tell();',
    "import { heard } from './api.mjs';\nheard.add(() => console.log('sent'));\n",
  ),
};

describe('what changes a call is put in later, where the reading does not come by', () => {
  test.each(Object.entries(FILLED))('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual([undefined, undefined]);
  });
});

describe('nothing of it changes a call', () => {
  test.each(Object.entries(ALIKE))('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual(['moved', 'adopted']);
  });
});
