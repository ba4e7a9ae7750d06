import { beforeAll, describe, expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { packages } from '../runs/packages';
import { runBot } from '../runs/runBot';
import { read, workspace } from '../workspace';

let found: Awaited<ReturnType<typeof packages>>;

beforeAll(async () => {
  found = await packages();
}, 60_000);

const POST =
  "fetch(globalThis.PORTAL.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) })";
const CALLS = `const call = async (method, params) => (await ${POST}).json();
const strict = async (method, params) => { const body = await (await ${POST}).json(); if (body.error) throw Object.assign(new Error(body.error_description), { code: body.error }); return body.result; };
const saved = [];
const save = (text) => saved.push(text);
`;
const SAY = "'imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: chat, MESSAGE: 'Hi' }";

/** Says something in a chat and in one that is not there; what the program does otherwise is what it kept. */
function bot(body: string): Record<string, string> {
  return {
    'package.json': '{ "type": "module" }',
    'bot.js': `${CALLS}async function say(chat) { ${body} }
export async function run(log) {
  for (const chat of ['chat5', 'chat999']) { try { await say(chat); } catch { log('failed'); } }
  log(saved.join());
}
`,
  };
}

async function outcomeOf(body: string) {
  const cwd = workspace(bot(body));
  const { report } = await rewrite({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  const [site] = report.sites.filter(({ kind }) => kind !== 'mention');
  const { v2: _none, ...before } = await runBot(workspace(bot(body)), found.path);
  const { v2, ...now } = await runBot(cwd, found.path);
  expect(now).toEqual(before);
  return { change: site?.change ?? site?.reasons.join(), v2, text: String(read(cwd)['bot.js']) };
}

/** A log is for people: what else stands in it, nothing goes by. */
describe('an answer that is made a text and printed', () => {
  test.each([
    `const r = await call(${SAY}); console.log('said', JSON.stringify(r));`,
    `const r = await call(${SAY}); console.log('said', JSON.stringify(r).substring(0, 200));`,
    `const r = await call(${SAY}); console.log('said ' + JSON.stringify(r, null, 2).slice(0, 200) + ' …');`,
    `const r = await call(${SAY}); console.debug(\`said \${JSON.stringify(r).trim()}\`);`,
    `const r = await call(${SAY}); console.log({ said: JSON.stringify(r) });`,
    `const r = await call(${SAY}); console.log(String(r));`,
    `try { const r = await call(${SAY}); console.log(JSON.stringify(r)); } catch (e) { console.error(String(e).slice(0, 99)); }`,
    `try { await strict(${SAY}); } catch (e) { console.error('failed', JSON.stringify(e).substring(0, 99), e.code.toString().padEnd(9)); }`,
  ])('%s', async (body) => {
    const { change, v2 } = await outcomeOf(body);
    expect(change).toBe('moved');
    expect(v2).toBe(2);
  });

  test('is the id that it was, where the transport takes the answer out', async () => {
    const body = `try { const r = await strict(${SAY}); console.log('said', JSON.stringify(r).substring(0, 200)); } catch {}`;
    const { change, text } = await outcomeOf(body);
    expect(change).toBe('moved');
    expect(text).toMatch(/\(await strict\([\s\S]*?\)\)\?\.id;/);
  });

  test.each([
    `const r = await call(${SAY}); save(JSON.stringify(r).substring(0, 200));`,
    `const r = await call(${SAY}); const text = JSON.stringify(r); save(text.length);`,
    `const r = await call(${SAY}); if (JSON.stringify(r).includes('error')) save('none');`,
    `const r = await call(${SAY}); if (JSON.stringify(r).slice(2, 7) === 'error') save('none');`,
    `const r = await call(${SAY}); if (JSON.stringify(r).trim() > '{"result":1') save('some');`,
    `const r = await call(${SAY}); throw new Error(JSON.stringify(r).slice(0, 99));`,
    `const r = await call(${SAY}); return String(r.error).slice(0, 99);`,
    `try { await strict(${SAY}); } catch (e) { if (e.code.slice(0, 6) === 'ACCESS') save('denied'); }`,
    `try { await strict(${SAY}); } catch (e) { save(String(e.code).substring(0, 30)); }`,
    `try { await strict(${SAY}); } catch (e) { if (JSON.stringify(e).trim() === '{}') save('empty'); }`,
  ])('and stays where something goes by it: %s', async (body) => {
    const { change, v2 } = await outcomeOf(body);
    expect(change).not.toBe('moved');
    expect(v2).toBe(0);
  });
});
