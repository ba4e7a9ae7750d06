import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { UsageError } from '../../../src/errors/UsageError';
import { METHODS } from '../../../src/map/index';

/** A transport that is seen: JSON, OAuth, the envelope, and nothing of errors. */
const TRANSPORT = `
async function call(method, params) {
  const answer = await fetch(process.env.PORTAL + '/rest/' + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...params, auth: process.env.TOKEN }),
  });
  return answer.json();
}
`;

const RANKED: Readonly<Record<string, string>> = {
  'imbot.chat.updateTitle': "BOT_ID: 1, CHAT_ID: 5, TITLE: 'New'",
  'imbot.chat.updateColor': "BOT_ID: 1, CHAT_ID: 5, COLOR: 'MINT'",
  'imbot.chat.updateAvatar': 'BOT_ID: 1, CHAT_ID: 5, AVATAR: 17',
  'imbot.chat.user.delete': 'BOT_ID: 1, CHAT_ID: 5, USER_ID: 7',
  'imbot.chat.setManager': 'BOT_ID: 1, CHAT_ID: 5, USER_ID: 7',
  'imbot.chat.setOwner': 'BOT_ID: 1, CHAT_ID: 5, USER_ID: 7',
};

async function run(statements: string, accept?: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'accept-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'bot.mjs'), `${TRANSPORT}\n${statements}\n`);
  const { report, diffs } = await rewrite({ cwd, accept, assumeErrors: true });
  const [site] = report.sites.filter(({ kind }) => kind !== 'mention');
  return { site, notes: report.notes ?? [], diff: diffs.map(({ diff }) => diff).join('') };
}

test('every method that v2 gives to a higher rank has a case here', () => {
  expect(Object.keys(RANKED).sort()).toEqual(
    METHODS.filter(({ higherRank }) => higherRank)
      .map(({ v1 }) => v1)
      .sort(),
  );
});

describe('higher-rank: what v2 may deny a plain member stays', () => {
  test.each(Object.entries(RANKED))('%s', async (method, params) => {
    const source = `await call('${method}', { ${params} });`;
    expect((await run(source)).site).toMatchObject({ verdict: 'review', reasons: ['higher-rank'] });
    const { site, notes } = await run(source, ['higher-rank']);
    expect(site).toMatchObject({ verdict: 'auto', change: 'moved', accepted: ['higher-rank'] });
    expect(notes).toEqual([expect.stringMatching(/^bot\.mjs:11: moved on --accept higher-rank: v2 asks for a higher/)]);
  });

  test('in a batch too, and as a constant', async () => {
    const batch = `await call('batch', { cmd: { a: { method: 'imbot.chat.setOwner', params: { BOT_ID: 1, CHAT_ID: 5, USER_ID: 7 } } } });`;
    expect((await run(batch)).site?.reasons).toContain('higher-rank');
    const constant = `const OWNER = 'imbot.chat.setOwner';\nawait call(OWNER, { BOT_ID: 1, CHAT_ID: 5, USER_ID: 7 });`;
    expect((await run(constant)).site?.reasons).toContain('higher-rank');
  });
});

describe('--accept', () => {
  const MENU =
    "await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'Hi', MENU: [{ TEXT: 'x' }] });";

  test('takes a loss by name, and says what the site loses', async () => {
    expect((await run(MENU)).site).toMatchObject({ reasons: ['menu'], params: ['MENU'] });
    const { site, notes, diff } = await run(MENU, ['menu']);
    expect(site).toMatchObject({ change: 'moved', accepted: ['menu'] });
    expect(diff).toContain(
      "+await call('imbot.v2.Chat.Message.send', { botId: 1, dialogId: 'chat5', fields: { message: 'Hi' } });",
    );
    expect(notes).toEqual([expect.stringMatching(/^bot\.mjs:11: moved on --accept menu: /)]);
  });

  test('takes no other loss with it', async () => {
    const both = MENU.replace('MENU:', "SYSTEM: 'Y', MENU:");
    expect((await run(both, ['menu'])).site).toMatchObject({ reasons: ['system-prefix'], params: ['SYSTEM'] });
    expect((await run(both, ['menu', 'system-prefix'])).site).toMatchObject({ change: 'moved' });
  });

  test('says nothing of what a site does not have', async () => {
    const { site, notes } = await run(MENU.replace(/, MENU.*\]/, ''), ['menu', 'higher-rank']);
    expect(site).toMatchObject({ change: 'moved' });
    expect(site).not.toHaveProperty('accepted');
    expect(notes).toEqual([]);
  });

  test.each(['menus', '', 'needs-plan', 'constructor', 'MENU'])('a name that is none: %j', async (name) => {
    await expect(run(MENU, [name])).rejects.toThrow(UsageError);
  });
});

describe('member-limit: v2 gives a long list in parts', () => {
  const LIST = "call('imbot.chat.user.list', { BOT_ID: 1, CHAT_ID: 5 })";
  test.each([
    ['a binding', `const { result } = await ${LIST};\nexport const count = result.length;`],
    ['a binding under another name', `const { result: users } = await ${LIST};\nfor (const user of users) call(user);`],
    ['a read', `const answer = await ${LIST};\nexport const count = answer.result.length;`],
    [
      'a batch',
      "const answer = await call('batch', { cmd: { a: { method: 'imbot.chat.user.list', params: { BOT_ID: 1, CHAT_ID: 5 } } } });\nexport const ids = answer.result.result.a;",
    ],
  ])('%s stays, and moves where the loss is taken', async (_name, source) => {
    expect((await run(source)).site).toMatchObject({ reasons: ['member-limit'] });
    const { site, diff } = await run(source, ['member-limit']);
    expect(site).toMatchObject({ change: 'moved', accepted: ['member-limit'] });
    expect(diff).toContain('?.map((member) => member.id)');
  });

  test('beside another name in the pattern there is no place for the list', async () => {
    const source = `const { result, error } = await ${LIST};\nexport const count = error ? 0 : result.length;`;
    expect((await run(source, ['member-limit'])).site?.reasons).toEqual(['unproven-answer']);
  });
});
