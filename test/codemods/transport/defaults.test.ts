import { describe, expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const API = `const send = async (method, body) => (await fetch(process.env.HOOK + method, { method: 'POST', body })).json();
export const api = { call: (method, params) => send(method, JSON.stringify(params)) };
export const flat = { call: (method, params) => send(method, new URLSearchParams(params)) };
`;
const CALL =
  "try { await target.call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } catch { console.log('x'); }";

const changes = async (code: string) => {
  const files = { 'api.mjs': API, 'bot.mjs': `import { api, flat } from './api.mjs';\n${code}\n` };
  const of = async (run: typeof rewrite) => {
    const { report } = await run({ cwd: workspace(files) });
    return report.sites.flatMap((one) => (one.kind === 'mention' ? [] : [one.change ?? one.reasons.join()]));
  };
  return [await of(rewrite), await of(adopt)].flat().join(' ');
};

/** How tests are let in, without a container. */
describe('the default of a pattern is what is sent by, where nobody gives another', () => {
  test.each([
    `export async function say({ target = api } = {}) { ${CALL} }`,
    `export async function say(text, { log = console, target = api } = {}) { ${CALL} }`,
    `export async function say({ deps: { target = api } = {} } = {}) { ${CALL} }`,
    `export class Bot { constructor({ client = api } = {}) { this.client = client; } async say() { const target = this.client; ${CALL} } }`,
    `export async function say(given = {}) { const { target = api } = given; ${CALL} }`,
    `async function say({ target = api }) { ${CALL} }\nexport const hi = () => say({});`,
  ])('%s', async (code) => {
    expect(await changes(code)).toBe('moved adopted');
  });
});

test.each([
  `async function say({ target = api } = {}) { ${CALL} }\nexport const hi = () => say({ target: flat });`,
  `export async function say(given) { const { target = api } = given; ${CALL} }`,
  `import { other } from 'elsewhere';\nasync function say({ target = api } = {}) { ${CALL} }\nexport const hi = () => say({ target: other });`,
  `import { other } from 'elsewhere';\nexport async function say({ target = other } = {}) { ${CALL} }`,
])('something else may be given: %s', async (code) => {
  expect(await changes(code)).not.toMatch(/moved/);
});
