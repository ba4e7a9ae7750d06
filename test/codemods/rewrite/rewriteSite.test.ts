import { beforeAll, expect, test } from 'vitest';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { planFile } from '../../../codemods/plan/planFile';
import type { Site, SourceText, TransformContext } from '../../../codemods/plan/site';
import type { RewriteContext } from '../../../codemods/rewrite/RewriteContext';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';

beforeAll(async () => {
  await loadSyntax();
});

function rewritten(text: string, more: Partial<RewriteContext> = {}, path = 'src/bot.js'): string {
  const transform = (site: Site, file: SourceText, context: TransformContext) =>
    rewriteSite(site, file, {
      ...context,
      assumeTransport: 'json',
      assumeErrors: true,
      accept: ['higher-rank', 'denied-by-v2'],
      ...more,
    });
  const plan = planFile({ path, text }, { transform, delegate: more.delegate });
  expect(plan.failure).toBeUndefined();
  return plan.text;
}

const REGISTER = `export const help = (call, url) =>
  call('imbot.command.register', {
    BOT_ID: 39,
    COMMAND: 'help',
    COMMON: 'Y',
    EVENT_COMMAND_ADD: url,
    LANG: [
      { LANGUAGE_ID: 'en', TITLE: 'Help', PARAMS: 'topic' },
      { LANGUAGE_ID: 'DE', TITLE: 'Hilfe' },
    ],
  }).then(({ result }) => result);
`;

test('a command is registered through v2 only once events run through v2', () => {
  expect(rewritten(REGISTER)).toBe(REGISTER);
  expect(rewritten(REGISTER, { events: 'v2' })).toBe(`export const help = (call, url) =>
  call('imbot.v2.Command.register', {
    botId: 39,
    fields: {
      command: 'help',
      common: true,
      title: { en: 'Help', de: 'Hilfe' },
      params: { en: 'topic' },
    },
  }).then(({ result: { command: { id: result } = {} } = {} }) => result);
`);
});

test('the facade takes the arguments that choose the portal', () => {
  const source = `export const bots = async (portal, token) => (await callBitrix(portal, token, 'imbot.bot.list', {})).result;\n`;
  expect(rewritten(source, { delegate: true })).toBe(source);
  const facade = { client: 'imbotOf({0}, {1})', from: './src/clients/imbot.js' };
  expect(rewritten(source, { delegate: true, facade })).toBe(
    `import { imbotOf } from './clients/imbot.js';

export const bots = async (portal, token) => (await imbotOf(portal, token).request('imbot.bot.list', {})).result;\n`,
  );
});

test('a call that already goes through the facade is not sent there again', () => {
  const source = `import { imbot } from './imbot';\nexport const bots = () => imbot.call('imbot.bot.list', {});\n`;
  expect(rewritten(source, { delegate: true }, 'bot.js')).toBe(source);
});

test('a call on a client of ours is on the facade, a call on another client of that name is not', () => {
  const findings = (source: string) => {
    const { sites } = planFile(
      { path: 'bot.js', text: source },
      { transform: rewriteSite, assumeTransport: 'json', assumeErrors: true },
    );
    return sites.filter(({ site }) => site.kind !== 'mention').map(({ outcome }) => [outcome.verdict, outcome.reasons]);
  };
  const call = "export const bots = () => imbot.call('imbot.bot.list', {});\n";
  const ours = [
    `import { imbot } from './imbot';\n${call}`,
    `import { createImbot } from 'imbot-compat';\nconst imbot = createImbot({ auth });\n${call}`,
    `import { createImbot as make } from 'imbot-compat';\nconst imbot = await make({ auth });\n${call}`,
    `const { createImbot } = require('imbot-compat');\nconst imbot = createImbot({ auth });\n${call}`,
  ];
  for (const source of ours) expect(findings(source)).toEqual([['review', ['on-facade']]]);
  const others = [
    `import { imbot } from './other';\n${call}`,
    `import { createImbot } from 'other';\nconst imbot = createImbot({ auth });\n${call}`,
    `import { createImbot } from 'imbot-compat';\nconst mine = createImbot({ auth });\n${call}`,
  ];
  for (const source of others) expect(findings(source).flat(2)).not.toContain('on-facade');
  expect(findings("import { imbot } from './imbot';\nexport const bots = () => imbot.bot.list({});\n")).toEqual([]);
});

test('with --only, nothing of the other sites comes in: no name of a helper, no part of a batch', () => {
  const source = `export async function all(call, x, kb) {
  await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: '5', MESSAGE: 'Hi', URL_PREVIEW: x });
  await call('imbot.message.update', { BOT_ID: 39, MESSAGE_ID: 1, MESSAGE: 'Hi', KEYBOARD: kb });
  await callBatch({
    a: ['imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 }],
    b: ['imbot.chat.sendTyping', { BOT_ID: 39, DIALOG_ID: '5' }],
  });
}
`;
  const only = (...names: string[]) => {
    const wanted = ({ method }: Site) => names.length === 0 || names.includes(method);
    const plan = planFile(
      { path: 'a.js', text: source },
      { transform: rewriteSite, wanted, assumeTransport: 'json', assumeErrors: true },
    );
    expect(plan.failure).toBeUndefined();
    return plan.text;
  };
  expect(only()).toContain('import { keyboardUpdate, unlessNo } from');
  expect(only('imbot.message.add')).toContain('import { unlessNo } from');
  expect(only('imbot.chat.leave').match(/imbot\.v2\.[\w.]+|imbot-compat/g)).toEqual(['imbot.v2.Chat.leave']);
});

test('what was sent through the facade stays there, though nothing keeps it on v1 any more', () => {
  const source = `export async function send(text) {
  await flat('imbot.message.add', { BOT_ID: 39, DIALOG_ID: '5', MESSAGE: text });
}
async function flat(method, params) {
  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: new URLSearchParams(params) });
  if (!response.ok) throw new Error('refused');
}
`;
  const delegated = rewritten(source, { delegate: true }, 'bot.js');
  expect(delegated).toContain("imbot.call('imbot.message.add', { BOT_ID: 39");
  expect(rewritten(delegated, {}, 'bot.js')).toBe(delegated);
});

test('one import serves all sites of a file, and names that are there are used', () => {
  const source = `import { yesNo } from "imbot-compat/values";
export async function send(call, flag, kb) {
  await call("imbot.message.delete", { BOT_ID: 39, MESSAGE_ID: 5, COMPLETE: flag });
  await call("imbot.message.add", { BOT_ID: 39, DIALOG_ID: "5", MESSAGE: "x", KEYBOARD: kb });
  await call("imbot.message.add", { BOT_ID: 39, DIALOG_ID: "5", MESSAGE: "x", URL_PREVIEW: flag });
}
`;
  expect(rewritten(source).split('\n')[0]).toBe('import { yesNo, keyboard, unlessNo } from "imbot-compat/values";');
});

test('a site that stays does not stop its neighbours', () => {
  const source = `export async function send(call, fields) {
  await call('imbot.message.add', { ...fields, BOT_ID: 39 });
  await call('imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 });
}
`;
  expect(rewritten(source)).toContain("'imbot.message.add', { ...fields, BOT_ID: 39 }");
  expect(rewritten(source)).toContain("'imbot.v2.Chat.leave', { botId: 39, dialogId: 'chat5' }");
});

test('a silenced site stays', () => {
  const source = `// imbot-v2-ignore the old portal
export const leave = (call) => call('imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 }).then((body) => body.result);
`;
  expect(rewritten(source)).toBe(source);
});
