import axios from 'axios';
import { beforeAll, expect, test } from 'vitest';
import { workspace } from '../workspace';
import { packages } from './packages';
import { runBot } from './runBot';

let found: Awaited<ReturnType<typeof packages>>;
beforeAll(async () => {
  found = await packages();
}, 60_000);

const SETS = `axios.defaults.headers.post = { 'Content-Type': 'application/json' };
axios.defaults.headers.common['x-own'] = 'a';
axios.defaults.headers.own = { a: 'b' };
axios.defaults.baseURL = 'http://127.0.0.1:1/';
axios.defaults.transformRequest = [(data) => data];
`;

test.each([
  [
    'a module',
    { 'bot.mjs': `import axios from 'axios';\n${SETS}export function run(log) {\n  log(axios.defaults.baseURL);\n}\n` },
    'bot.mjs',
  ],
  [
    'CommonJS',
    { 'bot.cjs': `const axios = require('axios');\n${SETS}exports.run = (log) => log(axios.defaults.baseURL);\n` },
    'bot.cjs',
  ],
])('what a bot sets in the defaults of axios holds for no other: %s', async (_name, files, entry) => {
  const shown = () => JSON.stringify([axios.defaults.baseURL, axios.defaults.headers]);
  const before = shown();
  const { transformRequest } = axios.defaults;
  const { printed } = await runBot(workspace(files), found.path, entry);
  expect(printed).toEqual(['http://127.0.0.1:1/']);
  expect(shown()).toBe(before);
  expect(axios.defaults.transformRequest).toBe(transformRequest);
  const again = await runBot(
    workspace({ [entry]: Object.values(files).join('').replace(SETS, '') }),
    found.path,
    entry,
  );
  expect(again.printed).toEqual(['undefined']);
});
