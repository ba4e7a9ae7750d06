import { HOOKED, type Kind, saying } from '../Kind';

const HOOK = 'globalThis.PORTAL.HOOK';
const POSTED = `(await axios.post(\`\${${HOOK}}imbot.message.add\`, ${HOOKED})).data`;
const FETCHED = `(await fetch(\`\${${HOOK}}imbot.message.add\`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(${HOOKED}) })).json()`;

/** A bot in CommonJS. */
const cjs = (before: string, call: string, more = '') =>
  saying(call, before, more).replace('export async function run', 'exports.run = async function run');

const bare = (text: string) => text.replaceAll(/;$/gm, '');

const inCjs = (bot: string) => ({ 'bot.js': bot, 'package.json': '{}' });

/** Where the lines stand that adopt puts in: behind what they ask for, before what asks for them. */
export const placed: Kind = {
  'axios that is required behind a call': {
    files: inCjs(cjs("require('node:process').title = 'bot';\n\nconst axios = require('axios');\n", `(${POSTED})`)),
    adopted: 1,
    holds: ["const axios = require('axios');\n\nwrapAxios(axios);"],
  },
  'axios that is required behind other code': {
    files: inCjs(
      cjs(
        "const os = require('os');\nconst end = os.EOL.length;\nconst axios = require('axios').default;\n",
        `(${POSTED})`,
      ),
    ),
    adopted: 1,
    holds: ["const axios = require('axios').default;\n\nwrapAxios(axios);"],
  },
  'axios that functions require': {
    files: inCjs(
      cjs(
        `const path = require('path');
async function go(text, chat) {
  const axios = require('axios');
  return ${POSTED};
}
async function again(text, chat) { const axios = require('axios'); return ${POSTED}; }
`,
        'go(text, chat)',
        "log(JSON.stringify((await again(path.sep, 'chat5')).result));",
      ),
    ),
    adopted: 2,
    v2: 3,
    holds: ["  const axios = require('axios');\n  wrapAxios(axios);"],
  },
  'axios that one of two functions has wrapped already': {
    files: inCjs(
      cjs(
        `const { wrapAxios } = require('imbot-compat/wrap');
async function go(text, chat) {
  const axios = require('axios');
  wrapAxios(axios);
  return ${POSTED};
}
async function again(text, chat) {
  const axios = require('axios');
  // wrapAxios(axios)
  return ${POSTED};
}
`,
        'go(text, chat)',
        "log(JSON.stringify((await again('x', 'chat5')).result));",
      ),
    ),
    adopted: 2,
    holds: ["const axios = require('axios');\n  wrapAxios(axios);\n  // wrapAxios(axios)"],
  },
  'axios that is wrapped where it is required': {
    files: inCjs(
      cjs(
        "const { wrapAxios } = require('imbot-compat/wrap');\nconst axios = wrapAxios(require('axios'));\n",
        `(${POSTED})`,
      ),
    ),
    adopted: 1,
  },
  'axios in a file whose imports stand below': {
    files: {
      'bot.mjs': saying(
        `(${POSTED})`,
        `import axios from 'axios';
const text = 'early';
const chat = 'chat5';
const early = ${POSTED};
import os from 'node:os';
`,
        'log(early.result, os.EOL);',
      ),
    },
    adopted: 2,
    v2: 3,
    entry: 'bot.mjs',
  },
  'fetch in a file whose imports stand below': {
    files: {
      'bot.mjs': saying(
        `(${FETCHED})`,
        `import path from 'node:path';
const text = 'early';
const chat = 'chat5';
const early = await ${FETCHED};
import os from 'node:os';
`,
        'log(early.result, os.EOL, path.sep);',
      ),
    },
    adopted: 2,
    v2: 3,
    entry: 'bot.mjs',
  },
  'an instance and axios itself in one file': {
    files: inCjs(
      cjs(
        `const axios = require('axios');\nconst api = axios.create({ baseURL: ${HOOK} });\n`,
        `(${POSTED})`,
        "log(JSON.stringify((await api.post('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'x' })).data.result));",
      ),
    ),
    adopted: 2,
    v2: 3,
  },
  'axios itself, where an instance is wrapped already': {
    files: inCjs(
      cjs(
        `const axios = require('axios');
const { wrapAxios } = require('imbot-compat/wrap');
const api = wrapAxios(axios.create({ baseURL: ${HOOK} }));
`,
        `(${POSTED})`,
        "log(JSON.stringify((await api.post('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'x' })).data.result));",
      ),
    ),
    adopted: 2,
    v2: 3,
    holds: ["require('imbot-compat/wrap');\n\nwrapAxios(axios);"],
  },
  'an instance in the statement that requires axios': {
    files: inCjs(
      cjs(
        `const axios = require('axios'), api = axios.create({ baseURL: ${HOOK} });\n`,
        `(async () => (await api.post('imbot.message.add', ${HOOKED})).data)()`,
      ),
    ),
    adopted: 1,
  },
  'a transport in the statement that requires something': {
    files: inCjs(
      cjs(
        `const path = require('path'), call = async (method, params) => (await fetch(\`\${${HOOK}}\${method}\`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) })).json();\n`,
        `call('imbot.message.add', ${HOOKED})`,
        'log(path.sep);',
      ),
    ),
    adopted: 1,
    holds: ["const { wrapCall } = require('imbot-compat/wrap');\n\nconst path = require('path'), call = wrapCall("],
  },
  'code without semicolons, before brackets': {
    files: inCjs(
      bare(`const axios = require('axios')
;(() => 'one')()

async function call(method, params) {
  const { data } = await axios.post(\`\${${HOOK}}\${method}\`, params)
  return data.result
}

[exports].map((one) => (one.run = run))

async function run(log) {
  log(await call('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'x' }))
}
`),
    ),
    adopted: 1,
  },
  'code without semicolons that is one function': {
    files: inCjs(
      bare(`(function () {
  exports.run = async function (log) {
    const axios = require('axios')
    const { data } = await axios.post(\`\${${HOOK}}imbot.message.add\`, { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'x' })
    ;[data].map((one) => log(one.result))
  }
})()
`),
    ),
    adopted: 1,
  },
  'fetch in code without semicolons, before a function that runs': {
    files: {
      'bot.mjs': `import path from 'node:path'

(function () {
  globalThis.sep = path.sep
})()

export async function run(log) {
  const answer = await fetch(\`\${${HOOK}}imbot.message.add\`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'x' }) })
  log((await answer.json()).result)
}
`,
    },
    adopted: 1,
    entry: 'bot.mjs',
  },
  'a class in code without semicolons, before a function that runs': {
    files: {
      'bot.mjs': `class Client {
  async call(method, params) {
    const answer = await fetch(\`\${${HOOK}}\${method}\`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) })
    return answer.json()
  }
}

(() => {
  globalThis.client = new Client()
})()

export async function run(log) {
  const client = new Client()
  log((await client.call('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'x' })).result)
}
`,
    },
    adopted: 1,
    entry: 'bot.mjs',
  },
};
