import { LONGEST_TOKEN, MOST_MEMBERS } from './limits';

/**
 * What a translated call would drop or change. One section per id in MIGRATION.md, one test named after each. What to do about
 * it stands in `advice.ts`, for documents and tools: a page that makes calls does not carry it.
 */
export const LOSSES = {
  'unknown-param': {
    message: 'v1 ignores this parameter; the v2 call leaves it out. Often a misspelt name.',
  },
  'no-bot-token': {
    message: 'A webhook call to v2 needs botToken and this client has no CLIENT_ID.',
  },
  menu: {
    message: 'v2 has no context menu for messages.',
  },
  'system-prefix': {
    message:
      'In a group chat v1 puts the bot’s name before a system message and sends even where the bot is no member; v2 does neither.',
  },
  'from-to-user': {
    message: 'v2 cannot send a message from one user to another.',
  },
  'skip-connector': {
    message: 'v2 has no SKIP_CONNECTOR when a message is changed: an open line’s client would see the change.',
  },
  'attach-clear': {
    message: 'v2 documents no way to remove the attachment of a message.',
  },
  'chat-picture': {
    message: 'Where AVATAR is neither Base64 of an image nor the id of a file, v2 removes the picture of the chat.',
  },
  'chat-entity': {
    message: 'v2 does not document ENTITY_TYPE and ENTITY_ID; `entityType` and `entityId` are taken today.',
  },
  'entity-lookup': {
    message: 'v2 cannot find a chat by ENTITY_TYPE and ENTITY_ID.',
  },
  'manager-true': {
    message: 'v1 compares IS_MANAGER as text, and takes JSON `true` for `N`: it revokes where the code means to grant.',
  },
  'dialog-fields': {
    message: 'v2 gives fewer fields of a dialog: no counter, restrictions, readed_list and last_id.',
  },
  'dialog-viewer': {
    message: 'v1 answers as the authorised user, v2 as the bot: a private dialog is another chat.',
  },
  'hide-history': {
    message: 'v1 hides the chat’s history from added users by default; v2 has no such switch. A privacy matter.',
  },
  'member-limit': {
    message: `v2 answers at most ${MOST_MEMBERS} members and cannot page: this list may be cut.`,
  },
  'event-format': {
    message: 'A bot registered through v2 receives v2 events; the handlers of this client expect v1 events.',
  },
  'handlers-split': {
    message: 'v2 has one handler URL per bot; this call names several.',
  },
  'command-lang': {
    message: 'v1 replaces the languages of a command; v2 merges them into those it has.',
  },
  'answer-id': {
    message: 'v1 answers the id of the new message; v2 answers only `true`.',
  },
  'answer-keyboard': {
    message: 'v2 drops the keyboard of an answer to a command.',
  },
  'answer-attach': {
    message: 'v2 stores the attachment of an answer to a command as it came, without reading it as v1 does.',
  },
  'answer-dialog': {
    message: 'v2 wants the dialog of the command’s message, and this process has not seen it.',
  },
  'bot-list-scope': {
    message: 'v1 lists every bot of the portal, v2 the application’s own.',
  },
  'bot-profile': {
    message: 'v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots.',
  },
  'bot-human': {
    message: 'v2 has no bot of type H; it would become a plain bot.',
  },
  'token-length': {
    message: `v2 registers no bot with a token over ${LONGEST_TOKEN} characters.`,
  },
  'bot-code': {
    message: 'v2 cannot change the code of a bot.',
  },
  'chat-app': {
    message: 'v2 has no chat applications.',
  },
  'unknown-method': {
    message:
      'No page of imbot tells of this method: most such names never existed, and the portal answers ERROR_METHOD_NOT_FOUND.',
  },
} as const satisfies Record<string, { message: string }>;

/** The name of a loss, as `accept` takes it. Each has a section in MIGRATION.md. */
export type LossId = keyof typeof LOSSES;

/**
 * The section of MIGRATION.md about a loss, a method or an event.
 * @example
 * documentation('loss-menu'); // 'imbot-compat/MIGRATION.md#loss-menu'
 */
export function documentation(anchor: string): string {
  return `imbot-compat/MIGRATION.md#${anchor.toLowerCase().replace(/[^a-z0-9_-]+/g, '-')}`;
}
