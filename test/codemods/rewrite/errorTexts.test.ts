import { describe, expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const POST = "(await fetch(process.env.H + m, { method: 'POST', body: JSON.stringify(p) })).json()";
const FILES = {
  'codes.mjs': `export const CODES = { OLD: ['CANT', 'EDIT', 'MESSAGE'].join('_') };
export const TEXT = ['Time has', 'expired'].join(' ');
`,
};
const HEAD = `import { CODES, TEXT } from './codes.mjs';
async function call(m, p) { return ${POST}; }
async function strict(m, p) { const d = await ${POST}; if (d.error) throw Object.assign(new Error(d.error_description), { code: d.error }); return d.result; }
`;
const PARAMS = "'imbot.message.update', { BOT_ID: 40, CLIENT_ID: 'x', MESSAGE_ID: 9, MESSAGE: 'Hi' }";

async function becomes(body: string): Promise<string | undefined> {
  const code = `${HEAD}async function f() { ${body} }\n`;
  const { report } = await rewrite({ cwd: workspace({ ...FILES, 'bot.mjs': code }) });
  const [site] = report.sites.filter(({ kind }) => kind !== 'mention');
  return site?.change ?? site?.reasons?.join();
}

const answered = (use: string) => `const r = await call(${PARAMS}); ${use}`;
const thrown = (use: string) => `try { await strict(${PARAMS}); } catch (e) { ${use} }`;

/** v2 refuses in other words, and with other codes. */
describe('what looks for words or for codes of elsewhere keeps the call', () => {
  test.each([
    "if (r.error_description?.includes('expired')) old();",
    "if (r.error_description.toLowerCase().startsWith('time')) old();",
    'if (/expired/.test(r.error_description)) old();',
    "const text = r.error_description || ''; if (/expired/i.test(text)) old();",
    'const { error_description: text } = r; if (text?.match(/expired/)) old();',
    'if (r.error_description === TEXT) old();',
    "if (r.error_description === 'Time has expired') old();",
    'switch (r.error_description) { case TEXT: old(); }',
    'if (TEXTS.has(r.error_description)) old();',
    'if (r.error === CODES.OLD) old();',
    'if (CODES.OLD == r.error) old();',
    'switch (r.error) { case CODES.OLD: old(); }',
  ])('%s', async (use) => {
    expect(await becomes(answered(use))).toBe('error-leaves');
  });
  test.each(['if (e.message === TEXT) old();', 'if (e.code === CODES.OLD) old();', 'if (e.code != CODES.OLD) old();'])(
    'catch: %s',
    async (use) => {
      expect(await becomes(thrown(use))).toBe('error-leaves');
    },
  );
});

describe('what only asks whether something failed, or tells of it, moves', () => {
  test.each([
    answered('if (r.error) console.error(r.error_description);'),
    answered("if (r.error !== undefined) console.error('failed: ' + r.error_description);"),
    answered("if (r.error === 'QUERY_LIMIT_EXCEEDED') again();"),
    answered("if (r.error_description !== '') console.error('failed');"),
    answered('if (r.error_description.length > 0) console.error(r.error_description.slice(0, 80));'),
    thrown('console.error(e.message);'),
    thrown("if (e.code === 'QUERY_LIMIT_EXCEEDED') again();"),
  ])('%s', async (body) => {
    expect(await becomes(body)).toBe('moved');
  });
});
