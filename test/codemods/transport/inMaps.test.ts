import { expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const HEAD = `const send = async (method, body) => (await fetch(process.env.HOOK + method, { method: 'POST', body })).json();
class Client { constructor(id) { this.id = id; } call(method, params) { return send(method, JSON.stringify(params)); } }
class Flat { call(method, params) { return send(method, new URLSearchParams(params)); } }
`;
const say = (client: string) =>
  `export async function say(id) { try { await ${client}.call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } catch { console.log('x'); } }\n`;

const changes = async (code: string, more: Record<string, string> = {}) => {
  const of = async (run: typeof rewrite) => {
    const { report } = await run({ cwd: workspace({ 'bot.mjs': HEAD + code, ...more }) });
    return report.sites.flatMap((one) => (one.kind === 'mention' ? [] : [one.change ?? one.reasons.join()]));
  };
  return [await of(rewrite), await of(adopt)].flat().join(' ');
};

/** A client for each portal, made when it is first asked for. */
test.each([
  `const all = new Map();\nfunction of(id) { if (!all.has(id)) all.set(id, new Client(id)); return all.get(id); }\n${say('of(id)')}`,
  `const all = new Map();\nfunction of(id) { let one = all.get(id); if (!one) { one = new Client(id); all.set(id, one); } return one; }\n${say('of(id)')}`,
  `const all = new Map();\nexport function add(id) { all.set(id, new Client(id)); }\n${say('all.get(id)')}`,
  `const all = new Map([['a', new Client('a')]]);\n${say('all.get(id)')}`,
])('a client of a Map: %s', async (code) => {
  expect(await changes(code)).toBe('moved adopted');
});

test.each([
  `const all = new Map();\nexport function old(id) { all.set(id, new Flat()); }\nfunction of(id) { if (!all.has(id)) all.set(id, new Client(id)); return all.get(id); }\n${say('of(id)')}`,
  `export const all = new Map([['a', new Client('a')]]);\n${say('all.get(id)')}`,
  `const all = new Map([['a', new Client('a')]]);\nexport { all };\n${say('all.get(id)')}`,
  `import { fill } from 'elsewhere';\nconst all = new Map([['a', new Client('a')]]);\nfill(all);\n${say('all.get(id)')}`,
  `const all = new Map([['a', new Client('a')]]);\nconst same = all;\nsame.set('b', new Flat());\n${say('all.get(id)')}`,
  `let all = new Map([['a', new Client('a')]]);\n${say('all.get(id)')}`,
])('something else may be in it: %s', async (code) => {
  expect(await changes(code)).not.toMatch(/moved/);
});

test('what another file has put in is seen', async () => {
  const code = `const all = new Map();\nexport function of(id, isOld) { if (!all.has(id)) all.set(id, isOld ? new Flat() : new Client(id)); return all.get(id); }\n${say('of(id, false)')}`;
  const other = "import { of } from './bot.mjs';\nexport const old = (id) => of(id, true);\n";
  expect(await changes(code, { 'other.mjs': other })).not.toMatch(/moved/);
});
