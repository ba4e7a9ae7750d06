import { methodEntry } from './index';
import type { V1ErrorCode } from './V1ErrorCode';

/**
 * The text that v1 documents beside a code that stands for a v2 refusal: the method's own, where its page has one, else that of
 * the check with this code, else the one that all pages share. Undefined for codes without a documented text.
 */
export function v1Text(v1: string, code: V1ErrorCode, v2Code: string): string | undefined {
  const byRefusal = BY_REFUSAL[`${code} ${v2Code}`];
  const own = byRefusal?.[v1] ?? byRefusal?.['*'] ?? BY_METHOD[code]?.[v1];
  if (own !== undefined) return own;
  const { checks } = methodEntry(v1) ?? {};
  return checks?.find((check) => check.code === code)?.text ?? SHARED[code];
}

type Texts = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** Where one code stands for several refusals, which v1 tells apart by the text: by v1 code and v2 code. */
const BY_REFUSAL: Texts = {
  'WRONG_REQUEST EMPTY_USER_IDS': { 'imbot.chat.user.add': 'User IDs must be passed in array format' },
  'EVENT_MESSAGE_ADD_ERROR BOT_INVALID_CALLBACK': { '*': 'Wrong handler URL' },
};

const OTHER_APPLICATION = 'Bot was installed by another rest application';
const OTHER_COMMAND = 'Command was installed by another rest application';

const BY_METHOD: { readonly [code in V1ErrorCode]?: Readonly<Record<string, string>> } = {
  APP_ID_ERROR: {
    'imbot.chat.leave': OTHER_APPLICATION,
    'imbot.chat.setManager': OTHER_APPLICATION,
    'imbot.chat.setOwner': OTHER_APPLICATION,
    'imbot.chat.updateColor': OTHER_APPLICATION,
    'imbot.chat.updateTitle': OTHER_APPLICATION,
    'imbot.chat.user.add': OTHER_APPLICATION,
    'imbot.chat.user.list': OTHER_APPLICATION,
    'imbot.command.answer': OTHER_COMMAND,
    'imbot.command.update': OTHER_COMMAND,
    'imbot.command.unregister': 'Command was installed by another REST application',
  },
  ACCESS_DENIED: { 'imbot.chat.updateAvatar': 'Access denied' },
  ACCESS_ERROR: { 'imbot.dialog.get': "You don't have access to this chat" },
  WRONG_REQUEST: {
    'imbot.register': "Bot can't be created",
    'imbot.unregister': "Bot can't be deleted",
    'imbot.update': "Bot can't be updated",
    'imbot.chat.add': "Chat can't be created",
    'imbot.chat.leave': "You don't have access or user isn't a member in chat",
    'imbot.chat.setManager': 'Change manager can only owner and user must be member in chat',
    'imbot.chat.setOwner': 'Change owner can only owner and user must be member in chat',
    'imbot.chat.updateAvatar': "Chat doesn't exist",
    'imbot.chat.updateColor': "This color currently set or chat doesn't exist",
    'imbot.chat.user.add': "You don't have access or user already member in chat",
    'imbot.chat.user.delete': "You don't have access or user isn't a member of the chat",
    'imbot.command.answer': "Message isn't added",
    'imbot.message.add': "Message isn't added",
    'imbot.command.register': "Command can't be created",
    'imbot.command.unregister': "Command can't be deleted",
    'imbot.command.update': "Command can't be updated",
  },
  EVENT_MESSAGE_ADD_ERROR: { 'imbot.update': 'Wrong handler URL' },
};

const SHARED: { readonly [code in V1ErrorCode]?: string } = {
  BOT_ID_ERROR: 'Bot not found',
  APP_ID_ERROR: 'Bot was installed by another REST application',
  ACCESS_DENIED: 'Access denied! Client ID not specified',
  ACCESS_ERROR: 'Action unavailable',
  ATTACH_ERROR: 'Incorrect attach params',
  ATTACH_OVERSIZE: 'You have exceeded the maximum allowable size of attach',
  KEYBOARD_ERROR: 'Incorrect keyboard params',
  KEYBOARD_OVERSIZE: 'You have exceeded the maximum allowable size of keyboard',
  WITHOUT_CHANGES: 'Action completed without changes',
  CANT_EDIT_MESSAGE: "Time has expired for modification or you don't have access",
  COMMAND_ERROR: "Command isn't specified",
  MAX_COUNT_ERROR: 'Has reached the maximum number of bots for application (max: N)',
};
