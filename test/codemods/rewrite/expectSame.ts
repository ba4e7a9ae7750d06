import { expect } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { runBot } from '../runBot';
import { read, workspace } from '../workspace';

const TRANSPORT = `const post = async (path, body) => (await fetch(globalThis.PORTAL.BASE + path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ...body, auth: globalThis.PORTAL.TOKEN }),
})).json();
const call = async (method, params) => {
  const body = await post(method, params);
  if (body.error) throw new Error('refused');
  return body;
};
const bare = async (method, params) => (await call(method, params)).result;
const add = (path, value) => Array.isArray(value) || (typeof value === 'object' && value !== null)
  ? Object.entries(value).map(([key, inner]) => add(path + '[' + key + ']', inner)).join('&')
  : path + '=' + encodeURIComponent(value);
const query = (params) => Object.entries(params).map(([key, value]) => add(key, value)).join('&');
const batch = async (commands) => {
  const cmd = {};
  for (const [key, { method, params }] of Object.entries(commands)) cmd[key] = method + '?' + query(params);
  const body = await post('batch', { cmd });
  if (body.error) throw new Error('refused');
  return body;
};
const other = async () => 'other';
const log = { debug: (given) => print(Object.keys(given).join()), print: undefined };
let print = () => {};
export async function run(given) {
  print = given;
  await main();
}
`;

/** Rewrites a bot of these statements and runs it before and after: all of its calls move or none, and it does the same. */
export async function expectSame(code: string, wanted: 'moved' | 'stays'): Promise<void> {
  const files = {
    'package.json': '{"type":"module"}',
    'bot.js': `${TRANSPORT}async function main() {\n  ${code}\n}\n`,
  };
  const before = await runBot(workspace(files));
  expect(before.messages.length).toBeGreaterThan(0);
  const cwd = workspace(files);
  const { report } = await rewrite({
    cwd,
    write: true,
    allowDirty: true,
    assumeErrors: true,
    assumeTransport: 'json',
  });
  expect(report.failed).toBeUndefined();
  const sites = report.sites.filter(({ kind }) => kind !== 'mention');
  expect(sites.map(({ change, reasons }) => change ?? `stays: ${reasons}`)).toEqual(
    sites.map(() => (wanted === 'moved' ? 'moved' : expect.stringMatching(/^stays/))),
  );
  const { printed, messages } = await runBot(cwd);
  expect({ printed, messages }, read(cwd)['bot.js']?.toString()).toEqual({
    printed: before.printed,
    messages: before.messages,
  });
}
