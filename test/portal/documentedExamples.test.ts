import { describe, expect, it } from 'vitest';
import { createPortal, imbotMethods } from '../../portal/index';
import api from '../spec/imbot-api.json' with { type: 'json' };
import { caller } from './seeded';

interface Entry {
  errors?: { code: string }[];
  exampleRequests?: Record<string, unknown>[];
  exampleResponse?: { result?: unknown };
}
const V1: Record<string, Entry> = api.v1;
const V2: Record<string, Entry> = api.v2;
const SYSTEM = new Set(api.systemErrors.map((error) => error.code));

const CLIENT = 'my_bot_token';
const JPEG = '/9j/4AAQSkZJRg==';

/** A portal in which the ids of the documentation exist. */
function documented() {
  const portal = createPortal({ users: 5 });
  for (const id of [1269, 1271]) portal.addUser({ id });
  const hook = portal.webhook();
  const application = portal.application({ clientId: 'app.1', clientSecret: 'secret' });
  return { portal, hook, application };
}

function owned(params: Record<string, unknown>, application: { clientId: string }) {
  const token = params.CLIENT_ID ?? params.botToken;
  return typeof token === 'string' ? { clientId: token } : { application };
}

/** Seeds what one example speaks of, for whoever it authorises. */
function prepared(method: string, params: Record<string, unknown>) {
  const { portal, hook, application } = documented();
  const isRegister = /register$/.test(method) && !/unregister$|command/i.test(method);
  const owner = owned(params, application);
  const botId = Number(params.BOT_ID ?? params.botId ?? 39);
  if (!isRegister) {
    const generation = method.startsWith('imbot.v2.') ? 'v2' : 'v1';
    const type = /Message\.get/.test(method) ? 'supervisor' : 'bot';
    portal.addBot({ id: botId, code: 'support_bot', name: 'Bot', generation, type, ...owner });
  }
  const chatId = Number(params.CHAT_ID ?? String(params.dialogId ?? params.DIALOG_ID ?? 'chat5').replace('chat', ''));
  const members = [1, 2, 3, 1269, 1271].filter((id) => !/user\.add$/i.test(method) || id !== 1269);
  portal.addChat({ id: chatId, owner: isRegister ? 1 : botId, users: members, entityType: 'CHAT', entityId: '13' });
  const messageId = Number(params.MESSAGE_ID ?? params.messageId ?? 0);
  if (messageId > 0) {
    portal.state.next.message = messageId;
    const authorId = /update|delete/i.test(method) && !/Reaction/.test(method) ? botId : 1;
    const say = portal.say({ userId: authorId, dialogId: `chat${chatId}`, text: 'x' });
    expect(say).toBe(messageId);
  }
  const isCommand = /command\.(?!register)/i.test(method);
  const commandId = Number(params.COMMAND_ID ?? params.commandId ?? 99);
  if (isCommand) {
    portal.state.commands.set(commandId, {
      id: commandId,
      botId,
      command: 'echo',
      common: false,
      hidden: false,
      extranetSupport: false,
      title: new Map([['en', 'Echo']]),
      params: new Map(),
      handler: 'https://example.com/bot/command.php',
    });
  }
  if (method.endsWith('File.download')) {
    portal.state.files.set(138, { id: 138, chatId, authorId: 1, name: 'report.pdf', size: 1, date: 0 });
  }
  const byWebhook = 'clientId' in owner;
  const auth = byWebhook ? {} : { auth: application.tokens().access_token };
  return { portal, call: caller(portal, byWebhook ? hook.path : '/rest/'), params: { ...params, ...auth } };
}

const cases = [...Object.entries(V1), ...Object.entries(V2)].flatMap(([method, entry]) =>
  (entry.exampleRequests ?? []).map((request, index) => ({ method, index, request, entry })),
);

/** Method pages whose own answers carry keys that only some portals give. */
const NOT_GIVEN = new Set(['containsCollaber']);

/** Paths of `documented` that `given` lacks; lists by the first documented and the last given. */
function lacking(documentedValue: unknown, given: unknown, path = ''): string[] {
  if (Array.isArray(documentedValue)) {
    if (!Array.isArray(given)) return [`${path} is no list`];
    if (documentedValue.length === 0 || given.length === 0) return [];
    return lacking(documentedValue[0], given.at(-1), `${path}[]`);
  }
  if (typeof documentedValue !== 'object' || documentedValue === null) {
    if (documentedValue === null || given === null) return [];
    return typeof documentedValue === typeof given ? [] : [`${path}: ${typeof documentedValue} is ${typeof given}`];
  }
  if (typeof given !== 'object' || given === null) return [`${path} is no map`];
  const map: Record<string, unknown> = { ...given };
  return Object.entries(documentedValue).flatMap(([key, inner]) => {
    if (/^\d+$/.test(key)) return [];
    if (!Object.hasOwn(map, key)) return NOT_GIVEN.has(key) ? [] : [`${path}.${key} is missing`];
    return lacking(inner, map[key], `${path}.${key}`);
  });
}

describe('the examples of the documentation', () => {
  it('knows every documented method', () => {
    expect([...imbotMethods]).toEqual(expect.arrayContaining([...Object.keys(V1), ...Object.keys(V2)]));
    expect(Object.keys(V1)).toHaveLength(25);
    expect(Object.keys(V2)).toHaveLength(34);
  });

  it.each(cases)('$method example $index', async ({ method, request, entry }) => {
    const { call, params } = prepared(method, request);
    const { status, result, error, body } = await call(method, params);
    const codes = new Set([...(entry.errors ?? []).map((one) => one.code), ...SYSTEM]);
    const withUserEvents = request.withUserEvents === true;
    if (error !== undefined) {
      expect(codes).toContain(error);
      expect({ method, error }).toEqual({ method, error: withUserEvents ? 'USER_NOT_SUBSCRIBED' : 'none' });
      return;
    }
    expect(status).toBe(200);
    expect(lacking(entry.exampleResponse?.result, result, 'result')).toEqual([]);
    expect(Object.keys(Object(body.time))).toEqual(
      expect.arrayContaining(['start', 'finish', 'duration', 'processing', 'date_start', 'date_finish', 'operating']),
    );
  });

  it('takes a picture for a picture', async () => {
    const { call, portal } = prepared('imbot.chat.updateAvatar', { CHAT_ID: 5, CLIENT_ID: CLIENT });
    expect((await call('imbot.chat.updateAvatar', { CHAT_ID: 5, CLIENT_ID: CLIENT, AVATAR: JPEG })).result).toBe(true);
    expect(portal.snapshot().chats[0]?.avatar).toMatch(/\/b\/avatar\//);
    expect((await call('imbot.chat.updateAvatar', { CHAT_ID: 5, CLIENT_ID: CLIENT, AVATAR: 'aGk=' })).error).toBe(
      'AVATAR_ERROR',
    );
  });
});
