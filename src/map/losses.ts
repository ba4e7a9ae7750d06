import { LONGEST_TOKEN, MOST_MEMBERS } from './limits';

/** What a translated call would drop or change. One section per id in MIGRATION.md, one test named after each. */
export const LOSSES = {
  'unknown-param': {
    message: 'v1 ignores this parameter; the v2 call leaves it out. Often a misspelt name.',
    advice: 'Correct the name, or remove the parameter.',
  },
  'no-bot-token': {
    message: 'A webhook call to v2 needs botToken and this client has no CLIENT_ID.',
    advice: 'Give `webhook(url, { clientId })` the CLIENT_ID that the bot was registered with.',
  },
  menu: {
    message: 'v2 has no context menu for messages.',
    advice: 'Offer the entries as keyboard buttons, or accept that the menu is left out.',
  },
  'system-prefix': {
    message:
      'In a group chat v1 puts the bot’s name before a system message and sends even where the bot is no member; v2 does neither.',
    advice: 'Write the prefix into the text yourself and make the bot a member, then accept this loss.',
  },
  'from-to-user': {
    message: 'v2 cannot send a message from one user to another.',
    advice: 'Keep this call on v1, or use im.message.add as that user.',
  },
  'skip-connector': {
    message: 'v2 has no SKIP_CONNECTOR when a message is changed: an open line’s client would see the change.',
    advice: 'Keep this call on v1 in open lines; elsewhere drop the parameter.',
  },
  'attach-clear': {
    message: 'v2 documents no way to remove the attachment of a message.',
    advice: 'Keep this call on v1, or delete the message and send another.',
  },
  'chat-picture': {
    message: 'Where AVATAR is neither Base64 of an image nor the id of a file, v2 removes the picture of the chat.',
    advice: 'Pass the Base64 text of a JPEG, PNG or GIF; of `[name, base64]` the second part alone.',
  },
  'chat-entity': {
    message: 'v2 does not document ENTITY_TYPE and ENTITY_ID; `entityType` and `entityId` are taken today.',
    advice: 'Keep your own table from entity to chat id, or accept the undocumented parameters.',
  },
  'entity-lookup': {
    message: 'v2 cannot find a chat by ENTITY_TYPE and ENTITY_ID.',
    advice: 'Keep your own table from entity to chat id; im.chat.get answers the same question as a user.',
  },
  'manager-true': {
    message: 'v1 compares IS_MANAGER as text, and takes JSON `true` for `N`: it revokes where the code means to grant.',
    advice: 'Write `Y` or `N`.',
  },
  'dialog-fields': {
    message: 'v2 gives fewer fields of a dialog: no counter, restrictions, readed_list and last_id.',
    advice: 'Check which fields the code reads; accept when they are among those that remain.',
  },
  'dialog-viewer': {
    message: 'v1 answers as the authorised user, v2 as the bot: a private dialog is another chat.',
    advice: 'Use im.dialog.get where the user’s view is wanted.',
  },
  'hide-history': {
    message: 'v1 hides the chat’s history from added users by default; v2 has no such switch. A privacy matter.',
    advice: 'Accept only where new members may read everything.',
  },
  'member-limit': {
    message: `v2 answers at most ${MOST_MEMBERS} members and cannot page: this list may be cut.`,
    advice: `Keep this call on v1 for large chats, or accept a list of ${MOST_MEMBERS}.`,
  },
  'event-format': {
    message: 'A bot registered through v2 receives v2 events; the handlers of this client expect v1 events.',
    advice: 'Run the handlers through `imbot-compat/events`, then set `events: "v2"`.',
  },
  'handlers-split': {
    message: 'v2 has one handler URL per bot; this call names several.',
    advice: 'Let one URL receive all events and tell them apart by name.',
  },
  'command-lang': {
    message: 'v1 replaces the languages of a command; v2 merges them into those it has.',
    advice: 'Send `null` for each language to remove, or accept the merge.',
  },
  'answer-id': {
    message: 'v1 answers the id of the new message; v2 answers only `true`.',
    advice: 'Accept when the id is not used; otherwise answer with imbot.v2.Chat.Message.send.',
  },
  'answer-keyboard': {
    message: 'v2 drops the keyboard of an answer to a command.',
    advice: 'Answer with imbot.v2.Chat.Message.send where buttons are wanted.',
  },
  'answer-attach': {
    message: 'v2 stores the attachment of an answer to a command as it came, without reading it as v1 does.',
    advice: 'Answer with imbot.v2.Chat.Message.send where an attachment is wanted.',
  },
  'answer-dialog': {
    message: 'v2 wants the dialog of the command’s message, and this process has not seen it.',
    advice: 'Pass DIALOG_ID from the command event, or run events through `imbot-compat/events` in this process.',
  },
  'bot-list-scope': {
    message: 'v1 lists every bot of the portal, v2 the application’s own.',
    advice: 'Accept when the code looks for its own bots only.',
  },
  'bot-profile': {
    message: 'v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots.',
    advice: 'Leave them out.',
  },
  'bot-human': {
    message: 'v2 has no bot of type H; it would become a plain bot.',
    advice: 'Register it as type B.',
  },
  'token-length': {
    message: `v2 registers no bot with a token over ${LONGEST_TOKEN} characters.`,
    advice: 'Register with a shorter CLIENT_ID; existing bots keep working.',
  },
  'bot-code': {
    message: 'v2 cannot change the code of a bot.',
    advice: 'Leave CODE out.',
  },
  'chat-app': {
    message: 'v2 has no chat applications.',
    advice: 'Use the widget placements of the im module.',
  },
  'unknown-method': {
    message:
      'No page of imbot tells of this method: most such names never existed, and the portal answers ERROR_METHOD_NOT_FOUND.',
    advice:
      'Compare the name with the list in MIGRATION.md. imbot.chat.updateTextFieldEnabled, which exists, is imbot.v2.Chat.TextField.enabled.',
  },
} as const satisfies Record<string, { message: string; advice: string }>;

export type LossId = keyof typeof LOSSES;

/** The section of MIGRATION.md about a loss, a method or an event. */
export function documentation(anchor: string): string {
  return `imbot-compat/MIGRATION.md#${anchor.toLowerCase().replace(/[^a-z0-9_-]+/g, '-')}`;
}
