import querystring from 'node:querystring';
import qs from 'qs';
import { describe, expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';
import { share } from '../sample';

type Params = Record<string, unknown>;
type Send = (method: string, params: Params) => Promise<unknown>;

const sender = (base: string, type: string, encode: (params: never) => string): Send =>
  async function send(method, params) {
    const headers = { 'content-type': type };
    const answer = await fetch(`${base}${method}`, { method: 'POST', headers, body: encode(params as never) });
    return answer.json();
  };

const FORM = 'application/x-www-form-urlencoded';
const WAYS: Readonly<Record<string, (base: string) => Send>> = {
  JSON: (base) => sender(base, 'application/json', JSON.stringify),
  qs: (base) => sender(base, FORM, qs.stringify),
  querystring: (base) => sender(base, FORM, querystring.stringify),
  URLSearchParams: (base) => sender(base, FORM, (params) => String(new URLSearchParams(params))),
};

const HALF = '\ud83d';
const SENT: readonly Params[] = [
  ...[['1'], [], { a: '1' }, {}, true, false].map((DIALOG_ID) => ({ DIALOG_ID })),
  ...[['Hi'], { a: 'Hi' }].map((MESSAGE) => ({ MESSAGE })),
  { FROM_USER_ID: ['1'], TO_USER_ID: ['2'] },
  { SYSTEM: ['Y'] },
  ...[[[]], [{}], [[], []], { BUTTONS: [] }, { BUTTONS: [[]] }, [[{ TEXT: 'Go' }], []], '[[]]'].map((KEYBOARD) => ({
    KEYBOARD,
  })),
  ...[[[]], [{}], { BLOCKS: [] }, { ID: 1, BLOCKS: [] }, '[{}]', [{ GRID: [] }]].map((ATTACH) => ({ ATTACH })),
  ...[[{}], { ITEMS: [] }].map((MENU) => ({ MENU })),
  { ATTACH: JSON.stringify([{ MESSAGE: `cut ${HALF}` }]) },
  { KEYBOARD: JSON.stringify([{ TEXT: HALF }]) },
];
const CALLS: readonly (readonly [method: string, params: Params])[] = [
  ...SENT.map((params) => ['imbot.message.add', { DIALOG_ID: '1', MESSAGE: 'Hi', ...params }] as const),
  ...[{ MESSAGE: ['New'] }, { MESSAGE_ID: ['10001'] }, { MESSAGE_ID: true }, { KEYBOARD: [[]] }].map(
    (params) => ['imbot.message.update', { MESSAGE_ID: 10001, MESSAGE: 'New', ...params }] as const,
  ),
  ...[{ CHAT_ID: ['5'] }, { TITLE: ['New'] }, { TITLE: { a: 'New' } }].map(
    (params) => ['imbot.chat.updateTitle', { CHAT_ID: 5, TITLE: 'New', ...params }] as const,
  ),
  ...[{ USER_ID: ['2'] }, { USER_ID: true }, { IS_MANAGER: ['N'] }].map(
    (params) => ['imbot.chat.setManager', { CHAT_ID: 5, USER_ID: 2, IS_MANAGER: 'Y', ...params }] as const,
  ),
  ['imbot.chat.add', { USERS: [1, 2], TITLE: ['x'], COLOR: ['RED'] }],
  ...[[{ ID: 2 }], [[2]], { a: { ID: 2 } }, '[{"ID":2}]', true].map(
    (USERS) => ['imbot.chat.add', { TITLE: 'x', USERS }] as const,
  ),
  ['imbot.sendTyping', { DIALOG_ID: ['1'] }],
  ['imbot.message.add', { DIALOG_ID: '1', MESSAGE: 'Hi', BOT_ID: ['39'] }],
];

/** What one way makes of a call: the answer, and what is there afterwards. */
async function made(way: string, mode: 'bare' | 'auto', method: string, given: Params): Promise<unknown> {
  const scene = await setScene('webhook');
  try {
    const bare = WAYS[way]?.(scene.hook) ?? (async () => undefined);
    const encoding = way === 'JSON' ? 'json' : 'form';
    const call = mode === 'bare' ? bare : wrapCall(bare, { mode, encoding, portal: () => 'here', warnings: false });
    const params = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, ...given };
    const answer = await call(method, params).catch((error: unknown) => ({ thrown: String(error) }));
    const { error, result, thrown } = Object(answer);
    const { messages, chats } = scene.portal.snapshot();
    return { error, result, thrown, messages, chats };
  } finally {
    await scene.server.close();
  }
}

it('explain says which calls it keeps there', () => {
  const { explain } = wrapCall(async () => ({}), { warnings: false });
  expect(explain('imbot.chat.add', { TITLE: 'x', USERS: [{ ID: 2 }] })).toMatchObject({ unsure: true });
  expect(explain('imbot.chat.add', { TITLE: 'x', USERS: [2] })).not.toHaveProperty('unsure');
});

describe.each(Object.keys(WAYS))('over %s mode auto is v1', (way) => {
  it.each(share(CALLS, 2, { turn: Object.keys(WAYS).indexOf(way) }))('%s %o', async (method, params) => {
    expect(await made(way, 'auto', method, params)).toEqual(await made(way, 'bare', method, params));
  });
});
