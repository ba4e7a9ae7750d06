import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPortal } from '../../portal/index';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'imbot-stranger-'));

/** A small bot as somebody might have it: a wrapper that adds CLIENT_ID and answers the result, a handler on node:http. */
const API = `const WEBHOOK = process.env.BITRIX_WEBHOOK;
const CLIENT_ID = process.env.BITRIX_CLIENT_ID;

export async function api(method, params = {}) {
  const response = await fetch(WEBHOOK + method + '.json', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ CLIENT_ID, ...params }),
  });
  const json = await response.json();
  if (json.error) throw Object.assign(new Error(json.error_description), { code: json.error });
  return json.result;
}
`;
const BOT = `import { createServer } from 'node:http';
import qs from 'qs';
import { api } from './api.js';

const BOT_ID = Number(process.env.BOT_ID);

async function onMessage({ PARAMS }) {
  const { DIALOG_ID, MESSAGE } = PARAMS;
  if (MESSAGE === 'who') {
    const members = await api('imbot.chat.user.list', { BOT_ID, CHAT_ID: PARAMS.CHAT_ID });
    await api('imbot.message.add', { BOT_ID, DIALOG_ID, MESSAGE: members.length + ' of us' });
    return;
  }
  try {
    await api('imbot.message.add', { BOT_ID, DIALOG_ID, MESSAGE: MESSAGE.slice(4), KEYBOARD: [{ TEXT: 'Again', COMMAND: 'say' }], SYSTEM: 'N' });
  } catch (error) {
    if (error.code !== 'MESSAGE_EMPTY') throw error;
    await api('imbot.message.add', { BOT_ID, DIALOG_ID, MESSAGE: 'Say what?' });
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', async () => {
    const { event, data } = qs.parse(body);
    if (event === 'ONIMBOTMESSAGEADD') await onMessage(data).catch((error) => console.error(error.code ?? error.message));
    response.end('ok');
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(server.address().port));
`;

const portal = createPortal();
let server: Awaited<ReturnType<typeof portal.listen>>;
let webhook = '';
let chat = 0;
const running: ChildProcess[] = [];

beforeAll(async () => {
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/imbot-compat'));
  symlinkSync(join(root, 'node_modules/qs'), join(folder, 'node_modules/qs'));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  writeFileSync(join(folder, 'src/api.js'), API);
  writeFileSync(join(folder, 'src/bot.js'), BOT);
  server = await portal.listen();
  webhook = server.webhookUrl(portal.webhook());
});

afterAll(async () => {
  for (const bot of running) bot.kill();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the bot as it stands in the folder; answers where it listens. */
async function start(botId: number, clientId: string, port = 0): Promise<number> {
  const env = { ...process.env, BOT_ID: String(botId), BITRIX_CLIENT_ID: clientId, BITRIX_WEBHOOK: webhook };
  const bot = spawn(process.execPath, ['src/bot.js'], {
    cwd: folder,
    env: { ...env, PORT: String(port), IMBOT_COMPAT_WARNINGS: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(bot);
  const [line] = await once(createInterface({ input: bot.stdout }), 'line');
  return Number(line);
}

async function stop(): Promise<void> {
  const bot = running.pop();
  if (!bot) return;
  bot.kill();
  await once(bot, 'exit');
}

/** What the bot says to the same talk, and the imbot methods that the portal saw meanwhile. */
async function talk(botId: number): Promise<{ answers: string[]; methods: string[] }> {
  const before = { messages: portal.snapshot().messages.length, requests: portal.requests.length };
  for (const text of ['say hello', 'say', `[USER=${botId}]Bot[/USER] who`]) {
    portal.say({ userId: 2, dialogId: text.endsWith('who') ? `chat${chat}` : botId, text });
    await portal.flush();
  }
  const { messages } = portal.snapshot();
  return {
    answers: messages.slice(before.messages).flatMap((one) => (one.authorId === botId ? [String(one.text)] : [])),
    methods: [...new Set(portal.requests.slice(before.requests).map(({ method }) => method))].sort(),
  };
}

function imbotCompat(...args: string[]): Promise<{ code: number; out: string }> {
  const env = {
    ...process.env,
    C_REST_WEB_HOOK_URL: webhook,
    IMBOT_CLIENT_ID: 'my_bot',
    IMBOT_NEW_BOT_TOKEN: 'my_bot_2',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'dist/cli.js'), ...args], { cwd: folder, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: out + err });
    });
  });
}

const ANSWERS = ['hello', 'Say what?', '3 of us'];
const V1 = ['imbot.chat.user.list', 'imbot.message.add'];
/** The empty message goes out as v1, which refuses it. A wrapper that has not shown how it tells a refusal is asked for its bot. */
const AUTO = [
  'imbot.message.add',
  'imbot.v2.Bot.get',
  'imbot.v2.Chat.Message.send',
  'imbot.v2.Chat.User.list',
  'imbot.v2.Revision.get',
];

test('the way of MIGRATION.md, from a live v1 bot to a v2 bot that answers', async () => {
  const port = await start(39, 'my_bot');
  portal.addBot({ id: 39, code: 'echo', clientId: 'my_bot', handler: `http://127.0.0.1:${port}/` });
  chat = portal.addChat({ title: 'Team', owner: 1, users: [2, 39] }).id;

  expect(await talk(39)).toEqual({ answers: ANSWERS, methods: V1 });
  expect((await imbotCompat('doctor')).out).toContain('Nothing blocks the switch');

  expect((await imbotCompat('adopt', 'src', '--write', '--allow-dirty')).out).toContain(
    'it adds the CLIENT_ID CLIENT_ID',
  );
  await stop();
  await start(39, 'my_bot', port);
  expect(await talk(39)).toEqual({ answers: ANSWERS, methods: AUTO });

  const { out } = await imbotCompat('rewrite', 'src');
  expect(out).toContain('0 moved');
  expect(out).toContain('adds-client-id');

  expect((await imbotCompat('events', 'src', '--write', '--allow-dirty')).out).toContain('1 adapted');
  await stop();
  await start(39, 'my_bot', port);
  expect((await talk(39)).answers).toEqual(ANSWERS);

  // The second process, for the bot that cutover puts beside the first.
  const second = await start(301, 'my_bot_2');
  const move = ['cutover', '--bot', '39', '--to', 'v2', '--beside'];
  const to = ['--handler', `http://127.0.0.1:${second}/`, '--chats', `chat${chat}`];
  const moved = await imbotCompat(...move, ...to, '--write');
  expect(moved.out).toContain('The new bot is 301');
  expect(await talk(301)).toEqual({ answers: ['hello', 'Say what?', '4 of us'], methods: AUTO });
  const generations = portal.deliveries.filter(({ botId }) => botId === 301).map(({ generation }) => generation);
  expect([...new Set(generations)]).toEqual(['v2']);

  const back = await imbotCompat('cutover', '--bot', '39', '--to', 'v1', '--write');
  expect(back.out).toContain('Back as before');
  expect((await talk(39)).answers).toEqual(ANSWERS);
});
