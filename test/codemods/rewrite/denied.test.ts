import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

/** v1 answers true to a typing notice wherever it goes; v2 says ACCESS_DENIED where the bot may not write. */
const TYPING = "call('imbot.chat.sendTyping', { BOT_ID: 39, CLIENT_ID: 'x', DIALOG_ID: dialog })";

const SENDS = `const res = await fetch(process.env.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });
  const data = await res.json();`;

/** Transports, by what they do with a refusal. */
const TRANSPORTS = {
  throws: `export async function call(method, params) {\n  ${SENDS}\n  if (data.error) throw new Error('failed');\n  return data;\n}\n`,
  answers: `export async function call(method, params) {\n  ${SENDS}\n  return data;\n}\n`,
  'lets the client throw': `import axios from 'axios';\nexport async function call(method, params) {\n  const { data } = await axios.post(process.env.HOOK + method, params);\n  return data;\n}\n`,
} as const;

async function outcome(transport: keyof typeof TRANSPORTS, body: string, options = {}): Promise<string> {
  const code = `${TRANSPORTS[transport]}export async function run(dialog, next, log) {\n  ${body}\n  await next();\n}\n`;
  const { report } = await rewrite({ cwd: workspace({ 'bot.mjs': code }), ...options });
  expect(report.failed).toBeUndefined();
  const [site] = report.sites.filter(({ kind }) => kind !== 'mention');
  return site?.change ?? site?.reasons.join(' ') ?? '';
}

test.each([
  ['throws', `await ${TYPING};`],
  ['lets the client throw', `await ${TYPING};`],
  // Nobody hears of it: the process would end.
  ['throws', `${TYPING};`],
  ['throws', `void ${TYPING};`],
  // What stands behind it would not run any more.
  ['throws', `try { await ${TYPING}; await next(); } catch (error) { console.error(error); }`],
  ['throws', `try { await ${TYPING}; } catch { return; }`],
  ['throws', `await Promise.all([${TYPING}, next()]);`],
  ['answers', `const answer = await ${TYPING};\n  if (answer.error) return;`],
  ['answers', `const { result } = await ${TYPING};\n  if (!result) return;`],
] as const)('a transport that %s: %s stays', async (transport, body) => {
  expect(await outcome(transport, body)).toContain('denied-by-v2');
  expect(await outcome(transport, body, { assumeErrors: true })).toContain('denied-by-v2');
});

test.each([
  ['answers', `await ${TYPING};`],
  ['answers', `${TYPING};`],
  ['answers', `console.log(await ${TYPING});`],
  ['throws', `await ${TYPING}.catch(() => {});`],
  ['throws', `${TYPING}.catch(console.error);`],
  ['throws', `try { await ${TYPING}; } catch {}`],
  ['throws', `try { await ${TYPING}; } catch (error) { console.error(error); }`],
  ['lets the client throw', `await ${TYPING}.catch(() => undefined);`],
] as const)('a transport that %s: %s moves', async (transport, body) => {
  expect(await outcome(transport, body)).toBe('moved');
});

test('a transport that nobody sees may throw', async () => {
  const cwd = workspace({ 'bot.mjs': `export const run = async (call, dialog) => { await ${TYPING}; };\n` });
  const { report } = await rewrite({ cwd, assumeTransport: 'json', assumeErrors: true });
  expect(report.sites[0]?.reasons).toEqual(['denied-by-v2']);
});

test('in a batch it would end one that halts', async () => {
  const cwd = workspace({
    'bot.mjs': `export const run = async (batch) => {
  await batch({ a: { method: 'imbot.chat.sendTyping', params: { BOT_ID: 39, DIALOG_ID: '1' } }, b: { method: 'imbot.message.add', params: { BOT_ID: 39, DIALOG_ID: '1', MESSAGE: 'Hi' } } });
};
`,
  });
  const { report } = await rewrite({ cwd, assumeTransport: 'json', assumeErrors: true });
  expect(report.sites.map(({ change, reasons }) => change ?? reasons.join())).toEqual(['denied-by-v2', 'moved']);
});
