import { HOOKED, JSON_POST, type Kind, saying } from '../Kind';

const HOOK = 'globalThis.PORTAL.HOOK';
const PLAIN = `async function callPortal(method, params) {
  const res = await fetch(\`\${${HOOK}}\${method}\`, { ${JSON_POST}(params) });
  return res.json();
}
const go = (text, chat) => callPortal('imbot.message.add', ${HOOKED});
`;
const IN_FUNCTION = `(function () {
"use strict";
${PLAIN}window.go = go;
})();
`;
const page = (script: string, attributes = '') => `<!doctype html>\n<script${attributes}>\n${script}</script>\n`;

/** How a file takes what it needs. */
export const modules: Kind = {
  'CommonJS by its package': {
    files: { 'bot.js': PLAIN, 'package.json': '{ "type": "commonjs" }' },
    adopted: 1,
    holds: ["const { wrapCall } = require('imbot-compat/wrap');"],
    entry: false,
  },
  'CommonJS, for no package says otherwise': {
    files: { 'src/bot.js': PLAIN, 'package.json': '{ "name": "x" }' },
    adopted: 1,
    holds: ["const { wrapCall } = require('imbot-compat/wrap');"],
    entry: false,
  },
  'a module by its package': {
    files: { 'bot.js': PLAIN, 'package.json': '{ "type": "module" }' },
    adopted: 1,
    holds: ["import { wrapCall } from 'imbot-compat/wrap';"],
    entry: false,
  },
  'a module by its ending': {
    files: { 'bot.mjs': saying("callPortal('imbot.message.add', PARAMS)".replace('PARAMS', HOOKED), PLAIN) },
    adopted: 2,
    holds: ["import { wrapCall } from 'imbot-compat/wrap';"],
    entry: 'bot.mjs',
  },
  'CommonJS by its ending': {
    files: {
      'bot.cjs': saying(`callPortal('imbot.message.add', ${HOOKED})`, PLAIN).replace(
        'export async function run',
        'exports.run = async function run',
      ),
    },
    adopted: 2,
    holds: ["const { wrapCall } = require('imbot-compat/wrap');"],
    entry: 'bot.cjs',
  },
  'CommonJS whose requires stand in two places': {
    files: {
      'bot.js': saying(
        `callPortal('imbot.message.add', ${HOOKED})`,
        `'use strict';
const os = require('os');
const early = callPortal('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: os.EOL + 'up' });
const path = require('path');
console.assert(path.sep);
${PLAIN}`,
        'log((await early).result);',
      ).replace('export async function run', 'exports.run = async function run'),
      'package.json': '{}',
    },
    adopted: 3,
    holds: ["const os = require('os');\nconst { wrapCall } = require('imbot-compat/wrap');"],
  },
  'a script of a page, in its own file': {
    files: {
      'iife.js': IN_FUNCTION,
      'index.html': '<!doctype html>\n<script src="iife.js"></script>\n',
      'package.json': '{}',
    },
    adopted: 0,
    reasons: ['classic-script'],
    entry: false,
  },
  'a script of a page, whatever its package says': {
    files: { 'iife.js': IN_FUNCTION, 'package.json': '{ "type": "module" }' },
    adopted: 0,
    reasons: ['classic-script'],
    entry: false,
  },
  'a script that a page above loads': {
    files: { 'js/plain.js': PLAIN, 'index.html': '<script src="js/plain.js"></script>\n' },
    adopted: 0,
    reasons: ['classic-script'],
    entry: false,
  },
  'a script within a page': {
    files: { 'index.html': page(PLAIN) },
    adopted: 0,
    reasons: ['classic-script'],
    entry: false,
  },
  'a module within a page that takes its modules from a CDN': {
    files: {
      'index.html': page(
        `import axios from 'https://esm.sh/axios@1';\n${PLAIN}window.axios = axios;\n`,
        ' type="module"',
      ),
    },
    adopted: 1,
    holds: ["import { wrapCall } from 'https://esm.sh/imbot-compat/wrap';"],
    entry: false,
  },
  'a module within a page without anybody who finds names': {
    files: { 'index.html': page(PLAIN, ' type="module"') },
    adopted: 0,
    reasons: ['classic-script'],
    entry: false,
  },
  'a component': {
    files: {
      'App.vue': `<template><p>Bot</p></template>\n<script setup>\n${PLAIN}</script>\n`,
    },
    adopted: 1,
    holds: ["<script setup>\nimport { wrapCall } from 'imbot-compat/wrap';"],
    entry: false,
  },
  'Deno, by its globals': {
    files: {
      'main.ts': `const rest = async (method: string, params: object) => {
  const reply = await fetch(Deno.env.get('HOOK') + method, { ${JSON_POST}(params) });
  return await reply.json();
};
Deno.serve(async () => Response.json(await rest('imbot.bot.list', {})));
`,
    },
    adopted: 1,
    holds: ["import { wrapCall } from 'npm:imbot-compat/wrap';", "portal: () => Deno.env.get('HOOK')"],
    entry: false,
  },
  'Deno, by what it imports': {
    files: {
      'main.ts': `import { serve } from "https://deno.land/std@0.224.0/http/server.ts";
import axios from "npm:axios@1";
async function rest(base: string, method: string, params: object) {
  return (await axios.post(base + method, params)).data;
}
serve(async () => Response.json(await rest("https://acme.bitrix24.com/rest/1/x/", "imbot.bot.list", {})));
`,
    },
    adopted: 1,
    holds: ['import { wrapCall } from "npm:imbot-compat/wrap";', 'portal: 0,'],
    entry: false,
  },
  'Deno, with a map that names the package': {
    files: {
      'deno.json': '{ "imports": { "imbot-compat/": "npm:/imbot-compat/" } }',
      'src/main.ts': `import { delay } from 'jsr:@std/async/delay';
export const rest = async (method: string, params: object) => (await fetch(Deno.env.get('HOOK') + method, { ${JSON_POST}(params) })).json();
await delay(1);
await rest('imbot.bot.list', {});
`,
    },
    adopted: 1,
    holds: ["import { wrapCall } from 'imbot-compat/wrap';"],
    entry: false,
  },
  'a worker of Cloudflare': {
    files: {
      'worker.ts': `import { Hono } from 'hono';
const app = new Hono();
app.post('/', async (c) => {
  const rest = async (method: string, params: object) => (await fetch(c.env.HOOK + method, { ${JSON_POST}(params) })).json();
  return c.json(await rest('imbot.bot.list', {}));
});
export default app;
`,
    },
    adopted: 1,
    holds: ["import { wrapCall } from 'imbot-compat/wrap';", 'portal: () => c.env.HOOK'],
    entry: false,
  },
  'quotes and semicolons of the file': {
    files: {
      'bot.js': `import os from "os"

const rest = async (method, params) => {
  const reply = await fetch("https://acme.bitrix24.com/rest/1/x/" + method, { ${JSON_POST.replaceAll("'", '"')}(params) })
  return reply.json()
}

export const say = () => rest("imbot.bot.list", { host: os.hostname() })
`,
    },
    adopted: 1,
    holds: [
      'import { wrapCall } from "imbot-compat/wrap"\n',
      'portal: () => "acme.bitrix24.com"',
      'encoding: "json" })\n',
    ],
    entry: false,
  },
};
