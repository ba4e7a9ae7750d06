import { HOOKED, JSON_POST, type Kind } from '../Kind';

const MODULE = '{ "type": "module" }';
const SAYS = `start('imbot.message.add', ${HOOKED.replace('chat,', "'chat5',").replace('text,', "'One',")})`;
const DIRECT = `(method, params) {
  const res = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return String((await res.json()).result);
}`;
const LAST = 'export const run = async (log) => log(await globalThis.early, typeof start);\n';
const early = (asks: string) => `${asks}\nglobalThis.early = ${SAYS};\n`;
const hoisted = (files: Record<string, string>, entry = 'bot.js') => ({
  files: { 'package.json': MODULE, ...files },
  adopted: 1,
  entry,
  holds: ['function fetch(...args', 'fetchShim ??= wrapFetch(globalThis.fetch);'],
  lacks: ['const fetch ='],
});
const plain = (files: Record<string, string>, entry = 'bot.js') => ({
  files: { 'package.json': MODULE, ...files },
  adopted: 1,
  entry,
  holds: ['const fetch = wrapFetch(globalThis.fetch);'],
});

/** A file that is loaded first runs a function of this one before a line of this one has run. */
export const circles: Kind = {
  'of types alone': plain(
    {
      'bot.ts': `import type { Log } from './util';\nexport async function start(method: string, params: object) {\n  const res = await fetch((globalThis as any).PORTAL.HOOK + method, { ${JSON_POST}(params) });\n  return String((await res.json()).result);\n}\nexport const run = async (log: Log) => log(await ${SAYS}, typeof start);\n`,
      'util.ts':
        "import type { start } from './bot';\nexport type Start = typeof start;\nexport type Log = (...all: unknown[]) => void;\n",
    },
    'bot.ts',
  ),
  'a file that it imports calls it': hoisted({
    'bot.js': `import './util.js';\nexport async function start${DIRECT}\n${LAST}`,
    'util.js': early("import { start } from './bot.js';"),
  }),
  'a file two steps away calls it': hoisted({
    'bot.js': `import './one.js';\nexport async function start${DIRECT}\n${LAST}`,
    'one.js': "import './util.js';\n",
    'util.js': early("import { start } from './bot.js';"),
  }),
  'its default export': hoisted({
    'bot.js': `import './util.js';\nexport default async function start${DIRECT}\n${LAST}`,
    'util.js': early("import start from './bot.js';"),
  }),
  'exported under another name, behind': hoisted({
    'bot.js': `import './util.js';\nasync function start${DIRECT}\nexport { start as begin };\n${LAST}`,
    'util.js': early("import { begin as start } from './bot.js';"),
  }),
  'a function that calls the one that sends': hoisted({
    'bot.js': `import './util.js';\nexport function start(method, params) {\n  return send(method, params);\n}\nasync function send${DIRECT}\n${LAST}`,
    'util.js': early("import { start } from './bot.js';"),
  }),
  'other packages and directives above': hoisted({
    'bot.js': `'use strict';\n// The bot.\nimport os from 'node:os';\nimport './util.js';\nexport async function start${DIRECT}\nexport const end = os.EOL;\n${LAST}`,
    'util.js': early("import { start } from './bot.js';"),
  }),
  TypeScript: hoisted(
    {
      'bot.ts': `import './util';\nexport async function start(method: string, params: object) {\n  const res = await fetch((globalThis as any).PORTAL.HOOK + method, { ${JSON_POST}(params) });\n  return String(((await res.json()) as any).result);\n}\nexport const run = async (log: (text: unknown) => void) => log(await (globalThis as any).early);\n`,
      'util.ts': `import { start } from './bot';\n(globalThis as any).early = ${SAYS};\n`,
    },
    'bot.ts',
  ),
  'no circle': plain({
    'bot.js': `import './util.js';\nexport async function start${DIRECT}\nglobalThis.early = ${SAYS};\n${LAST}`,
    'util.js': 'export const one = 1;\n',
  }),
  'a circle in which nothing of it is there before its lines': plain({
    'bot.js': `import './util.js';\nexport const start = async ${DIRECT.replace(') {', ') => {')};\nglobalThis.early = ${SAYS};\n${LAST}`,
    'util.js': "import { start } from './bot.js';\nexport const later = () => start;\n",
  }),
};
