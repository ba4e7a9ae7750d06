import type { V1ErrorCode } from './V1ErrorCode';
import { V2 } from './v2Names';

/** What a v2 refusal is in v1: a code, or `answer` where v1 answers a value and no error. */
export type V1Outcome = { readonly code: V1ErrorCode } | { readonly answer: unknown };

/** v2 code → v1 code, where the method does not matter. System codes and unknown ones stay as they are. */
export const V1_CODES: Readonly<Record<string, V1ErrorCode>> = {
  BOT_NOT_FOUND: 'BOT_ID_ERROR',
  BOT_ID_REQUIRED: 'BOT_ID_ERROR',
  BOT_OWNERSHIP_ERROR: 'APP_ID_ERROR',
  BOT_TOKEN_NOT_SPECIFIED: 'ACCESS_DENIED',
  CLIENT_ID_NOT_SPECIFIED: 'ACCESS_DENIED',
  EMPTY_MESSAGE: 'MESSAGE_EMPTY',
  SENDING_FAILED: 'WRONG_REQUEST',
  COMMAND_ANSWER_FAILED: 'WRONG_REQUEST',
  COMMAND_REGISTER_FAILED: 'WRONG_REQUEST',
  BOT_REGISTER_FAILED: 'WRONG_REQUEST',
  BOT_UNREGISTER_FAILED: 'WRONG_REQUEST',
  PARAM_ATTACH_ERROR: 'ATTACH_ERROR',
  ATTACH_ERROR: 'ATTACH_ERROR',
  PARAM_KEYBOARD_ERROR: 'KEYBOARD_ERROR',
  KEYBOARD_ERROR: 'KEYBOARD_ERROR',
  EMPTY_USER_IDS: 'USER_ID_EMPTY',
  REACTION_ALREADY_SET: 'WITHOUT_CHANGES',
  REACTION_NOT_FOUND: 'WITHOUT_CHANGES',
  COMMAND_NOT_FOUND: 'COMMAND_ID_ERROR',
  COMMAND_REQUIRED: 'COMMAND_ERROR',
  COMMAND_NAME_EMPTY: 'COMMAND_ERROR',
  COMMAND_NAME_INVALID: 'COMMAND_ERROR',
  COMMAND_TITLE_REQUIRED: 'LANG_ERROR',
  COMMAND_ALREADY_EXISTS: 'WRONG_REQUEST',
  BOT_CODE_REQUIRED: 'CODE_ERROR',
  BOT_PROPERTIES_REQUIRED: 'NAME_ERROR',
  BOT_LIMIT_EXCEEDED: 'MAX_COUNT_ERROR',
  BOT_INVALID_CALLBACK: 'EVENT_MESSAGE_ADD_ERROR',
  BOT_WEBHOOK_URL_REQUIRED: 'EVENT_MESSAGE_ADD_ERROR',
  BOT_AVATAR_INCORRECT_TYPE: 'WRONG_REQUEST',
  BOT_AVATAR_INCORRECT_SIZE: 'WRONG_REQUEST',
  BOT_CODE_ALREADY_TAKEN: 'WRONG_REQUEST',
};

/** The code where the description says that the maximum size was exceeded. */
const OVERSIZE: Readonly<Record<string, V1ErrorCode>> = {
  ATTACH_ERROR: 'ATTACH_OVERSIZE',
  KEYBOARD_ERROR: 'KEYBOARD_OVERSIZE',
};

/** ACCESS_DENIED by the v2 method that answered it; `*` ends a prefix. First match. */
const ACCESS_DENIED: readonly (readonly [v2: string, outcome: V1Outcome])[] = [
  [V2.chatMessageUpdate, { code: 'CANT_EDIT_MESSAGE' }],
  [V2.chatMessageDelete, { code: 'CANT_EDIT_MESSAGE' }],
  ['imbot.v2.Chat.Message.Reaction.*', { code: 'WITHOUT_CHANGES' }],
  [V2.chatMessageSend, { code: 'WRONG_REQUEST' }],
  [V2.chatLeave, { code: 'WRONG_REQUEST' }],
  [V2.chatUserAdd, { code: 'WRONG_REQUEST' }],
  [V2.chatUserDelete, { code: 'WRONG_REQUEST' }],
  ['imbot.v2.Chat.Manager.*', { code: 'WRONG_REQUEST' }],
  [V2.chatSetOwner, { code: 'WRONG_REQUEST' }],
  [V2.chatUpdate, { code: 'ACCESS_ERROR' }],
  [V2.chatGet, { code: 'ACCESS_ERROR' }],
  [V2.chatUserList, { code: 'ACCESS_ERROR' }],
  [V2.chatInputActionNotify, { answer: true }],
];

/** Where one v1 method differs from the tables above. */
const BY_METHOD: Readonly<Record<string, Readonly<Record<string, V1Outcome>>>> = {
  'imbot.chat.updateAvatar': { ACCESS_DENIED: { code: 'ACCESS_DENIED' } },
  'imbot.chat.user.add': { EMPTY_USER_IDS: { code: 'WRONG_REQUEST' } },
};

/** The portal's plan, not the bot's rank. */
const PLAN = /commercial plan/i;

const FORBIDDEN: ReadonlySet<string> = new Set<V1ErrorCode>([
  'ACCESS_ERROR',
  'ACCESS_DENIED',
  'CANT_EDIT_MESSAGE',
  'WRONG_AUTH_TYPE',
  'AUTHORIZE_ERROR',
]);

/**
 * HTTP status that v1 answers with a code of its own.
 * @example
 * v1Status('BOT_ID_ERROR'); // 400
 * v1Status('ACCESS_ERROR'); // 403
 */
export function v1Status(code: string): 400 | 403 {
  return FORBIDDEN.has(code) ? 403 : 400;
}

/**
 * The v1 reading of what a v2 method refused; undefined: the code stays as it is, a system error or an unknown one.
 * @example
 * v1Outcome('imbot.message.add', 'imbot.v2.Chat.Message.send', 'BOT_NOT_FOUND'); // { code: 'BOT_ID_ERROR' }
 */
export function v1Outcome(v1: string, v2: string, code: string, description = ''): V1Outcome | undefined {
  if (code === 'ACCESS_DENIED' && PLAN.test(description)) return undefined;
  const special = Object.hasOwn(BY_METHOD, v1) ? BY_METHOD[v1] : undefined;
  if (special && Object.hasOwn(special, code)) return special[code];
  if (code === 'ACCESS_DENIED') return ACCESS_DENIED.find(([method]) => covers(method, v2))?.[1];
  if (!Object.hasOwn(V1_CODES, code)) return undefined;
  const mapped = V1_CODES[code];
  if (mapped === undefined) return undefined;
  const oversize = Object.hasOwn(OVERSIZE, mapped) && /maximum|too (large|big|long)|oversize|exceed/i.test(description);
  return { code: (oversize ? OVERSIZE[mapped] : undefined) ?? mapped };
}

function covers(pattern: string, method: string): boolean {
  return pattern.endsWith('*') ? method.startsWith(pattern.slice(0, -1)) : pattern === method;
}

/** Is it a refusal for want of rank or right in that place, and not of the portal's plan? */
export function deniesByRank(code: string, description: string): boolean {
  return code === 'ACCESS_DENIED' && !PLAN.test(description);
}
