import { describe, expect, test } from 'vitest';
import { ranBoth } from './ranBoth';

const HEAD = `import qs from 'qs';
const call = async (method, params) => {
  const response = await fetch(globalThis.PORTAL.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });
  return response.json();
};
const batch = (commands, halt = 0) => {
  const cmd = {};
  for (const [key, { method, params }] of Object.entries(commands)) cmd[key] = method + '?' + qs.stringify(params);
  return call('batch', { halt, cmd });
};
const store = { kept: new Map(), keep(key, value) { this.kept.set(key, typeof value === 'string' ? value : JSON.stringify(value)); return value; } };
async function userName(id) {
  const { result } = await call('im.user.get', { ID: id });
  store.keep('user', result);
  if (Array.isArray(result)) return result[0];
  return typeof result.name === 'string' ? result.name.toUpperCase() : String(Object.keys(result).length);
}
`;
const said = (text: string, before = '') => `${before}
    const commands = { who: { method: 'im.user.get', params: { ID: 1, NOTE: ${text} } } };
    commands.say = { method: 'imbot.message.add', params: { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: ${text} } };
    await batch(commands);`;
const bot = (body: string, head = HEAD) => ({
  'package.json': '{ "type": "module" }',
  'main.mjs': `${head}
export async function run(log) {
  try {${body}
    log('done');
  } catch (error) { log('failed'); }
}
`,
});

/** What the parameters are made of has the answers of other calls. */
describe('answers of other calls, read for the parameters of this one', () => {
  test.each([
    ['a member of it', said("'Hi '.concat(who.id)", "const who = (await call('im.user.get', { ID: 1 })).result;")],
    ['a function that reads it', said("'Hi ' + (await userName(1))")],
    [
      'a function that keeps it',
      said("'Hi ' + JSON.stringify(store.keep('it', (await call('im.user.get', { ID: 1 })).result).id)"),
    ],
    ['a choice', said("who.result.id > 0 ? 'Hi' : 'Ho'", "const who = await call('im.user.get', { ID: 1 });")],
    [
      'a list of it',
      said("'Hi ' + ids.map((id) => id + 1).join()", "const ids = [(await call('im.user.get', { ID: 1 })).result.id];"),
    ],
  ])('%s', async (_name, body) => {
    const { before, rewritten } = await ranBoth(bot(body));
    expect(rewritten.changes).toEqual([...Array(rewritten.changes.length - 1).fill(undefined), 'moved']);
    expect(rewritten.ran).toEqual(before);
    expect(before.printed).toEqual(['done']);
    expect(rewritten.v2).toBe(1);
  });

  test('a transport that reads what this call answers stays', async () => {
    const head = HEAD.replace(
      'return response.json();',
      "const body = await response.json();\n  if (typeof body.result === 'number') globalThis.lastId = body.result;\n  return body;",
    );
    const { before, rewritten } = await ranBoth(bot(said("'Hi ' + (await userName(1))"), head));
    expect(rewritten.changes.at(-1)).toBeUndefined();
    expect(rewritten.reasons).toContain('unproven-answer');
    expect(rewritten.ran).toEqual(before);
  });

  test.each([
    [
      'a variable',
      "let last;\n    for (const text of ['One', 'Two']) last = await call('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: text + (last ? last.result : 'none') });",
    ],
    [
      'a member',
      "const own = { last: { result: 0 } };\n    for (const text of ['One', 'Two']) own.last = await call('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: text + own.last.result });",
    ],
    [
      'a function that keeps it',
      "for (const text of ['One', 'Two']) store.keep('last', (await call('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: text + (store.kept.get('last') ?? 'none') })).result);",
    ],
  ])('the answer of this call at its last time: %s', async (_name, body) => {
    const { before, rewritten } = await ranBoth(bot(`\n    ${body}`));
    expect(before.printed).toEqual(['done']);
    expect(rewritten.ran).toEqual(before);
  });
});
