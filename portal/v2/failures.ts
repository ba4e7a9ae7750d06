import { Failure } from '../failure';

/** v2 error codes with their texts. The pages give the statuses 400 and 403 together; refusals of access are 403 here. */
const TABLE = {
  BOT_TOKEN_NOT_SPECIFIED: 'Bot token is not specified',
  BOT_TOKEN_INVALID_LENGTH: 'Bot token is longer than 40 characters',
  BOT_TOKEN_ROTATION_FAILED: 'Bot token rotation failed',
  BOT_ID_REQUIRED: 'Bot ID is required',
  PARAMS_REQUIRED: 'Required parameters are missing',
  BOT_NOT_FOUND: 'Bot not found',
  BOT_OWNERSHIP_ERROR: 'Bot is registered by another application',
  BOT_CODE_REQUIRED: 'Bot code is required',
  BOT_PROPERTIES_REQUIRED: 'Bot properties are required',
  BOT_CODE_ALREADY_TAKEN: 'Bot code is already taken',
  BOT_INVALID_TYPE: 'Invalid bot type',
  BOT_INVALID_EVENT_MODE: 'Invalid event mode',
  BOT_WEBHOOK_URL_REQUIRED: 'Webhook URL is required',
  BOT_INVALID_CALLBACK: 'Invalid callback URL',
  BOT_LIMIT_EXCEEDED: 'Bot limit exceeded',
  BOT_AVATAR_INCORRECT_TYPE: 'Avatar must be an image',
  BOT_TYPE_NOT_ALLOWED: 'Bot type not allowed',
  ACCESS_DENIED: 'Access denied',
  EMPTY_MESSAGE: 'Message is empty',
  PARAM_ATTACH_ERROR: 'Incorrect attach params',
  PARAM_KEYBOARD_ERROR: 'Incorrect keyboard params',
  EMPTY_USER_IDS: 'Empty user IDs',
  MESSAGE_NOT_FOUND: 'Message not found',
  MESSAGE_ACCESS_DENIED: 'Message access denied',
  REACTION_NOT_FOUND: 'Reaction not found',
  REACTION_ALREADY_SET: 'Reaction already set',
  COMMAND_REQUIRED: 'Command is required',
  COMMAND_NAME_EMPTY: 'Command name is empty',
  COMMAND_NAME_INVALID: 'Command name is invalid',
  COMMAND_TITLE_REQUIRED: 'Command title is required',
  COMMAND_NOT_FOUND: 'Command not found',
  COMMAND_ALREADY_EXISTS: 'Command already exists',
  COMMAND_ANSWER_FAILED: 'Command answer failed',
  SCOPE_ERROR: 'Scope error',
  USER_NOT_SUBSCRIBED: 'User not subscribed',
  FILE_EMPTY: 'File name or content is empty',
  FILE_INVALID_CONTENT: 'Invalid base64 content',
  FILE_FOLDER_ERROR: 'Failed to get chat folder',
  FILE_ACCESS_ERROR: 'File access error',
  FILE_NOT_FOUND: 'File not found',
} as const;

const FORBIDDEN: ReadonlySet<string> = new Set([
  'ACCESS_DENIED',
  'BOT_OWNERSHIP_ERROR',
  'BOT_TYPE_NOT_ALLOWED',
  'MESSAGE_ACCESS_DENIED',
  'FILE_ACCESS_ERROR',
  'SCOPE_ERROR',
]);

export type V2Code = keyof typeof TABLE;

export function v2Failure(code: V2Code, description: string = TABLE[code]): Failure {
  return new Failure(code, description, FORBIDDEN.has(code) ? 403 : 400);
}
