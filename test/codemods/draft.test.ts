import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadSyntax, parseErrors, treeOf } from '../../codemods/files/sourceFile';
import { type Report, type ReportSite, renderReport, rewrite, scan } from '../../codemods/index';
import { METHODS } from '../../src/map/index';
import { caseOf } from './rewrite/caseOf';

beforeAll(async () => {
  await loadSyntax();
});

async function reportOf(source: string, run: typeof scan = scan): Promise<Report> {
  const cwd = mkdtempSync(join(tmpdir(), 'draft-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'bot.js'), source);
  return run({ cwd });
}

const HEAD = "import { call } from './elsewhere.js';\n";

async function siteOf(statement: string): Promise<ReportSite | undefined> {
  const { sites } = await reportOf(HEAD + statement);
  return sites.find(({ kind }) => kind !== 'mention');
}

describe('a site to review has a draft', () => {
  test('with the call written out, and what v2 has not left out by name', async () => {
    const { draft } =
      (await siteOf(
        "await call('imbot.message.add', {\n  BOT_ID: botId,\n  DIALOG_ID: to, // where\n  MESSAGE: text,\n  MENU: menu,\n  FOO: 1,\n});",
      )) ?? {};
    expect(draft?.code).toBe(
      "call('imbot.v2.Chat.Message.send', {\n  botId: Number(botId),\n  dialogId: String(to), // where\n  fields: { message: text },\n})",
    );
    expect(draft?.decide).toEqual([
      expect.stringMatching(/^MENU is left out: v2 has no context menu/),
      expect.stringMatching(/^FOO is left out: v1 ignores this parameter/),
    ]);
  });

  test.each([
    ['a spread', '{ ...rest, BOT_ID: 1, MESSAGE_ID: 5 }', '...rest', /^`\.\.\.rest` stands as it was/],
    ['a computed key', '{ BOT_ID: 1, MESSAGE_ID: 5, [key]: 1 }', '[key]: 1', /name is computed/],
    ['bracket keys', "{ BOT_ID: 1, MESSAGE_ID: 5, 'KEYBOARD[0][TEXT]': 'a' }", "'KEYBOARD[0][TEXT]'", /bracket keys/],
    ['no bot', "{ MESSAGE_ID: 5, MESSAGE: 'a' }", 'botId: BOT_ID', /^botId: v2 always needs it/],
    ['parameters from elsewhere', 'data', 'messageId: data.MESSAGE_ID', /Only the parameters that v1 requires/],
  ])('%s', async (_, params, written, left) => {
    const site = await siteOf(`await call('imbot.message.update', ${params});`);
    expect(site?.verdict).toBe('review');
    expect(site?.draft?.code).toContain(written);
    expect(site?.draft?.code).toContain('imbot.v2.Chat.Message.update');
    expect(site?.draft?.decide).toContainEqual(expect.stringMatching(left));
  });

  test('which says where v2 needs several calls, and where a parameter goes', async () => {
    const site = await siteOf(
      "await call('imbot.register', { CODE: 'x', TYPE: 'B', EVENT_HANDLER: url, PROPERTIES: { NAME: 'Bot' } });",
    );
    expect(site?.draft?.code).toContain("fields: { code: 'x', type: 'bot', properties: { name: 'Bot' } }");
    expect(site?.draft?.decide).toEqual([
      'v2 needs several calls here: imbot.v2.Bot.register, imbot.v2.Bot.update.',
      expect.stringMatching(/^EVENT_HANDLER is left out: .*#imbot-register/),
    ]);
  });

  test('also in a batch, where only the command is shown', async () => {
    const site = await siteOf(
      "await call('batch', { cmd: { a: { method: 'imbot.chat.leave', params: { CHAT_ID: 5 } } } });",
    );
    expect(site?.draft?.code).toBe("'imbot.v2.Chat.leave', { botId: BOT_ID, dialogId: 'chat5' }");
  });

  test('after rewrite too, and none where the call moved or v2 has nothing', async () => {
    const { sites } = await reportOf(
      `${HEAD}await call('imbot.message.delete', { BOT_ID: 1, MESSAGE_ID: 5 });\nawait call('imbot.chat.get', { ENTITY_ID: 1, ENTITY_TYPE: 'x' });`,
      async (options) => (await rewrite({ ...options, assumeTransport: 'json', assumeErrors: true })).report,
    );
    expect(sites.map(({ change, verdict, draft }) => [change, verdict, draft])).toEqual([
      ['moved', 'auto', undefined],
      [undefined, 'manual', undefined],
    ]);
    const stays = await reportOf(
      `${HEAD}await call('imbot.message.delete', { BOT_ID: 1, MESSAGE_ID: 5 });`,
      async (options) => (await rewrite(options)).report,
    );
    expect(stays.sites[0]).toMatchObject({
      reasons: ['transport-unseen'],
      draft: { code: "call('imbot.v2.Chat.Message.delete', { botId: 1, messageId: 5 })", decide: [] },
    });
  });
});

describe('where the answer is read that v2 gives in another shape', () => {
  test('the draft of a half-migrated call has its parameters put right, and says where the answer stands', async () => {
    const { sites } = await reportOf(
      `export const build = (code, name) => ({
  method: 'imbot.v2.Bot.register',
  params: {
    CODE: code,
    // Polling is what this bot wants.
    PROPERTIES: { NAME: name },
  },
});
export const idOf = (answer) => answer.result?.id ?? answer.result;
`,
    );
    expect(sites).toMatchObject([{ kind: 'half-migrated', reasons: expect.arrayContaining(['unproven-answer']) }]);
    expect(sites[0]?.draft).toEqual({
      code: `'imbot.v2.Bot.register', {
    fields: {
      code,
      // Polling is what this bot wants.
      properties: { name },
    },
  }`,
      decide: [expect.stringMatching(/stands at result\.bot\.id in v2/)],
    });
  });

  test('the draft of a call says so too, and is silent where nothing is read', async () => {
    const read = await siteOf(
      "await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat1', MESSAGE: 'a', ...rest });",
    );
    expect(read?.draft?.decide.join()).not.toMatch(/The answer:/);
    const transport =
      "const call = (m, p) => fetch(process.env.HOOK + m, { method: 'POST', body: JSON.stringify(p) }).then((r) => r.json()).then((b) => ({ result: b.result ?? 0 }));\n";
    const { sites } = await reportOf(
      `${transport}export const read = async (key) => (await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat1', MESSAGE: 'a' }))[key];\n`,
      async (options) => (await rewrite({ ...options, assumeErrors: true })).report,
    );
    const site = sites.find(({ kind }) => kind !== 'mention');
    expect(site?.reasons).toContain('unproven-answer');
    expect(site?.draft?.decide).toEqual([expect.stringMatching(/stands at result\.id in v2/)]);
  });
});

test('without a report that holds them, no draft is written', async () => {
  const { sites } = await reportOf(
    `${HEAD}await call('imbot.message.delete', { BOT_ID: 1, MESSAGE_ID: 5 });`,
    (options) => scan({ ...options, drafts: false }),
  );
  expect(sites.map(({ verdict, draft }) => [verdict, draft])).toEqual([['review', undefined]]);
});

test('a draft of any call parses, and is made of what stands there', async () => {
  for (const entry of METHODS) {
    await fc.assert(
      fc.asyncProperty(caseOf(entry), async ({ source }) => {
        const { sites } = await reportOf(source);
        for (const { draft } of sites) {
          if (!draft) continue;
          const text = `async () => { await ${draft.code.startsWith("'") ? `f(${draft.code})` : draft.code} }`;
          expect([text, parseErrors(treeOf({ path: 'draft.js', text }))]).toEqual([text, []]);
        }
      }),
      { numRuns: process.env.IMBOT_FULL ? 200 : 8, seed: 7 },
    );
  }
});

describe('the reports hold the drafts', () => {
  const source = `${HEAD}await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat1', MESSAGE: 'a \`\`\` <i id=x>', MENU: 1 });`;

  test('as JSON', async () => {
    const { sites } = JSON.parse(renderReport(await reportOf(source), 'json'));
    expect(sites[0].draft.code).toContain('imbot.v2.Chat.Message.send');
  });

  test('as Markdown, in a fence that no text can end', async () => {
    const text = renderReport(await reportOf(source), 'md');
    expect(text).toContain('## Drafts');
    const fence = /\n(`{3,})js\n([\s\S]*?)\n\1\n/.exec(text);
    expect(fence?.[1]?.length).toBeGreaterThan(3);
    expect(fence?.[2]).toContain('imbot.v2.Chat.Message.send');
    expect(text).toContain('- MENU is left out');
  });

  test('as HTML, escaped', async () => {
    const text = renderReport(await reportOf(source), 'html');
    expect(text).toContain('<summary>draft</summary>');
    expect(text).not.toContain('<i id=x>');
  });

  test.each(['json', 'md', 'html'] as const)('no secret of the source stands in %s', async (format) => {
    const secrets = ['s3cr3thook', 'clientsecret99', 'access99token'];
    const report = await reportOf(
      `${HEAD}const HOOK = 'https://acme.bitrix24.com/rest/1/s3cr3thook/';\n` +
        "await fetch('https://acme.bitrix24.com/rest/1/s3cr3thook/imbot.message.like', { method: 'POST', body: JSON.stringify({ BOT_ID: 1, MESSAGE_ID: 2, CLIENT_ID: 'clientsecret99' }) });\n" +
        "await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat1', MESSAGE: 'a', MENU: 1, CLIENT_ID: 'clientsecret99', auth: 'access99token' });",
    );
    expect(report.sites.filter(({ draft }) => draft)).toHaveLength(2);
    const text = renderReport(report, format);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});
